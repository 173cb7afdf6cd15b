// The microphone as a WAV file: 48 kHz, mono, 16 bits, with nothing taken away by the browser's own filters.
const RATE = 48000;
const CLIPPED = 0.985;

/** Opens the microphone. Throws an Error whose `code` is `denied`, `no-microphone` or `not-possible`. */
export async function openMicrophone() {
  if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) throw coded('not-possible');
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
  } catch (refused) {
    throw coded(refused.name === 'NotAllowedError' || refused.name === 'SecurityError' ? 'denied' : 'no-microphone');
  }
  const context = new AudioContext({ sampleRate: RATE });
  try {
    await context.audioWorklet.addModule('/js/recorder-worklet.js');
    await context.resume();
  } catch {
    stream.getTracks().forEach((track) => track.stop());
    throw coded('not-possible');
  }
  return new Microphone(stream, context);
}

class Microphone {
  constructor(stream, context) {
    this.stream = stream;
    this.context = context;
    this.pieces = [];
    this.samples = 0;
    this.keeping = false;
    this.levels = [];
    this.source = context.createMediaStreamSource(stream);
    this.node = new AudioWorkletNode(context, 'voiceweb-recorder', { numberOfOutputs: 0 });
    this.node.port.onmessage = (message) => this.take(message.data);
    this.source.connect(this.node);
  }

  /** Called about 20 times a second with { db, peakDb, clipping, noiseDb, seconds }. */
  onLevel = () => {};

  keep() {
    this.pieces = [];
    this.samples = 0;
    this.keeping = true;
  }

  get seconds() {
    return this.samples / this.context.sampleRate;
  }

  take(piece) {
    let square = 0;
    let peak = 0;
    for (const sample of piece) {
      square += sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    if (this.keeping) {
      this.pieces.push(piece);
      this.samples += piece.length;
    }
    const db = 10 * Math.log10(square / piece.length + 1e-10);
    this.levels.push(db);
    if (this.levels.length > 120) this.levels.shift(); // five seconds
    const quietFirst = [...this.levels].sort((a, b) => a - b);
    this.onLevel({
      db,
      peakDb: 20 * Math.log10(peak + 1e-5),
      clipping: peak >= CLIPPED,
      // What the room does while nobody speaks: the quiet tenth of the last seconds.
      noiseDb: this.levels.length < 110 ? null : quietFirst[Math.floor(quietFirst.length / 10)],
      seconds: this.seconds,
    });
  }

  /** Stops and gives the file. */
  finish() {
    this.keeping = false;
    const file = wav(this.pieces, this.samples, this.context.sampleRate);
    this.close();
    return file;
  }

  close() {
    this.node.port.onmessage = null;
    this.source.disconnect();
    this.stream.getTracks().forEach((track) => track.stop());
    if (this.context.state !== 'closed') this.context.close();
  }
}

function wav(pieces, samples, rate) {
  const file = new DataView(new ArrayBuffer(44 + samples * 2));
  const text = (at, letters) => [...letters].forEach((letter, i) => file.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  file.setUint32(4, 36 + samples * 2, true);
  text(8, 'WAVEfmt ');
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true); // PCM
  file.setUint16(22, 1, true); // mono
  file.setUint32(24, rate, true);
  file.setUint32(28, rate * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  text(36, 'data');
  file.setUint32(40, samples * 2, true);
  let at = 44;
  for (const piece of pieces) {
    for (const sample of piece) {
      file.setInt16(at, Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), true);
      at += 2;
    }
  }
  return new Blob([file], { type: 'audio/wav' });
}

/**
 * Shows levels in an element of this shape, in words and as a bar, without a round trip to the server:
 * [data-meter] with data-quiet, data-good, data-clipping, data-noisy; inside it [data-bar], [data-word], [data-noise], [data-time].
 */
export function showLevels(meter, microphone) {
  const bar = meter.querySelector('[data-bar]');
  const word = meter.querySelector('[data-word]');
  const noise = meter.querySelector('[data-noise]');
  const time = meter.querySelector('[data-time]');
  let clippedUntil = 0;
  let loudUntil = 0;
  let said = '';
  microphone.onLevel = ({ db, clipping, noiseDb, seconds }) => {
    const now = performance.now();
    if (clipping) clippedUntil = now + 1500;
    if (db > -38) loudUntil = now + 1200; // a pause between words is not too quiet
    const state = now < clippedUntil ? 'clipping' : now < loudUntil ? 'good' : 'quiet';
    const share = Math.max(0, Math.min(100, ((db + 60) / 60) * 100));
    bar.style.inlineSize = `${share.toFixed(0)}%`;
    meter.dataset.state = state;
    meter.querySelector('[role=meter]').setAttribute('aria-valuenow', share.toFixed(0));
    if (state !== said) {
      said = state;
      word.textContent = meter.dataset[state];
      meter.querySelector('[role=meter]').setAttribute('aria-valuetext', meter.dataset[state]);
    }
    const noisy = noiseDb !== null && noiseDb > -46;
    if (noise.hidden === noisy) {
      noise.hidden = !noisy;
      noise.textContent = noisy ? meter.dataset.noisy : '';
    }
    if (time) {
      const whole = Math.floor(seconds);
      time.textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
    }
  };
}

function coded(code) {
  return Object.assign(new Error(code), { code });
}
