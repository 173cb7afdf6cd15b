// The text with its draft and counter, and the sentences played one after the other without a gap.

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
    const sound = await this.#context.decodeAudioData(await response.arrayBuffer());
    if (turn !== this.#turn) return;
    const source = this.#context.createBufferSource();
    source.buffer = sound;
    source.connect(this.#context.destination);
    const at = Math.max(this.#context.currentTime + 0.05, this.#free);
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
