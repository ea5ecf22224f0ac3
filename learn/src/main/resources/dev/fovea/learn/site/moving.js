// What pages that move share: play, pause and step; curves; asking the engine.
'use strict';
(() => {
  const { h } = preact;
  const { useState, useEffect, useRef } = preactHooks;
  const { both, paint } = fovea;

  /** Whether the reader's system asks for little motion: then nothing plays, and all is stepped through. */
  fovea.still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

  /** Frames, one after the other: where one is; to play or stand still; to go to one and stay there. */
  fovea.useFrames = (frames, milliseconds) => {
    const [frame, setFrame] = useState(0);
    const [running, setRunning] = useState(false);
    useEffect(() => {
      if (!running) { return; }
      if (frame + 1 >= frames) { setRunning(false); return; }
      const timer = setTimeout(() => setFrame(frame + 1), milliseconds);
      return () => clearTimeout(timer);
    }, [running, frame, frames]);
    const play = () => { if (frame + 1 >= frames) { setFrame(0); } setRunning(!running); };
    const go = to => { setRunning(false); setFrame(Math.max(0, Math.min(frames - 1, to))); };
    return { frame, running, play, go, setFrame };
  };

  /** Any place among the frames. */
  fovea.Places = ({ frame, frames, go }) => h('input', {
    type: 'range', min: 0, max: frames - 1, value: frame, 'aria-label': 'frame · 帧', onInput: event => go(Number(event.target.value)),
  });

  /** Play, pause, step and back to the start, for anything with frames. */
  fovea.usePlayer = (frames, milliseconds) => {
    const { frame, running, play, go } = fovea.useFrames(frames, milliseconds);
    const buttons = h('div', { class: 'controls' },
      h('button', { type: 'button', onClick: play }, running ? both('Pause', '暂停') : both('Play', '播放')),
      h('button', { type: 'button', onClick: () => go(frame + 1) }, both('Step', '下一步')),
      h('button', { type: 'button', onClick: () => go(0) }, both('Start again', '重新开始')),
      h(fovea.Places, { frame, frames, go }));
    return [frame, buttons];
  };

  /** Curves that are as wide as there is room, in the page's colours, light or dark. */
  fovea.Curves = ({ data, series, scales, height = 240, label, marks }) => {
    const place = useRef();
    const plot = useRef();
    const drawn = useRef();
    drawn.current = marks;
    useEffect(() => {
      const build = () => {
        if (plot.current) { plot.current.destroy(); }
        const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink').trim() || '#222';
        const axis = { stroke: ink, grid: { stroke: '#8886', width: 1 }, ticks: { stroke: '#8886' } };
        plot.current = new uPlot({
          width: Math.max(240, Math.min(520, place.current.clientWidth || 460)), height, legend: { show: false }, cursor: { show: false },
          scales, axes: [axis, axis], series: [{}, ...series],
          hooks: { draw: [chart => drawn.current && drawn.current(chart)] },
        }, data, place.current);
      };
      build();
      addEventListener('resize', build);
      document.addEventListener('light', build);
      return () => {
        removeEventListener('resize', build);
        document.removeEventListener('light', build);
        plot.current.destroy();
        plot.current = null;
      };
    }, [JSON.stringify(scales)]);
    useEffect(() => { plot.current.setData(data); }, [data]);
    return h('div', { ref: place, role: 'img', 'aria-label': label, style: { width: '520px', maxWidth: '100%', minHeight: height + 'px' } });
  };

  fovea.Filter = ({ map, scale }) => {
    const canvas = useRef();
    useEffect(() => paint(canvas.current, map, scale));
    return h('canvas', { ref: canvas, role: 'img', 'aria-label': 'filter · 卷积核', style: { width: '64px', height: '64px', border: '1px solid var(--line)' } });
  };

  /** Asks the engine; a refusal becomes an error that knows its code. */
  fovea.question = async (path, body) => {
    const answer = await fetch('api/' + path, { method: 'POST', body });
    const json = await answer.json();
    if (!answer.ok) { throw Object.assign(new Error(json.error), { code: answer.status }); }
    return json;
  };

  /** Asks about a training. */
  fovea.ask = (what, question) => fovea.question('learning/' + what, JSON.stringify(question));

  /** A number as people write it, however small. */
  fovea.small = value => (value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(2) : value.toFixed(4)).replaceAll('-', '−');
})();
