// Scenes of windows: a kernel, channels, pooling, what an output sees, and the letters.
'use strict';
(() => {
  const { h } = preact;
  const { Grid, both, words, fixed, factor, decimals, filled, sign, side, formula, step } = fovea;
  const box = (row, column, height, width) => ({ row, column, height, width });
  const patch = (rows, at) => rows.slice(at.row, at.row + at.height).map(row => row.slice(at.column, at.column + at.width));

  /** a · b + c · d … with the numbers. */
  const products = (values, weights) => {
    const [v, w] = [values.flat(), weights.flat()];
    return v.map((value, i) => `${fixed(value, decimals(v))}·${factor(w[i], decimals(w))}`).join(' + ');
  };

  fovea.scenes.slide = {
    milliseconds: 1100,
    frames: data => data.steps.length,
    View: ({ data, frame }) => {
      const now = data.steps[frame];
      const [height, width] = [data.kernel.length, data.kernel[0].length];
      const window = box(now.top, now.left, height, width);
      const seen = patch(data.image, window);
      const bias = data.bias[0];
      const total = data.output[now.row][now.column];
      const inner = data.inner;
      const hasBorder = inner.height < data.image.length || inner.width < data.image[0].length;
      return [side(
        h(Grid, { name: 'image', caption: hasBorder ? both('image with border', '带边框的图像') : both('image', '图像'), rows: data.image, window, inner: box(inner.top, inner.left, inner.height, inner.width) }),
        sign('×'), h(Grid, { name: 'kernel', caption: both('kernel', '卷积核'), rows: data.kernel }),
        sign('='), h(Grid, { name: 'products', caption: both('products', '乘积'), rows: now.products }),
        sign('→'), h(Grid, { name: 'output', caption: both('output', '输出'), rows: filled(data.output, frame + 1), mark: box(now.row, now.column, 1, 1), digits: decimals(data.output.flat()) })),
      h('p', { class: 'sum', 'data-name': 'sum', 'data-value': total },
        height * width <= 9 ? `${products(seen, data.kernel)}${bias === 0 ? '' : ` + b ${factor(bias, 2)}`} = ` : 'b + Σ w·x = ', h('b', null, fixed(total, decimals(data.output.flat())))),
      data.sizes ? h(Sizes, { data }) : null];
    },
    say: (data, frame) => {
      const now = data.steps[frame];
      return [step(frame + 1, data.steps.length), both(
        `The kernel lies at row ${now.top}, column ${now.left}; its sum goes to place ${now.row}, ${now.column} of the output.`,
        `卷积核的左上角在第 ${now.top} 行、第 ${now.left} 列；它的和写到输出的 ${now.row}, ${now.column} 处。`)];
    },
  };

  /** The formula of the output's size with this setting's numbers. */
  function Sizes({ data }) {
    const n = data.inner.height;
    const border = data.image.length - n;
    const k = data.kernel.length;
    const count = data.output.length;
    return h('p', { class: 'sum', 'data-name': 'size', 'data-value': count },
      `⌊(n + `, both('border', '边框'), ` − k) / s⌋ + 1 = ⌊(${n} + ${border} − ${k}) / ${data.stride}⌋ + 1 = `, h('b', null, count));
  }

  fovea.scenes.channels = {
    milliseconds: 1200,
    frames: data => data.sums.length * data.sums[0].flat().length,
    at: (data, frame) => {
      const places = data.sums[0].flat().length;
      const columns = data.sums[0][0].length;
      const place = frame % places;
      return { k: Math.floor(frame / places), place, row: Math.floor(place / columns), column: place % columns };
    },
    View: ({ data, frame }) => {
      const { k, place, row, column } = fovea.scenes.channels.at(data, frame);
      const size = data.kernels[k][0].length;
      const parts = data.parts[k].map(part => part[row][column]);
      const total = data.sums[k][row][column];
      return [data.planes.map((plane, c) => side(
        h(Grid, { name: `plane ${c}`, caption: words(data.names[c]), rows: plane, window: box(row, column, size, size) }),
        sign('×'), h(Grid, { name: `kernel ${c}`, caption: both(`kernel ${k + 1}`, `卷积核 ${k + 1}`), rows: data.kernels[k][c] }),
        sign('→'), h(Grid, { name: `part ${c}`, caption: both('its part', '它的部分'), rows: [[parts[c]]] }))),
      h('p', { class: 'sum', 'data-name': 'sum', 'data-value': total },
        `${parts.map((part, i) => i === 0 ? fixed(part, 0) : factor(part, 0)).join(' + ')} = `, h('b', null, fixed(total, 0))),
      side(data.sums.map((sum, i) => h(Grid, {
        name: `map ${i}`, caption: both(`map ${i + 1}`, `特征图 ${i + 1}`), rows: filled(sum, i < k ? 99 : i > k ? 0 : place + 1), digits: 0,
        mark: i === k ? box(row, column, 1, 1) : null,
      })))];
    },
    say: (data, frame) => {
      const { k, row, column } = fovea.scenes.channels.at(data, frame);
      return [step(frame + 1, fovea.scenes.channels.frames(data)), both(
        `Kernel ${k + 1} has a part for each channel; the parts' results at row ${row}, column ${column} are added.`,
        `卷积核 ${k + 1} 对每个通道各有一部分；它们在第 ${row} 行、第 ${column} 列的结果相加。`)];
    },
  };

  fovea.scenes.pooling = {
    milliseconds: 900,
    frames: data => data.places.length,
    View: ({ data, frame }) => {
      const at = data.places[frame];
      const columns = data.max[0].length;
      const place = box(Math.floor(frame / columns), frame % columns, 1, 1);
      const window = box(at.top, at.left, at.height, at.width);
      const greatest = data.max[place.row][place.column];
      const seen = patch(data.image, window).flat();
      const found = seen.indexOf(greatest);
      const digits = decimals(data.image.flat());
      const mean = data.average[place.row][place.column];
      return [side(
        h(Grid, { name: 'image', caption: both('map', '特征图'), rows: data.image, window, digits, mark: found < 0 ? null : box(at.top + Math.floor(found / at.width), at.left + found % at.width, 1, 1) }),
        sign('→'),
        h(Grid, { name: 'max', caption: both('max', '最大值'), rows: filled(data.max, frame + 1), mark: place, digits }),
        h(Grid, { name: 'average', caption: both('average', '平均值'), rows: filled(data.average, frame + 1), mark: place, digits: decimals(data.average.flat()) })),
      h('p', { class: 'sum', 'data-name': 'max', 'data-value': greatest }, `max(${seen.map(value => fixed(value, digits)).join(', ')}) = `, h('b', null, fixed(greatest, digits))),
      h('p', { class: 'sum', 'data-name': 'average', 'data-value': mean }, `(${seen.map((value, i) => i === 0 ? fixed(value, digits) : factor(value, digits)).join(' + ')}) / ${seen.length} = `, h('b', null, fixed(mean, decimals(data.average.flat()))))];
    },
    say: (data, frame) => [step(frame + 1, data.places.length), both('Orange frame: the greatest number of the window.', '橙色框：窗口中最大的数。')],
  };

  fovea.scenes.field = {
    milliseconds: 1200,
    frames: data => data.fields.length,
    View: ({ data, frame }) => {
      const size = 300;
      const pixel = size / data.side;
      const now = data.fields[frame];
      const before = frame === 0 ? { size: 1, jump: 1 } : data.fields[frame - 1];
      const lines = [];
      for (let i = 1; pixel > 6 && i < data.side; i++) {
        lines.push(h('path', { key: i, class: 'grid', d: `M${i * pixel} 0V${size}M0 ${i * pixel}H${size}` }));
      }
      const square = (field, i) => h('rect', {
        key: `f${i}`, class: i === frame ? 'patch now' : 'patch', x: field.patch.left * pixel, y: field.patch.top * pixel, width: field.patch.width * pixel, height: field.patch.height * pixel,
      });
      return [h('svg', {
        viewBox: `-1 -1 ${size + 2} ${size + 2}`, class: 'field', role: 'img', 'aria-label': `receptive field · 感受野: ${now.patch.height} × ${now.patch.width}`, 'data-name': 'field', 'data-patch': JSON.stringify([now.patch.top, now.patch.left, now.patch.height, now.patch.width]),
      }, h('rect', { class: 'paper', x: 0, y: 0, width: size, height: size }), data.fields.slice(0, frame + 1).map(square).reverse(), lines),
      h('p', { class: 'sum', 'data-name': 'size', 'data-value': now.size }, `r = ${before.size} + (${now.kernel} − 1) · ${before.jump} = `, h('b', null, now.size)),
      h('p', { class: 'sum' }, words(now.layer), `, s = ${now.stride}: `, both('output', '输出'), ` ${now.output}×${now.output}`)];
    },
    say: (data, frame) => {
      const now = data.fields[frame];
      return [both(`Layer ${frame + 1} of ${data.fields.length}: its middle output sees ${now.patch.height} × ${now.patch.width} of ${data.side} × ${data.side} pixels.`,
        `第 ${frame + 1} 层，共 ${data.fields.length} 层：正中的输出看到 ${data.side} × ${data.side} 像素中的 ${now.patch.height} × ${now.patch.width}。`)];
    },
  };

  // A letter: 49 places of the convolution, ReLU, 16 windows of pooling, the second pass in three steps, pooling alone, the list, the vote.
  const stages = data => {
    const convolution = data.steps.length;
    const pooling = data.pooled.flat().length;
    return { convolution, relu: convolution, pool: convolution + 1, again: convolution + 1 + pooling, all: convolution + 1 + pooling + 6 };
  };
  const where = (data, frame) => {
    const at = stages(data);
    return frame < at.convolution ? 'convolution' : frame === at.relu ? 'relu' : frame < at.again ? 'pool'
      : ['again convolution', 'again relu', 'again pool', 'alone', 'list', 'vote'][frame - at.again];
  };
  const SAYS = {
    convolution: ['Align the feature, multiply, add, divide by 9: how well it fits here.', '对齐特征，逐项相乘，相加，除以 9：它在这里有多吻合。'],
    relu: ['ReLU: what is negative becomes 0.', 'ReLU：负数变成 0。'],
    pool: ['Max pooling: the greatest of each window.', '最大池化：每个窗口取最大值。'],
    'again convolution': ['Second pass: the same feature slides over the pooled map, which gets a border of zeros.', '第二遍：同一个特征滑过池化后的图，图的四周补一圈 0。'],
    'again relu': ['Second pass: ReLU.', '第二遍：ReLU。'],
    'again pool': ['Second pass: pooling.', '第二遍：池化。'],
    alone: ['The published example pools once more without the other two steps.', '原文的例子不做另外两步，只再池化一次。'],
    list: ['The last maps of all three features one after the other are a list of 12 numbers.', '三个特征最后的图依次排开，是 12 个数的列表。'],
    vote: ['The vote: the mean of the list at the places of each letter.', '投票：列表在每个字母对应位置上的平均值。'],
  };

  fovea.scenes.letter = {
    milliseconds: 350,
    frames: data => stages(data).all,
    View: ({ data, frame }) => {
      const at = stages(data);
      const stage = where(data, frame);
      const done = frame - at.again;
      const now = data.steps[Math.min(frame, at.convolution - 1)];
      const pooled = Math.max(0, Math.min(16, frame - at.pool + 1));
      const pooling = stage === 'pool' ? box(2 * Math.floor((pooled - 1) / 4), 2 * ((pooled - 1) % 4), 2, 2) : null;
      if (pooling) { pooling.height = Math.min(2, 7 - pooling.row); pooling.width = Math.min(2, 7 - pooling.column); }
      const map = (name, caption, rows, count, more) => h(Grid, { name, caption, rows: filled(rows, count), digits: 2, tint: 1, ...more });
      const all = shown => shown ? 99 : 0;
      const here = data.convolved[now.row][now.column];
      if (frame < at.convolution) {
        return [side(
          h(Grid, { name: 'letter', caption: both('letter', '字母'), rows: data.letter, ink: true, window: box(now.top, now.left, 3, 3) }),
          sign('×'), h(Grid, { name: 'kernel', caption: both('feature', '特征'), rows: data.kernel }),
          sign('='), h(Grid, { name: 'products', caption: both('products', '乘积'), rows: now.products })),
        h('p', { class: 'sum', 'data-name': 'value', 'data-value': here }, both('sum', '和'), ` ${fixed(now.sum, 0)};  ${fixed(now.sum, 0)} / 9 = `, h('b', null, fixed(here, 2))),
        map('convolved', both('how well it fits', '吻合程度'), data.convolved, frame + 1, { mark: box(now.row, now.column, 1, 1) })];
      }
      if (done < 0) {
        return [map('rectified', both('after ReLU', 'ReLU 之后'), data.rectified, 99, { window: pooling }),
          map('pooled', both('pooled', '池化后'), data.pooled, pooled, { mark: pooled > 0 ? box(Math.floor((pooled - 1) / 4), (pooled - 1) % 4, 1, 1) : null })];
      }
      if (done < 4) {
        return [side(map('pooled', both('first pass', '第一遍'), data.pooled, 99), map('again 0', both('convolved', '卷积后'), data.again[0], all(done >= 0))),
          side(map('again 1', both('after ReLU', 'ReLU 之后'), data.again[1], all(done >= 1)), map('again 2', both('second pass', '第二遍'), data.again[2], all(done >= 2)),
            map('second', both('pooling alone', '只池化'), data.second, all(done >= 3)))];
      }
      return [h(List, { data, voted: stage === 'vote' })];
    },
    say: (data, frame) => [both(...SAYS[where(data, frame)])],
  };

  /** The list of 12 with the places of both letters, and the vote. */
  function List({ data, voted }) {
    const names = ['X', 'O'];
    return [h('div', { class: 'listed', 'data-name': 'list', 'data-values': JSON.stringify(data.list) }, data.list.map((value, i) => h('span', {
      key: i, class: `${data.places[0].includes(i + 1) ? 'for-x ' : ''}${data.places[1].includes(i + 1) ? 'for-o ' : ''}${Math.floor(i / 4) === data.feature ? 'mine' : ''}`,
    }, h('small', null, i + 1), fixed(value, 2)))),
    voted ? names.map((name, i) => h('p', { class: 'sum', key: name, 'data-name': `vote ${name}`, 'data-value': data.votes[i] },
      `${name}: (${data.places[i].map(place => fixed(data.list[place - 1], 2)).join(' + ')}) / ${data.places[i].length} = `, h('b', null, fixed(data.votes[i], 2)))) : null,
    voted ? h('p', { class: 'verdict' }, '→ ', data.verdict) : null];
  }
})();
