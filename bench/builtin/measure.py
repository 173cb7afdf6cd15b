#!/usr/bin/env python3
"""Measures how near a synthetic voice comes to the speaker it was learned from.

    measure.py VOICES_DIR SPEECH_DIR [NAME ...]

VOICES_DIR is what make_voices.py wrote. SPEECH_DIR/NAME/s00.wav, s01.wav, ... are the test sentences as the voice under test
says them, in the order of test.txt. Prints one line a voice and the mean. All audio is taken to 16 kHz and one level first.

f0      median pitch of the speech against clip and test sentences, cents
range   10th to 90th percentile of the pitch, ratio
ltas    RMS over 80 mel bands of the long-term spectra of voiced frames, level set aside, dB
tilt    error of the spectrum's slope 300..4000 Hz, dB per octave
mcd     mel-cepstral distance to the voice's own reading of the same sentence after alignment, dB
top1    share of sentences whose frames are likeliest under this speaker's Gaussian mixture among all in VOICES_DIR
dur     duration of active speech, ratio
Needs numpy and scipy.
"""
import glob
import math
import os
import sys

import numpy as np
from scipy.io import wavfile
from scipy.signal import resample_poly

RATE, HOP, WIDTH, FFT = 16000, 160, 400, 1024


def read(path):
    rate, x = wavfile.read(path)
    x = x.astype(float) / 32768
    x = resample_poly(x, RATE // math.gcd(rate, RATE), rate // math.gcd(rate, RATE)) if rate != RATE else x
    power = (frames(x) ** 2).mean(1)
    return x * 0.05 / math.sqrt(power[power > np.percentile(power, 95) / 1000].mean())


def frames(x, width=WIDTH):
    x = np.pad(x, (width // 2, width))
    return np.lib.stride_tricks.sliding_window_view(x, width)[:len(x) - 2 * width // 2:HOP]


def active(x):
    power = 10 * np.log10((frames(x) ** 2).mean(1) + 1e-10)
    return power > np.percentile(power, 95) - 35


def mel(hz):
    return 1127 * np.log1p(np.asarray(hz) / 700)


def hertz(m):
    return 700 * np.expm1(np.asarray(m) / 1127)


def bank(bands, low, high):
    edges = hertz(np.linspace(mel(low), mel(high), bands + 2))
    bins = np.arange(FFT // 2 + 1) * RATE / FFT
    up = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    down = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    weights = np.clip(np.minimum(up, down), 0, None)
    for band in np.where(weights.sum(1) < 1e-6)[0]:
        weights[band, int(round(edges[band + 1] * FFT / RATE))] = 1
    return weights / weights.sum(1, keepdims=True), edges[1:-1]


BANK, CENTRES = bank(80, 50, 7800)
COSINES = np.cos(np.pi * np.arange(1, 25)[:, None] * (np.arange(80) + 0.5) / 80) / 40


def power(x):
    return np.abs(np.fft.rfft(frames(x) * np.hamming(WIDTH), FFT)) ** 2


def pitch(x):
    """Autocorrelation over 48 ms with the window's own taken out; the shortest of the near-best lags; runs under 50 ms dropped."""
    pieces = frames(x, 768)
    pieces = (pieces - pieces.mean(1, keepdims=True)) * np.hanning(768)
    spectrum = np.abs(np.fft.rfft(pieces, 2048)) ** 2
    correlation = np.fft.irfft(spectrum)[:, :330]
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(768), 2048)) ** 2)[:330]
    r = correlation / (correlation[:, :1] + 1e-9) / (window / window[0])
    low, high = RATE // 520, RATE // 55
    hz = np.zeros(len(r))
    for i, row in enumerate(r):
        peaks = [k for k in range(low, high) if row[k] > row[k - 1] and row[k] >= row[k + 1]]
        if peaks and max(row[peaks]) > 0.6:
            best = next(k for k in peaks if row[k] > 0.9 * max(row[peaks]))
            bend = row[best - 1] - 2 * row[best] + row[best + 1]
            hz[i] = RATE / (best + (row[best - 1] - row[best + 1]) / (2 * bend - 1e-12))
    hz[~active(x)[:len(hz)]] = 0
    middle = np.median(hz[hz > 0]) if (hz > 0).any() else 0
    hz[(hz > 1.8 * middle) | (hz < 0.55 * middle)] = 0
    voiced = np.convolve(hz > 0, np.ones(5), 'same') >= 4
    return hz * voiced


def spectrum(parts):
    total = sum(power(x)[:len(f)][f > 0].sum(0) for x, f in parts)
    bands = BANK @ total
    level = 10 * np.log10(bands / bands.sum() + 1e-12)
    return np.maximum(level, level.max() - 60)


def tilt(level):
    inside = (CENTRES > 300) & (CENTRES < 4000)
    return np.polyfit(np.log2(CENTRES[inside]), level[inside], 1)[0]


def cepstra(x):
    c = 0.5 * np.log(power(x) @ BANK.T + 1e-8) @ COSINES.T
    return c[active(x)[:len(c)]]


def distance(a, b):
    d = np.sqrt(np.maximum((a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * a @ b.T, 0)) * 10 / math.log(10) * math.sqrt(2)
    cost = np.full((len(a) + 1, len(b) + 1), np.inf)
    steps = np.zeros(cost.shape)
    cost[0, 0] = 0
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            before = min((cost[i - 1, j - 1], steps[i - 1, j - 1]), (cost[i - 1, j], steps[i - 1, j]), (cost[i, j - 1], steps[i, j - 1]))
            cost[i, j], steps[i, j] = before[0] + d[i - 1, j - 1], before[1] + 1
    return cost[-1, -1] / steps[-1, -1]


class Mixture:
    def __init__(self, rows, components=16):
        order = np.argsort(rows @ np.linalg.svd(rows - rows.mean(0), full_matrices=False)[2][0])
        self.mean = rows[order[((np.arange(components) + 0.5) * len(rows) / components).astype(int)]]
        self.var = np.tile(rows.var(0), (components, 1))
        self.weight = np.full(components, 1 / components)
        for _ in range(25):
            share = np.exp(self.logs(rows) - np.logaddexp.reduce(self.logs(rows), 1)[:, None])
            count = share.sum(0) + 1e-6
            self.weight, self.mean = count / count.sum(), share.T @ rows / count[:, None]
            self.var = np.maximum(share.T @ rows ** 2 / count[:, None] - self.mean ** 2, 0.05 * rows.var(0))

    def logs(self, rows):
        return np.log(self.weight) - 0.5 * (np.log(2 * np.pi * self.var).sum(1) + (
            rows ** 2 @ (1 / self.var).T - 2 * rows @ (self.mean / self.var).T + (self.mean ** 2 / self.var).sum(1)))

    def score(self, rows):
        return np.logaddexp.reduce(self.logs(rows), 1).mean()


def main():
    voices, speech = sys.argv[1:3]
    names = sys.argv[3:] or sorted(os.listdir(speech))
    models = {name: Mixture(cepstra(read(os.path.join(voices, name, 'clip.wav')))[:, :19]) for name in sorted(os.listdir(voices))}
    rows = []
    for name in names:
        spoken = [read(path) for path in sorted(glob.glob(os.path.join(speech, name, 's*.wav')))]
        own = [read(os.path.join(voices, name, f'test{i:02d}.wav')) for i in range(len(spoken))]
        said = [(x, pitch(x)) for x in spoken]
        reference = [(x, pitch(x)) for x in [read(os.path.join(voices, name, 'clip.wav')), *own]]
        f_said, f_own = (np.log2(np.concatenate([f[f > 0] for _, f in part])) for part in (said, reference))
        l_said, l_own = spectrum(said), spectrum(reference)
        gap = l_said - l_own
        first = [max(models, key=lambda m: models[m].score(cepstra(x)[:, :19])) == name for x in spoken]
        rows.append((
            1200 * (np.median(f_said) - np.median(f_own)),
            np.ptp(np.percentile(f_said, [10, 90])) / np.ptp(np.percentile(f_own, [10, 90])),
            math.sqrt(((gap - gap.mean()) ** 2).mean()),
            tilt(l_said) - tilt(l_own),
            np.mean([distance(cepstra(x), cepstra(y)) for x, y in zip(spoken, own)]),
            np.mean(first),
            sum(active(x).sum() for x in spoken) / sum(active(x).sum() for x in own)))
        print(f'{name:8s} f0 {rows[-1][0]:+6.1f}  range {rows[-1][1]:.2f}  ltas {rows[-1][2]:.2f}  tilt {rows[-1][3]:+.2f}  '
              f'mcd {rows[-1][4]:.2f}  top1 {rows[-1][5]:.2f}  dur {rows[-1][6]:.2f}', flush=True)
    print('mean of magnitudes', ' '.join(f'{x:.2f}' for x in np.abs(np.array(rows)).mean(0)))


if __name__ == '__main__':
    main()
