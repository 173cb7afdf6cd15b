// Outlines and spectrograms, drawn in the theme's colours from the server's numbers.

/** Calls a function whenever the theme changes; gives the function that ends it. */
export function onTheme(render) {
  const themes = new MutationObserver(render);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => themes.disconnect();
}

/** Draws an outline: { lowest, highest }. */
export function outline(canvas, peaks) {
  const paper = canvas.getContext('2d');
  const middle = canvas.height / 2;
  paper.clearRect(0, 0, canvas.width, canvas.height);
  paper.fillStyle = colour('--mud-palette-primary');
  const count = peaks.highest.length;
  const width = canvas.width / count;
  for (let i = 0; i < count; i++) {
    const top = middle - peaks.highest[i] * middle;
    const bottom = middle - peaks.lowest[i] * middle;
    paper.fillRect(i * width, top, Math.max(1, width * 0.8), Math.max(1, bottom - top));
  }
}

/** Draws a spectrogram: { width, height, cells }, the cells in base64. */
export function cells(canvas, image) {
  canvas.width = image.width;
  canvas.height = image.height;
  const paper = canvas.getContext('2d');
  const low = rgb(colour('--mud-palette-background-gray'));
  const mid = rgb(colour('--mud-palette-primary'));
  const high = rgb(colour('--mud-palette-secondary'));
  const values = Uint8Array.from(atob(image.cells), (letter) => letter.charCodeAt(0));
  const pixels = paper.createImageData(image.width, image.height);
  for (let i = 0; i < values.length; i++) {
    const share = values[i] / 255;
    const [from, to, at] = share < 0.6 ? [low, mid, share / 0.6] : [mid, high, (share - 0.6) / 0.4];
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = from[c] + (to[c] - from[c]) * at;
    pixels.data[4 * i + 3] = 255;
  }
  paper.putImageData(pixels, 0, 0);
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function rgb(text) {
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  probe.fillStyle = text;
  probe.fillRect(0, 0, 1, 1);
  return probe.getImageData(0, 0, 1, 1).data;
}
