#!/usr/bin/env python3
"""Prints the whole table of how near the built-in voice comes to the speakers it was learned from.

    make_voices.py VOICES
    measure.py VOICES SPEECH [NAME ...] [--speak] [--without-transcript] [--copy] [--sentences 8] [--words] [--phonemes]
               [--test FILE] [--texts FILE --language cmn] [--program './run']

VOICES is what make_voices.py wrote. With --speak every voice is learned from its clip and transcript and speaks the test
sentences through `run speak` first; SPEECH/NAME/s00.wav, s01.wav, ... are these sentences. --without-transcript keeps the words
of the clip from it. --copy adds, for every voice, its own sentences as they are and their copies, taken apart and put together
again by `run bench builtin-copy`: what is lost there, no mapping can bring back. Every number is defined in
voice_metrics.py; "ltas" and "tilt" come twice: as defined, and without the frames whose pitch lies far from the voice's own
(the tracker finds 500 Hz in some hisses, and a few loud ones then outweigh all vowels). With --words also the word errors
of pocketsphinx in a closed grammar; 20 sentences or more make sense there. --phonemes adds the phoneme errors of its phone loop
(slow). --test names the sentences when make_voices.py was given others. --texts has the voices speak a file's lines in another
language; the voice has no such sentences of its own then, so that pitch, formants, spectrum and rank are measured against the
clip, and the rest is left out.
Needs numpy, scipy, and for --words the packages pocketsphinx and pocketsphinx-en-us.
"""
import argparse
import os
import shlex
import subprocess
import sys

import numpy as np
from scipy.io import wavfile

import voice_metrics as vm

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = (('f0', '{:+6.1f}'), ('range', '{:5.2f}'), ('ltas', '{:5.2f}'), ('ltas*', '{:5.2f}'), ('tilt', '{:+5.2f}'), ('tilt*', '{:+5.2f}'),
           ('vtl', '{:6.3f}'), ('mcd', '{:5.2f}'), ('top1', '{:5.2f}'), ('mrr', '{:5.2f}'), ('dur', '{:5.2f}'),
           ('hnr low', '{:+7.1f}'), ('mid', '{:+5.1f}'), ('high', '{:+5.1f}'), ('words', '{:5.2f}'), ('phonemes', '{:5.2f}'))


def speak(program, voice, out, texts, language, transcribed):
    """Learns the voice and has it say all texts, a paragraph each; cuts the sound at the pauses between them."""
    os.makedirs(out, exist_ok=True)
    whole = os.path.join(out, 'whole.wav')
    with open(os.path.join(voice, 'clip.txt'), encoding='utf-8') as file:
        transcript = ['--transcript', file.read()] if transcribed else []
    subprocess.run([*shlex.split(program), 'speak', '--data', os.path.join(out, 'data'), '--clip', os.path.join(voice, 'clip.wav'),
                    *transcript, '--text', '\n\n'.join(texts), '--language', language, '--seed', '1', '--out', whole,
                    '--attest', 'a voice of flite, nobody: bench'], check=True, stdout=subprocess.DEVNULL)
    rate, samples = wavfile.read(whole)
    for i, (start, end) in enumerate(cut(samples / 32768, rate, len(texts))):
        wavfile.write(os.path.join(out, f's{i:02d}.wav'), rate, samples[start:end])


def copy(program, voice, count):
    """Has the voice's own sentences taken apart and put together again."""
    subprocess.run([*shlex.split(program), 'bench', 'builtin-copy', '--files', voice, '--rounds', str(count)],
                   check=True, stdout=subprocess.DEVNULL)


def cut(samples, rate, count):
    """Start and end of every sentence: the longest silences lie between them."""
    hop = rate // 100
    level = 10 * np.log10((samples[:len(samples) // hop * hop].reshape(-1, hop) ** 2).mean(1) + 1e-12)
    quiet = np.concatenate([[False], level < np.percentile(level, 95) - 42, [False]])
    edges = np.flatnonzero(np.diff(quiet.astype(int)))
    runs = [(a, b) for a, b in zip(edges[::2], edges[1::2]) if a > 0 and b < len(level)]
    gaps = sorted(sorted(runs, key=lambda run: run[1] - run[0])[len(runs) - count + 1:])
    if len(gaps) != count - 1 or any(b - a < 40 for a, b in gaps):
        sys.exit(f'expected {count} sentences between pauses, found {len(gaps) + 1}')
    return list(zip([0, *((b - 10) * hop for _, b in gaps)], [*((a + 10) * hop for a, _ in gaps), len(samples)]))


def near(f0):
    """Pitch without the frames that lie far from the median."""
    middle = np.median(f0[f0 > 0]) if (f0 > 0).any() else 0
    return np.where((f0 > 1.9 * middle) | (f0 < 0.55 * middle), 0, f0)


def measure(voices, folder, prefix, name, count, models, texts, phonemes, parallel):
    own = [vm.read_wav(os.path.join(voices, name, f'test{i:02d}.wav')) for i in range(count)] if parallel else []
    said = [vm.read_wav(os.path.join(folder, name, f'{prefix}{i:02d}.wav')) for i in range(count)]
    reference = [vm.read_wav(os.path.join(voices, name, 'clip.wav')), *own]
    found = vm.compare(reference, said, own, ref_gmm=models[name])
    rank = vm.rank_clips(models, said, name)
    a, b = (vm.ltas(part, [near(vm.f0_track(x)) for x in part]) for part in (said, reference))
    heard = vm.asr(said, texts, phones=phonemes, dictation=False) if texts else {}
    no = float('nan')
    return (found['f0_median_error_cents'], found['f0_range_ratio'], found['ltas_db'], vm.ltas_distance(a, b), found['tilt_error_db_oct'],
            vm.tilt(a) - vm.tilt(b), found['vtl_factor'], found.get('mcd_db', no), rank['top1'], rank['mrr'], found.get('duration_ratio', no),
            *found['hnr_error_db'], heard.get('wer_closed', no), heard.get('per', no))


def row(name, values):
    return f'| {name} | ' + ' | '.join(form.format(value).strip() for (_, form), value in zip(COLUMNS, values)) + ' |'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('voices')
    parser.add_argument('speech')
    parser.add_argument('names', nargs='*')
    parser.add_argument('--speak', action='store_true')
    parser.add_argument('--without-transcript', action='store_true')
    parser.add_argument('--copy', action='store_true')
    parser.add_argument('--sentences', type=int, default=8)
    parser.add_argument('--words', action='store_true')
    parser.add_argument('--phonemes', action='store_true')
    parser.add_argument('--test', default=os.path.join(HERE, 'test.txt'))
    parser.add_argument('--texts')
    parser.add_argument('--language', default='en')
    parser.add_argument('--program', default=os.path.join(HERE, '..', '..', 'run'))
    options = parser.parse_args()
    parallel = options.texts is None
    with open(options.texts or options.test, encoding='utf-8') as file:
        texts = [line.strip() for line in file if line.strip()][:options.sentences]
    folders = sorted(name for name in os.listdir(options.voices) if os.path.isfile(os.path.join(options.voices, name, 'clip.wav')))
    names = options.names or [name for name in folders if os.path.isfile(os.path.join(options.voices, name, 'right.txt'))]
    models = {name: vm.Gmm(vm.spk_feats(vm.read_wav(os.path.join(options.voices, name, 'clip.wav')))) for name in folders}
    print('| voice | ' + ' | '.join(name for name, _ in COLUMNS) + ' |')
    print('|---' * (len(COLUMNS) + 1) + '|')
    rows = []
    for name in names:
        words = texts if parallel and (options.words or options.phonemes) else None
        if options.copy:
            copy(options.program, os.path.join(options.voices, name), options.sentences)
            for prefix, title in (('test', 'natural'), ('copy', 'copy')):
                values = measure(options.voices, options.voices, prefix, name, options.sentences, models, words, options.phonemes, True)
                print(row(f'{name}, {title}', values), flush=True)
        if options.speak:
            speak(options.program, os.path.join(options.voices, name), os.path.join(options.speech, name), texts,
                  options.language, not options.without_transcript)
        rows.append(measure(options.voices, options.speech, 's', name, len(texts), models, words, options.phonemes, parallel))
        print(row(name, rows[-1]), flush=True)
    print(row('mean of magnitudes', np.abs(np.array(rows)).mean(0)))
    print(row('worst magnitude', np.abs(np.array(rows)).max(0)))


if __name__ == '__main__':
    main()
