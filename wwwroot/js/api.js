// Requests to /api from scripts: the antiforgery token that every change needs, and refusals as errors with a sentence.

/** Headers that prove that a request comes from a page of this site. */
export function antiforgeryHeaders() {
  return { RequestVerificationToken: document.querySelector('meta[name="antiforgery-token"]').content };
}

/** Reads the sentence and code of a refused request; `detail` is what to show. */
export async function problemOf(response) {
  try {
    const problem = await response.json();
    return { status: response.status, code: problem.code ?? '', detail: problem.detail ?? problem.title ?? '' };
  } catch {
    return { status: response.status, code: '', detail: '' };
  }
}

/** Posts JSON and gives the answer's JSON (null when it has none). Throws an Error with `status` and `code` when refused. */
export async function postJson(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...antiforgeryHeaders(), 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
  if (!response.ok) {
    const problem = await problemOf(response);
    throw Object.assign(new Error(problem.detail), problem);
  }
  return response.status === 204 ? null : response.json();
}
