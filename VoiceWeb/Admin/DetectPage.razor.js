// A dropped, chosen, pasted or recorded sound goes to the server; the finding comes back to the page. The file stays here, to be compared.
import { openMicrophone } from '../js/recorder.js';
import { examineSound, onSound, sendSound } from '../js/soundDrop.js';
import { outline, cells, onTheme } from '../js/soundPicture.js';

export function attach(zone, page) {
  const stop = new AbortController();
  let file = null;
  let microphone = null;
  let address = null;
  let forget = () => {};

  const examine = async (sound, name) => {
    if (!sound) return;
    file = sound;
    await page.invokeMethodAsync('Begin', name ?? sound.name);
    await examineSound('/api/detect', sound, stop.signal, page, (found) => page.invokeMethodAsync('Found', found));
  };

  onSound(zone.querySelector('label'), examine, stop.signal);
  document.addEventListener('paste', (event) => {
    if (event.clipboardData?.files.length) examine(event.clipboardData.files[0]);
  }, { signal: stop.signal });

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
        sendSound('/api/detect/picture', file, stop.signal),
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
