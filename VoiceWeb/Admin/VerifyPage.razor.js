// A visitor's file goes to the server; one word comes back.
import { examineSound, onSound } from '../js/soundDrop.js';

export function attach(drop, page) {
  const stop = new AbortController();
  onSound(drop, async (file) => {
    if (!file) return;
    await page.invokeMethodAsync('Begin');
    await examineSound('/api/verify', file, stop.signal, page, (answer) => page.invokeMethodAsync('Answer', answer.madeHere));
  }, stop.signal);
  return { detach: () => stop.abort() };
}
