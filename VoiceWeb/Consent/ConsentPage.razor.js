// Confirms a consent with the passkey; gives the problem, or null.
import { stepUp } from '../js/stepUp.js';

export async function confirm(consentId) {
  try {
    await stepUp(`/api/consents/${consentId}/step-up`, {});
    return null;
  } catch (problem) {
    return { code: problem.code || 'no-answer', detail: problem.message ?? '', arguments: [] };
  }
}
