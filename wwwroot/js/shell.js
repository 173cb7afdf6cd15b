// What the frame does by itself, on pages with and without a circuit: theme, popovers, copying.
const root = document.documentElement;

function showChoice() {
  for (const button of document.querySelectorAll('[data-theme-choice]')) {
    button.setAttribute('aria-pressed', String(button.dataset.themeChoice === root.dataset.theme));
  }
}

document.addEventListener('click', async event => {
  const choice = event.target.closest('[data-theme-choice]');
  if (choice) {
    root.dataset.theme = choice.dataset.themeChoice;
    document.cookie = `vw.theme=${choice.dataset.themeChoice}; path=/; max-age=31536000; samesite=lax`;
    showChoice();
    return;
  }

  const copy = event.target.closest('[data-copy]');
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.dataset.copied = 'true';
    return;
  }

  // A menu closes behind the one who chose from it.
  const link = event.target.closest('[popover] a[href]');
  if (link) {
    link.closest('[popover]').hidePopover();
  }
});

// Popovers open before anybody can see their buttons, whoever rendered them.
document.addEventListener('toggle', showChoice, true);
showChoice();
