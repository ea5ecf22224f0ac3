// Learning in motion: a ball on the bowl of the loss, and a small network while it is trained.
'use strict';
(() => {
  const { h, render } = preact;
  const { useState, useEffect, useRef } = preactHooks;
  const { both, number, kernel, limit, paint, tensor } = fovea;
  const RATES = ['#0072b2', '#d55e00', '#009e73'];

  /** Play, pause, step and back to the start, for anything with frames. */
  function usePlayer(frames, milliseconds) {
    const [frame, setFrame] = useState(0);
    const [running, setRunning] = useState(false);
    useEffect(() => {
      if (!running) { return; }
      const timer = setInterval(() => setFrame(now => {
        if (now + 1 >= frames) { setRunning(false); return now; }
        return now + 1;
      }), milliseconds);
      return () => clearInterval(timer);
    }, [running, frames]);
    const buttons = h('div', { class: 'controls' },
      h('button', { type: 'button', onClick: () => { if (frame + 1 >= frames) { setFrame(0); } setRunning(!running); } },
        running ? both('Pause', '暂停') : both('Play', '播放')),
      h('button', { type: 'button', onClick: () => { setRunning(false); setFrame(Math.min(frames - 1, frame + 1)); } }, both('Step', '下一步')),
      h('button', { type: 'button', onClick: () => { setRunning(false); setFrame(0); } }, both('Start again', '重新开始')),
      h('input', { type: 'range', min: 0, max: frames - 1, value: frame, 'aria-label': 'frame · 帧', onInput: event => { setRunning(false); setFrame(Number(event.target.value)); } }));
    return [frame, buttons];
  }

  /** The loss of a line y = w·x + b over w and b, as contours under the paths of three rates. */
  function Bowl() {
    const { points, paths, rates } = fovea.data.descent;
    const canvas = useRef();
    const [frame, buttons] = usePlayer(Math.max(...paths.map(path => path.length)), 180);
    const all = paths.slice(0, 2).flat();
    const range = pick => {
      const values = all.map(pick);
      const least = Math.min(...values);
      const most = Math.max(...values);
      const more = 0.35 * (most - least) + 0.5;
      return [least - more, most + more];
    };
    const [w0, w1] = range(step => step.w);
    const [b0, b1] = range(step => step.b);
    const loss = (w, b) => points.reduce((sum, [x, y]) => sum + (w * x + b - y) ** 2, 0) / (2 * points.length);
    const size = 360;
    useEffect(() => {
      canvas.current.width = size;
      canvas.current.height = size;
      const context = canvas.current.getContext('2d');
      const image = context.createImageData(size, size);
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size; x++) {
          const level = Math.log10(1e-3 + loss(w0 + (w1 - w0) * x / size, b1 - (b1 - b0) * y / size));
          const band = Math.floor(4 * level);
          const edge = Math.abs(4 * level - band) < 0.06;
          const light = Math.max(120, Math.min(250, 235 - 14 * band));
          image.data.set(edge ? [90, 105, 120, 255] : [light, light, 255 - (255 - light) / 3, 255], 4 * (y * size + x));
        }
      }
      context.putImageData(image, 0, 0);
      paths.forEach((path, k) => {
        context.strokeStyle = RATES[k];
        context.fillStyle = RATES[k];
        context.lineWidth = 2;
        context.beginPath();
        path.slice(0, frame + 1).forEach((step, i) => {
          const at = [(step.w - w0) / (w1 - w0) * size, (b1 - step.b) / (b1 - b0) * size];
          context[i === 0 ? 'moveTo' : 'lineTo'](...at);
        });
        context.stroke();
        const last = path[Math.min(frame, path.length - 1)];
        context.beginPath();
        context.arc((last.w - w0) / (w1 - w0) * size, (b1 - last.b) / (b1 - b0) * size, 6, 0, 7);
        context.fill();
      });
    }, [frame]);
    return h('section', { class: 'card' }, h('h2', { style: { margin: 0 } }, both('The bowl of the loss', '损失的碗')),
      h('p', null, both('A line y = w·x + b is fitted to points. Each place here is a pair of w (to the right) and b (upwards); the closed lines join places of equal loss. At every step the gradient says which way is steepest, and the rate how far to go against it. All three begin at the same place.',
        '用直线 y = w·x + b 去拟合一些点。图中每个位置是一对 w（向右）和 b（向上）；闭合的线连接损失相等的位置。每一步，梯度指出最陡的方向，学习率决定逆着它走多远。三条路线从同一处出发。')),
      buttons, h('div', { class: 'row' }, h('canvas', { ref: canvas, role: 'img', 'aria-label': 'loss over w and b · 损失与 w、b', style: { imageRendering: 'auto', maxWidth: '100%' } }),
      h('table', { class: 'table' }, h('thead', null, h('tr', null, [both('rate', '学习率'), 'w', 'b', both('loss', '损失')].map(name => h('th', null, name)))),
        h('tbody', null, paths.map((path, k) => {
          const step = path[Math.min(frame, path.length - 1)];
          return h('tr', { 'data-loss': step.loss }, h('td', null, h('span', { class: 'swatch', style: { background: RATES[k] } }), rates[k]), [step.w, step.b, step.loss]
            .map(value => h('td', { class: 'number' }, Math.abs(value) < 1e5 ? number(value) : value.toExponential(2))));
        })))));
  }

  /** A network while it is trained: recorded from the engine, a frame every few steps. */
  function Training() {
    const runs = fovea.data.training.runs;
    const [chosen, setChosen] = useState(1);
    const run = runs[chosen];
    const [frame, buttons] = usePlayer(run.frames.length, 160);
    const now = run.frames[Math.min(frame, run.frames.length - 1)];
    const filters = tensor(now.filters);
    const chart = useRef();
    const plot = useRef();
    useEffect(() => {
      const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink').trim() || '#222';
      const axis = { stroke: ink, grid: { stroke: '#8886', width: 1 } };
      plot.current = new uPlot({
        width: 460, height: 240, legend: { show: false }, cursor: { show: false }, scales: { x: { time: false, range: [0, runs[0].frames.at(-1).step] }, y: { range: [0, 2.5] } },
        axes: [axis, axis],
        series: [{}, { stroke: '#0072b2', width: 2, label: 'loss' }, { stroke: '#d55e00', width: 2, label: 'accuracy' }],
      }, [[], [], []], chart.current);
      return () => plot.current.destroy();
    }, []);
    useEffect(() => {
      const seen = run.frames.slice(0, frame + 1);
      plot.current.setData([seen.map(one => one.step), seen.map(one => one.loss), seen.map(one => one.accuracy)]);
    }, [frame, chosen]);
    return h('section', { class: 'card' }, h('h2', { style: { margin: 0 } }, both('Filters form', '卷积核的形成')),
      h('p', null, both('A small network learns the handwritten digits. It begins with random filters; every step moves each weight a little against its gradient. Blue is the loss, orange the share of right answers among digits that it does not learn from.',
        '一个小网络在学习手写数字。开始时卷积核是随机的；每一步都让每个权重逆着梯度移动一点。蓝线是损失，橙线是它没有学过的数字中答对的比例。')),
      h('div', { class: 'controls' }, both('Learning rate:', '学习率：'), runs.map((one, k) => h('button', {
        type: 'button', 'aria-pressed': k === chosen, onClick: () => setChosen(k),
      }, one.rate))), buttons,
      h('div', { class: 'row' },
        h('div', null, h('div', { class: 'parts', id: 'filters' }, Array.from({ length: filters.shape[3] }, (_, k) =>
          h(Filter, { key: k, map: kernel(filters, 0, k), scale: limit(filters.values) })))),
        h('div', { class: 'scroll', tabIndex: 0, role: 'img', 'aria-label': 'loss and accuracy by step · 损失与准确率' }, h('div', { ref: chart }))),
      h('p', { class: 'sum', 'data-accuracy': now.accuracy, 'data-step': now.step }, both('step', '步'), ` ${now.step}: `, both('loss', '损失'),
        ` ${number(now.loss)}, `, both('accuracy', '准确率'), ` ${(100 * now.accuracy).toFixed(1)} %`));
  }

  function Filter({ map, scale }) {
    const canvas = useRef();
    useEffect(() => paint(canvas.current, map, scale));
    return h('canvas', { ref: canvas, role: 'img', 'aria-label': 'filter · 卷积核', style: { width: '64px', height: '64px', border: '1px solid var(--line)' } });
  }

  render(h('div', null, h(Bowl), h(Training)), document.getElementById('learning'));
})();
