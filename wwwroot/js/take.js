// One take from the microphone, kept in the browser until it is sent or a new one is begun.
import { openMicrophone, showLevels } from './recorder.js';

export class Take {
  #panel;
  #microphone = null;
  #address = null;
  #meter = null;

  /** @param panel holds an audio element, and a level meter while a take runs. */
  constructor(panel) {
    this.#panel = panel;
  }

  /** The sound that was taken; null before. */
  sound = null;

  /** Starts a take; gives the name of what is in the way, or null. */
  async start() {
    this.forget();
    try {
      this.#microphone = await openMicrophone();
    } catch (failure) {
      return failure.code ?? 'not-possible';
    }
    this.#microphone.keep();
    return null;
  }

  /** Shows levels on a meter that has come on screen. */
  meter() {
    const meter = this.#panel.querySelector('[data-meter]');
    if (meter && this.#microphone && meter !== this.#meter) {
      this.#meter = meter;
      showLevels(meter, this.#microphone);
    }
  }

  stop() {
    this.sound = this.#microphone.finish();
    this.#microphone = null;
    this.#address = URL.createObjectURL(this.sound);
    this.#panel.querySelector('audio').src = this.#address;
  }

  forget() {
    this.#panel.querySelector('audio')?.removeAttribute('src');
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = null;
    this.sound = null;
  }

  close() {
    this.#microphone?.close();
    this.forget();
  }
}
