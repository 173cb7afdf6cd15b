// A dropped, chosen or pasted sound file goes to the server; the finding comes back to the page.
import { antiforgeryHeaders, problemOf } from '../js/api.js';

export function attach(zone, page) {
  const input = zone.querySelector('input[type=file]');
  const stop = new AbortController();
  const on = (target, name, handler) => target.addEventListener(name, handler, { signal: stop.signal });

  const examine = async (file) => {
    if (!file) return;
    await page.invokeMethodAsync('Begin', file.name);
    try {
      const response = await fetch('/api/detect', {
        method: 'POST', body: file, signal: stop.signal,
        headers: { ...antiforgeryHeaders(), 'Content-Type': 'application/octet-stream', Accept: 'application/json' },
      });
      if (response.ok) {
        await page.invokeMethodAsync('Found', await response.json());
      } else {
        const problem = await problemOf(response);
        await page.invokeMethodAsync('Refused', problem.code, problem.detail);
      }
    } catch (error) {
      if (error.name !== 'AbortError') await page.invokeMethodAsync('Refused', 'sending-failed', '');
    }
  };

  on(zone, 'dragover', (event) => { event.preventDefault(); zone.classList.add('vw-detect-over'); });
  on(zone, 'dragleave', () => zone.classList.remove('vw-detect-over'));
  on(zone, 'drop', (event) => {
    event.preventDefault();
    zone.classList.remove('vw-detect-over');
    examine(event.dataTransfer.files[0]);
  });
  on(input, 'change', () => { examine(input.files[0]); input.value = ''; });
  on(document, 'paste', (event) => {
    if (event.clipboardData?.files.length) examine(event.clipboardData.files[0]);
  });
  return { detach: () => stop.abort() };
}
