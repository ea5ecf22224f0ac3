// Tensors as the engine gives them, numbers as people read them, and maps drawn as pixels.
'use strict';
(() => {
  /** {shape, data}: data are 32-bit floats in base 64, little end first. */
  fovea.tensor = json => {
    const bytes = Uint8Array.from(atob(json.data), letter => letter.charCodeAt(0));
    return { shape: json.shape, values: new Float32Array(bytes.buffer) };
  };

  fovea.number = (value, decimals = 3) => {
    const text = Math.abs(value).toFixed(decimals);
    return (value < 0 && Number(text) !== 0 ? '−' : '') + text;
  };

  /** One channel of height × width × channels, or a vector as one row. */
  fovea.channel = (tensor, channel) => {
    const [height, width, channels] = tensor.shape.length === 3 ? tensor.shape : [1, tensor.shape[0], 1];
    const values = new Float32Array(height * width);
    for (let i = 0; i < values.length; i++) {
      values[i] = tensor.values[i * channels + channel];
    }
    return { height, width, values };
  };

  fovea.limit = values => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;

  /** White at 0, blue below, orange above, full at ± limit. */
  fovea.colour = (value, limit) => {
    const t = Math.max(-1, Math.min(1, value / limit));
    const end = t < 0 ? [0, 90, 160] : [213, 94, 0];
    return end.map(part => Math.round(255 + (part - 255) * Math.abs(t)));
  };

  const grey = value => { const level = Math.round(255 * Math.max(0, Math.min(1, value))); return [level, level, level]; };

  /** Draws a map into a canvas, a pixel a value; the style enlarges it. */
  fovea.paint = (canvas, map, limit, asGrey) => {
    canvas.width = map.width;
    canvas.height = map.height;
    const context = canvas.getContext('2d');
    const image = context.createImageData(map.width, map.height);
    map.values.forEach((value, i) => {
      const colour = asGrey ? grey(value) : fovea.colour(value, limit);
      image.data.set([...colour, 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  };

  /** A picture of 1 or 3 channels with values from 0 to 1. */
  fovea.paintImage = (canvas, tensor) => {
    const [height, width, channels] = tensor.shape;
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    const image = context.createImageData(width, height);
    for (let i = 0; i < height * width; i++) {
      const at = c => 255 * Math.max(0, Math.min(1, tensor.values[i * channels + (channels === 3 ? c : 0)]));
      image.data.set([at(0), at(1), at(2), 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
  };

  /** Output pixel (row, column) of a window: the input pixels that it sees, null where there is none. */
  fovea.patch = (tensor, channel, window, row, column) => {
    const [height, width, channels] = tensor.shape;
    const values = [];
    for (let r = 0; r < window.height; r++) {
      for (let s = 0; s < window.width; s++) {
        const y = row * window.strideH - window.top + r * window.dilationH;
        const x = column * window.strideW - window.left + s * window.dilationW;
        const inside = y >= 0 && y < height && x >= 0 && x < width;
        values.push(inside ? tensor.values[(y * width + x) * channels + channel] : null);
      }
    }
    return values;
  };

  /** The weights of one filter for one of the channels that it sees: height × width, row by row. */
  fovea.kernel = (filters, channel, filter) => {
    const [height, width, channels, count] = filters.shape;
    const values = [];
    for (let i = 0; i < height * width; i++) {
      values.push(filters.values[(i * channels + channel) * count + filter]);
    }
    return { height, width, values };
  };

  /** Σ patch · kernel, in double precision; border counts as 0. */
  fovea.dot = (patch, kernel) => patch.reduce((sum, value, i) => sum + (value === null ? 0 : value * kernel[i]), 0);

  const { h } = window.preact || {};
  /** A text in both languages; the page's style shows one. */
  fovea.both = (english, chinese) => [h('span', { lang: 'en' }, english), h('span', { lang: 'zh' }, chinese)];
})();
