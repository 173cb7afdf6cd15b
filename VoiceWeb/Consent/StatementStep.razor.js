// One reading of the statement, from the microphone alone.
import { Take } from '../js/take.js';
import { send } from '../js/upload.js';

export function attach(panel) {
  const take = new Take(panel);
  return {
    start: () => take.start(),
    meter: () => take.meter(),
    stop: () => take.stop(),
    /** Sends the take; gives the refusal, or null. */
    async send(consentId, challengeId) {
      const answer = await send(`/api/consents/${consentId}/statement?challenge=${challengeId}`, take.sound, 'audio/wav', null);
      return answer.ok ? null : answer;
    },
    detach: () => take.close(),
  };
}
