// The network on one screen: every map of every stage, what feeds what, and the arithmetic of each number.
'use strict';
(() => {
  const { h, render } = preact;
  const { useState, useEffect, useRef } = preactHooks;
  const { both, tensor, network, stages, Stage, Wires, Detail, Heat, Pad, Thumb, wholeView, askedView } = fovea;
  const GONE = 410;
  const { samples } = fovea.data;

  /** The picture of which the network is least sure: there is most to see. */
  const unsure = samples.every(one => one.glimpse) ? samples.map(one => Math.max(...one.glimpse.probabilities))
    .reduce((least, sure, i, all) => sure < all[least] ? i : least, 0) : 0;

  const HEATS = {
    cam: both('Grad-CAM: the last maps, weighed by how much each speaks for this answer', 'Grad-CAM：最后的特征图，按各自对这个答案的作用加权'),
    occlusion: both('How much less sure it is if a square is covered here', '遮住这里的一小块时，把握下降多少'),
  };

  /** What went wrong, in the reader's language where the page knows it. */
  const trouble = error => error.code === GONE
    ? both('The engine keeps only the last pictures: this one is gone. Choose it again.', '引擎只保留最近的几张图片：这一张已经不在了。请重新选择。')
    : error.code ? both(`The engine says: ${error.message}.`, `引擎说：${error.message}。`) : error.message;

  /** What a page does not have whole, and where it is. */
  const Large = () => network.whole ? null : h('p', { class: 'muted', id: 'large' }, fovea.data.engine
    ? both(`This network computes ${network.values.toLocaleString('en')} values of a picture. Maps are shown small; the page asks the engine for each map and number that you open.`,
      `这个网络对一张图片计算 ${network.values.toLocaleString('en')} 个值。特征图先显示缩小版；你打开某张图或某个数时，页面再向引擎索取。`)
    : both(`This network computes ${network.values.toLocaleString('en')} values of a picture: these files hold small versions of its maps. Left out are the maps in full size and what each number is made of; ./fovea learn shows them.`,
      `这个网络对一张图片计算 ${network.values.toLocaleString('en')} 个值：这些文件里只有特征图的缩小版，不含原尺寸的特征图和每个数的计算过程；用 ./fovea learn 打开可以看到。`));

  /** Heat maps that take the engine a while are asked for by a button. */
  function Heats({ view, asked, ask }) {
    const heats = Object.fromEntries(Object.keys(HEATS).map(what => [what, view.heats[what] || (asked[what] && view.heat(what))]));
    const missing = network.whole || !fovea.data.engine ? [] : Object.keys(HEATS).filter(what => !heats[what]);
    return [
      ...Object.keys(HEATS).filter(what => heats[what]).map(what => h(Heat, { key: what, tensor: tensor(heats[what]), title: HEATS[what] })),
      missing.length === 0 ? null : h('div', { class: 'controls' }, missing.map(what => h('button', {
        type: 'button', id: what, disabled: asked[what], onClick: () => ask(what),
      }, asked[what] ? '…' : what === 'cam' ? 'Grad-CAM' : both('Cover squares', '遮住小块')))),
    ];
  }

  /** What is looked at: a test picture, or one's own. The last that was asked for counts, whichever answer comes last. */
  function usePicture(come) {
    const [chosen, setChosen] = useState(unsure);
    const [view, setView] = useState(() => samples[unsure] && samples[unsure].glimpse ? wholeView(samples[unsure]) : null);
    const [failure, setFailure] = useState(null);
    const [busy, setBusy] = useState(false);
    const turn = useRef(0);
    const show = async (promise, label) => {
      const mine = ++turn.current;
      setBusy(true);
      try {
        const json = await promise;
        if (mine !== turn.current) { return; }
        setFailure(null);
        setView(json.glimpse ? wholeView(json) : askedView(json, label, come, error => mine === turn.current && setFailure(error)));
      } catch (error) {
        if (mine === turn.current) { setFailure(error); }
      }
      if (mine === turn.current) { setBusy(false); }
    };
    const choose = i => {
      const sample = samples[i];
      setChosen(i);
      if (sample.glimpse) {
        turn.current++;
        setBusy(false);
        setFailure(null);
        setView(sample.ready || (sample.ready = wholeView(sample)));
      } else {
        show(sample.view || fovea.question('network/open', JSON.stringify({ sample: i })), sample.label);
      }
    };
    const own = file => { setChosen(-1); show(fovea.question('glimpse', file)); };
    useEffect(() => { if (!view && samples.length) { choose(unsure); } }, []);
    return { chosen, view, failure, busy, choose, own };
  }

  function App() {
    const [selected, setSelected] = useState({ stage: 1, channel: 0 });
    const [pixel, setPixel] = useState([2, 2]);
    const [backward, setBackward] = useState(false);
    const [all, setAll] = useState(false);
    const [more, setMore] = useState({});
    const [heats, setHeats] = useState({});
    const [tick, setTick] = useState(0);
    const frame = useRef();
    const again = () => setTick(value => value + 1);
    const walk = fovea.useWalk(stages.length, backward);
    const { chosen, view, failure, busy, choose, own } = usePicture(again);
    useEffect(() => setHeats({}), [view]);
    useEffect(() => {
      addEventListener('resize', again);
      document.addEventListener('language', again);
      return () => { removeEventListener('resize', again); document.removeEventListener('language', again); };
    }, []);
    return h('div', null, h(Large),
      h('div', { class: 'row' },
        h('div', null, h('p', { class: 'muted' }, both('A test picture:', '一张测试图片：')),
          h('div', { class: 'samples' }, samples.map((one, i) => h('button', {
            type: 'button', 'aria-pressed': i === chosen, 'aria-label': `test picture ${i}: ${one.label}`, onClick: () => choose(i),
          }, h(Thumb, { tensor: tensor(one.image) }))))),
        fovea.data.engine ? h(Pad, { ask: own }) : h('p', { class: 'muted' }, both(
          'To draw a digit of your own, start this page with ./fovea learn: then the engine answers.',
          '想自己画一个数字，请用 ./fovea learn 打开本页：引擎会当场计算。')),
        view ? h(Verdict, { view }) : null,
        view ? h(Heats, { view, asked: heats, ask: what => setHeats({ ...heats, [what]: true }) }) : null,
        busy ? h('p', { role: 'status' }, both('The engine computes…', '引擎正在计算……')) : null),
      failure ? h('p', { role: 'alert' }, trouble(failure)) : null,
      view ? h('div', null, h('div', { class: 'controls' },
        h('button', { type: 'button', 'aria-pressed': !backward, onClick: () => setBackward(false) }, both('Forward: values', '前向：数值')),
        h('button', { type: 'button', 'aria-pressed': backward, onClick: () => setBackward(true) }, both('Backward: gradients of the loss', '反向：损失的梯度')),
        network.whole && stages.some(fovea.hasMore)
          ? h('button', { type: 'button', 'aria-pressed': all, onClick: () => setAll(!all) }, both('More maps', '更多特征图')) : null,
        h('span', { class: 'muted' }, both('white is 0, orange above, blue below', '白色为 0，橙色为正，蓝色为负'))),
      backward ? walk.controls : null,
      backward ? h(fovea.WalkPanel, { stages, view, reach: walk.reach, labels: network.labels, logits: network.logits }) : null,
      h('div', { class: 'net', tabIndex: 0, role: 'group', 'aria-label': 'network · 网络' }, h('div', { class: 'net-inner', ref: frame },
        h(Wires, { frame, selected, tick: [tick, chosen, all, backward].join() }),
        stages.map((stage, index) => h(Stage, {
          key: index, stage, index, view, backward, selected, select: setSelected, all: all || more[index],
          more: !network.whole && fovea.data.engine ? opened => { setMore({ ...more, [opened]: true }); again(); } : null,
          reach: backward ? walk.reach : -1, drawn: again,
        })))),
      h(Detail, { view, backward, selected, select: setSelected, pixel, setPixel })) : null);
  }

  function Verdict({ view: { probabilities, label } }) {
    const best = probabilities.indexOf(Math.max(...probabilities));
    return h('div', null, h('p', { class: 'verdict', 'data-verdict': network.labels[best] },
      both('The network says', '网络认为是'), ` ${network.labels[best]} (${(100 * probabilities[best]).toFixed(1)} %)`),
    label === undefined ? null : h('p', { class: 'muted' }, both('It shows', '实际是'), ` ${label}`));
  }

  render(h(App), document.getElementById('network'));
})();
