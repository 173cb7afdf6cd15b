// Confirms one act with the user's own passkey.
import { postJson } from './api.js';

/**
 * Asks for the passkey and posts the act: `{ ...body, credential }`, where `credential` is the answer as a JSON string for
 * PasskeyStepUp.VerifyAsync. Gives the act's answer. Without a `url` it gives the credential itself.
 * Throws an Error whose `code` is `cancelled` when the person closed the question, or the refusal's code.
 */
export async function stepUp(url, body) {
  const options = await postJson('/api/step-up/options');
  let credential;
  try {
    credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  } catch (refused) {
    throw Object.assign(new Error(refused.message), { code: 'cancelled' });
  }
  const json = JSON.stringify(credential);
  return url ? postJson(url, { ...body, credential: json }) : json;
}
