// One reading of the statement, from the microphone alone.
import { openMicrophone, showLevels } from '../js/recorder.js';
import { send } from '../js/upload.js';

export function attach(panel) {
  let microphone = null;
  let take = null;
  let address = null;
  let shown = null;

  const forget = () => {
    if (address) URL.revokeObjectURL(address);
    address = null;
    take = null;
  };

  return {
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
      if (meter && microphone && meter !== shown) {
        shown = meter;
        showLevels(meter, microphone);
      }
    },
    stop() {
      take = microphone.finish();
      microphone = null;
      address = URL.createObjectURL(take);
      panel.querySelector('audio').src = address;
    },
    async send(consentId, challengeId) {
      const answer = await send(`/api/consents/${consentId}/statement?challenge=${challengeId}`, take, 'audio/wav', null);
      return answer.ok ? null : answer;
    },
    close() {
      microphone?.close();
      forget();
    },
  };
}
