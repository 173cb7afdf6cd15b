// Dropped and chosen files, sent one after the other.
import { send } from '../js/upload.js';

let numbers = 0;

export function attach(zone, page) {
  const input = zone.querySelector('input[type=file]');
  const queue = [];
  let busy = false;

  const work = async () => {
    if (busy) return;
    busy = true;
    for (let next; (next = queue.shift()); ) {
      const form = new FormData();
      form.append('source', 'upload');
      form.append('file', next.file, next.file.name);
      let shown = 0;
      const answer = await send('/api/clips/', form, null, (done) => {
        if (done === 1 || done - shown > 0.05) {
          shown = done;
          page.invokeMethodAsync('Progress', next.number, done);
        }
      });
      await page.invokeMethodAsync('EndAsync', next.number, answer.ok, answer.ok ? null : answer);
    }
    busy = false;
  };

  const take = async (files) => {
    for (const file of files) {
      const number = ++numbers;
      await page.invokeMethodAsync('Begin', number, file.name);
      queue.push({ number, file });
    }
    work();
  };

  const over = (event) => {
    event.preventDefault();
    zone.classList.add('vw-drop-over');
  };
  const leave = () => zone.classList.remove('vw-drop-over');
  const drop = (event) => {
    event.preventDefault();
    leave();
    take([...event.dataTransfer.files]);
  };
  const chosen = () => {
    take([...input.files]);
    input.value = '';
  };
  zone.addEventListener('dragover', over);
  zone.addEventListener('dragleave', leave);
  zone.addEventListener('drop', drop);
  input.addEventListener('change', chosen);
  return {
    detach() {
      zone.removeEventListener('dragover', over);
      zone.removeEventListener('dragleave', leave);
      zone.removeEventListener('drop', drop);
      input.removeEventListener('change', chosen);
    },
  };
}
