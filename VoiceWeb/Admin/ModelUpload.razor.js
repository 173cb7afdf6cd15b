// Files of a model, sent one after the other as they are: most are far larger than a form could be.
import { send } from '../js/upload.js';

export function attach(form, page) {
  const kinds = /\.(ckpt|pth|pt|bin|safetensors|json|txt)$/i;
  const stop = new AbortController();
  const queue = [];
  let busy = false;

  const work = async () => {
    if (busy) return;
    busy = true;
    for (let next; (next = queue.shift()) && !stop.signal.aborted; ) {
      let shown = 0;
      await page.invokeMethodAsync('Progress', next.path, 0);
      const url = `/api/models/incoming/${encodeURIComponent(next.folder)}?path=${encodeURIComponent(next.path)}`;
      const answer = await send(url, next.file, 'application/octet-stream', (done) => {
        if (done - shown > 0.01) {
          shown = done;
          page.invokeMethodAsync('Progress', next.path, done);
        }
      }, next.stop.signal);
      if (stop.signal.aborted) break;
      if (!answer.ok) queue.length = 0;
      await page.invokeMethodAsync('EndAsync', answer.ok || next.stop.signal.aborted ? null : answer);
    }
    busy = false;
  };

  const take = (input, place) => {
    const folder = form.querySelector('[data-role=folder]').value.trim();
    const ending = new AbortController();
    form.addEventListener('click', (event) => {
      if (event.target.closest('[data-role=stop]')) {
        queue.length = 0;
        ending.abort();
      }
    }, { signal: ending.signal });
    for (const file of input.files) {
      if (kinds.test(file.name)) queue.push({ folder, path: place(file), file, stop: ending });
    }
    input.value = '';
    work();
  };

  // A chosen folder's own name is left out, and of deeper ones the last is kept: a part's files stay together.
  const below = (file) => file.webkitRelativePath.split('/').slice(1).slice(-2).join('/');
  form.querySelector('[data-role=whole]').addEventListener('change', (event) => take(event.target, below), { signal: stop.signal });
  form.querySelector('[data-role=single]').addEventListener('change', (event) => take(event.target, (file) => file.name), { signal: stop.signal });
  return { detach: () => stop.abort() };
}
