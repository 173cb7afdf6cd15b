// How fast sound is made, and how long to wait before it is heard so that it does not stop inside a sentence.

const LONGEST = 4; // seconds: pieces of a sentence are twice as long as the one before, up to this
const MARGIN = 1.1; // the next piece may take a little longer
const MOST = 3; // seconds that nobody has to wait longer than for a first sound

const after = (seconds) => (seconds < LONGEST ? Math.min(2 * seconds, LONGEST) : seconds);

export class Pace {
  #seconds = 0.45; // of work for a second of sound; at this one no piece has to wait
  #came = null;

  /** A piece has come. Slower ones count at once, faster ones little by little. */
  came(now, duration) {
    if (this.#came !== null && duration > 0) {
      const took = (now - this.#came) / duration;
      this.#seconds = took > this.#seconds ? took : 0.7 * this.#seconds + 0.3 * took;
    }
    this.#came = now;
  }

  /** Nothing is being made. What was learned about the pace stays. */
  rest() {
    this.#came = null;
  }

  /** How long a piece that nothing sounds before should wait, so that the next two come in time. */
  reserve(duration) {
    const next = after(duration);
    const last = after(next);
    const work = MARGIN * this.#seconds;
    return Math.min(MOST, Math.max(0, work * next - duration, work * (next + last) - duration - next));
  }
}
