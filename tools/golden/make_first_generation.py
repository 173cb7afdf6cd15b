"""Writes the style of a v1 model as the suite's folder has none: its v2 file with all 1025 bins in the style encoder. python3 make_first_generation.py"""
import gzip
import os
import numpy as np
import checkpoints
import networks

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'VoiceWeb.Tests', 'Golden')
BINS = 1025

file = checkpoints.load(gzip.open(f'{GOLDEN}/gptsovits/checkpoints/s2G_v2.pth.gz').read())
weights = dict(file['weight'])
name = 'ref_enc.spectral.0.fc.weight'
narrow = np.asarray(weights[name], np.float64)
row, column = np.meshgrid(np.arange(narrow.shape[0]), np.arange(narrow.shape[1], BINS), indexing='ij')
added = (0.01 * np.sin(0.37 * row + 0.11 * column)).astype(np.float32)
weights[name] = np.concatenate([narrow, added], 1)
settings = checkpoints.plain(file['config'])['model']
later, first = networks.Sovits(file['weight'], settings), networks.Sovits(weights, settings)
for reference in ('ref', 'ref2'):
    spectrum = np.load(f'{GOLDEN}/gptsovits/dsp/{reference}_spec.npy')[0]
    style = first.ref_enc(spectrum)
    print(reference, style.shape, np.abs(style).max(), 'apart from v2', np.abs(style - later.ref_enc(spectrum)).max())
    np.save(f'{GOLDEN}/gptsovits-v1/{reference}_style.npy', style.astype(np.float32), allow_pickle=False)
