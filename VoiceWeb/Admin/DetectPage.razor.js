// A dropped, chosen, pasted or recorded sound goes to the server; the finding comes back to the page. The file stays here, to be compared.
import { antiforgeryHeaders, problemOf } from '../js/api.js';
import { openMicrophone } from '../js/recorder.js';
import { outline, cells, onTheme } from '../js/soundPicture.js';

export function attach(zone, page) {
  const drop = zone.querySelector('label');
  const input = zone.querySelector('input[type=file]');
  const stop = new AbortController();
  const on = (target, name, handler) => target.addEventListener(name, handler, { signal: stop.signal });
  let file = null;
  let microphone = null;
  let address = null;
  let forget = () => {};

  const send = (url, body) => fetch(url, {
    method: 'POST', body, signal: stop.signal,
    headers: { ...antiforgeryHeaders(), 'Content-Type': 'application/octet-stream', Accept: 'application/json' },
  });

  const examine = async (sound, name) => {
    if (!sound) return;
    file = sound;
    await page.invokeMethodAsync('Begin', name ?? sound.name);
    try {
      const response = await send('/api/detect', sound);
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

  on(drop, 'dragover', (event) => { event.preventDefault(); drop.classList.add('vw-detect-over'); });
  on(drop, 'dragleave', () => drop.classList.remove('vw-detect-over'));
  on(drop, 'drop', (event) => {
    event.preventDefault();
    drop.classList.remove('vw-detect-over');
    examine(event.dataTransfer.files[0]);
  });
  on(input, 'change', () => { examine(input.files[0]); input.value = ''; });
  on(document, 'paste', (event) => {
    if (event.clipboardData?.files.length) examine(event.clipboardData.files[0]);
  });

  return {
    /** Begins a recording; gives the name of what is in the way, or null. */
    async record() {
      try {
        microphone = await openMicrophone();
      } catch (failure) {
        return failure.code ?? 'not-possible';
      }
      microphone.keep();
      return null;
    },
    /** Ends the recording and has it examined. */
    stop(name) {
      const take = microphone?.finish();
      microphone = null;
      examine(take, name);
    },
    /** Shows the found file beside the stored recording of a case. */
    async compare(panel, id) {
      const [found, stored] = panel.querySelectorAll('figure');
      if (address) URL.revokeObjectURL(address);
      address = URL.createObjectURL(file);
      found.querySelector('audio').src = address;
      stored.querySelector('audio').src = `/api/cases/${id}/audio`;
      const [own, kept] = await Promise.all([
        send('/api/detect/picture', file),
        fetch(`/api/cases/${id}/picture`, { headers: { Accept: 'application/json' }, signal: stop.signal }),
      ]);
      const pictures = [[found, own.ok ? await own.json() : null], [stored, kept.ok ? await kept.json() : null]];
      if (!kept.ok) {
        stored.querySelector('[data-gone]').hidden = false;
        stored.querySelector('audio').hidden = true;
      }
      const draw = () => pictures.forEach(([figure, picture]) => {
        if (!picture) return;
        const [wave, spectrum] = figure.querySelectorAll('canvas');
        outline(wave, picture);
        cells(spectrum, picture);
      });
      draw();
      forget();
      forget = onTheme(draw);
    },
    detach() {
      stop.abort();
      microphone?.close();
      forget();
      if (address) URL.revokeObjectURL(address);
    },
  };
}
