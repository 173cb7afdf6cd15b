// Buttons that need a passkey: <button type="submit" data-passkey="sign-in|register|add" …> in a form with a field named *.Credential.
// The button carries the sentences for what can go wrong: data-cancelled, data-failed, data-unsupported.
import { postJson } from './api.js';

document.addEventListener('click', async event => {
  const button = event.target.closest('button[data-passkey]');
  if (!button) {
    return;
  }
  event.preventDefault();
  const form = button.form;
  if (!form.reportValidity()) {
    return;
  }

  const message = form.querySelector('[data-passkey-message]');
  message.hidden = true;
  button.disabled = true;
  try {
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
      throw Object.assign(new Error(button.dataset.unsupported), { code: 'unsupported' });
    }
    const credential = await ask(button.dataset.passkey, form);
    [...form.elements].find(field => field.name.endsWith('.Credential')).value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    button.disabled = false;
    message.hidden = false;
    message.lastElementChild.textContent = error.code && error.status !== undefined || error.code === 'unsupported'
      ? error.message
      : error.name === 'NotAllowedError' || error.name === 'AbortError' ? button.dataset.cancelled : button.dataset.failed;
  }
});

async function ask(kind, form) {
  const options = await postJson(`/api/passkeys/${kind}`, kind === 'register' ? fieldsOf(form) : {});
  return kind === 'sign-in'
    ? navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
    : navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
}

// "Input.Email" → { email }; the password stays out of it.
function fieldsOf(form) {
  return Object.fromEntries([...new FormData(form)]
    .filter(([name]) => name.startsWith('Input.') && name !== 'Input.Password')
    .map(([name, value]) => [name[6].toLowerCase() + name.slice(7), value]));
}
