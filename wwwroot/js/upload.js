// Files to /api by XMLHttpRequest, since fetch cannot tell how far an upload is.
import { antiforgeryHeaders } from './api.js';

/**
 * Sends a body and gives { ok, status, code, detail, arguments, answer }; never throws for a refusal.
 * @param onProgress receives 0 to 1
 * @param signal aborts the sending
 */
export function send(url, body, type, onProgress, signal) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries(antiforgeryHeaders())) request.setRequestHeader(name, value);
    request.setRequestHeader('Accept', 'application/json');
    if (type) request.setRequestHeader('Content-Type', type);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onload = () => {
      let answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // A proxy's own page: the status is all there is.
      }
      const ok = request.status >= 200 && request.status < 300;
      resolve(ok
        ? { ok, status: request.status, answer }
        : { ok, status: request.status, code: answer?.code ?? 'no-answer', detail: answer?.detail ?? '', arguments: answer?.arguments ?? [] });
    };
    signal?.addEventListener('abort', () => request.abort());
    request.onerror = request.onabort = () => resolve({ ok: false, status: 0, code: 'no-answer', detail: '', arguments: [] });
    request.send(body);
  });
}
