// What is chosen: one map, large, and the arithmetic of the number under the pointer.
'use strict';
(() => {
  const { h } = preact;
  const { useEffect, useRef } = preactHooks;
  const { both, number, paint, stages, network, KINDS, SHOWN, SLOPES, explained, isMaps } = fovea;
  const { ConvolutionSum, PoolingWindow, Curve, DenseSum, Softmax } = fovea;
  const LARGE = 240;

  /** A large map of height × width pixels, of which one is chosen by pointer or arrow keys; it may be drawn coarser. */
  function Pick({ map, height, width, grey, pixel, setPixel, label }) {
    const canvas = useRef();
    useEffect(() => paint(canvas.current, map, map.limit, grey), [map, grey]);
    const cell = LARGE / Math.max(width, height);
    const move = event => {
      const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (steps) {
        event.preventDefault();
        setPixel([
          Math.max(0, Math.min(height - 1, pixel[0] + steps[0])),
          Math.max(0, Math.min(width - 1, pixel[1] + steps[1])),
        ]);
      }
    };
    const hover = event => {
      const box = canvas.current.getBoundingClientRect();
      setPixel([
        Math.max(0, Math.min(height - 1, Math.floor((event.clientY - box.top) / box.height * height))),
        Math.max(0, Math.min(width - 1, Math.floor((event.clientX - box.left) / box.width * width))),
      ]);
    };
    return h('div', { class: 'whole', style: { position: 'relative', width: cell * width + 'px' } },
      h('canvas', {
        ref: canvas, tabIndex: 0, role: 'img', 'aria-label': label, 'data-pick': '', onKeyDown: move,
        onPointerMove: hover, onPointerDown: hover,
        style: { width: cell * width + 'px', height: cell * height + 'px' },
      }),
      h('div', {
        style: {
          position: 'absolute', pointerEvents: 'none', outline: '3px solid #d55e00', left: pixel[1] * cell + 'px',
          top: pixel[0] * cell + 'px', width: cell + 'px', height: cell + 'px',
        },
      }));
  }

  const PARTS = { convolution: ConvolutionSum, pooling: PoolingWindow, activation: Curve, dense: DenseSum };

  /** What the chosen number was made of; until the engine has said it, what it said of the number before. */
  function Made({ stage, index, view, channel, pixel }) {
    const before = useRef(null);
    const made = view.made(index, channel, pixel);
    const place = `${index}/${channel}/${pixel.join()}`;
    if (made) { before.current = { index, made }; }
    const shown = made || (before.current && before.current.index === index ? before.current.made : null);
    return made === undefined ? null : h('div', { 'data-number': made ? place : '', style: { opacity: made ? 1 : 0.5 } },
      shown ? h(PARTS[stage.kind], { stage, made: shown }) : fovea.askable() ? '…' : h('p', { class: 'muted' },
        both('What this number is made of is left out of pages that are written to a folder.', '写到文件夹里的页面不含这个数的计算过程。')));
  }

  /** Which map or number of a stage that has more of them than are shown. */
  function Which({ stage, channel, select }) {
    const count = stage.shape.at(-1);
    return count <= SHOWN || stage.kind === 'image' ? null : h('div', { class: 'controls' }, h('label', null,
      isMaps(stage) ? both('map', '特征图') : both('number', '第几个数'), h('input', {
        type: 'number', id: 'which', min: 0, max: count - 1, value: channel, style: { width: '90px' },
        onInput: event => {
          const wanted = Number(event.target.value);
          if (event.target.value !== '' && Number.isInteger(wanted) && wanted >= 0 && wanted < count) { select(wanted); }
        },
      })), h('span', { class: 'muted' }, both(`0 to ${count - 1}`, `0 到 ${count - 1}`)));
  }

  function Detail({ view, backward, selected, select, pixel, setPixel }) {
    const stage = stages[selected.stage];
    const [english, chinese] = KINDS[stage.kind];
    const [height, width] = stage.shape;
    const inside = isMaps(stage) ? [Math.min(pixel[0], height - 1), Math.min(pixel[1], width - 1)] : [0, 0];
    const map = isMaps(stage) ? view.map(selected.stage, selected.channel, backward) : undefined;
    const value = map && !map.small ? map.values[inside[0] * width + inside[1]] : null;
    return h('section', { class: 'card detail', 'aria-live': 'polite' },
      h('h2', { style: { margin: 0 } }, stage.layer || stage.name, ' · ', english ? both(english, chinese) : stage.name,
        ' ', selected.channel),
      h('p', null, ...(backward ? SLOPES : explained(stage))),
      h(Which, { stage, channel: selected.channel, select: c => select({ stage: selected.stage, channel: c }) }),
      map === null ? h('p', { class: 'muted' }, fovea.askable() ? '…'
        : both('This map is left out of pages that are written to a folder.', '写到文件夹里的页面不含这张图。')) : null,
      map ? h('div', { class: 'row', 'data-map-shown': map.small ? 'small' : `${selected.stage}/${selected.channel}` }, h(Pick, {
        map, height, width, grey: stage.kind === 'image' && !backward, pixel: inside, setPixel,
        label: `${stage.layer || stage.name} ${selected.channel}`,
      }), h('p', { class: 'sum' }, both('row', '行'), ` ${inside[0]}, `, both('column', '列'), ` ${inside[1]}: `,
        value === null ? '…' : h('b', { 'data-pixel': value },
          backward ? value.toExponential(2).replaceAll('-', '−') : number(value)))) : null,
      PARTS[stage.kind] && !backward
        ? h(Made, { stage, index: selected.stage, view, channel: selected.channel, pixel: inside }) : null,
      selected.stage === stages.length - 1 && !backward && network.logits ? h(Softmax, { view }) : null);
  }

  fovea.Detail = Detail;
})();
