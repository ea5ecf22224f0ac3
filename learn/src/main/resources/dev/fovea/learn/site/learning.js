// Learning in motion: a ball on the bowl of the loss; then a network that is trained, and a nudge of one weight.
'use strict';
(() => {
  const { h, render } = preact;
  const { useState, useEffect, useRef } = preactHooks;
  const { both, number, usePlayer } = fovea;
  const RATES = ['#0072b2', '#d55e00', '#009e73'];

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

  /** What is trained above is what the nudge below may look into. */
  function App() {
    const [live, setLive] = useState(null);
    return h('div', null, h(Bowl), h(fovea.Training, { live, setLive }), h(fovea.Nudge, { live }));
  }

  render(h(App), document.getElementById('learning'));
})();
