// Hands the microphone's samples to the page in pieces, mixed to mono. Runs on the audio thread.
const PIECE = 2048;

class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.piece = new Float32Array(PIECE);
    this.filled = 0;
  }

  process(inputs) {
    const channels = inputs[0];
    if (channels.length > 0) {
      for (let i = 0; i < channels[0].length; i++) {
        let sum = 0;
        for (const channel of channels) sum += channel[i];
        this.piece[this.filled++] = sum / channels.length;
        if (this.filled === PIECE) {
          this.port.postMessage(this.piece, [this.piece.buffer]);
          this.piece = new Float32Array(PIECE);
          this.filled = 0;
        }
      }
    }
    return true;
  }
}

registerProcessor('voiceweb-recorder', Recorder);
