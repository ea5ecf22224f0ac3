// What moving pictures are drawn with: numbers with a window over them, bars, a curve with a point, neurons and wires.
'use strict';
(() => {
  const { h } = preact;
  const { both, fixed, decimals } = fovea;

  /**
   * Numbers in rows; null is a place that has no number yet. window, mark: {row, column, height, width}; inner: the part
   * that is no border; tint: full colour at this size; ink: pixels instead of numbers.
   */
  fovea.Grid = ({ name, caption, rows, window, mark, inner, tint, ink, digits }) => {
    const numbers = rows.flat();
    const places = digits ?? decimals(numbers);
    const texts = numbers.map(value => value === null ? '' : fixed(value, places));
    const cell = ink ? 15 : Math.max(28, 9 + 8 * Math.max(...texts.map(text => text.length)));
    const tall = ink ? 15 : 26;
    const columns = rows[0].length;
    const inside = (box, i) => box && Math.floor(i / columns) >= box.row && Math.floor(i / columns) < box.row + box.height
      && i % columns >= box.column && i % columns < box.column + box.width;
    const frame = (box, kind) => box ? h('i', {
      class: kind,
      style: {
        transform: `translate(${box.column * cell}px, ${box.row * tall}px)`, width: `${box.width * cell}px`, height: `${box.height * tall}px`,
      },
    }) : null;
    const shade = value => tint && value ? {
      background: `color-mix(in srgb, var(--${value > 0 ? 'warm' : 'accent'}) ${Math.round(45 * Math.min(1, Math.abs(value) / tint))}%, var(--paper))`,
    } : null;
    return h('figure', { class: 'numbers', 'data-name': name, 'data-values': JSON.stringify(numbers), 'data-window': window ? JSON.stringify([window.row, window.column, window.height, window.width]) : null },
      h('figcaption', null, caption),
      h('div', { class: 'scroll', role: 'img', tabIndex: columns * cell > 300 ? 0 : null, 'aria-label': `${name}: ${rows.length} × ${columns}` },
        h('div', { class: 'cells', style: { gridTemplateColumns: `repeat(${columns}, ${cell}px)`, gridAutoRows: `${tall}px`, width: `${columns * cell}px` } },
          numbers.map((value, i) => h('span', {
            key: i, style: shade(value),
            class: `${inside(window, i) ? 'in ' : ''}${inner && !inside(inner, i) ? 'border ' : ''}${ink && value > 0 ? 'on' : ''}`,
          }, ink ? '' : texts[i])),
          frame(window, 'frame'), frame(mark, 'mark'))));
  };

  /** The first `count` numbers of a map row by row; what comes later is not there yet. */
  fovea.filled = (rows, count) => rows.map((row, i) => row.map((value, j) => i * row.length + j < count ? value : null));

  fovea.sign = text => h('span', { class: 'sign', 'aria-hidden': 'true' }, text);

  /** Bars from 0 to the left or right: {label, value, text, strong}. */
  fovea.Bars = ({ name, caption, bars, least = 0, most }) => {
    const at = value => 100 * (Math.max(least, Math.min(most, value)) - least) / (most - least);
    return h('figure', { class: 'bars', 'data-name': name, 'data-values': JSON.stringify(bars.map(bar => bar.value)) },
      h('figcaption', null, caption),
      bars.map((bar, i) => h('div', { class: 'barline', key: i },
        h('span', null, bar.label),
        h('span', { class: 'track' }, h('i', {
          class: `${bar.value < 0 ? 'below' : ''} ${bar.strong ? 'strong' : ''}`,
          style: { left: `${Math.min(at(0), at(bar.value))}%`, width: `${Math.abs(at(bar.value) - at(0))}%` },
        })),
        h('span', { class: 'number' }, bar.text))));
  };

  /**
   * Lines over x and y with points on them. lines: {points: [[x, y]], style}; ball: {x, y, slope}; x and y: [least, most].
   */
  fovea.Curve = ({ name, title, x, y, lines, ball, crosses = [], width = 250, height = 170, xName, yName, children }) => {
    const left = 30;
    const px = value => left + (value - x[0]) / (x[1] - x[0]) * (width - left - 6);
    const py = value => height - 20 - (value - y[0]) / (y[1] - y[0]) * (height - 30);
    const path = points => points.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${px(a).toFixed(1)} ${py(b).toFixed(1)}`).join('');
    const clip = `clip-${name.replace(/\W/g, '-')}`;
    const half = 0.14 * (x[1] - x[0]);
    const seen = ball && ball.x >= x[0] && ball.x <= x[1] && ball.y >= y[0] && ball.y <= y[1];
    return h('svg', {
      viewBox: `0 0 ${width} ${height}`, class: 'curve', role: 'img', 'aria-label': title ?? name, 'data-name': name,
      'data-ball': ball ? JSON.stringify([ball.x, ball.y, ball.slope ?? null]) : null, style: { maxWidth: `${width}px` },
    },
    h('clipPath', { id: clip }, h('rect', { x: left, y: 8, width: width - left - 6, height: height - 28 })),
    h('path', { class: 'axis', d: `M${left} ${py(Math.max(y[0], 0))}H${width - 6}M${px(Math.max(x[0], 0))} 8V${height - 20}` }),
    h('text', { x: width - 6, y: height - 6, 'text-anchor': 'end' }, xName), h('text', { x: 2, y: 16 }, yName),
    Number.isInteger(x[0]) ? h('text', { x: px(x[0]), y: height - 6, 'text-anchor': 'middle' }, fixed(x[0], 0)) : null,
    Number.isInteger(y[0]) ? h('text', { x: left - 4, y: py(y[0]), 'text-anchor': 'end' }, fixed(y[0], 0)) : null,
    h('g', { 'clip-path': `url(#${clip})` },
      lines.map((line, i) => h('path', { key: i, class: `line ${line.style ?? ''}`, d: path(line.points) })),
      crosses.map(([a, b], i) => h('circle', { key: i, class: 'cross', cx: px(a), cy: py(b), r: 4 })),
      seen && ball.slope !== undefined ? h('path', { class: 'tangent', d: path([[ball.x - half, ball.y - half * ball.slope], [ball.x + half, ball.y + half * ball.slope]]) }) : null),
    seen ? h('circle', { class: 'ball', cx: px(ball.x), cy: py(ball.y), r: 6 }) : null,
    children);
  };

  /** Boxes and wires. boxes: {id, x, y, width, height, lines, state}; wires: {from, to, state, label, value}. */
  fovea.Wires = ({ name, width, height, boxes, wires, label, onPick }) => {
    const box = id => boxes.find(one => one.id === id);
    const end = (one, down) => [one.x, one.y + (down ? one.height / 2 : -one.height / 2)];
    return h('svg', { viewBox: `0 0 ${width} ${height}`, class: 'wires', role: 'img', 'aria-label': label, 'data-name': name, style: { maxWidth: `${width}px` } },
      wires.map((wire, i) => {
        const [x1, y1] = end(box(wire.from), true);
        const [x2, y2] = end(box(wire.to), false);
        const share = wire.share ?? 0.5;
        return h('g', { key: i, class: `wire ${wire.state ?? ''}`, 'data-wire': `${wire.from} ${wire.to}`, 'data-value': wire.value ?? null },
          h('path', { d: `M${x1} ${y1}L${x2} ${y2}`, style: wire.colour ? { stroke: wire.colour } : null }),
          wire.label ? h('text', { x: x1 + share * (x2 - x1), y: y1 + share * (y2 - y1) + 4, 'text-anchor': 'middle' }, wire.label) : null);
      }),
      boxes.map(one => h('g', {
        key: one.id, class: `box ${one.state ?? ''}`, 'data-box': one.id, 'data-value': one.value ?? null, 'data-gradient': one.gradient ?? null,
        onMouseEnter: onPick ? () => onPick(one.id) : null, onClick: onPick ? () => onPick(one.id) : null,
      },
      h('rect', { x: one.x - one.width / 2, y: one.y - one.height / 2, width: one.width, height: one.height, rx: one.round ?? 6 }),
      one.lines.map((line, i) => h('text', {
        key: i, x: one.x, y: one.y + 4.5 + 16 * (i - (one.lines.length - 1) / 2), 'text-anchor': 'middle', class: i === 0 ? 'first' : '',
      }, line)))));
  };

  /** A row of things that breaks where it must. */
  fovea.side = (...things) => h('div', { class: 'row' }, things);
  fovea.formula = (...parts) => h('p', { class: 'sum' }, parts);
  fovea.step = (now, all) => both(`Step ${now} of ${all}. `, `第 ${now} 步，共 ${all} 步。`);
})();
