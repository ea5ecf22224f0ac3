// A window slides over a picture: size, kernel, stride and padding to play with, and the formula with its numbers.
'use strict';
(() => {
  const { h, render } = preact;
  const { useState, useEffect } = preactHooks;
  const { both } = fovea;
  const CELL = 26;

  /** How many places the window has: ⌊(n + 2p − k) / s⌋ + 1, or 0 where it does not fit. */
  const outputs = ({ size, kernel, stride, padding }) => {
    const room = size + 2 * padding - kernel;
    return room < 0 ? 0 : Math.floor(room / stride) + 1;
  };
  fovea.outputs = outputs;

  const Slider = ({ name, title, min, max, value, set }) => h('label', null, title, h('input', {
    type: 'range', id: name, min, max, value, onInput: event => set(Number(event.target.value)),
  }), h('output', null, value));

  function App() {
    const [state, setState] = useState({ size: 7, kernel: 3, stride: 1, padding: 0 });
    const [place, setPlace] = useState(0);
    const [running, setRunning] = useState(!matchMedia('(prefers-reduced-motion: reduce)').matches);
    const count = outputs(state);
    const set = name => value => { setState({ ...state, [name]: value }); setPlace(0); };
    useEffect(() => {
      if (!running || count === 0) { return; }
      const timer = setInterval(() => setPlace(now => (now + 1) % (count * count)), 600);
      return () => clearInterval(timer);
    }, [running, count]);
    const { size, kernel, stride, padding } = state;
    const row = Math.floor(place / Math.max(1, count));
    const column = place % Math.max(1, count);
    const side = size + 2 * padding;
    const unseen = count > 0 ? side - (count - 1) * stride - kernel : 0;
    const cells = [];
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const border = y < padding || x < padding || y >= side - padding || x >= side - padding;
        const seen = count > 0 && y >= row * stride && y < row * stride + kernel && x >= column * stride
          && x < column * stride + kernel;
        cells.push(h('rect', {
          x: x * CELL + 1, y: y * CELL + 1, width: CELL - 2, height: CELL - 2, rx: 3,
          fill: seen ? 'var(--warm)' : border ? 'none' : 'var(--accent)', 'fill-opacity': seen ? 0.85 : 0.35,
          stroke: 'var(--line)', 'stroke-dasharray': border ? '3 2' : null,
        }));
      }
    }
    const results = [];
    for (let i = 0; i < count * count; i++) {
      results.push(h('rect', {
        x: i % count * CELL + 1, y: Math.floor(i / count) * CELL + 1, width: CELL - 2, height: CELL - 2, rx: 3,
        fill: i === place ? 'var(--warm)' : 'var(--accent)', 'fill-opacity': i === place ? 0.85 : i < place ? 0.6 : 0.2,
        stroke: 'var(--line)',
      }));
    }
    return h('div', { class: 'card' },
      h('div', { class: 'controls' },
        h(Slider, { name: 'size', title: both('Size n', '大小 n'), min: 3, max: 14, value: size, set: set('size') }),
        h(Slider, { name: 'kernel', title: both('Kernel k', '卷积核 k'), min: 1, max: 7, value: kernel, set: set('kernel') }),
        h(Slider, { name: 'stride', title: both('Stride s', '步长 s'), min: 1, max: 5, value: stride, set: set('stride') }),
        h(Slider, { name: 'padding', title: both('Padding p', '填充 p'), min: 0, max: 3, value: padding, set: set('padding') })),
      h('div', { class: 'controls' },
        h('button', { type: 'button', onClick: () => setRunning(!running) }, running ? both('Pause', '暂停') : both('Play', '播放')),
        h('button', { type: 'button', disabled: count === 0, onClick: () => { setRunning(false); setPlace((place + 1) % (count * count)); } },
          both('Step', '下一步'))),
      h('p', { id: 'formula', class: 'sum', 'data-outputs': count },
        `⌊(n + 2p − k) / s⌋ + 1 = ⌊(${size} + 2·${padding} − ${kernel}) / ${stride}⌋ + 1 = `, h('b', null, count), ' ', both(`places a side, ${count * count} in all (⌊ ⌋ rounds down)`, `个位置（每边），共 ${count * count} 个（⌊ ⌋ 表示向下取整）`)),
      count === 0
        ? h('p', { role: 'alert' }, both('The kernel is larger than the picture with its padding: it fits nowhere.', '卷积核比带填充的图像还大：放不下。'))
        : h('div', { class: 'row' },
          h('svg', { width: side * CELL, height: side * CELL, role: 'img', 'aria-label': 'picture with window · 带窗口的图像' }, cells),
          h('span', { class: 'sign' }, '→'),
          h('svg', { width: count * CELL, height: count * CELL, role: 'img', 'aria-label': 'output · 输出' }, results)),
      unseen > 0 ? h('p', null, both(`The last ${unseen === 1 ? 'row and column are' : unseen + ' rows and columns are'} not seen by any window.`, `最后 ${unseen} 行和列没有被任何窗口看到。`)) : null);
  }

  render(h(App), document.getElementById('window'));
})();
