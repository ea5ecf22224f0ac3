// All maps of all stages side by side, and the wires between them.
'use strict';
(() => {
  const { h } = preact;
  const { useState, useEffect, useLayoutEffect, useRef } = preactHooks;
  const { both, number, limit, paint, network, stages, KINDS, SHOWN, BARS } = fovea;
  const { isMaps, channels, greatest, breakable, feeds } = fovea;
  const MAP = 42;
  const MOST = 64;
  /** With more stages than these, one draws its maps when it comes near. */
  const FEW = 60;

  /** The maps of a stage that have room: the first ones, or all. */
  const shown = (stage, all) => Math.min(channels(stage), all ? MOST : SHOWN);

  function Map({ map, scale, grey, side, label, pressed, c, onClick }) {
    const canvas = useRef();
    useEffect(() => paint(canvas.current, map, scale, grey), [map, scale, grey]);
    const wide = map.width >= map.height;
    const style = {
      width: (wide ? side : side * map.width / map.height) + 'px',
      height: (wide ? side * map.height / map.width : side) + 'px',
    };
    const picture = h('canvas', { ref: canvas, style });
    return onClick
      ? h('button', { class: 'map', type: 'button', 'data-map': c, 'aria-label': label, 'aria-pressed': pressed, onClick }, picture)
      : picture;
  }

  /** Numbers without a place: a bar each, or one square of all. */
  function Vector({ stage, index, view, source, backward, selected, select }) {
    const last = index === stages.length - 1;
    if (!last && stage.shape.reduce((product, one) => product * one, 1) > BARS) {
      return h(Map, {
        map: source.map(0), scale: source.limit, side: 84, c: 0,
        label: stage.layer, pressed: selected.stage === index, onClick: () => select({ stage: index, channel: 0 }),
      });
    }
    const values = source.values;
    const sure = view.probabilities.indexOf(Math.max(...view.probabilities));
    const places = greatest(last ? view.probabilities : [...values]);
    return h('div', null, h('div', { class: 'maps' }, places.map(k => h('button', {
      class: 'bar', type: 'button', 'data-map': k, 'aria-pressed': selected.stage === index && selected.channel === k,
      'aria-label': `${last ? network.labels[k] : stage.layer + ' ' + k}: ${number(values[k])}`,
      onClick: () => select({ stage: index, channel: k }),
    }, last ? h('b', null, network.labels[k]) : null,
    h('i', { class: values[k] < 0 ? 'below' : '', style: { width: 26 * Math.abs(values[k]) / source.limit + 'px' } }),
    Math.abs(values[k]) >= 0.01 || values[k] === 0 ? number(values[k], 2) : values[k].toExponential(0).replaceAll('-', '−'),
    last && !backward ? ` ${(100 * view.probabilities[k]).toFixed(1)} %${k === sure ? ' ◀' : ''}` : null))),
    places.length < values.length ? h('div', { class: 'muted' }, '+ ' + (values.length - places.length)) : null);
  }

  /** Whether a stage has come near the part of the network that is seen. */
  function useNear(place, drawn) {
    const [near, setNear] = useState(stages.length <= FEW);
    useEffect(() => {
      if (near) { return; }
      const watch = new IntersectionObserver(entries => {
        if (entries.some(entry => entry.isIntersecting)) { watch.disconnect(); setNear(true); drawn(); }
      }, { root: place.current.closest('.net'), rootMargin: '0px 800px' });
      watch.observe(place.current);
      return () => watch.disconnect();
    }, []);
    return near;
  }

  function Stage({ stage, index, view, backward, selected, select, all, more, reach, drawn }) {
    const place = useRef();
    const near = useNear(place, drawn);
    const walked = reach < 0 ? null : { opacity: index < reach ? 0.12 : 1, outline: index === reach ? '3px solid var(--warm)' : 'none', outlineOffset: '4px' };
    const source = view.stage(index, backward, all);
    const [english, chinese] = KINDS[stage.kind];
    const title = h('div', { class: 'stage-name' }, stage.layer ? h('b', null, breakable(stage.layer)) : null,
      english ? both(english, chinese) : stage.name, stage.kind === 'activation' ? ' ' + stage.name : '',
      h('span', { class: 'muted' }, ' ' + stage.shape.join('×')),
      source ? h('div', { class: 'muted' }, '≤ ' + short(source.limit)) : null);
    const framed = (...children) =>
      h('div', { class: 'stage', 'data-stage': index, style: walked, ref: place }, title, ...children);
    if (!source) {
      return framed(source === null ? '…' : '–');
    }
    if (!near) {
      return framed();
    }
    if (!isMaps(stage)) {
      return framed(h(Vector, { stage, index, view, source, backward, selected, select }));
    }
    const maps = Array.from({ length: Math.min(shown(stage, all), source.count) }, (_, c) => h(Map, {
      key: c, c, map: source.map(c), scale: source.limit, grey: stage.kind === 'image' && !backward, side: MAP,
      label: `${stage.layer || stage.name} ${stage.name} ${c}`,
      pressed: selected.stage === index && selected.channel === c,
      onClick: () => select({ stage: index, channel: c }),
    }));
    const left = channels(stage) - maps.length;
    return framed(h('div', { class: 'maps' }, maps), left > 0 ? (more && !all
      ? h('button', { type: 'button', class: 'more', 'aria-label': `more maps of ${stage.layer || stage.name} · 更多特征图`, onClick: () => more(index) }, '+ ' + left)
      : h('div', { class: 'muted' }, '+ ' + left)) : null);
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
      const boxes = stage => Object.fromEntries([...inner.querySelectorAll(`[data-stage="${stage}"] [data-map]`)]
        .map(element => [element.dataset.map, element.getBoundingClientRect()]));
      const at = stages.map((_, index) => boxes(index));
      const found = [];
      stages.forEach((stage, index) => Object.entries(at[index]).forEach(([c, to], _, all) => feeds(stage, index, Number(c)).forEach(([from, k]) => {
        const box = at[from][k];
        if (box) {
          found.push({
            x1: box.right - origin.left, y1: (box.top + box.bottom) / 2 - origin.top, x2: to.left - origin.left,
            y2: (to.top + to.bottom) / 2 - origin.top,
            on: selected.stage === index && (all.length === 1 || selected.channel === Number(c)),
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
