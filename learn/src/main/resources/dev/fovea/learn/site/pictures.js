// Pictures that go into the network: test pictures, drawings, files; and where it looks in them.
'use strict';
(() => {
  const { h } = preact;
  const { useState, useEffect, useRef } = preactHooks;
  const { both, limit, paint, paintImage } = fovea;

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

  function Thumb({ tensor: image }) {
    const canvas = useRef();
    useEffect(() => paintImage(canvas.current, image), []);
    return h('canvas', { ref: canvas, style: { width: '40px', height: '40px' } });
  }

  Object.assign(fovea, { Heat, Pad, Thumb });
})();
