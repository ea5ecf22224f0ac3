// A moving picture: frames of a scene, which a reader plays, steps through or drags along. A scene says how many frames
// there are, how long each stays, what is drawn and what is said; its numbers stand in the page as JSON.
'use strict';
(() => {
  const { h, render } = preact;
  const { useState, useEffect, useRef } = preactHooks;
  const { both, useFrames, Places } = fovea;
  const still = fovea.still();

  /** By name: frames(data), milliseconds, View({data, frame, go}), say(data, frame). */
  fovea.scenes = {};

  /** A text of the page's data. */
  fovea.words = text => both(text.en, text.zh);

  /** A number as the text beside writes it: without the 0 before the point. */
  fovea.fixed = (value, decimals) => fovea.number(value, decimals).replace(/^(−?)0\./, '$1.');

  /** Decimals that a list of numbers needs: none if all are whole. */
  fovea.decimals = values => values.every(value => value === null || Number.isInteger(value)) ? 0 : 2;

  /** A negative number behind a sign stands in brackets. */
  fovea.factor = (value, decimals) => value < 0 ? `(${fovea.fixed(value, decimals)})` : fovea.fixed(value, decimals);

  const Button = ({ act, children, ...more }) => h('button', { type: 'button', onClick: act, ...more }, children);

  /** It plays once through when it is first seen, unless the reader wants things to stand still. */
  function Player({ scene, data }) {
    const [chosen, setChosen] = useState(0);
    const here = useRef();
    const shown = data.choices ? data.choices[chosen] : data;
    const frames = scene.frames(shown);
    const { frame, running, play, go, setFrame } = useFrames(frames, scene.milliseconds);
    useEffect(() => {
      if (still) { return; }
      const watch = new IntersectionObserver(entries => {
        if (entries.some(entry => entry.isIntersecting)) { watch.disconnect(); play(); }
      }, { threshold: 0.4 });
      watch.observe(here.current);
      return () => watch.disconnect();
    }, []);
    // Buttons stand above what changes its height, so that they stay where they are.
    return h('div', { class: 'card player', ref: here, 'data-frame': frame, 'data-frames': frames, 'data-choice': chosen },
      data.choices ? h('div', { class: 'choices', role: 'group', 'aria-label': 'choose · 选择' },
        data.choices.map((choice, i) => h(Button, { key: i, act: () => { setChosen(i); setFrame(0); }, 'aria-pressed': i === chosen },
          fovea.words(choice.name)))) : null,
      h('div', { class: 'controls' },
        still ? null : h(Button, { act: play, class: 'play' }, running ? both('Pause', '暂停') : both('Play', '播放')),
        h(Button, { act: () => go(frame - 1), disabled: frame === 0, class: 'back' }, both('Back', '上一步')),
        h(Button, { act: () => go(frame + 1), disabled: frame + 1 === frames, class: 'step' }, both('Step', '下一步')),
        h(Places, { frame, frames, go }),
        h('output', { class: 'muted' }, `${frame + 1} / ${frames}`)),
      h('p', { class: 'say', 'aria-live': running ? 'off' : 'polite' }, scene.say(shown, frame)),
      h('div', { class: 'view' }, h(scene.View, { data: shown, frame, go })));
  }

  document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('.motion').forEach(place => {
    const data = JSON.parse(place.querySelector('script').textContent);
    render(h(Player, { scene: fovea.scenes[place.dataset.scene], data }), place);
  }));
})();
