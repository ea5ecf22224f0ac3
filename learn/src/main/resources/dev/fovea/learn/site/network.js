// The network on one screen: every map of every stage, what feeds what, and the arithmetic of each number.
'use strict';
(() => {
  const { h, render } = preact;
  const { useState, useEffect, useRef } = preactHooks;
  const { both, tensor, network, stages, Stage, Wires, Detail, Heat, Pad, Thumb } = fovea;

  const glimpseOf = json => ({
    ...json,
    values: json.values.map(tensor),
    gradients: Object.fromEntries(Object.entries(json.gradients).map(([stage, one]) => [stage, tensor(one)])),
  });

  /** The picture of which the network is least sure: there is most to see. */
  const unsure = fovea.data.samples.map(one => Math.max(...one.glimpse.probabilities))
    .reduce((least, sure, i, all) => sure < all[least] ? i : least, 0);

  function App() {
    const [number_, setNumber] = useState(unsure);
    const [own, setOwn] = useState(null);
    const [failure, setFailure] = useState('');
    const [selected, setSelected] = useState({ stage: 1, channel: 0 });
    const [pixel, setPixel] = useState([2, 2]);
    const [backward, setBackward] = useState(false);
    const [all, setAll] = useState(false);
    const [tick, setTick] = useState(0);
    const frame = useRef();
    const walk = fovea.useWalk(stages.length, backward);
    const sample = own || fovea.data.samples[number_];
    const glimpse = sample.ready || (sample.ready = glimpseOf(sample.glimpse));
    useEffect(() => {
      const again = () => setTick(value => value + 1);
      addEventListener('resize', again);
      document.addEventListener('language', again);
      return () => { removeEventListener('resize', again); document.removeEventListener('language', again); };
    }, []);
    const ask = async file => {
      try {
        const answer = await fetch('api/glimpse', { method: 'POST', body: file });
        const json = await answer.json();
        if (!answer.ok) { throw new Error(json.error); }
        setFailure('');
        setOwn(json);
      } catch (error) {
        setFailure(String(error.message));
      }
    };
    const best = glimpse.probabilities.indexOf(Math.max(...glimpse.probabilities));
    return h('div', null,
      h('div', { class: 'row' },
        h('div', null, h('p', { class: 'muted' }, both('A test picture:', '一张测试图片：')),
          h('div', { class: 'samples' }, fovea.data.samples.map((one, i) => h('button', {
            type: 'button', 'aria-pressed': !own && i === number_, 'aria-label': `test picture ${i}: ${one.label}`,
            onClick: () => { setOwn(null); setNumber(i); },
          }, h(Thumb, { tensor: tensor(one.image) }))))),
        fovea.data.engine ? h(Pad, { ask }) : h('p', { class: 'muted' }, both(
          'To draw a digit of your own, start this page with ./fovea learn: then the engine answers.',
          '想自己画一个数字，请用 ./fovea learn 打开本页：引擎会当场计算。')),
        h('div', null, h('p', { class: 'verdict', 'data-verdict': network.labels[best] },
          both('The network says', '网络认为是'), ` ${network.labels[best]} (${(100 * glimpse.probabilities[best]).toFixed(1)} %)`),
        sample.label === undefined ? null : h('p', { class: 'muted' }, both('It shows', '实际是'), ` ${sample.label}`)),
        sample.cam ? h(Heat, { tensor: tensor(sample.cam), title: both('Grad-CAM: the last maps, weighed by how much each speaks for this answer', 'Grad-CAM：最后的特征图，按各自对这个答案的作用加权') }) : null,
        sample.occlusion ? h(Heat, { tensor: tensor(sample.occlusion), title: both('How much less sure it is if a square is covered here', '遮住这里的一小块时，把握下降多少') }) : null),
      failure ? h('p', { role: 'alert' }, failure) : null,
      h('div', { class: 'controls' },
        h('button', { type: 'button', 'aria-pressed': !backward, onClick: () => setBackward(false) }, both('Forward: values', '前向：数值')),
        h('button', { type: 'button', 'aria-pressed': backward, onClick: () => setBackward(true) }, both('Backward: gradients of the loss', '反向：损失的梯度')),
        stages.some(fovea.hasMore)
          ? h('button', { type: 'button', 'aria-pressed': all, onClick: () => setAll(!all) }, both('More maps', '更多特征图')) : null,
        h('span', { class: 'muted' }, both('white is 0, orange above, blue below', '白色为 0，橙色为正，蓝色为负'))),
      backward ? walk.controls : null,
      backward ? h(fovea.WalkPanel, { stages, glimpse, reach: walk.reach, labels: network.labels, logits: network.logits }) : null,
      h('div', { class: 'net', tabIndex: 0, role: 'group', 'aria-label': 'network · 网络' }, h('div', { class: 'net-inner', ref: frame },
        h(Wires, { frame, selected, tick: [tick, number_, own, all, backward].join() }),
        stages.map((stage, index) => h(Stage, {
          key: index, stage, index, glimpse, backward, selected, select: setSelected, all, reach: backward ? walk.reach : -1,
        })))),
      h(Detail, { glimpse, backward, selected, pixel, setPixel }));
  }

  render(h(App), document.getElementById('network'));
})();
