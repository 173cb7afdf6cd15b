// The framework reports the state of its connection to this dialog by events.
const dialog = document.getElementById('components-reconnect-modal');
dialog.addEventListener('components-reconnect-state-changed', ({ detail }) => {
  if (detail.state === 'show') {
    dialog.showModal();
  } else if (detail.state === 'hide') {
    dialog.close();
  } else if (detail.state === 'failed') {
    document.addEventListener('visibilitychange', retryWhenSeen);
  } else if (detail.state === 'rejected') {
    location.reload();
  }
});
document.getElementById('components-reconnect-button').addEventListener('click', retry);
document.getElementById('components-resume-button').addEventListener('click', resume);

async function retry() {
  document.removeEventListener('visibilitychange', retryWhenSeen);
  try {
    // false: the server is there but has forgotten this page.
    if (await Blazor.reconnect() || await Blazor.resumeCircuit()) {
      dialog.close();
    } else {
      location.reload();
    }
  } catch {
    // The server does not answer yet: try again when the page is looked at.
    document.addEventListener('visibilitychange', retryWhenSeen);
  }
}

async function resume() {
  try {
    if (!await Blazor.resumeCircuit()) {
      location.reload();
    }
  } catch {
    dialog.classList.replace('components-reconnect-paused', 'components-reconnect-resume-failed');
  }
}

async function retryWhenSeen() {
  if (document.visibilityState === 'visible') {
    await retry();
  }
}
