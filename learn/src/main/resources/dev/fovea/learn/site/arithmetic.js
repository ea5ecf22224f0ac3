// The arithmetic of one number: a convolution's products, a pooling's window, a curve, a sum of a dense layer, softmax.
'use strict';
(() => {
  const { h } = preact;
  const { both, number, limit, dot, network, SHOWN, BARS } = fovea;

  const Cells = ({ values, width, none }) => h('table', { class: 'matrix' }, Array.from(
    { length: values.length / width }, (_, row) => h('tr', null, [...values].slice(row * width, (row + 1) * width).map(
      value => h('td', null, value === null ? none : number(value, 2))))));

  /** The first numbers of a long sum, and how many more there are. */
  const added = (values, written) => values.length <= BARS ? values.map(written).join(' + ')
    : [values.slice(0, SHOWN).map(written).join(' + '), ' + … (', both(`${values.length - SHOWN} more`, `另外 ${values.length - SHOWN} 项`), ')'];

  /** One number of a convolution: patch × kernel of each channel, and the bias. */
  function ConvolutionSum({ stage, made }) {
    const parts = made.parts.map(part => ({ ...part, sum: dot(part.seen, part.weights) }));
    const bias = stage.bias ? made.bias : 0;
    const sum = parts.reduce((total, part) => total + part.sum, bias);
    return h('div', null,
      h('div', { class: 'parts' }, parts.slice(0, SHOWN).map(part => h('div', { class: 'part', key: part.channel },
        h('div', { class: 'muted' }, both(`input map ${part.channel}`, `输入图 ${part.channel}`)),
        h('div', { class: 'row' }, h(Cells, { values: part.seen, width: stage.window.width, none: '0' }),
          h('span', { class: 'sign' }, '×'), h(Cells, { values: part.weights, width: stage.window.width }),
          h('span', null, '→ ' + number(part.sum)))))),
      h('p', { class: 'sum', 'data-sum': sum, 'data-value': made.value },
        both('sums of the patches', '各窗口之和'), ' ', added(parts, part => number(part.sum)),
        stage.bias ? [' + ', both('bias', '偏置'), ' ', number(bias)] : null, ' = ', h('b', null, number(sum)),
        '  ', both(`the engine says ${number(made.value)}`, `引擎算得 ${number(made.value)}`)));
  }

  function PoolingWindow({ stage, made }) {
    const greatest = stage.name.startsWith('Max');
    const known = made.seen.filter(one => one !== null);
    const sum = greatest ? Math.max(...known) : known.reduce((total, one) => total + one, 0) / known.length;
    return h('div', { class: 'sum', 'data-sum': sum, 'data-value': made.value },
      h(Cells, { values: made.seen, width: stage.window.width, none: '–' }),
      greatest ? both('the greatest is', '最大值是') : both('the mean is', '平均值是'), ' ', h('b', null, number(made.value)));
  }

  /** The curve of an activation through pairs that it made here, and the chosen one. */
  function Curve({ stage, made }) {
    const { before, value, pairs } = made;
    const widest = limit(pairs.map(pair => pair[0]));
    const highest = limit(pairs.map(pair => pair[1]));
    const left = x => 100 + 90 * x / widest;
    const top = y => 100 - 90 * y / highest;
    const points = pairs.map(([x, y]) => `${left(x).toFixed(1)},${top(y).toFixed(1)}`).join(' ');
    return h('div', { class: 'row', 'data-sum': value, 'data-value': value },
      h('svg', { width: 200, height: 200, style: { position: 'static' }, role: 'img', 'aria-label': stage.name },
        h('path', { d: 'M0,100H200M100,0V200', stroke: 'var(--line)' }),
        h('polyline', { points, fill: 'none', stroke: 'var(--accent)', 'stroke-width': 2 }),
        h('circle', { cx: left(before), cy: top(value), r: 5, fill: 'var(--warm)' })),
      h('span', { class: 'sum' }, `${stage.name}(${number(before)}) = ${number(value)}`));
  }

  /** One output of a fully connected layer: the terms that count most. */
  function DenseSum({ stage, made }) {
    const terms = Array.from(made.seen, (x, i) => ({ i, x, w: made.weights[i] }));
    const bias = stage.bias ? made.bias : 0;
    const sum = terms.reduce((total, term) => total + term.x * term.w, bias);
    const most = [...terms].sort((one, other) => Math.abs(other.x * other.w) - Math.abs(one.x * one.w)).slice(0, SHOWN);
    return h('div', null, h('table', { class: 'table' },
      h('thead', null, h('tr', null, ['i', 'x', 'w', 'x · w'].map(name => h('th', { class: 'number' }, name)))),
      h('tbody', null, most.map(term => h('tr', null, [term.i, number(term.x), number(term.w), number(term.x * term.w)]
        .map(text => h('td', { class: 'number' }, text)))))),
    h('p', { class: 'sum', 'data-sum': sum, 'data-value': made.value },
      both(`all ${terms.length} products and the bias ${number(bias)}: `, `全部 ${terms.length} 个乘积加偏置 ${number(bias)}：`),
      h('b', null, number(sum)), '  ', both(`the engine says ${number(made.value)}`, `引擎算得 ${number(made.value)}`)));
  }

  /** Logits become probabilities, with the numbers in the formula. */
  function Softmax({ view }) {
    const logits = [...view.outputs];
    const greatest = Math.max(...logits);
    const powers = logits.map(logit => Math.exp(logit - greatest));
    const sum = powers.reduce((total, one) => total + one, 0);
    return h('div', { class: 'scroll', tabIndex: 0 }, h('table', { class: 'table' },
      h('thead', null, h('tr', null, h('th', null, both('class', '类别')), h('th', { class: 'number' }, both('logit z', '对数几率 z')),
        h('th', { class: 'number' }, 'e^(z − max)'), h('th', { class: 'number' }, both('probability', '概率')))),
      h('tbody', null, fovea.greatest(view.probabilities).map(k => h('tr', null, h('td', null, network.labels[k]),
        h('td', { class: 'number' }, number(logits[k])), h('td', { class: 'number' }, number(powers[k], 5)),
        h('td', { class: 'number', 'data-probability': view.probabilities[k] },
          `${number(powers[k], 5)} / ${number(sum, 5)} = ${number(powers[k] / sum, 4)}`))))));
  }

  Object.assign(fovea, { ConvolutionSum, PoolingWindow, Curve, DenseSum, Softmax });
})();
