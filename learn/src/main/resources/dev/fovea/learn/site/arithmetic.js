// The arithmetic of one number: a convolution's products, a pooling's window, a curve, a sum of a dense layer, softmax.
'use strict';
(() => {
  const { h } = preact;
  const { both, number, limit, patch, kernel, dot, network, stages, isMaps } = fovea;
  const SHOWN = 12;

  const Cells = ({ values, width, none }) => h('table', { class: 'matrix' }, Array.from(
    { length: values.length / width }, (_, row) => h('tr', null, values.slice(row * width, (row + 1) * width).map(
      value => h('td', null, value === null ? none : number(value, 2))))));

  /** One number of a convolution: patch × kernel of each channel, and the bias. */
  function ConvolutionSum({ stage, glimpse, c, pixel }) {
    const input = glimpse.values[stage.inputs[0]];
    const perGroup = stage.weights.shape[2];
    const first = Math.floor(c / (stage.weights.shape[3] / stage.window.groups)) * perGroup;
    const parts = Array.from({ length: perGroup }, (_, k) => {
      const seen = patch(input, first + k, stage.window, pixel[0], pixel[1]);
      const weights = kernel(stage.weights, k, c).values;
      return { channel: first + k, seen, weights, sum: dot(seen, weights) };
    });
    const bias = stage.bias ? stage.bias.values[c] : 0;
    const sum = parts.reduce((total, part) => total + part.sum, bias);
    const value = valueAt(glimpse.values[stages.indexOf(stage)], pixel, c);
    return h('div', null,
      h('div', { class: 'parts' }, parts.slice(0, SHOWN).map(part => h('div', { class: 'part', key: part.channel },
        h('div', { class: 'muted' }, both(`input map ${part.channel}`, `输入图 ${part.channel}`)),
        h('div', { class: 'row' }, h(Cells, { values: part.seen, width: stage.window.width, none: '0' }),
          h('span', { class: 'sign' }, '×'), h(Cells, { values: part.weights, width: stage.window.width }),
          h('span', null, '→ ' + number(part.sum)))))),
      h('p', { class: 'sum', 'data-sum': sum, 'data-value': value },
        both('sums of the patches', '各窗口之和'), ' ', parts.map(part => number(part.sum)).join(' + '),
        stage.bias ? [' + ', both('bias', '偏置'), ' ', number(bias)] : null, ' = ', h('b', null, number(sum)),
        '  ', both(`the engine says ${number(value)}`, `引擎算得 ${number(value)}`)));
  }

  const valueAt = (values, pixel, c) =>
    values.values[(pixel[0] * values.shape[1] + pixel[1]) * values.shape[2] + c];

  function PoolingWindow({ stage, glimpse, c, pixel }) {
    const seen = patch(glimpse.values[stage.inputs[0]], c, stage.window, pixel[0], pixel[1]);
    const value = valueAt(glimpse.values[stages.indexOf(stage)], pixel, c);
    const greatest = stage.name.startsWith('Max');
    const known = seen.filter(one => one !== null);
    const sum = greatest ? Math.max(...known) : known.reduce((total, one) => total + one, 0) / known.length;
    return h('div', { class: 'sum', 'data-sum': sum, 'data-value': value },
      h(Cells, { values: seen, width: stage.window.width, none: '–' }),
      greatest ? both('the greatest is', '最大值是') : both('the mean is', '平均值是'), ' ', h('b', null, number(value)));
  }

  /** The curve of an activation through the pairs that it made here, and the chosen one. */
  function Curve({ stage, glimpse, c, pixel }) {
    const before = glimpse.values[stage.inputs[0]];
    const after = glimpse.values[stages.indexOf(stage)];
    const place = isMaps(stage) ? (pixel[0] * after.shape[1] + pixel[1]) * after.shape[2] + c : c;
    const x = before.values[place];
    const y = after.values[place];
    const order = Array.from(before.values.keys()).sort((i, k) => before.values[i] - before.values[k]);
    const widest = limit(before.values);
    const highest = limit(after.values);
    const left = value => 100 + 90 * value / widest;
    const top = value => 100 - 90 * value / highest;
    const points = order.map(i => `${left(before.values[i]).toFixed(1)},${top(after.values[i]).toFixed(1)}`).join(' ');
    return h('div', { class: 'row', 'data-sum': y, 'data-value': y },
      h('svg', { width: 200, height: 200, style: { position: 'static' }, role: 'img', 'aria-label': stage.name },
        h('path', { d: 'M0,100H200M100,0V200', stroke: 'var(--line)' }),
        h('polyline', { points, fill: 'none', stroke: 'var(--accent)', 'stroke-width': 2 }),
        h('circle', { cx: left(x), cy: top(y), r: 5, fill: 'var(--warm)' })),
      h('span', { class: 'sum' }, `${stage.name}(${number(x)}) = ${number(y)}`));
  }

  /** One output of a fully connected layer: the terms that count most. */
  function DenseSum({ stage, glimpse, k }) {
    const input = glimpse.values[stage.inputs[0]].values;
    const units = stage.weights.shape[1];
    const terms = Array.from(input, (x, i) => ({ i, x, w: stage.weights.values[i * units + k] }));
    const bias = stage.bias ? stage.bias.values[k] : 0;
    const sum = terms.reduce((total, term) => total + term.x * term.w, bias);
    const value = glimpse.values[stages.indexOf(stage)].values[k];
    const most = [...terms].sort((one, other) => Math.abs(other.x * other.w) - Math.abs(one.x * one.w)).slice(0, SHOWN);
    return h('div', null, h('table', { class: 'table' },
      h('thead', null, h('tr', null, ['i', 'x', 'w', 'x · w'].map(name => h('th', { class: 'number' }, name)))),
      h('tbody', null, most.map(term => h('tr', null, [term.i, number(term.x), number(term.w), number(term.x * term.w)]
        .map(text => h('td', { class: 'number' }, text)))))),
    h('p', { class: 'sum', 'data-sum': sum, 'data-value': value },
      both(`all ${terms.length} products and the bias ${number(bias)}: `, `全部 ${terms.length} 个乘积加偏置 ${number(bias)}：`),
      h('b', null, number(sum)), '  ', both(`the engine says ${number(value)}`, `引擎算得 ${number(value)}`)));
  }

  /** Logits become probabilities, with the numbers in the formula. */
  function Softmax({ glimpse }) {
    const logits = [...glimpse.values.at(-1).values];
    const greatest = Math.max(...logits);
    const powers = logits.map(logit => Math.exp(logit - greatest));
    const sum = powers.reduce((total, one) => total + one, 0);
    return h('div', { class: 'scroll', tabIndex: 0 }, h('table', { class: 'table' },
      h('thead', null, h('tr', null, h('th', null, both('class', '类别')), h('th', { class: 'number' }, both('logit z', '对数几率 z')),
        h('th', { class: 'number' }, 'e^(z − max)'), h('th', { class: 'number' }, both('probability', '概率')))),
      h('tbody', null, logits.map((logit, k) => h('tr', null, h('td', null, network.labels[k]),
        h('td', { class: 'number' }, number(logit)), h('td', { class: 'number' }, number(powers[k], 5)),
        h('td', { class: 'number', 'data-probability': glimpse.probabilities[k] },
          `${number(powers[k], 5)} / ${number(sum, 5)} = ${number(powers[k] / sum, 4)}`))))));
  }

  Object.assign(fovea, { ConvolutionSum, PoolingWindow, Curve, DenseSum, Softmax, valueAt });
})();
