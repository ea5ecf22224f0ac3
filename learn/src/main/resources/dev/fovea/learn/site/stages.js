// The network's stages: what each is called, what it does, and which maps feed which.
'use strict';
(() => {
  const { h } = preact;
  const { both, tensor } = fovea;
  /** Maps of a stage that are shown at first. */
  const SHOWN = 12;
  /** Numbers without a place that are all shown with bars. */
  const BARS = 24;

  const network = fovea.data.network;
  /** Of a network that is not sent whole, weights are their shapes alone. */
  const numbers = json => json && (json.data === undefined ? json : tensor(json));
  const stages = network.stages.map(stage => ({ ...stage, weights: numbers(stage.weights), bias: numbers(stage.bias) }));
  const KINDS = {
    image: ['image', '图像'], convolution: ['convolution', '卷积'], activation: ['activation', '激活'],
    pooling: ['pooling', '池化'], flatten: ['flatten', '展平'], dense: ['fully connected', '全连接'],
    join: ['join', '合并'], other: ['', ''],
  };

  const SLOPES = both('Each number says how the loss changes if this value grows a little: orange, it grows; blue, it falls. It was computed from the output back to the picture, by the chain rule. Below each name stands the greatest of its column: a network that is sure and right has hardly any gradient left.',
    '每个数说明：如果这里的值增大一点，损失怎样变化。橙色表示增大，蓝色表示减小。它由链式法则从输出一步步算回图像。每个名称下面是该列的最大值：网络若有把握又正确，梯度几乎为零。');

  const explained = stage => ({
    image: both('The picture as the network gets it: each pixel is one number.', '网络收到的图像：每个像素是一个数。'),
    convolution: both('Each number is the sum of a patch of every input map times a kernel, plus the bias. Point at a pixel, or use the arrow keys.',
      '每个数都是：各输入图的一个窗口乘以卷积核，求和，再加偏置。用鼠标指向一个像素，或用方向键移动。'),
    activation: both('Each number passes the curve by itself.', '每个数单独通过这条曲线。'),
    pooling: both('Each window becomes one number.', '每个窗口变成一个数。'),
    flatten: both('The same numbers, as one row.', '同样的数，排成一行。'),
    dense: both('Each output is the sum of all inputs times its own weights, plus a bias. The terms that count most:',
      '每个输出都是所有输入乘以各自的权重之和，再加偏置。影响最大的几项：'),
    join: both('Several inputs become one.', '几个输入合并成一个。'),
    other: both('Computed from all that leads to it.', '由通向它的所有数值算得。'),
  })[stage.kind];

  /** Whether an engine answers, or the page has all numbers itself. */
  const askable = () => network.whole || fovea.data.engine;

  const isMaps = stage => stage.shape.length === 3;
  const channels = stage => isMaps(stage) ? stage.shape[2] : 1;

  /** Where in a list numbers are greatest: the first places, if the list is long. */
  const greatest = values => {
    const places = Array.from(values.keys());
    return values.length <= BARS ? places : places.sort((one, other) => values[other] - values[one]).slice(0, SHOWN);
  };

  /** A name that may be broken behind its underscores. */
  const breakable = name => name.split('_').flatMap((part, i) => i === 0 ? [part] : ['_', h('wbr'), part]);

  /** Which maps of its inputs a map is computed of. */
  const feeds = (stage, index, c) => stage.inputs.flatMap(from => {
    const count = channels(stages[from]);
    const whole = ['convolution', 'dense', 'flatten', 'other'].includes(stage.kind) || stage.kind === 'join'
      || count !== channels(stage);
    return whole ? Array.from({ length: count }, (_, k) => [from, k]) : [[from, c]];
  });

  Object.assign(fovea, {
    SHOWN, BARS, network, stages, KINDS, SLOPES, explained, askable, isMaps, channels, greatest, breakable, feeds,
  });
})();
