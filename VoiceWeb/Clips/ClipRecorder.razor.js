// One take from the microphone, kept in the browser until it is sent.
import { openMicrophone, showLevels } from '../js/recorder.js';
import { send } from '../js/upload.js';

export function attach(panel) {
  const player = panel.querySelector('audio');
  let microphone = null;
  let take = null;
  let address = null;

  const forget = () => {
    if (address) URL.revokeObjectURL(address);
    player.removeAttribute('src');
    address = null;
    take = null;
  };

  return {
    /** Starts a take; gives the name of what is in the way, or null. */
    async start() {
      forget();
      try {
        microphone = await openMicrophone();
      } catch (failure) {
        return failure.code ?? 'not-possible';
      }
      microphone.keep();
      return null;
    },
    meter() {
      const meter = panel.querySelector('[data-meter]');
      if (meter && microphone && meter !== this.shown) {
        this.shown = meter;
        showLevels(meter, microphone);
      }
    },
    stop() {
      take = microphone.finish();
      microphone = null;
      address = URL.createObjectURL(take);
      player.src = address;
    },
    /** Sends the take; gives the refusal, or null. */
    async send(name, language, transcript) {
      const form = new FormData();
      form.append('source', 'microphone');
      form.append('language', language);
      form.append('transcript', transcript);
      form.append('file', take, `${name}.wav`);
      const answer = await send('/api/clips/', form, null, null);
      if (answer.ok) forget();
      return answer.ok ? null : answer;
    },
    close() {
      microphone?.close();
      forget();
    },
  };
}
