// A nudge of one weight, and what it does to the loss: the curve, the tangent that backpropagation gives, the difference.
'use strict';
(() => {
  const { h } = preact;
  const { useState, useEffect, useMemo, useRef } = preactHooks;
  const { both, number, limit, colour, tensor, ask, small, Curves } = fovea;
  const CELL = 10;
  const GAP = 4;
  const LAYERS = { 'conv2d.filters': ['first filters', '第一层卷积核'], 'conv2d_1.filters': ['second filters', '第二层卷积核'], 'dense.weights': ['dense layer', '全连接层'] };

  /** Where each weight of a layer lies: kernels side by side, a row for each input map; or outputs by inputs. */
  const cells = weights => Array.from(weights.values, (value, index) => {
    if (weights.shape.length === 2) {
      const outputs = weights.shape[1];
      return { index, value, x: Math.floor(index / outputs) * CELL, y: index % outputs * CELL };
    }
    const [, width, channels, count] = weights.shape;
    const filter = index % count;
    const channel = Math.floor(index / count) % channels;
    const place = Math.floor(index / count / channels);
    const side = width * CELL + GAP;
    return { index, value, x: filter * side + place % width * CELL, y: channel * side + Math.floor(place / width) * CELL };
  });

  /** The weights of a layer, of which one is chosen by pointer or arrow keys. */
  function WeightMap({ weights, known, picked, pick, zoom, label }) {
    const canvas = useRef();
    const all = useMemo(() => cells(weights), [weights]);
    const open = all.filter(cell => !known || known.has(cell.index));
    const width = Math.max(...all.map(cell => cell.x)) + CELL;
    const height = Math.max(...all.map(cell => cell.y)) + CELL;
    useEffect(() => {
      const sheet = canvas.current;
      sheet.width = zoom * width;
      sheet.height = zoom * height;
      const context = sheet.getContext('2d');
      context.scale(zoom, zoom);
      const most = limit(weights.values);
      all.forEach(cell => {
        context.fillStyle = `rgb(${colour(cell.value, most).join()})`;
        context.fillRect(cell.x, cell.y, CELL, CELL);
      });
      context.fillStyle = '#222';
      if (known && open.length < all.length) {
        open.forEach(cell => context.fillRect(cell.x + CELL / 2 - 1.5, cell.y + CELL / 2 - 1.5, 3, 3));
      }
      const chosen = all[picked];
      if (chosen) {
        context.strokeStyle = '#000';
        context.lineWidth = 2;
        context.strokeRect(chosen.x + 1, chosen.y + 1, CELL - 2, CELL - 2);
      }
    }, [weights, picked, zoom]);
    const nearest = (x, y, among) => among.reduce((best, cell) => {
      const far = Math.hypot(cell.x - x, cell.y - y);
      return far < best.far ? { cell, far } : best;
    }, { cell: null, far: Infinity }).cell;
    const click = event => {
      const box = canvas.current.getBoundingClientRect();
      const cell = nearest((event.clientX - box.left) / box.width * width - CELL / 2, (event.clientY - box.top) / box.height * height - CELL / 2, open);
      pick(cell.index);
    };
    const move = event => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way) { return; }
      event.preventDefault();
      const from = all[picked] || open[0];
      const ahead = open.filter(cell => (cell.x - from.x) * way[0] + (cell.y - from.y) * way[1] > 0);
      const straight = ahead.filter(cell => (cell.x - from.x) * way[1] === 0 && (cell.y - from.y) * way[0] === 0);
      const next = nearest(from.x + way[0] * CELL, from.y + way[1] * CELL, straight.length ? straight : ahead);
      if (next) { pick(next.index); }
    };
    return h('div', { class: 'scroll' }, h('canvas', {
      ref: canvas, tabIndex: 0, role: 'img', id: 'weights', 'aria-label': label, onClick: click, onKeyDown: move,
      style: { width: zoom * width + 'px', height: zoom * height + 'px', cursor: 'pointer', background: 'var(--line)' },
    }));
  }

  /** The loss over the weight, its tangent, where the weight is and where it was moved to. */
  function Chart({ nudge, at }) {
    const { values, losses, loss, slope, weight } = nudge;
    const known = losses.filter(one => one !== null);
    const least = Math.min(...known);
    const most = Math.max(...known);
    const room = 0.15 * (most - least) + 0.01;
    const range = [least - room, most + room];
    const middle = (values.length - 1) / 2;
    const data = useMemo(() => [values, losses,
      values.map(value => loss + slope * (value - weight)).map(line => line >= range[0] && line <= range[1] ? line : null),
      losses.map((one, i) => i === middle ? one : null), losses.map((one, i) => i === at ? one : null)], [nudge, at]);
    const dot = fill => ({ stroke: fill, paths: () => null, points: { show: true, size: 11, fill, stroke: '#fff' } });
    return h(Curves, {
      data, label: 'loss over the weight · 损失随权重的变化',
      scales: { x: { time: false, range: [values[0], values.at(-1)] }, y: { range } },
      series: [{ stroke: '#0072b2', width: 2, points: { show: false } }, { stroke: '#d55e00', width: 2, dash: [6, 4], points: { show: false } }, dot('#777'), dot('#009e73')],
    });
  }

  const signed = value => (value < 0 ? '' : '+') + small(value);

  fovea.Nudge = ({ live }) => {
    const recorded = fovea.data.nudges;
    const [own, setOwn] = useState(false);
    const [layer, setLayer] = useState(recorded.nudge.variable);
    const [picked, setPicked] = useState({ [layer]: recorded.nudge.index });
    const [shown, setShown] = useState(recorded);
    const [at, setAt] = useState(24);
    const [failure, setFailure] = useState('');
    const weights = useMemo(() => Object.fromEntries(Object.entries(shown.weights).map(([name, one]) => [name, tensor(one)])), [shown.weights]);
    const stored = variable => recorded.nudges.filter(one => one.variable === variable);
    const layers = Object.keys(weights).filter(name => fovea.data.engine || stored(name).length > 0);
    const fromLive = own && live && !live.ended;
    const latest = useRef(0);

    const show = async (variable, index, session) => {
      setLayer(variable);
      setPicked({ ...picked, [variable]: index });
      const known = session ? null : stored(variable).find(one => one.index === index);
      const turn = ++latest.current;
      if (known) {
        setFailure('');
        setShown({ ...recorded, nudge: known });
        return;
      }
      try {
        const answer = await ask('nudge', session ? { session, variable, index } : { variable, index });
        if (turn === latest.current) {
          setFailure('');
          setShown(answer);
        }
      } catch (error) {
        setFailure(error.message);
      }
    };
    const pick = index => show(layer, index, fromLive ? live.id : null);
    const choose = variable => show(variable, picked[variable] ?? (stored(variable)[0] || { index: 0 }).index, fromLive ? live.id : null);
    useEffect(() => {
      if (own) { show(layer, picked[layer], fromLive ? live.id : null); }
    }, [own, live && live.id, live && live.step, live && live.ended]);
    const nudge = shown.nudge;
    const moved = nudge.values[at] - nudge.weight;
    const predicted = nudge.slope * moved;
    const real = nudge.losses[at] - nudge.loss;
    return h('section', { class: 'card', id: 'nudge' }, h('h2', { style: { margin: 0 } }, both('A nudge of one weight', '轻推一个权重')),
      h('p', null, both(`Take one weight of the network and move it, while all others stay. The blue curve is the loss of ${recorded.pictures} digits at 41 values of this weight, each computed by the whole network. Backpropagation needs one pass to say how steep the curve is where the weight is now: the slope of the orange tangent. A small nudge changes the loss as the tangent predicts; a large one does not, and so a training takes small steps.`,
        `取网络中的一个权重，让它移动，其余权重不变。蓝色曲线是 ${recorded.pictures} 个数字的损失，在这个权重的 41 个取值处各由整个网络算一次。反向传播只需一遍，就能算出曲线在当前权重处有多陡：即橙色切线的斜率。轻轻一推，损失的变化和切线预言的一样；推得太远就不同了，所以训练要小步走。`)),
      h('div', { class: 'controls' }, layers.map(name => h('button', {
        type: 'button', 'aria-pressed': name === layer, 'data-layer': name, onClick: () => choose(name),
      }, ...both(...(LAYERS[name] || [name, name]))))),
      fovea.data.engine ? h('div', { class: 'controls' },
        h('button', { type: 'button', 'aria-pressed': !fromLive, onClick: () => { setOwn(false); show(layer, picked[layer], null); } }, both(`A network after ${recorded.step} steps`, `训练了 ${recorded.step} 步的网络`)),
        h('button', { type: 'button', id: 'from-above', 'aria-pressed': Boolean(fromLive), disabled: !live || live.ended, onClick: () => setOwn(true) }, both('The network that is trained above', '上面正在训练的网络')))
        : null,
      h('p', { class: 'muted' }, both(`Weights of the network after ${shown.step} steps; click one, or use the arrow keys. Orange is above 0, blue below.`, `训练 ${shown.step} 步后的权重；点击其中一个，或用方向键选择。橙色为正，蓝色为负。`),
        !fovea.data.engine && layer === 'dense.weights' ? both(' Those with a dot are recorded: ./fovea learn computes any.', ' 带点的是录下来的：用 ./fovea learn 打开，任何一个都能现场计算。') : null,
        layer === 'dense.weights' ? both(' A row is an output, 0 to 9.', ' 每一行是一个输出，从 0 到 9。') : null),
      h(WeightMap, {
        weights: weights[layer], known: fovea.data.engine ? null : new Set(stored(layer).map(one => one.index)), picked: picked[layer], pick,
        zoom: layer === 'conv2d.filters' ? 2 : 1, label: 'weights · 权重',
      }),
      failure ? h('p', { role: 'alert' }, both(`The engine says: ${failure}`, `引擎说：${failure}`)) : null,
      h('p', { class: 'muted' }, both('Blue: the loss over the weight. Orange: its tangent. Grey: where the weight is. Green: where it was moved to.', '蓝色：损失随权重的变化。橙色：切线。灰点：权重现在的位置。绿点：被推到的位置。')),
      h('div', { class: 'row' }, h(Chart, { nudge, at }),
        h('div', { id: 'numbers', 'data-loss': nudge.loss, 'data-slope': nudge.slope, 'data-moved': moved, 'data-predicted': predicted, 'data-real': real, 'data-index': nudge.index, 'data-variable': nudge.variable, 'data-from': shown.step },
          h('label', { class: 'controls' }, both('Move it:', '移动它：'), h('input', {
            type: 'range', id: 'move', min: 0, max: nudge.values.length - 1, value: at, 'aria-valuetext': `Δw ${number(moved, 2)}`, onInput: event => setAt(Number(event.target.value)),
          })),
          h('table', { class: 'table' }, h('tbody', null, [
            [both('weight w', '权重 w'), small(nudge.weight)], [both('loss there', '此处的损失'), small(nudge.loss)],
            [both('slope by backpropagation', '反向传播给出的斜率'), small(nudge.slope)], [both('nudge Δw', '推动 Δw'), signed(moved)],
            [both('predicted: slope · Δw', '预言：斜率 · Δw'), signed(predicted)], [both('real change of the loss', '损失的真实变化'), signed(real)],
          ].map(([name, value]) => h('tr', null, h('th', { scope: 'row' }, ...name), h('td', { class: 'number' }, value))))))));
  };
})();
