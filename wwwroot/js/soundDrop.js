// One sound file that a person drops or chooses, on its way to be examined.
import { antiforgeryHeaders, problemOf } from './api.js';

/**
 * @param drop holds the field, and shows that a file hangs over it.
 * @param take called with the file.
 * @param signal ends the listening.
 */
export function onSound(drop, take, signal) {
  const input = drop.querySelector('input[type=file]');
  const on = (target, name, handler) => target.addEventListener(name, handler, { signal });
  on(drop, 'dragover', (event) => { event.preventDefault(); drop.classList.add('vw-detect-over'); });
  on(drop, 'dragleave', () => drop.classList.remove('vw-detect-over'));
  on(drop, 'drop', (event) => {
    event.preventDefault();
    drop.classList.remove('vw-detect-over');
    take(event.dataTransfer.files[0]);
  });
  on(input, 'change', () => { take(input.files[0]); input.value = ''; });
}

/** Sends a sound as the body of a request. */
export const sendSound = (url, sound, signal) => fetch(url, {
  method: 'POST', body: sound, signal,
  headers: { ...antiforgeryHeaders(), 'Content-Type': 'application/octet-stream', Accept: 'application/json' },
});

/**
 * Sends a sound to be examined, and tells the page of a refusal.
 *
 * @param page is told by Refused(code, sentence).
 * @param found called with the server's answer.
 */
export async function examineSound(url, sound, signal, page, found) {
  try {
    const response = await sendSound(url, sound, signal);
    if (response.ok) {
      await found(await response.json());
    } else {
      const problem = await problemOf(response);
      await page.invokeMethodAsync('Refused', problem.code, problem.detail);
    }
  } catch (error) {
    if (error.name !== 'AbortError') await page.invokeMethodAsync('Refused', 'sending-failed', '');
  }
}
