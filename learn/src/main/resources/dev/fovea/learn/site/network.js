// The network on one screen: every map of every stage, what feeds what, and the arithmetic of each number.
'use strict';
(() => {
  const { h, render } = preact;
  const { useState, useEffect, useLayoutEffect, useRef } = preactHooks;
  const { both, number, channel, limit, paint, paintImage, patch, kernel, dot, tensor } = fovea;
  const SHOWN = 12;
  const MAP = 42;
  const LARGE = 240;

  const network = fovea.data.network;
  const stages = network.stages.map(stage => ({
    ...stage, weights: stage.weights && tensor(stage.weights), bias: stage.bias && tensor(stage.bias),
  }));
  const KINDS = {
    image: ['image', '图像'], convolution: ['convolution', '卷积'], activation: ['activation', '激活'],
    pooling: ['pooling', '池化'], flatten: ['flatten', '展平'], dense: ['fully connected', '全连接'],
    join: ['join', '合并'], other: ['', ''],
  };

  const glimpseOf = json => ({
    ...json,
    values: json.values.map(tensor),
    gradients: Object.fromEntries(Object.entries(json.gradients).map(([stage, one]) => [stage, tensor(one)])),
  });

  const isMaps = stage => stage.shape.length === 3;
  const channels = stage => isMaps(stage) ? stage.shape[2] : 1;

  /** The maps of a stage that have room: the first ones, or all. */
  const shown = (stage, all) => Math.min(channels(stage), all ? 64 : SHOWN);

  function Map({ map, scale, grey, side, label, pressed, onClick }) {
    const canvas = useRef();
    useEffect(() => paint(canvas.current, map, scale, grey), [map, scale, grey]);
    const wide = map.width >= map.height;
    const style = {
      width: (wide ? side : side * map.width / map.height) + 'px',
      height: (wide ? side * map.height / map.width : side) + 'px',
    };
    const picture = h('canvas', { ref: canvas, style });
    return onClick
      ? h('button', { class: 'map', type: 'button', 'aria-label': label, 'aria-pressed': pressed, onClick }, picture)
      : picture;
  }

  /** Numbers without a place: a bar each. */
  function Vector({ stage, index, glimpse, values, backward, selected, select }) {
    const last = index === stages.length - 1;
    const most = limit(values.values);
    if (!last && values.values.length > 24) {
      const side = Math.ceil(Math.sqrt(values.values.length));
      const square = new Float32Array(side * side);
      square.set(values.values);
      return h(Map, {
        map: { width: side, height: side, values: square }, scale: most, side: 84,
        label: stage.layer, pressed: selected.stage === index, onClick: () => select({ stage: index, channel: 0 }),
      });
    }
    const sure = glimpse.probabilities.indexOf(Math.max(...glimpse.probabilities));
    return h('div', { class: 'maps' }, [...values.values].map((value, k) => h('button', {
      class: 'bar', type: 'button', 'aria-pressed': selected.stage === index && selected.channel === k,
      'aria-label': `${last ? network.labels[k] : stage.layer + ' ' + k}: ${number(value)}`,
      onClick: () => select({ stage: index, channel: k }),
    }, last ? h('b', null, network.labels[k]) : null, h('i', { class: value < 0 ? 'below' : '', style: { width: 26 * Math.abs(value) / most + 'px' } }),
    Math.abs(value) >= 0.01 || value === 0 ? number(value, 2) : value.toExponential(0).replaceAll('-', '−'),
    last && !backward ? ` ${(100 * glimpse.probabilities[k]).toFixed(1)} %${k === sure ? ' ◀' : ''}` : null)));
  }

  function Stage({ stage, index, glimpse, backward, selected, select, all, reach }) {
    const walked = reach < 0 ? null : { opacity: index < reach ? 0.12 : 1, outline: index === reach ? '3px solid var(--warm)' : 'none', outlineOffset: '4px' };
    const source = backward ? glimpse.gradients[index] : glimpse.values[index];
    const [english, chinese] = KINDS[stage.kind];
    const title = h('div', { class: 'stage-name' }, stage.layer ? h('b', null, breakable(stage.layer)) : null,
      english ? both(english, chinese) : stage.name, stage.kind === 'activation' ? ' ' + stage.name : '',
      h('span', { class: 'muted' }, ' ' + stage.shape.join('×')),
      source ? h('div', { class: 'muted' }, '≤ ' + short(limit(source.values))) : null);
    if (!source) {
      return h('div', { class: 'stage', 'data-stage': index, style: walked }, title, '–');
    }
    if (!isMaps(stage)) {
      return h('div', { class: 'stage', 'data-stage': index, style: walked }, title,
        h(Vector, { stage, index, glimpse, values: source, backward, selected, select }));
    }
    const scale = limit(source.values);
    const maps = Array.from({ length: shown(stage, all) }, (_, c) => h(Map, {
      key: c, map: channel(source, c), scale, grey: stage.kind === 'image' && !backward, side: MAP,
      label: `${stage.layer || stage.name} ${stage.name} ${c}`,
      pressed: selected.stage === index && selected.channel === c,
      onClick: () => select({ stage: index, channel: c }),
    }));
    const more = channels(stage) - maps.length;
    return h('div', { class: 'stage', 'data-stage': index, style: walked }, title, h('div', { class: 'maps' }, maps),
      more > 0 ? h('div', { class: 'muted' }, '+ ' + more) : null);
  }

  /** A name that may be broken behind its underscores. */
  const breakable = name => name.split('_').flatMap((part, i) => i === 0 ? [part] : ['_', h('wbr'), part]);

  /** A number in few letters, however small. */
  const short = value => value >= 0.01 && value < 1000 ? value.toFixed(2) : value.toExponential(0).replace('-', '−');

  /** Which maps of its inputs a map is computed of. */
  const feeds = (stage, index, c) => stage.inputs.flatMap(from => {
    const count = channels(stages[from]);
    const whole = ['convolution', 'dense', 'flatten', 'other'].includes(stage.kind) || stage.kind === 'join'
      || count !== channels(stage);
    return whole ? Array.from({ length: count }, (_, k) => [from, k]) : [[from, c]];
  });

  /** Lines from map to map, drawn where the maps have come to lie. */
  function Wires({ frame, selected, tick }) {
    const [lines, setLines] = useState([]);
    const [size, setSize] = useState([0, 0]);
    useLayoutEffect(() => {
      const inner = frame.current;
      const origin = inner.getBoundingClientRect();
      const boxes = (stage) => [...inner.querySelectorAll(`[data-stage="${stage}"] :is(.map, .bar)`)]
        .map(element => element.getBoundingClientRect());
      const at = stages.map((_, index) => boxes(index));
      const found = [];
      stages.forEach((stage, index) => at[index].forEach((to, c) => feeds(stage, index, c).forEach(([from, k]) => {
        const box = at[from][k];
        if (box) {
          found.push({
            x1: box.right - origin.left, y1: (box.top + box.bottom) / 2 - origin.top, x2: to.left - origin.left,
            y2: (to.top + to.bottom) / 2 - origin.top,
            on: selected.stage === index && (at[index].length === 1 || selected.channel === c),
          });
        }
      })));
      setLines(found);
      setSize([inner.scrollWidth, inner.scrollHeight]);
    }, [selected, tick]);
    return h('svg', { width: size[0], height: size[1], 'aria-hidden': 'true' }, lines
      .sort((one, other) => one.on - other.on)
      .map(line => h('path', {
        d: `M${line.x1},${line.y1} C${line.x1 + 25},${line.y1} ${line.x2 - 25},${line.y2} ${line.x2},${line.y2}`,
        fill: 'none', stroke: line.on ? 'var(--warm)' : 'var(--line)', 'stroke-width': line.on ? 1.6 : 0.6,
      })));
  }

  /** A large map of which a pixel is chosen by pointer or arrow keys. */
  function Pick({ map, scale, grey, pixel, setPixel, label }) {
    const canvas = useRef();
    useEffect(() => paint(canvas.current, map, scale, grey), [map, scale, grey]);
    const cell = LARGE / Math.max(map.width, map.height);
    const move = event => {
      const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (steps) {
        event.preventDefault();
        setPixel([
          Math.max(0, Math.min(map.height - 1, pixel[0] + steps[0])),
          Math.max(0, Math.min(map.width - 1, pixel[1] + steps[1])),
        ]);
      }
    };
    const hover = event => {
      const box = canvas.current.getBoundingClientRect();
      setPixel([
        Math.max(0, Math.min(map.height - 1, Math.floor((event.clientY - box.top) / box.height * map.height))),
        Math.max(0, Math.min(map.width - 1, Math.floor((event.clientX - box.left) / box.width * map.width))),
      ]);
    };
    return h('div', { class: 'whole', style: { position: 'relative', width: cell * map.width + 'px' } },
      h('canvas', {
        ref: canvas, tabIndex: 0, role: 'img', 'aria-label': label, 'data-pick': '', onKeyDown: move,
        onPointerMove: hover, onPointerDown: hover,
        style: { width: cell * map.width + 'px', height: cell * map.height + 'px' },
      }),
      h('div', {
        style: {
          position: 'absolute', pointerEvents: 'none', outline: '3px solid #d55e00', left: pixel[1] * cell + 'px',
          top: pixel[0] * cell + 'px', width: cell + 'px', height: cell + 'px',
        },
      }));
  }

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

  function Detail({ glimpse, backward, selected, pixel, setPixel }) {
    const stage = stages[selected.stage];
    const values = (backward && glimpse.gradients[selected.stage]) || glimpse.values[selected.stage];
    const [english, chinese] = KINDS[stage.kind];
    const map = isMaps(stage) ? channel(values, selected.channel) : null;
    const inside = map && [Math.min(pixel[0], map.height - 1), Math.min(pixel[1], map.width - 1)];
    const parts = {
      convolution: () => h(ConvolutionSum, { stage, glimpse, c: selected.channel, pixel: inside }),
      pooling: () => stage.window ? h(PoolingWindow, { stage, glimpse, c: selected.channel, pixel: inside }) : null,
      activation: () => h(Curve, { stage, glimpse, c: selected.channel, pixel: inside || [0, 0] }),
      dense: () => h(DenseSum, { stage, glimpse, k: selected.channel }),
    };
    return h('section', { class: 'card detail', 'aria-live': 'polite' },
      h('h2', { style: { margin: 0 } }, stage.layer || stage.name, ' · ', english ? both(english, chinese) : stage.name,
        ' ', selected.channel),
      h('p', null, ...(backward ? SLOPES : explained(stage))),
      map ? h('div', { class: 'row' }, h(Pick, {
        map, scale: limit(values.values), grey: stage.kind === 'image' && !backward, pixel: inside, setPixel,
        label: `${stage.layer || stage.name} ${selected.channel}`,
      }), h('p', { class: 'sum' }, both('row', '行'), ` ${inside[0]}, `, both('column', '列'), ` ${inside[1]}: `,
        h('b', { 'data-pixel': valueAt(values, inside, selected.channel) },
          backward ? valueAt(values, inside, selected.channel).toExponential(2).replaceAll('-', '−')
            : number(valueAt(values, inside, selected.channel))))) : null,
      parts[stage.kind] && !backward ? parts[stage.kind]() : null,
      selected.stage === stages.length - 1 && !backward && network.logits ? h(Softmax, { glimpse }) : null);
  }

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

  function Heat({ tensor: heat, title }) {
    const canvas = useRef();
    useEffect(() => paint(canvas.current, {
      height: heat.shape[0], width: heat.shape[1], values: heat.values,
    }, limit(heat.values)), [heat]);
    return h('figure', null, h('canvas', {
      ref: canvas, role: 'img', 'aria-label': 'heat map', style: { width: '120px', height: 120 * heat.shape[0] / heat.shape[1] + 'px', border: '1px solid var(--line)' },
    }), h('figcaption', null, title));
  }

  /** Something to draw with: light strokes on dark, as the digits are. */
  function Pad({ ask }) {
    const canvas = useRef();
    const [down, setDown] = useState(null);
    const clear = () => {
      const context = canvas.current.getContext('2d');
      context.fillStyle = '#000';
      context.fillRect(0, 0, 160, 160);
    };
    useEffect(clear, []);
    const at = event => {
      const box = canvas.current.getBoundingClientRect();
      return [(event.clientX - box.left) * 160 / box.width, (event.clientY - box.top) * 160 / box.height];
    };
    const stroke = event => {
      if (!down) { return; }
      const to = at(event);
      const context = canvas.current.getContext('2d');
      Object.assign(context, { strokeStyle: '#fff', lineWidth: 20, lineCap: 'round' });
      context.beginPath();
      context.moveTo(...down);
      context.lineTo(...to);
      context.stroke();
      setDown(to);
    };
    const send = () => canvas.current.toBlob(blob => ask(blob), 'image/png');
    return h('div', null, h('canvas', {
      ref: canvas, class: 'pad', id: 'pad', width: 160, height: 160, role: 'img', 'aria-label': 'drawing pad · 画板',
      onPointerDown: event => { canvas.current.setPointerCapture(event.pointerId); setDown(at(event)); },
      onPointerMove: stroke, onPointerUp: () => { setDown(null); send(); },
    }), h('div', { class: 'controls' }, h('button', { type: 'button', onClick: clear }, both('Clear', '清除')),
      h('label', null, both('or a picture:', '或一张图片：'), h('input', {
        type: 'file', accept: 'image/*', onChange: event => event.target.files[0] && ask(event.target.files[0]),
      }))));
  }

  /** The picture of which the network is least sure: there is most to see. */
  const unsure = fovea.data.samples.map(one => Math.max(...one.glimpse.probabilities))
    .reduce((least, sure, i, all) => sure < all[least] ? i : least, 0);

  function App() {
    const [number_, setNumber] = useState(unsure);
    const [own, setOwn] = useState(null);
    const [failure, setFailure] = useState('');
    const [selected, setSelected] = useState({ stage: 1, channel: 0 });
    const [pixel, setPixel] = useState([2, 2]);
    const [backward, setBackward] = useState(false);
    const [all, setAll] = useState(false);
    const [tick, setTick] = useState(0);
    const frame = useRef();
    const walk = fovea.useWalk(stages.length, backward);
    const sample = own || fovea.data.samples[number_];
    const glimpse = sample.ready || (sample.ready = glimpseOf(sample.glimpse));
    useEffect(() => {
      const again = () => setTick(value => value + 1);
      addEventListener('resize', again);
      document.addEventListener('language', again);
      return () => { removeEventListener('resize', again); document.removeEventListener('language', again); };
    }, []);
    const ask = async file => {
      try {
        const answer = await fetch('api/glimpse', { method: 'POST', body: file });
        const json = await answer.json();
        if (!answer.ok) { throw new Error(json.error); }
        setFailure('');
        setOwn(json);
      } catch (error) {
        setFailure(String(error.message));
      }
    };
    const best = glimpse.probabilities.indexOf(Math.max(...glimpse.probabilities));
    return h('div', null,
      h('div', { class: 'row' },
        h('div', null, h('p', { class: 'muted' }, both('A test picture:', '一张测试图片：')),
          h('div', { class: 'samples' }, fovea.data.samples.map((one, i) => h('button', {
            type: 'button', 'aria-pressed': !own && i === number_, 'aria-label': `test picture ${i}: ${one.label}`,
            onClick: () => { setOwn(null); setNumber(i); },
          }, h(Thumb, { tensor: tensor(one.image) }))))),
        fovea.data.engine ? h(Pad, { ask }) : h('p', { class: 'muted' }, both(
          'To draw a digit of your own, start this page with ./fovea learn: then the engine answers.',
          '想自己画一个数字，请用 ./fovea learn 打开本页：引擎会当场计算。')),
        h('div', null, h('p', { class: 'verdict', 'data-verdict': network.labels[best] },
          both('The network says', '网络认为是'), ` ${network.labels[best]} (${(100 * glimpse.probabilities[best]).toFixed(1)} %)`),
        sample.label === undefined ? null : h('p', { class: 'muted' }, both('It shows', '实际是'), ` ${sample.label}`)),
        sample.cam ? h(Heat, { tensor: tensor(sample.cam), title: both('Grad-CAM: the last maps, weighed by how much each speaks for this answer', 'Grad-CAM：最后的特征图，按各自对这个答案的作用加权') }) : null,
        sample.occlusion ? h(Heat, { tensor: tensor(sample.occlusion), title: both('How much less sure it is if a square is covered here', '遮住这里的一小块时，把握下降多少') }) : null),
      failure ? h('p', { role: 'alert' }, failure) : null,
      h('div', { class: 'controls' },
        h('button', { type: 'button', 'aria-pressed': !backward, onClick: () => setBackward(false) }, both('Forward: values', '前向：数值')),
        h('button', { type: 'button', 'aria-pressed': backward, onClick: () => setBackward(true) }, both('Backward: gradients of the loss', '反向：损失的梯度')),
        stages.some(stage => channels(stage) > SHOWN)
          ? h('button', { type: 'button', 'aria-pressed': all, onClick: () => setAll(!all) }, both('More maps', '更多特征图')) : null,
        h('span', { class: 'muted' }, both('white is 0, orange above, blue below', '白色为 0，橙色为正，蓝色为负'))),
      backward ? walk.controls : null,
      backward ? h(fovea.WalkPanel, { stages, glimpse, reach: walk.reach, labels: network.labels, logits: network.logits }) : null,
      h('div', { class: 'net', tabIndex: 0, role: 'group', 'aria-label': 'network · 网络' }, h('div', { class: 'net-inner', ref: frame },
        h(Wires, { frame, selected, tick: [tick, number_, own, all, backward].join() }),
        stages.map((stage, index) => h(Stage, {
          key: index, stage, index, glimpse, backward, selected, select: setSelected, all, reach: backward ? walk.reach : -1,
        })))),
      h(Detail, { glimpse, backward, selected, pixel, setPixel }));
  }

  function Thumb({ tensor: image }) {
    const canvas = useRef();
    useEffect(() => paintImage(canvas.current, image), []);
    return h('canvas', { ref: canvas, style: { width: '40px', height: '40px' } });
  }

  render(h(App), document.getElementById('network'));
})();
