// Scenes of neurons and wires: a graph forward and backward, connections, dropout.
'use strict';
(() => {
  const { h } = preact;
  const { Bars, Wires, both, fixed, step } = fovea;
  const COLOURS = ['var(--accent)', 'var(--warm)', 'var(--third)'];

  /** How many wires lie at most between a node and the leaves. */
  const depths = data => {
    const depth = {};
    data.nodes.forEach(node => {
      const before = data.edges.filter(edge => edge.to === node.id).map(edge => depth[edge.from] + 1);
      depth[node.id] = Math.max(0, ...before);
    });
    return depth;
  };

  /** What has happened by a frame: first each node gets its value, then each edge passes its gradient back. */
  const state = (data, frame) => {
    const forward = Math.min(frame + 1, data.nodes.length);
    const back = Math.max(0, frame - data.nodes.length);
    const isBack = frame >= data.nodes.length;
    const order = data.edges;
    const walked = order.slice(0, back);
    const told = node => isBack && data.edges.filter(edge => edge.from === node.id).every(edge => walked.includes(edge));
    return { forward, isBack, walked, now: isBack ? order[back - 1] : null, told };
  };

  fovea.scenes.graph = {
    milliseconds: 1300,
    frames: data => data.nodes.length + 1 + data.edges.length,
    View: ({ data, frame }) => {
      const { forward, isBack, walked, now, told } = state(data, frame);
      const depth = depths(data);
      const rows = Math.max(...Object.values(depth)) + 1;
      const width = 390;
      const gap = 104;
      const last = data.nodes.at(-1);
      const across = {};
      data.nodes.forEach(node => {
        const beside = data.nodes.filter(one => depth[one.id] === depth[node.id]);
        const before = data.edges.filter(edge => edge.to === node.id).map(edge => across[edge.from]);
        // A node that is alone in its row stands below the middle of what it is computed of.
        across[node.id] = beside.length === 1 ? before.reduce((sum, x) => sum + x, 0) / before.length : width * (beside.indexOf(node) + 0.5) / beside.length;
      });
      const boxes = data.nodes.map((node, i) => {
        const beside = data.nodes.filter(one => depth[one.id] === depth[node.id]);
        const known = i < forward;
        const lines = [node.formula ? `${node.symbol} = ${node.formula}` : node.symbol, known ? fixed(node.value, data.decimals) : '…'];
        const knows = told(node);
        lines.push(knows ? `∂${data.result}/∂${node.symbol} = ${fixed(node.gradient, data.decimals)}` : ' ');
        const current = isBack ? now ? now.from === node.id : node === last : i === forward - 1;
        return {
          id: node.id, x: across[node.id], y: 40 + gap * depth[node.id], width: Math.min(170, width / beside.length - 10), height: 60, lines,
          state: `${known ? 'known' : ''} ${knows ? 'told' : ''} ${current ? 'now' : ''}`, value: known ? node.value : null, gradient: knows ? node.gradient : null,
        };
      });
      const wires = data.edges.map(edge => {
        const passed = walked.includes(edge);
        const there = data.nodes.findIndex(node => node.id === edge.to) < forward;
        return {
          from: edge.from, to: edge.to, value: passed ? edge.passed : null, share: 0.3,
          state: `${there ? 'known' : ''} ${passed ? 'told' : ''} ${edge === now ? 'now' : ''}`,
          label: passed ? fixed(edge.passed, data.decimals) : edge.weight && !isBack ? `${edge.weight} ${fixed(edge.local, 2)}` : null,
        };
      });
      return h(Wires, { name: 'graph', width, height: 40 + gap * (rows - 1) + 44, boxes, wires, label: 'graph · 计算图' });
    },
    say: (data, frame) => {
      const { forward, isBack, now } = state(data, frame);
      const node = data.nodes[forward - 1];
      const digits = data.decimals;
      if (!isBack) {
        return [both('Forward: ', '前向：'), `${node.symbol}${node.formula ? ` = ${node.formula}` : ''} = ${fixed(node.value, digits)}`];
      }
      if (!now) {
        return [both('Backward begins at the end: ', '反向从末端开始：'), `∂${data.result}/∂${data.result} = 1`];
      }
      const [from, to] = [now.from, now.to].map(id => data.nodes.find(one => one.id === id));
      const upstream = fixed(to.gradient, digits);
      return [both('Backward: ', '反向：'), `∂${data.result}/∂${to.symbol} · ∂${to.symbol}/∂${from.symbol} = ${upstream} · ${fovea.factor(now.local, digits)} = ${fixed(now.passed, digits)}`,
        now.weight ? [both('. The weight itself: ', '。权重本身：'), `∂${data.result}/∂${now.weight} = ${fixed(now.slope, digits)}`] : ''];
    },
  };

  // An input a frame, then the sum, the bias, the activation.
  fovea.scenes.neuron = {
    milliseconds: 1300,
    frames: data => data.inputs.length + 4,
    View: ({ data, frame }) => {
      const count = data.inputs.length;
      const width = 368;
      const gap = width / count;
      const boxes = data.inputs.map((value, i) => ({
        id: `x${i + 1}`, x: gap * (i + 0.5), y: 28, width: 92, height: 44, lines: [`x${i + 1}`, fixed(value, 2)], state: `known ${i + 1 === frame ? 'now' : ''}`, value,
      }));
      const z = frame > count + 1 ? data.before : frame > count ? data.sum : null;
      const name = frame > count + 1 ? 'z = Σ xw + b' : 'Σ xw';
      boxes.push({ id: 'z', x: width / 2, y: 156, width: 150, height: 50, round: 25, lines: [name, z === null ? '…' : fixed(z, 2)], state: `${z === null ? '' : 'known'} ${frame > count ? 'now' : ''}`, value: z });
      boxes.push({ id: 'a', x: width / 2, y: 250, width: 110, height: 44, lines: ['a', frame > count + 2 ? fixed(data.relu, 2) : '…'], state: frame > count + 2 ? 'told now' : '', value: frame > count + 2 ? data.relu : null });
      const wires = data.inputs.map((value, i) => ({
        from: `x${i + 1}`, to: 'z', share: 0.22, value: i < frame ? data.products[i] : null, state: `${i < frame ? 'known' : ''} ${i + 1 === frame ? 'now' : ''}`,
        label: i < frame ? `·${fovea.factor(data.weights[i], 2)} = ${fixed(data.products[i], 2)}` : `w${i + 1} ${fixed(data.weights[i], 2)}`,
      }));
      wires.push({ from: 'z', to: 'a', label: 'ReLU', state: frame > count + 2 ? 'told now' : '' });
      return h(Wires, { name: 'neuron', width, height: 276, boxes, wires, label: 'neuron · 神经元' });
    },
    say: (data, frame) => {
      const count = data.inputs.length;
      if (frame === 0) {
        return [both('Three inputs, each with a weight of its own.', '三个输入，每个有自己的权重。')];
      }
      if (frame <= count) {
        return [both(`Input ${frame} times its weight: `, `输入 ${frame} 乘以它的权重：`), `${fixed(data.inputs[frame - 1], 2)} · ${fovea.factor(data.weights[frame - 1], 2)} = ${fixed(data.products[frame - 1], 2)}`];
      }
      return [[both('The products are added: ', '乘积相加：'), `${data.products.map((one, i) => i === 0 ? fixed(one, 2) : fovea.factor(one, 2)).join(' + ')} = ${fixed(data.sum, 2)}`],
        [both('The bias is added: ', '加上偏置：'), `${fixed(data.sum, 2)} + ${fovea.factor(data.bias, 2)} = ${fixed(data.before, 2)}`],
        [both('ReLU: the greater of 0 and z: ', 'ReLU：0 与 z 中较大的：'), fixed(data.relu, 2)]][frame - count - 1];
    },
  };

  fovea.scenes.connections = {
    milliseconds: 1100,
    frames: data => data.wires.length,
    View: ({ data, frame, go }) => {
      const inputs = data.wires[0].length;
      const outputs = data.wires.length;
      const width = 368;
      const gap = width / inputs;
      const boxes = [];
      for (let j = 0; j < outputs; j++) {
        boxes.push({ id: `y${j + 1}`, x: gap * (j + 0.5 + (inputs - outputs) / 2), y: 24, width: 34, height: 34, round: 17, lines: [`y${j + 1}`], state: j === frame ? 'known now' : 'known' });
      }
      for (let i = 0; i < inputs; i++) {
        boxes.push({ id: `x${i + 1}`, x: gap * (i + 0.5), y: 226, width: 34, height: 34, round: 17, lines: [`x${i + 1}`], state: data.wires[frame][i] > 0 ? 'known told' : 'known' });
      }
      const wires = [];
      data.wires.forEach((row, j) => row.forEach((weight, i) => {
        if (weight > 0) {
          const shared = data.weights <= 3;
          wires.push({ from: `y${j + 1}`, to: `x${i + 1}`, state: j === frame ? 'known now' : '', value: weight, share: 0.62, label: j === frame ? `w${weight}` : null, colour: shared ? COLOURS[weight - 1] : null });
        }
      }));
      // What the reader looks at lies above the other wires.
      wires.sort((a, b) => a.state.length - b.state.length);
      return h(Wires, { name: 'connections', width, height: 250, boxes, wires, label: 'neurons and wires · 神经元与连线', onPick: id => { if (id[0] === 'y') { go(Number(id.slice(1)) - 1); } } });
    },
    say: (data, frame) => {
      const own = data.wires[frame].filter(weight => weight > 0);
      const biases = data.biases;
      return [both(`Neuron y${frame + 1} has ${own.length} wires, with the weights ${own.map(weight => `w${weight}`).join(', ')}. `, `神经元 y${frame + 1} 有 ${own.length} 条连线，权重是 ${own.map(weight => `w${weight}`).join('、')}。`),
        both(`All together: ${data.count} wires, ${data.weights} weights, ${biases} ${biases === 1 ? 'bias' : 'biases'}. Point at a neuron to see its wires.`, `合计：${data.count} 条连线，${data.weights} 个权重，${biases} 个偏置。指向一个神经元，看它的连线。`)];
    },
  };

  // A step of training a frame, and the prediction as the last one.
  fovea.scenes.dropout = {
    milliseconds: 600,
    frames: data => data.masked.length + 1,
    View: ({ data, frame }) => {
      const predicts = frame === data.masked.length;
      const passed = predicts ? data.prediction : data.masked[frame];
      const seen = data.masked.slice(0, frame + 1);
      const means = data.values.map((_, i) => seen.reduce((sum, mask) => sum + mask[i], 0) / seen.length);
      const width = 370;
      const gap = width / data.values.length;
      const boxes = [];
      const wires = [];
      passed.forEach((value, i) => {
        const off = value === 0 ? 'off' : 'known';
        boxes.push({ id: `n${i}`, x: gap * (i + 0.5), y: 24, width: 32, height: 32, round: 16, lines: [fixed(data.values[i], 0)], state: off, value: data.values[i] });
        boxes.push({ id: `p${i}`, x: gap * (i + 0.5), y: 116, width: 32, height: 28, lines: [fixed(value, 0)], state: off, value });
        wires.push({ from: `n${i}`, to: `p${i}`, state: value === 0 ? 'off' : 'known', label: value === 0 ? '×' : predicts ? null : `·${fixed(1 / (1 - data.rate), 0)}` });
      });
      return [h(Wires, { name: 'dropout', width, height: 136, boxes, wires, label: 'neurons · 神经元' }),
        h('div', { class: 'narrow' }, h(Bars, {
          name: 'means', caption: predicts ? both('the neurons', '神经元的值') : both(`mean of ${seen.length} ${seen.length === 1 ? 'step' : 'steps'}, beside the neuron's value`, `${seen.length} 步的平均值，旁边是神经元的值`), most: 11,
          bars: (predicts ? data.values : means).map((mean, i) => ({ label: i + 1, value: mean, text: predicts ? fixed(mean, 0) : `${fixed(mean, 2)} / ${fixed(data.values[i], 0)}` })),
        }))];
    },
    say: (data, frame) => {
      if (frame === data.masked.length) {
        return [both('Prediction: nothing is dropped, nothing is scaled.', '预测：什么都不丢弃，也不放大。')];
      }
      const off = data.masked[frame].filter(value => value === 0).length;
      return [step(frame + 1, data.masked.length), both(`${off} of ${data.values.length} neurons rest; the others pass on ${fixed(1 / (1 - data.rate), 0)} times their value.`,
        `${data.values.length} 个神经元中有 ${off} 个休息；其余的把自己的值乘以 ${fixed(1 / (1 - data.rate), 0)} 传下去。`)];
    },
  };
})();
