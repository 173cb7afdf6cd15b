// Draws the waveform, steers the audio element, and fetches downloads so that a refusal can be shown in the page.
import WaveSurfer from '../lib/wavesurfer/wavesurfer.esm.js';
import { problemOf } from '../js/api.js';

const drawUpToSeconds = 900; // a waveform needs the whole file in memory

export function attach(root) {
  const part = (role) => root.querySelector(`[data-role=${role}]`);
  const [audio, play, wave, seek, time, message] = ['audio', 'play', 'wave', 'seek', 'time', 'message'].map(part);
  const seconds = Number(root.dataset.seconds) || 0;
  const playLabel = play.getAttribute('aria-label');
  const stop = new AbortController();
  const on = (target, name, handler) => target.addEventListener(name, handler, { signal: stop.signal });
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  let surfer = null;

  const show = () => {
    const at = audio.currentTime;
    seek.value = at;
    seek.setAttribute('aria-valuetext', `${clock(at)} / ${clock(seconds)}`);
    time.textContent = `${clock(at)} / ${clock(seconds)}`;
  };

  on(play, 'click', () => (audio.paused ? audio.play() : audio.pause()));
  on(seek, 'input', () => { audio.currentTime = Number(seek.value); show(); });
  on(audio, 'timeupdate', show);
  on(audio, 'seeked', show);
  on(audio, 'play', () => {
    root.classList.add('vw-playing');
    play.setAttribute('aria-label', play.dataset.pauseLabel);
    document.dispatchEvent(new CustomEvent('vw-play', { detail: audio }));
  });
  for (const end of ['pause', 'ended']) {
    on(audio, end, () => { root.classList.remove('vw-playing'); play.setAttribute('aria-label', playLabel); });
  }
  on(audio, 'error', () => { message.textContent = message.dataset.failed; });
  // One sound at a time.
  on(document, 'vw-play', (event) => { if (event.detail !== audio) audio.pause(); });

  for (const link of root.querySelectorAll('[data-role=download]')) {
    on(link, 'click', (event) => { event.preventDefault(); download(link, message, stop.signal); });
  }

  show();
  if (seconds > 0 && seconds <= drawUpToSeconds) {
    surfer = WaveSurfer.create({
      container: wave, media: audio, height: 56, barWidth: 2, barGap: 1.5, barRadius: 2, normalize: true,
      interact: false, cursorWidth: 0, hideScrollbar: true,
      waveColor: colour('--mud-palette-lines-inputs'), progressColor: colour('--mud-palette-primary'),
    });
    on(document, 'vw-theme', () => surfer.setOptions({ waveColor: colour('--mud-palette-lines-inputs'), progressColor: colour('--mud-palette-primary') }));
  }

  return {
    detach() {
      stop.abort();
      audio.pause();
      surfer?.destroy();
    },
  };
}

async function download(link, message, signal) {
  message.textContent = message.dataset.preparing;
  try {
    const response = await fetch(link.href, { signal });
    if (!response.ok) {
      message.textContent = (await problemOf(response)).detail || message.dataset.failed;
      return;
    }
    const name = /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'voiceweb';
    const url = URL.createObjectURL(await response.blob());
    const save = Object.assign(document.createElement('a'), { href: url, download: name });
    document.body.append(save);
    save.click();
    save.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    message.textContent = '';
  } catch (error) {
    if (error.name !== 'AbortError') message.textContent = message.dataset.failed;
  }
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
