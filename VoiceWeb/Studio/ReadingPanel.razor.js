// Tells the panel what is written, once the writer rests, and writes the panel's choices into the text.

const REST = 350; // ms
const MOST = 1200; // characters that are shown at once

export function attach(areaId, panel) {
  const area = document.getElementById(areaId);
  const stop = new AbortController();
  let waiting = 0;
  let busy = false;
  let again = false;
  let told = null;

  // Of a long text the part around the writing position, from the beginning of a sentence to the end of one.
  const part = () => {
    const text = area.value;
    if (text.length <= MOST) return { text, start: 0 };
    let start = Math.max(0, Math.min(area.selectionStart, text.length) - MOST / 2);
    const first = start > 0 ? text.slice(start, start + MOST / 3).search(/[。！？.!?\n]/) : -1;
    if (first >= 0) start += first + 1;
    const shown = text.slice(start, start + MOST);
    const last = Math.max(...['。', '！', '？', '. ', '! ', '? ', '\n'].map((end) => shown.lastIndexOf(end)));
    return { text: last > MOST / 2 ? shown.slice(0, last + 1) : shown, start };
  };

  const tell = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      do {
        again = false;
        const { text, start } = part();
        const now = `${start}/${area.value.length}/${text}`;
        if (now === told) break;
        told = now;
        await panel.invokeMethodAsync('ShowAsync', text, start, area.value.length);
      } while (again);
    } finally {
      busy = false;
    }
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => tell().catch((error) => stop.signal.aborted || console.warn('The reading could not be shown.', error)), REST);
  };
  const moved = () => area.value.length > MOST && soon();
  area.addEventListener('input', soon, { signal: stop.signal });
  area.addEventListener('keyup', moved, { signal: stop.signal });
  area.addEventListener('click', moved, { signal: stop.signal });
  soon();

  return {
    // Writes only where the text still is as it was shown.
    edit(start, expected, replacement, shown, shownStart) {
      if (area.value.slice(shownStart, shownStart + shown.length) !== shown || area.value.slice(start, start + expected.length) !== expected) return false;
      area.setRangeText(replacement, start, start + expected.length, 'end');
      area.dispatchEvent(new Event('input', { bubbles: true }));
      return true;
    },
    focus(id) {
      const row = document.getElementById(id);
      row?.scrollIntoView({ block: 'nearest' });
      row?.querySelector('button')?.focus();
    },
    detach() {
      clearTimeout(waiting);
      stop.abort();
    },
  };
}
