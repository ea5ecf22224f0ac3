// A picture of a network that is too large to be sent whole: the page has small versions of maps, and asks the engine for
// each map and number that a reader opens.
'use strict';
(() => {
  const { tensor, limit, stages, isMaps } = fovea;
  /** Answers that are kept. */
  const KEPT = 64;
  const BUSY = 503;
  const WAIT = 5000;
  const FULL = 127;

  /** A stage as it was sent: all its numbers, or small maps in 8 bits. */
  const small = json => {
    if (!json) { return undefined; }
    if (json.shape) {
      const { values } = tensor(json);
      return { limit: limit(values), values, count: 1, map: () => null };
    }
    const { height, width } = json;
    const values = Float32Array.from(Int8Array.from(atob(json.data), letter => letter.charCodeAt(0)), one => one * json.limit / FULL);
    const size = height * width;
    return {
      limit: json.limit || 1, count: values.length / size,
      map: c => ({ height, width, values: values.subarray(c * size, (c + 1) * size) }),
    };
  };

  const rows = json => {
    const { shape, values } = tensor(json);
    return Array.from({ length: shape[0] }, (_, i) => values.subarray(i * shape[1], (i + 1) * shape[1]));
  };
  const outside = values => Array.from(values, value => Number.isNaN(value) ? null : value);

  const MADE = {
    convolution: json => {
      const weights = rows(json.weights);
      return {
        value: json.value, bias: json.bias || 0,
        parts: rows(json.seen).map((seen, i) => ({ channel: json.first + i, seen: outside(seen), weights: weights[i] })),
      };
    },
    pooling: json => json.seen ? { value: json.value, seen: outside(rows(json.seen)[0]) } : undefined,
    activation: json => ({ value: json.value, before: json.before, pairs: rows(json.pairs) }),
    dense: json => ({ value: json.value, bias: json.bias || 0, seen: rows(json.seen)[0], weights: rows(json.weights)[0] }),
  };

  /**
   * As fovea.wholeView, of a picture that the engine keeps open.
   * @param opened what the engine said when it opened it; without a name if it was written to a folder
   * @param come called when an answer has come
   * @param fail called with an error
   */
  fovea.askedView = (opened, label, come, fail) => {
    const kept = new Map();
    const pending = new Set();
    const keep = (key, answer) => {
      kept.set(key, answer);
      if (kept.size > KEPT) { kept.delete(kept.keys().next().value); }
    };
    /** What is known of a question; it is asked if need be. Of numbers only one at a time: the pointer moves on. */
    const get = (what, question, ready) => {
      if (!opened.picture) { return null; }
      const key = what + JSON.stringify(question);
      if (kept.has(key)) { return kept.get(key); }
      const lane = what === 'number' ? what : key;
      if (pending.has(lane)) { return null; }
      pending.add(lane);
      const done = () => { pending.delete(lane); come(); };
      fovea.question('network/' + what, JSON.stringify({ picture: opened.picture, ...question }))
        .then(answer => { keep(key, ready(answer)); done(); })
        .catch(error => {
          fail(error);
          if (error.code === BUSY) { setTimeout(done, WAIT); } else { keep(key, null); done(); }
        });
      return null;
    };
    const values = opened.values.map(small);
    const gradients = () => opened.gradients ? opened.readyGradients || (opened.readyGradients = opened.gradients.map(small))
      : get('gradients', {}, json => json.gradients.map(small));
    const first = (index, backward) => {
      if (!backward) { return values[index]; }
      const all = gradients();
      return all === null ? null : all[index];
    };
    return {
      label, heats: {}, probabilities: opened.probabilities, upstream: tensor(opened.upstream).values,
      outputs: tensor(opened.outputs).values,
      stage: (index, backward, all) => {
        const known = first(index, backward);
        return known && all && isMaps(stages[index])
          ? get('stage', { stage: index, gradients: backward }, json => small(json.maps)) || known : known;
      },
      map: (index, c, backward) => {
        const known = first(index, backward);
        if (!known) { return null; }
        const whole = get('map', { stage: index, channel: c, gradients: backward }, json => {
          const { shape, values: numbers } = tensor(json.map);
          return { height: shape[0], width: shape[1], values: numbers };
        });
        if (whole) { return { ...whole, limit: known.limit }; }
        return c < known.count ? { ...known.map(c), limit: known.limit, small: true } : null;
      },
      made: (index, c, pixel) => {
        const { kind } = stages[index];
        return MADE[kind] && get('number', { stage: index, channel: c, row: pixel[0], column: pixel[1] }, MADE[kind]);
      },
      kernels: index => get('kernels', { stage: index }, json => {
        const [count, height, width] = json.kernels.shape;
        const { values: numbers } = tensor(json.kernels);
        const size = height * width;
        return Array.from({ length: count }, (_, k) => [{ height, width, values: [...numbers.subarray(k * size, (k + 1) * size)] }]);
      }),
      heat: what => get(what, {}, json => json[what]),
    };
  };
})();
