// Draws a recording's outline and spectrogram.
import { outline, cells, onTheme } from '../js/soundPicture.js';

export function attach(picture, id) {
  const [wave, spectrum] = picture.querySelectorAll('canvas');
  let peaks = null;
  let image = null;
  const render = () => {
    if (peaks) outline(wave, peaks);
    if (image) cells(spectrum, image);
  };
  get(`/api/clips/${id}/peaks`).then((answer) => { peaks = answer; render(); });
  get(`/api/clips/${id}/spectrogram`).then((answer) => { image = answer; render(); });
  return { detach: onTheme(render) };
}

async function get(url) {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  return response.ok ? response.json() : null;
}
