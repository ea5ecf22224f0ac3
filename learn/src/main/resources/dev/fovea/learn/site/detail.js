// What is chosen: one map, large, and the arithmetic of the number under the pointer.
'use strict';
(() => {
  const { h } = preact;
  const { useEffect, useRef } = preactHooks;
  const { both, number, channel, limit, paint, stages, network, KINDS, SLOPES, explained, isMaps, valueAt } = fovea;
  const { ConvolutionSum, PoolingWindow, Curve, DenseSum, Softmax } = fovea;
  const LARGE = 240;

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

  fovea.Detail = Detail;
})();
