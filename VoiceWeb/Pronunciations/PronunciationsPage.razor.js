// Chosen files of pronunciations go to the endpoint, never through the circuit.
import { send } from '../js/upload.js';

export function attach(page) {
  const stop = new AbortController();
  // The field is drawn anew with every dictionary, so its events are heard further out.
  document.addEventListener('change', async ({ target }) => {
    if (target.id !== 'lexicon-file' || !target.files.length) return;
    const file = target.files[0];
    const answer = await send(`/api/pronunciations/${target.dataset.id}/import`, file, 'text/plain');
    target.value = '';
    await page.invokeMethodAsync('ImportedAsync', answer.ok ? answer.answer : null, answer.ok ? null : answer);
  }, { signal: stop.signal });
  return { detach: () => stop.abort() };
}
