// Scenes of curves and bars: activations, softmax, gradient descent.
'use strict';
(() => {
  const { h } = preact;
  const { useState } = preactHooks;
  const { Bars, Curve, both, words, fixed, factor, side, step } = fovea;

  fovea.scenes.activation = {
    milliseconds: 160,
    frames: data => data.xs.length,
    View: ({ data, frame }) => {
      const x = data.xs[frame];
      return [h('div', { class: 'pair' }, data.curves.map((curve, i) => h('figure', { key: i },
        h(Curve, {
          name: curve.name, x: [-4, 4], y: [-1.2, 2.6], xName: 'x', yName: 'f(x)',
          lines: [{ points: data.xs.map((one, k) => [one, curve.values[k]]) }],
          ball: { x, y: curve.values[frame], slope: curve.slopes[frame] },
        }),
        h('figcaption', { 'data-name': `${curve.name} value`, 'data-value': curve.values[frame] }, h('b', null, curve.name), ` f(x) = ${fixed(curve.values[frame], 3)}`),
        h('figcaption', { class: 'warm', 'data-name': `${curve.name} slope`, 'data-value': curve.slopes[frame] }, both('slope', '斜率'), ` ${fixed(curve.slopes[frame], 3)}`))))];
    },
    say: (data, frame) => [both(`x = ${fixed(data.xs[frame], 3)}. The orange line touches the curve: its steepness is the slope.`,
      `x = ${fixed(data.xs[frame], 3)}。橙色线与曲线相切：它的陡度就是斜率。`)],
  };

  /** The same numbers for logits that the reader has moved; those of the example are the engine's. */
  const worked = (logits, label) => {
    const powers = logits.map(Math.exp);
    const total = powers.reduce((sum, power) => sum + power, 0);
    const probabilities = powers.map(power => power / total);
    const gradient = probabilities.map((p, k) => p - (k === label ? 1 : 0));
    const moved = logits.map((logit, k) => logit - gradient[k]);
    const again = moved.map(Math.exp);
    const sum = again.reduce((all, power) => all + power, 0);
    return { logits, powers, total, probabilities, gradient, loss: -Math.log(probabilities[label]), moved, after: again.map(power => power / sum) };
  };

  fovea.scenes.softmax = {
    milliseconds: 2600,
    frames: () => 6,
    View: ({ data, frame, go }) => {
      const [own, setOwn] = useState(null);
      const now = own ? { ...worked(own, data.label) } : data;
      const most = Math.max(...now.powers);
      const bars = (name, caption, values, least, top, digits, strong) => h(Bars, {
        key: name, name, caption, least, most: top, bars: values.map((value, k) => ({ label: words(data.classes[k]), value, text: fixed(value, digits), strong: strong && k === data.label })),
      });
      const drag = (k, value) => { const next = [...now.logits]; next[k] = value; setOwn(next); go(Math.max(frame, 2)); };
      return [
        bars('logits', both('logit x', '对数几率 x'), now.logits, -3, 6, 1),
        frame >= 1 ? bars('powers', both('e to the power of each', '各自的 e 次幂'), now.powers, 0, most, 3) : null,
        frame >= 2 ? bars('probabilities', both(`divided by their sum ${fixed(now.total, 3)}: p`, `除以总和 ${fixed(now.total, 3)}：p`), now.probabilities, 0, 1, 3, true) : null,
        frame >= 3 ? h('p', { class: 'sum', 'data-name': 'loss', 'data-value': now.loss }, both('loss', '损失'), ` −ln ${fixed(now.probabilities[data.label], 3)} = `, h('b', null, fixed(now.loss, 3))) : null,
        frame >= 4 ? bars('gradient', both('gradient p − y', '梯度 p − y'), now.gradient, -1, 1, 3, true) : null,
        frame >= 5 ? bars('after', both('p after one step', '走一步之后的 p'), now.after, 0, 1, 3, true) : null,
        h('div', { class: 'controls', role: 'group', 'aria-label': 'logits' }, now.logits.map((logit, k) => h('label', { key: k }, words(data.classes[k]), h('input', {
          type: 'range', min: -3, max: 6, step: 0.1, value: logit, class: 'logit', onInput: event => drag(k, Number(event.target.value)),
        }))), h('button', { type: 'button', disabled: !own, onClick: () => setOwn(null), class: 'reset' }, both("The example's logits", '恢复例子的对数几率')))];
    },
    say: (data, frame) => {
      const label = data.classes[data.label];
      return [step(frame + 1, 6), both(...[
        ['Each class has a logit, any number. Drag one.', '每个类别有一个对数几率 (logit)，可以是任意数。拖一拖看。'],
        ['e to the power of a number is above 0, and grows fast.', 'e 的幂总大于 0，而且增长很快。'],
        ['Divided by their sum they are shares of 1: probabilities.', '除以总和后，它们是 1 的份额：概率。'],
        [`The picture shows a ${label.en}: the loss is −ln of its probability.`, `图片是${label.zh}：损失是它的概率的 −ln。`],
        ['The gradient is the probability less the label.', '梯度等于概率减去标签。'],
        ['One step against the gradient: the right class gains.', '逆着梯度走一步：正确的类别变大了。'],
      ][frame])];
    },
  };

  // A place of the kernels a frame; at the end the best place of each.
  fovea.scenes.series = {
    milliseconds: 200,
    frames: data => data.responses[0].length + 1,
    View: ({ data, frame }) => {
      const places = data.responses[0].length;
      const size = data.kernels[0].length;
      const done = frame === places;
      const at = Math.min(frame, places - 1);
      const all = data.series.map((value, i) => [i, value]);
      const under = done ? data.best.map(best => all.slice(best, best + size)) : [all.slice(at, at + size)];
      const ends = values => [Math.floor(Math.min(...values)), Math.ceil(Math.max(...values))];
      const line = (row, k) => ({ points: row.slice(0, at + 1).map((value, i) => [i, value]), style: k === 0 ? '' : 'way' });
      const now = data.responses.map(row => row[at]);
      return [h(Curve, {
        name: 'series', title: 'series · 序列', width: 430, height: 170, x: [0, data.series.length], y: ends(data.series), xName: 't', yName: '',
        lines: [{ points: all, style: 'thin' }, ...under.map((points, k) => ({ points, style: done && k === 0 ? 'strong' : 'strong way' }))],
      }),
      h(Curve, {
        name: 'responses', title: 'responses · 响应', width: 430, height: 170, x: [0, data.series.length], y: ends(data.responses.flat()), xName: 't', yName: '',
        lines: data.responses.map(line), crosses: done ? data.best.map((best, k) => [best, data.responses[k][best]]) : [],
      }),
      h('p', { class: 'sum', 'data-name': 'fits', 'data-values': JSON.stringify(done ? data.best.map((best, k) => data.responses[k][best]) : now) },
        done ? data.best.map((best, k) => h('span', { key: k }, both(`kernel ${k + 1}: most at ${best}, `, `卷积核 ${k + 1}：在 ${best} 处最大，`), fixed(data.responses[k][best], 3), h('br')))
          : now.map((value, k) => h('span', { key: k }, both(`kernel ${k + 1}: `, `卷积核 ${k + 1}：`), fixed(value, 3), h('br'))))];
    },
    say: (data, frame) => frame === data.responses[0].length
      ? [both('Only the greatest fit of each kernel goes on. The network says: ', '每个卷积核只把最大的吻合程度传下去。网络说：'), words(data.says)]
      : [both(`The kernels lie at the moments ${frame} to ${frame + data.kernels[0].length - 1}: how well does each fit?`, `卷积核在时刻 ${frame} 到 ${frame + data.kernels[0].length - 1}：各有多吻合？`)],
  };

  const loss = (points, w, b) => points.reduce((sum, [x, y]) => sum + (w * x + b - y) ** 2, 0) / (2 * points.length);
  const brief = value => Math.abs(value) >= 1000 || value !== 0 && Math.abs(value) < 5e-5
    ? value.toExponential(2).replace(/-/g, '−').replace('+', '') : fixed(value, 4);

  fovea.scenes.descent = {
    milliseconds: 220,
    frames: data => data.path.length,
    View: ({ data, frame }) => {
      const [w, b, j] = data.path[frame];
      const cut = [];
      for (let at = -3; at <= 5.001; at += 0.1) { cut.push([at, loss(data.points, w, at)]); }
      const slope = data.points.reduce((sum, [x, y]) => sum + w * x + b - y, 0) / data.points.length;
      return [h('div', { class: 'pair' },
        h('figure', null, h(Curve, {
          name: 'cut', title: 'loss along b · 沿 b 的损失', x: [-3, 5], y: [0, 6], xName: 'b', yName: 'J', lines: [{ points: cut }], ball: { x: b, y: j, slope },
        }), h('figcaption', null, both('The loss along b, at the w of this step', '沿 b 的损失（w 取这一步的值）'))),
        h('figure', null, h(Curve, {
          name: 'bowl', title: 'w, b', x: [-2.2, 6.2], y: [-3, 5], xName: 'w', yName: 'b',
          lines: [...data.bowl.map(points => ({ points, style: 'thin' })), { points: data.path.slice(0, frame + 1), style: 'way' }], ball: { x: w, y: b },
        }), h('figcaption', null, both('The bowl from above: each ring is one loss', '从上面看损失的碗：每一圈损失相等'))),
        h('figure', null, h(Curve, {
          name: 'line', title: 'y = w·x + b', x: [-1.2, 1.2], y: [-2, 4], xName: 'x', yName: 'y', crosses: data.points, lines: [{ points: [[-1.2, b - 1.2 * w], [1.2, b + 1.2 * w]] }],
        }), h('figcaption', null, both('The line w·x + b and the points', '直线 w·x + b 与数据点'))),
        h('pre', { class: 'sum', 'data-name': 'step', 'data-values': JSON.stringify(data.path[frame]) }, `w = ${brief(w)}\nb = ${brief(b)}\nJ = `, h('b', null, brief(j))))];
    },
    say: (data, frame) => {
      const [, b, j] = data.path[frame];
      const away = b < -3 || b > 5 || j > 6;
      return [step(frame, data.path.length - 1), away
        ? both('The ball has left the picture: the step is too large.', '小球已经离开画面：步子太大了。')
        : both(`Each step goes against the slope, by ${factor(data.rate, 2)} times the slope.`, `每一步逆着斜率走，步长是斜率的 ${factor(data.rate, 2)} 倍。`)];
    },
  };
})();
