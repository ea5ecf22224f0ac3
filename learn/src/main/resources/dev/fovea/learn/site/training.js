// A small network while it is trained: live, by the engine behind the page, or as it was recorded.
'use strict';
(() => {
  const { h } = preact;
  const { useState, useEffect, useRef } = preactHooks;
  const { both, number, kernel, limit, tensor, usePlayer, ask, small, Curves, Filter } = fovea;
  const LOSS = '#0072b2';
  const SHARE = '#d55e00';
  const PAUSE = 120;
  const AT_ONCE = 5;
  const SHOWN = 240;

  /** The losses of all steps so far, with the accuracy where it was measured. */
  const curve = frames => {
    const steps = [0];
    const losses = [null];
    const accuracies = [frames[0].accuracy];
    frames.slice(1).forEach(frame => frame.losses.forEach((loss, i) => {
      const step = frame.step - frame.losses.length + 1 + i;
      steps.push(step);
      losses.push(loss);
      accuracies.push(step === frame.step && !frame.ended ? frame.accuracy : null);
    }));
    return [steps, losses, accuracies];
  };

  /** What a training has come to: its filters, its curves, its gradients, layer by layer. */
  function Stand({ frames, last }) {
    const now = frames.at(-1);
    const filters = tensor(now.filters);
    const loss = now.losses.at(-1);
    const sizes = Object.entries(now.gradients);
    const most = Math.max(...sizes.map(([, size]) => size));
    const dead = now.step > 0 && sizes[0][1] === 0;
    return h('div', null,
      h('div', { class: 'row' },
        h('div', null, h('p', { class: 'muted' }, both('The filters of the first layer', '第一层的卷积核')),
          h('div', { class: 'parts', id: 'filters', style: { maxWidth: '320px' } }, Array.from({ length: filters.shape[3] }, (_, k) =>
            h(Filter, { key: k, map: kernel(filters, 0, k), scale: limit(filters.values) })))),
        h(Curves, {
          data: curve(frames), label: 'loss and accuracy by step · 损失与准确率',
          scales: { x: { time: false, range: [0, last] }, y: { range: [0, 2.5] } },
          series: [{ stroke: LOSS, width: 1.5 }, { stroke: SHARE, width: 2, spanGaps: true }],
        }),
        h('div', null, h('p', { class: 'muted' }, both('How large the gradients are', '梯度的大小')),
          h('table', { class: 'table', id: 'gradients' }, h('tbody', null, sizes.map(([layer, size]) => h('tr', null,
            h('td', null, layer), h('td', { class: 'number', 'data-gradient': size }, size === null ? '–' : small(size)),
            h('td', { style: { width: '110px' } }, h('div', { style: { height: '10px', background: 'var(--accent)', width: `${most > 0 ? 100 * size / most : 0}px` } })))))))),
      h('p', { class: 'sum', 'data-accuracy': now.accuracy, 'data-step': now.step, 'data-batch-loss': loss },
        both('step', '步'), ` ${now.step}: `, loss === undefined ? null : [both('loss of the batch', '本批损失'), ` ${number(loss)}, `],
        both('loss of the held-out digits', '未学过的数字的损失'), ` ${now.heldOut === null ? '∞' : number(now.heldOut)}, `, both('right', '答对'), ` ${(100 * now.accuracy).toFixed(1)} %`),
      dead ? h('p', { role: 'status' }, both('No gradient is left in the first layer: the steps were so large that no ReLU behind it lets anything through any more, for any picture. Such a network never learns again; start anew with a smaller rate.',
        '第一层已经没有梯度了：步子太大，后面的 ReLU 对任何图像都不再让任何值通过。这样的网络再也学不了东西；请用更小的学习率重新开始。')) : null,
      now.ended ? h('p', { role: 'status' }, both('The numbers grew until the computer could not write them any more: the rate is far too large. Start anew with a smaller one.',
        '数值大到计算机无法表示：学习率太大了。请用更小的学习率重新开始。')) : null);
  }

  function Recorded() {
    const runs = fovea.data.training.runs;
    const [chosen, setChosen] = useState(1);
    const run = runs[chosen];
    const [frame, buttons] = usePlayer(run.frames.length, 160);
    return h('div', null,
      h('div', { class: 'controls' }, both('Learning rate:', '学习率：'), runs.map((one, k) => h('button', {
        type: 'button', 'aria-pressed': k === chosen, onClick: () => setChosen(k),
      }, one.rate))), buttons,
      h(Stand, { frames: run.frames.slice(0, frame + 1), last: runs[0].frames.at(-1).step }));
  }

  /** What went wrong, in the reader's language where the page knows it. */
  const trouble = error => error.code === 410
    ? both('The engine keeps a few trainings, and each for a quarter of an hour only: this one is gone. Start again.', '引擎只保留少数几次训练，每次最多一刻钟：这一次已经不在了。请重新开始。')
    : both(`The engine says: ${error.message}`, `引擎说：${error.message}`);

  /** A training that goes on only while this page asks for steps. */
  function Live({ live, setLive }) {
    const first = fovea.data.training.runs[1].frames[0];
    const [frames, setFrames] = useState([first]);
    const [power, setPower] = useState(-0.7);
    const [rate, setRate] = useState('0.2');
    const [seed, setSeed] = useState('1');
    const [running, setRunning] = useState(false);
    const [busy, setBusy] = useState(false);
    const [failure, setFailure] = useState(null);
    const session = useRef(null);
    const wrong = !(Number(rate) >= 1e-6 && Number(rate) <= 1000) || !(Number.isSafeInteger(Number(seed)) && Number(seed) >= 0 && seed !== '');
    const now = frames.at(-1);

    const start = async () => {
      const answer = await ask('start', { seed: Number(seed), rate: Number(rate) });
      session.current = { id: answer.session, rate: Number(rate), seed: Number(seed) };
      setFrames([answer.frame]);
      return answer.frame;
    };
    /** One thing at a time: what is asked while something else is, is not. */
    const alone = async work => {
      if (busy) { return; }
      setBusy(true);
      try {
        const frame = await work();
        setFailure(null);
        setLive({ ...session.current, step: frame.step, ended: frame.ended });
      } catch (error) {
        setRunning(false);
        setFailure(error);
        if (error.code === 410) { session.current = null; setLive(null); }
      }
      setBusy(false);
    };
    const take = steps => alone(async () => {
      if (!session.current) { await start(); }
      const { frame } = await ask('step', { session: session.current.id, steps });
      setFrames(seen => [...seen, frame]);
      if (frame.ended) { setRunning(false); }
      return frame;
    });
    useEffect(() => {
      if (!running || busy || document.hidden) { return; }
      const timer = setTimeout(() => take(AT_ONCE), PAUSE);
      return () => clearTimeout(timer);
    }, [running, busy]);
    useEffect(() => {
      const hidden = () => document.hidden && setRunning(false);
      document.addEventListener('visibilitychange', hidden);
      return () => document.removeEventListener('visibilitychange', hidden);
    }, []);

    const going = session.current;
    const other = going && (going.rate !== Number(rate) || going.seed !== Number(seed));
    return h('div', null,
      h('div', { class: 'controls' },
        h('label', null, both('Learning rate', '学习率'), h('input', {
          type: 'range', min: -3, max: 1, step: 0.1, value: power, id: 'power',
          onInput: event => { setPower(Number(event.target.value)); setRate(String(Number((10 ** event.target.value).toPrecision(2)))); },
        })),
        h('input', {
          type: 'number', id: 'rate', min: 0.000001, max: 1000, step: 'any', value: rate, style: { width: '110px' }, 'aria-label': 'learning rate · 学习率',
          onInput: event => { setRate(event.target.value); if (Number(event.target.value) > 0) { setPower(Math.log10(event.target.value)); } },
        }),
        h('label', null, both('seed', '随机种子'), h('input', {
          type: 'number', id: 'seed', min: 0, step: 1, value: seed, style: { width: '90px' }, onInput: event => setSeed(event.target.value),
        }))),
      h('div', { class: 'controls' },
        h('button', { type: 'button', id: 'run', disabled: wrong || now.ended, onClick: () => setRunning(!running) }, running ? both('Pause', '暂停') : both('Run', '运行')),
        h('button', { type: 'button', id: 'one-step', disabled: wrong || running || now.ended, onClick: () => take(1) }, both('Step', '一步')),
        h('button', { type: 'button', id: 'steps', disabled: wrong || running || now.ended, onClick: () => take(50) }, both('50 steps', '50 步')),
        h('button', { type: 'button', id: 'anew', disabled: wrong, onClick: () => { setRunning(false); alone(start); } }, both('Start again', '重新开始')),
        h('span', { class: 'muted', id: 'going' }, going
          ? both(`This training: rate ${going.rate}, seed ${going.seed}.`, `当前训练：学习率 ${going.rate}，种子 ${going.seed}。`)
          : both('Nothing is trained yet.', '还没有开始训练。'))),
      wrong ? h('p', { role: 'alert' }, both('The rate is a number from 0.000001 to 1000, the seed a whole number from 0.', '学习率是 0.000001 到 1000 之间的数，种子是从 0 起的整数。')) : null,
      other && !wrong ? h('p', { class: 'muted' }, both('Start again to train with the new rate or seed.', '按“重新开始”，用新的学习率或种子训练。')) : null,
      failure ? h('p', { role: 'alert' }, trouble(failure)) : null,
      h(Stand, { frames, last: Math.max(SHOWN, SHOWN * Math.ceil(now.step / SHOWN)) }));
  }

  fovea.Training = ({ live, setLive }) => {
    const [recorded, setRecorded] = useState(!fovea.data.engine);
    return h('section', { class: 'card' }, h('h2', { style: { margin: 0 } }, both('Filters form', '卷积核的形成')),
      h('p', null, both('A small network learns the handwritten digits, 32 of them in each step. It begins with random filters; every step moves each weight against its gradient, by the learning rate times the gradient. Blue is the loss of the digits of the step, orange the share of right answers among digits that it does not learn from.',
        '一个小网络在学习手写数字，每一步看 32 个。开始时卷积核是随机的；每一步都让每个权重逆着梯度移动，移动量是学习率乘以梯度。蓝线是这一步的数字的损失，橙线是它没有学过的数字中答对的比例。')),
      fovea.data.engine
        ? h('div', { class: 'controls' },
          h('button', { type: 'button', id: 'live', 'aria-pressed': !recorded, onClick: () => setRecorded(false) }, both('Train it now', '现在训练')),
          h('button', { type: 'button', id: 'recorded', 'aria-pressed': recorded, onClick: () => setRecorded(true) }, both('Three recorded trainings', '三次录下的训练')))
        : h('p', { class: 'muted', id: 'from-disk' }, both('These trainings are recorded: ./fovea learn trains live, at any rate.', '这些训练是录下来的：用 ./fovea learn 打开，就能以任意学习率现场训练。')),
      recorded ? h(Recorded) : null,
      fovea.data.engine ? h('div', { style: { display: recorded ? 'none' : 'block' } }, h(Live, { live, setLive })) : null,
      h('p', { class: 'muted' }, both('A gradient\'s size is the root of the mean square over the layer\'s weights, for the first 32 of the digits that are held out.',
        '梯度的大小：对该层所有权重的梯度取均方根，用未学过的前 32 个数字来量。')));
  };
})();
