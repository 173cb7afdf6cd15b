// A visitor's file goes to the server; one word comes back.
import { problemOf } from '../js/api.js';

export function attach(drop, page) {
  const input = drop.querySelector('input[type=file]');
  const stop = new AbortController();
  const on = (target, name, handler) => target.addEventListener(name, handler, { signal: stop.signal });

  const ask = async (file) => {
    if (!file) return;
    await page.invokeMethodAsync('Begin');
    try {
      const response = await fetch('/api/verify', {
        method: 'POST', body: file, signal: stop.signal, headers: { 'Content-Type': 'application/octet-stream', Accept: 'application/json' },
      });
      if (response.ok) {
        await page.invokeMethodAsync('Answer', (await response.json()).madeHere);
      } else {
        const problem = await problemOf(response);
        await page.invokeMethodAsync('Refused', problem.code, problem.detail);
      }
    } catch (error) {
      if (error.name !== 'AbortError') await page.invokeMethodAsync('Refused', 'sending-failed', '');
    }
  };

  on(drop, 'dragover', (event) => { event.preventDefault(); drop.classList.add('vw-detect-over'); });
  on(drop, 'dragleave', () => drop.classList.remove('vw-detect-over'));
  on(drop, 'drop', (event) => {
    event.preventDefault();
    drop.classList.remove('vw-detect-over');
    ask(event.dataTransfer.files[0]);
  });
  on(input, 'change', () => { ask(input.files[0]); input.value = ''; });
  return { detach: () => stop.abort() };
}
