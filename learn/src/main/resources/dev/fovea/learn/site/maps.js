// All maps of all stages side by side, and the wires between them.
'use strict';
(() => {
  const { h } = preact;
  const { useState, useEffect, useLayoutEffect, useRef } = preactHooks;
  const { both, number, channel, limit, paint, network, stages, KINDS, isMaps, channels, breakable, feeds } = fovea;
  const SHOWN = 12;
  const MAP = 42;

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

  /** A number in few letters, however small. */
  const short = value => value >= 0.01 && value < 1000 ? value.toFixed(2) : value.toExponential(0).replace('-', '−');

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

  fovea.Stage = Stage;
  fovea.Wires = Wires;
  /** Whether a stage has more maps than are shown at first. */
  fovea.hasMore = stage => channels(stage) > SHOWN;
})();
