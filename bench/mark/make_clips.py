#!/usr/bin/env python3
"""Makes clean speech clips for the bench of the mark out of flite and espeak-ng: nobody's voice, free to use.

    make_clips.py OUT_DIR [--count N] [--rate HZ] [--seed S] [--seconds LEAST MOST]

Writes OUT_DIR/NN_VOICE.wav: N clips (default 24), mono, 16 bit, at HZ (default 32000), 10 to 20 s each. Voices take turns
(flite, espeak-ng in English, espeak-ng in Mandarin), with pitch, pace and the order of sentences drawn from the seed; speech is
levelled to -21 dBFS, and two of three clips get a quiet pink noise floor, so that their pauses are not digital silence.
The bench tunes on the 1st, 3rd, ... and reports on the 2nd, 4th, ... Needs flite, espeak-ng, numpy and scipy.
"""
import argparse
import os
import subprocess
import tempfile

import numpy as np
from scipy.io import wavfile
from scipy.signal import resample_poly

ENGLISH = [
    'The harbour wakes before the town does, and the first boats leave while the lamps are still lit.',
    'A library is a machine for being curious in; nobody asks you why you came.',
    'Sixty-four squares are enough for a lifetime, said the old chess teacher, and moved a pawn.',
    'If the bus is late again, we shall walk along the canal and count the herons.',
    'She measured the shadow of the tower twice, and twice she got the same surprising number.',
    'Please write your name, the date, and one question that you could not answer last week.',
    'Bread needs flour, water, salt, and more patience than anyone expects.',
    'The comet comes back every seventy-six years; my grandfather saw it, and perhaps my children will.',
]
MANDARIN = [
    '清晨的市场已经很热闹，卖菜的老人把萝卜摆得整整齐齐。',
    '这本书讲的是一条河怎样改变了三座城市的命运。',
    '老师让我们闭上眼睛，听一听窗外有几种声音。',
    '如果明天不下雨，我们就骑自行车去山脚下看日出。',
    '他把旧收音机拆开，又一颗螺丝一颗螺丝地装了回去。',
    '图书馆在二楼，借书请带学生证，还书放在门口的箱子里。',
]
FLITE = ['slt', 'rms', 'awb', 'kal16']
VARIANTS = ['+f1', '+f2', '+f3', '+f4', '+f5', '+m1', '+m2', '+m3', '+m4', '+m5', '+m6', '+m7', '+klatt', '+klatt3', '']
ACCENTS = ['en-us', 'en-gb', 'en-gb-scotland']


def speak(number, chance, path):
    """One run of a synthesiser; returns its name and a function from text to samples and rate."""
    kind = number % 3
    if kind == 0:
        voice = FLITE[number // 3 % len(FLITE)]
        options = ['--setf', f'duration_stretch={chance.uniform(0.9, 1.15):.2f}']
        return f'flite_{voice}', ENGLISH, lambda text: run(['flite', '-voice', voice, *options, '-t', text, '-o', path], path)
    variant = VARIANTS[chance.integers(len(VARIANTS))]
    voice = (ACCENTS[number // 3 % len(ACCENTS)] if kind == 1 else 'cmn') + variant
    options = ['-s', str(chance.integers(135, 180)), '-p', str(chance.integers(35, 65))]
    return f'espeak_{voice.replace("+", "_")}', ENGLISH if kind == 1 else MANDARIN, lambda text: run(['espeak-ng', '-v', voice, *options, '-w', path, text], path)


def run(command, path):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    rate, x = wavfile.read(path)
    return rate, x.astype(float) / 32768


def finish(x, source, rate, seconds, floor, chance):
    """Another rate, cut to length, levelled, with a noise floor."""
    x = resample_poly(x, rate, source)
    start = max(0, int(np.flatnonzero(np.abs(x) > 1e-3)[0]) - rate // 10)
    x = x[start:start + int(seconds * rate)]
    edge = rate // 100
    x[:edge] *= np.linspace(0, 1, edge)
    x[-edge:] *= np.linspace(1, 0, edge)
    frames = x[:len(x) // edge * edge].reshape(-1, edge)
    level = np.sqrt((frames ** 2).mean(1))
    x *= 10 ** (-21 / 20) / np.sqrt((level[level > 0.1 * np.percentile(level, 95)] ** 2).mean())
    if floor:
        spectrum = np.fft.rfft(chance.standard_normal(len(x)))
        spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
        spectrum[0] = 0
        noise = np.fft.irfft(spectrum, len(x))
        x = x + noise / noise.std() * 10 ** (-68 / 20)
    x *= min(1, 0.98 / np.abs(x).max())
    return np.round(x * 32767).astype(np.int16)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('out')
    parser.add_argument('--count', type=int, default=24)
    parser.add_argument('--rate', type=int, default=32000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--seconds', type=float, nargs=2, default=(10, 20))
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.count):
            chance = np.random.default_rng((options.seed, number))
            name, texts, say = speak(number, chance, os.path.join(folder, 'part.wav'))
            seconds = chance.uniform(*options.seconds)
            parts, length = [], 0
            for sentence in np.tile(chance.permutation(len(texts)), 9):
                source, x = say(texts[sentence])
                parts += [x, np.zeros(int(0.35 * source))]
                length += len(x) / source + 0.35
                if length > seconds + 1:
                    break
            y = finish(np.concatenate(parts), source, options.rate, seconds, number % 3 != 0, chance)
            wavfile.write(os.path.join(options.out, f'{number:02d}_{name}.wav'), options.rate, y)


if __name__ == '__main__':
    main()
