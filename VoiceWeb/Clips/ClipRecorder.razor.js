// One take from the microphone, sent as a recording.
import { Take } from '../js/take.js';
import { send } from '../js/upload.js';

export function attach(panel) {
  const take = new Take(panel);
  return {
    start: () => take.start(),
    meter: () => take.meter(),
    stop: () => take.stop(),
    /** Sends the take; gives the refusal, or null. */
    async send(name, language, transcript) {
      const form = new FormData();
      form.append('source', 'microphone');
      form.append('language', language);
      form.append('transcript', transcript);
      form.append('file', take.sound, `${name}.wav`);
      const answer = await send('/api/clips/', form, null, null);
      if (answer.ok) take.forget();
      return answer.ok ? null : answer;
    },
    detach: () => take.close(),
  };
}
