#!/usr/bin/env python3
"""Makes the test voices of the built-in voice bench out of flite and espeak-ng: nobody's voice, free to use.

    make_voices.py OUT_DIR [--clip FILE] [--test FILE]

For every voice: OUT_DIR/NAME/clip.wav (the reading script, about 30 s), clip.txt (its words) and
test00.wav, test01.wav, ... (the test sentences, one a file, which are not in the clip). For the check of readings also
right.txt and right.wav (a statement with challenge words in brackets), wrong0.wav and wrong1.wav (the same with other
words), and OUT_DIR/words.txt with all words.
Four voices come as flite speaks them (slt, rms, awb, kal16); two altered ones are made of each. An altered voice is
spoken with another pitch and rate by flite itself, then resampled (which moves formants and pitch together), tilted, and
made breathy by noise that follows the loudness. Four espeak-ng voices serve as decoys in the ranking.
Needs flite, espeak-ng, numpy and scipy.
"""
import argparse
import os
import subprocess
import tempfile

import numpy as np
from scipy.io import wavfile
from scipy.signal import butter, lfilter, resample_poly, sosfilt

RATE = 16000
HERE = os.path.dirname(os.path.abspath(__file__))

# name: flite voice, its pitch in Hz (None: its own), formant factor, tilt in dB per octave, breath, rate
VOICES = {
    'slt': ('slt', None, 1.0, 0, 0, 1.0), 'rms': ('rms', None, 1.0, 0, 0, 1.0),
    'awb': ('awb', None, 1.0, 0, 0, 1.0), 'kal16': ('kal16', None, 1.0, 0, 0, 1.0),
    'slt_a': ('slt', 139, 0.93, -1.5, 0, 1.0), 'slt_b': ('slt', 230, 1.13, 0, 0, 0.92),
    'rms_a': ('rms', 84, 0.93, 0, 1, 1.08), 'rms_b': ('rms', 153, 1.10, 1.5, 0, 1.0),
    'awb_a': ('awb', 205, 1.13, 0, 1, 1.0), 'awb_b': ('awb', 109, 0.90, -3, 0, 1.12),
    'kal_a': ('kal16', 150, 1.12, -1.5, 0, 1.0), 'kal_b': ('kal16', 104, 0.93, 1.5, 0, 0.90),
}
DECOYS = ('en-us', 'en-us+f2', 'en-gb', 'en-us+klatt4')


def read(path):
    rate, x = wavfile.read(path)
    x = x.astype(float) / 32768
    return x if rate == RATE else resample_poly(x, RATE, rate)


def write(path, x):
    peak = np.abs(x).max()
    wavfile.write(path, RATE, (x * min(1, 0.9 / max(peak, 1e-9)) * 32767).astype(np.int16))


def flite(voice, text, pitch, stretch):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, 'x.wav')
        command = ['flite', '-voice', voice, '-t', text, '-o', out]
        if pitch:
            command += ['--setf', f'int_f0_target_mean={pitch}']
        if stretch != 1:
            command += ['--setf', f'duration_stretch={stretch}']
        subprocess.run(command, check=True)
        return read(out)


def espeak(voice, text):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, 'x.wav')
        subprocess.run(['espeak-ng', '-v', voice, '-s', '160', '-w', out, '--stdin'], input=text.encode(), check=True)
        return read(out)


def alter(x, formants, tilt, breath, seed):
    if formants != 1:
        x = resample_poly(x, 1000, round(1000 * formants))
    if tilt:
        spectrum = np.fft.rfft(x)
        hz = np.fft.rfftfreq(len(x), 1 / RATE)
        octaves = np.log2(np.maximum(hz, 150) / 1000)
        x = np.fft.irfft(spectrum * 10 ** (tilt * octaves / 20), len(x))
    if breath:
        noise = np.random.default_rng(seed).standard_normal(len(x))
        noise = sosfilt(butter(2, 1500, 'highpass', fs=RATE, output='sos'), noise)
        loudness = np.sqrt(np.maximum(lfilter([0.01], [1, -0.99], x * x), 0))
        x = x + 0.12 * breath * loudness * noise
    return x


def speak(name, text, seed):
    if name in DECOYS:
        return espeak(name, text)
    voice, pitch, formants, tilt, breath, rate = VOICES[name]
    x = flite(voice, text, pitch / formants if pitch else None, rate * formants)
    return alter(x, formants, tilt, breath, seed)


# Words of the challenges, and the statement they stand in.
WORDS = ('anchor banana basket blossom breakfast camera candle chimney coffee crystal diamond dolphin feather forest fountain garden '
         'guitar hammer island jungle kitchen ladder leopard library meadow mirror needle orange painter pencil piano pumpkin rabbit '
         'rainbow salmon scissors squirrel teapot thunder tomato trumpet umbrella valley village violin walnut window zebra').split()
STATEMENT = ('My name is Robin Hill, and I agree that my school makes a voice from my recording for the lessons of this year. '
             'My words of today are {}, {}, {} and {}. I can take this back whenever I like.')


def challenges(number):
    """Three readings of one voice, no word in two of them: the right one, and two with other words."""
    drawn = np.random.default_rng(1000 + number).permutation(WORDS)
    return [list(drawn[4 * i:4 * i + 4]) for i in range(3)]


def lines(path):
    with open(path, encoding='utf-8') as file:
        return [line.strip() for line in file if line.strip()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('out')
    parser.add_argument('--clip', default=os.path.join(HERE, 'clip.txt'))
    parser.add_argument('--test', default=os.path.join(HERE, 'test.txt'))
    options = parser.parse_args()
    pause = np.zeros(int(0.25 * RATE))
    os.makedirs(options.out, exist_ok=True)
    with open(os.path.join(options.out, 'words.txt'), 'w', encoding='utf-8') as file:
        file.write('\n'.join(WORDS))
    for number, name in enumerate((*VOICES, *DECOYS)):
        folder = os.path.join(options.out, name)
        os.makedirs(folder, exist_ok=True)
        clip = [speak(name, text, 100 + i) for i, text in enumerate(lines(options.clip))]
        write(os.path.join(folder, 'clip.wav'), np.concatenate([part for x in clip for part in (x, pause)]))
        with open(os.path.join(folder, 'clip.txt'), 'w', encoding='utf-8') as file:
            file.write(' '.join(lines(options.clip)))
        for i, text in enumerate(lines(options.test)):
            write(os.path.join(folder, f'test{i:02d}.wav'), speak(name, text, 200 + i))
        readings = zip(('right', 'wrong0', 'wrong1'), challenges(number))
        for i, (reading, words) in enumerate(readings if name in VOICES else ()):
            if reading == 'right':
                with open(os.path.join(folder, 'right.txt'), 'w', encoding='utf-8') as file:
                    file.write(STATEMENT.format(*(f'[{word}]' for word in words)))
            write(os.path.join(folder, f'{reading}.wav'), speak(name, STATEMENT.format(*words), 300 + i))


if __name__ == '__main__':
    main()
