// The gradients of one picture on their way back through the network, a stage at a time.
'use strict';
(() => {
  const { h } = preact;
  const { useEffect, useRef } = preactHooks;
  const { both, number, limit, paint, still, useFrames } = fovea;
  const PAUSE = 1600;

  /** How far back gradients have come: a stage's index; the number of stages before the first; −1 for all at once. */
  fovea.useWalk = (stages, on) => {
    // First all at once, then the loss, then stage after stage from the last one to the picture.
    const { frame, running, play, go, setFrame } = useFrames(stages + 2, PAUSE);
    const reach = frame === 0 ? -1 : stages + 1 - frame;
    useEffect(() => { if (!on) { go(0); } }, [on]);
    const walk = () => { play(); if (reach <= 0) { setFrame(1); } };
    const controls = h('div', { class: 'controls', id: 'walk' }, h('span', null, both('The way back:', '反向之路：')),
      still() ? null : h('button', { type: 'button', id: 'walk-play', onClick: walk }, running ? both('Pause', '暂停') : both('Play', '播放')),
      h('button', { type: 'button', id: 'walk-step', disabled: reach === 0, onClick: () => go(frame + 1) }, both('Step', '下一步')),
      h('button', { type: 'button', disabled: frame <= 1, onClick: () => go(frame - 1) }, both('Back', '上一步')),
      h('button', { type: 'button', id: 'walk-all', 'aria-pressed': reach < 0, onClick: () => go(0) }, both('All at once', '全部显示')));
    return { reach, controls };
  };

  /** ∂loss / ∂kernel: over all places, the gradient there times what each weight saw. Channel, then row and column. */
  fovea.kernelGradient = (input, slopes, window, perGroup, filter, filters) => {
    const [height, width, channels] = slopes.shape;
    const first = Math.floor(filter / (filters / window.groups)) * perGroup;
    return Array.from({ length: perGroup }, (_, k) => {
      const sums = new Array(window.height * window.width).fill(0);
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const slope = slopes.values[(row * width + column) * channels + filter];
          if (slope !== 0) {
            fovea.patch(input, first + k, window, row, column).forEach((value, i) => { sums[i] += value === null ? 0 : slope * value; });
          }
        }
      }
      return { height: window.height, width: window.width, values: sums };
    });
  };

  /** How the gradient of a stage comes from that of the stage behind it. */
  const FROM = {
    dense: both('Dense: an input moves every output by its weight. So its gradient is the sum, over the outputs, of weight × gradient of the output.',
      '全连接层：每个输入通过各自的权重影响所有输出。它的梯度是：对所有输出，把权重 × 该输出的梯度加起来。'),
    flatten: both('Flatten: the same numbers, folded back into maps.', '展平：同样的数，折回成特征图。'),
    max: both('Max pooling: only the greatest value of a window counted, so the whole gradient goes to its place; the other places get 0. Most pixels are white now.',
      '最大池化：一个窗口里只有最大值起作用，所以整个梯度都回到它的位置，其余位置为 0。现在大多数像素是白色。'),
    mean: both('Mean pooling: all values of a window counted alike, so each gets the same share of the gradient.', '平均池化：窗口里的每个值作用相同，梯度平均分给它们。'),
    relu: both('ReLU: where the value was above 0 the gradient passes as it is; where ReLU made it 0, nothing passes.', 'ReLU：值大于 0 的地方，梯度原样通过；被 ReLU 变成 0 的地方，什么也通不过。'),
    activation: both('Activation: the gradient times the slope of the curve at this value.', '激活：梯度乘以曲线在该值处的斜率。'),
    convolution: both('Convolution: a value was seen by several windows, each time through another weight. Its gradient is the sum of weight × gradient over all of them, in all maps.',
      '卷积：一个值被好几个窗口看到，每次乘以不同的权重。它的梯度是：在所有这些窗口、所有特征图里，权重 × 梯度之和。'),
    join: both('Join: the gradient goes back into each branch.', '合并：梯度回到每个分支。'),
    other: both('By the chain rule: the gradient behind it times its own slope.', '按链式法则：后面的梯度乘以它自己的斜率。'),
  };

  const way = stage => stage.kind === 'pooling' ? (stage.name.startsWith('Max') ? 'max' : 'mean')
    : stage.kind === 'activation' && stage.name === 'ReLU' ? 'relu' : FROM[stage.kind] ? stage.kind : 'other';

  function Small({ map, scale }) {
    const canvas = useRef();
    useEffect(() => paint(canvas.current, map, scale), [map, scale]);
    return h('canvas', { ref: canvas, style: { width: '36px', height: 36 * map.height / map.width + 'px', border: '1px solid var(--line)' } });
  }

  /** The kernels' own gradients: what a training step changes. */
  function Kernels({ view, index }) {
    const maps = view.kernels(index);
    if (!maps) { return maps === null && fovea.askable() ? h('p', null, '…') : null; }
    const most = limit(maps.flatMap(channels => channels.flatMap(map => map.values)));
    return h('div', { id: 'kernel-gradients', 'data-first': maps[0][0].values[0], 'data-last': maps.at(-1).at(-1).values.at(-1) },
      h('p', null, both('Here it reaches weights: the gradient of a kernel\'s weight is the sum, over all places, of the gradient there × the value that the weight saw there. A training step moves the kernel against it. The gradients of the kernels, for the first input map:',
        '在这里梯度到达了权重：卷积核某个权重的梯度，是对所有位置，把该处的梯度 × 权重在该处看到的值加起来。一步训练就让卷积核逆着它移动。各卷积核的梯度（对第一张输入图）：')),
      h('div', { class: 'parts' }, maps.map((channels, k) => h(Small, { key: k, map: channels[0], scale: most }))));
  }

  /** What happens at the stage that gradients have reached. */
  fovea.WalkPanel = ({ stages, view, reach, labels, logits }) => {
    useEffect(() => {
      const there = document.querySelector(`[data-stage="${reach}"]`);
      const net = there && there.closest('.net');
      if (net) { net.scrollLeft = there.offsetLeft - (net.clientWidth - there.offsetWidth) / 2; }
    }, [reach]);
    if (reach < 0) { return null; }
    const stage = stages[reach];
    const behind = stages.find(one => one.inputs.includes(reach));
    const upstream = [...view.upstream];
    const label = upstream.indexOf(Math.min(...upstream));
    const sure = view.probabilities[label];
    const name = stage && [stage.layer, stage.kind === 'activation' || !stage.layer ? stage.name : ''].filter(Boolean).join(' ');
    return h('section', { class: 'card', id: 'walk-panel', 'aria-live': 'polite', 'data-reach': reach },
      h('h2', { style: { margin: 0 } }, stage ? [both('The gradient at', '梯度到达'), ` ${name}`] : both('The loss', '损失')),
      stage ? null : h('p', null, both(`The network gives the right answer, ${labels[label]}, the probability p = ${number(sure, 4)}. The loss is −ln p = ${number(-Math.log(sure), 4)}. How does it change with each number in the network? The answer is found from behind.`,
        `网络给正确答案 ${labels[label]} 的概率是 p = ${number(sure, 4)}，损失是 −ln p = ${number(-Math.log(sure), 4)}。网络中的每个数对它有多大影响？答案从后往前求。`)),
      stage && !behind ? (logits
        ? h('div', null, h('p', null, both('The gradient of a logit is its probability less the label: p − y, where y is 1 for the right class, else 0.', '每个对数几率的梯度是概率减标签：p − y，正确类别 y 为 1，其余为 0。')),
          h('p', { class: 'sum' }, fovea.greatest(upstream.map(Math.abs)).map(k => `${labels[k]}: ${number(view.probabilities[k])} − ${k === label ? 1 : 0} = ${number(upstream[k])}`).join(';  ')))
        : h('p', null, both('The gradient of the loss by each output.', '损失对每个输出的梯度。'))) : null,
      stage && behind ? h('p', null, FROM[way(behind)]) : null,
      stage && stage.kind === 'convolution' && stage.weights ? h(Kernels, { view, index: reach }) : null,
      stage && stage.kind === 'image' ? h('p', null, both('Here the way ends: the picture itself. Its gradient says which pixels would raise or lower the loss.', '路到此为止：图像本身。它的梯度说明哪些像素会让损失升高或降低。')) : null);
  };
})();
