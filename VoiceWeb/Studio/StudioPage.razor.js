// The text with its draft and counter, and the sentences played one after the other without a gap.
import { Pace } from '../js/pace.js';

export function attach(desk, draftKey, limit, language, given) {
  const area = desk.querySelector('[data-role=text]');
  const counter = desk.querySelector('[data-role=count]');
  const numbers = new Intl.NumberFormat(language);
  const stop = new AbortController();
  const sentences = new SentenceQueue();

  // A character outside the basic plane is one character.
  const count = () => [...area.value].length;
  const fill = (text, ...values) => values.reduce((filled, value, i) => filled.replace(`{${i}}`, numbers.format(value)), text);
  const show = () => {
    const characters = count();
    const over = characters - limit;
    counter.textContent = over > 0 ? fill(counter.dataset.over, over) : fill(counter.dataset.count, characters, limit);
    counter.classList.toggle('vw-over', over > 0);
    area.setAttribute('aria-invalid', over > 0 ? 'true' : 'false');
  };
  const keep = () => {
    try {
      localStorage.setItem(draftKey, area.value);
    } catch {
      // The browser's store is full or switched off: the text stays on the page.
    }
  };

  if (given !== null) area.value = given;
  else if (!area.value) area.value = localStorage.getItem(draftKey) ?? '';
  let waiting = 0;
  area.addEventListener('input', () => {
    show();
    clearTimeout(waiting);
    waiting = setTimeout(keep, 300);
  }, { signal: stop.signal });
  addEventListener('pagehide', keep, { signal: stop.signal });
  document.addEventListener('vw-play', () => sentences.silence(), { signal: stop.signal });
  area.dispatchEvent(new Event('input')); // the counter and the reading show it

  return {
    count,
    text: () => new TextEncoder().encode(area.value),
    listen: () => sentences.begin(),
    enqueue: (url, chips, position) => sentences.add(url, chips, position),
    play: (url) => sentences.add(url),
    silence: () => sentences.silence(),
    detach() {
      clearTimeout(waiting);
      keep();
      stop.abort();
      sentences.close();
    },
  };
}

class SentenceQueue {
  #pace = new Pace();
  #context = null;
  #free = 0; // when the last scheduled sentence ends, on the context's clock
  #order = Promise.resolve();
  #turn = 0;
  #sounding = new Set();

  // Called within a click: only then may a page make sound.
  async begin() {
    this.silence();
    this.#context ??= new AudioContext();
    await this.#context.resume();
  }

  add(url, chips, position) {
    const turn = this.#turn;
    this.#order = this.#order.then(() => this.#schedule(url, chips, position, turn)).catch((error) => console.warn('A sentence could not be played.', error));
  }

  silence() {
    this.#turn++;
    this.#free = 0;
    this.#pace.rest();
    for (const source of this.#sounding) source.stop();
    this.#sounding.clear();
  }

  close() {
    this.silence();
    this.#context?.close();
  }

  async #schedule(url, chips, position, turn) {
    const response = await fetch(url);
    if (!response.ok || turn !== this.#turn || !this.#context) return;
    const file = await response.arrayBuffer();
    const sound = samplesOf(file, this.#context) ?? await this.#context.decodeAudioData(file);
    if (turn !== this.#turn) return;
    const source = this.#context.createBufferSource();
    source.buffer = sound;
    source.connect(this.#context.destination);
    const now = this.#context.currentTime;
    if (chips) this.#pace.came(now, sound.duration); // what is only heard again says nothing about how fast it was made
    const at = this.#free > now ? this.#free : now + 0.05 + (chips ? this.#pace.reserve(sound.duration) : 0);
    source.start(at);
    this.#free = at + sound.duration;
    this.#sounding.add(source);
    const chip = chips?.querySelector(`[data-position="${position}"]`);
    const lit = setTimeout(() => chip?.classList.add('vw-sentence-playing'), (at - this.#context.currentTime) * 1000);
    source.onended = () => {
      clearTimeout(lit);
      chip?.classList.remove('vw-sentence-playing');
      this.#sounding.delete(source);
    };
  }
}

// The pieces of a sentence meet sample by sample. decodeAudioData would bring each to the device's rate on its own and blur its ends, so the
// 16-bit samples are taken as they are; null for any other file.
function samplesOf(file, context) {
  const view = new DataView(file);
  const name = (at) => String.fromCharCode(...new Uint8Array(file, at, 4));
  if (view.byteLength < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') return null;
  let rate = 0;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const length = view.getUint32(at + 4, true);
    const body = at + 8;
    if (name(at) === 'fmt ' && body + 16 <= view.byteLength) {
      const plain = view.getUint16(body, true) === 1 && view.getUint16(body + 2, true) === 1 && view.getUint16(body + 14, true) === 16;
      rate = plain ? view.getUint32(body + 4, true) : 0;
    }
    if (name(at) === 'data') {
      const count = Math.min(length, view.byteLength - body) >> 1;
      if (!rate || !count) return null;
      const sound = context.createBuffer(1, count, rate);
      const channel = sound.getChannelData(0);
      for (let i = 0; i < count; i++) channel[i] = view.getInt16(body + 2 * i, true) / 32768;
      return sound;
    }
    at = body + length + (length & 1);
  }
  return null;
}
