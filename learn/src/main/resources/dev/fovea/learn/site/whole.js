// A picture of which the page has every number: views of it are made here.
'use strict';
(() => {
  const { tensor, channel, limit, patch, kernel, stages, isMaps } = fovea;

  const valueAt = (values, pixel, c) =>
    values.values[(pixel[0] * values.shape[1] + pixel[1]) * values.shape[2] + c];

  /** A row of numbers as one square map. */
  const square = values => {
    const side = Math.ceil(Math.sqrt(values.length));
    const filled = new Float32Array(side * side);
    filled.set(values);
    return { width: side, height: side, values: filled };
  };

  /** What a number was made of, by the kind of its stage. */
  const MADE = {
    convolution: (stage, input, value, c, pixel) => {
      const perGroup = stage.weights.shape[2];
      const first = Math.floor(c / (stage.weights.shape[3] / stage.window.groups)) * perGroup;
      return {
        value: valueAt(value, pixel, c),
        bias: stage.bias ? stage.bias.values[c] : 0,
        parts: Array.from({ length: perGroup }, (_, k) => ({
          channel: first + k, seen: patch(input, first + k, stage.window, pixel[0], pixel[1]),
          weights: kernel(stage.weights, k, c).values,
        })),
      };
    },
    pooling: (stage, input, value, c, pixel) => stage.window
      ? { value: valueAt(value, pixel, c), seen: patch(input, c, stage.window, pixel[0], pixel[1]) } : undefined,
    activation: (stage, input, value, c, pixel) => {
      const place = isMaps(stage) ? (pixel[0] * value.shape[1] + pixel[1]) * value.shape[2] + c : c;
      const pairs = Array.from(input.values, (before, i) => [before, value.values[i]]).sort((one, other) => one[0] - other[0]);
      return { before: input.values[place], value: value.values[place], pairs };
    },
    dense: (stage, input, value, c) => {
      const units = stage.weights.shape[1];
      return {
        value: value.values[c], bias: stage.bias ? stage.bias.values[c] : 0, seen: input.values,
        weights: Float32Array.from(input.values, (_, i) => stage.weights.values[i * units + c]),
      };
    },
  };

  /**
   * What the page asks of a picture: a stage's small maps; one map; one number with what it was made of; the gradients
   * of kernels. A view gives null for what it does not have yet, undefined for what there is not.
   */
  fovea.wholeView = ({ glimpse, cam, occlusion, label }) => {
    const values = glimpse.values.map(tensor);
    const gradients = Object.fromEntries(Object.entries(glimpse.gradients).map(([stage, one]) => [stage, tensor(one)]));
    const source = (index, backward) => backward ? gradients[index] : values[index];
    return {
      label, heats: { cam, occlusion }, probabilities: glimpse.probabilities, upstream: tensor(glimpse.upstream).values,
      outputs: values.at(-1).values,
      stage: (index, backward) => {
        const found = source(index, backward);
        return found && {
          limit: limit(found.values), values: found.values, count: found.shape.at(-1),
          map: c => isMaps(stages[index]) ? channel(found, c) : square(found.values),
        };
      },
      map: (index, c, backward) => {
        const found = source(index, backward) || values[index];
        return { ...channel(found, c), limit: limit(found.values) };
      },
      made: (index, c, pixel) => {
        const stage = stages[index];
        return MADE[stage.kind] && MADE[stage.kind](stage, values[stage.inputs[0]], values[index], c, pixel);
      },
      kernels: index => {
        const stage = stages[index];
        const count = stage.weights.shape[3];
        return gradients[index] && Array.from({ length: Math.min(count, 2 * fovea.SHOWN) }, (_, k) =>
          fovea.kernelGradient(values[stage.inputs[0]], gradients[index], stage.window, stage.weights.shape[2], k, count));
      },
    };
  };
})();
