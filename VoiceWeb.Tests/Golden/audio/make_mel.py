"""Weights of 4 triangular mel filters (HTK scale, peak 1) for 16 kHz and an FFT of 512; one row a bin, one column a band."""
import numpy as np

mel = lambda f: 2595 * np.log10(1 + f / 700)
hertz = lambda m: 700 * (10 ** (m / 2595) - 1)
edges = hertz(np.linspace(0, mel(8000), 6))
bins = np.arange(257) * 16000 / 512
bank = np.stack([np.maximum(0, np.minimum((bins - l) / (c - l), (r - bins) / (r - c))) for l, c, r in zip(edges, edges[1:], edges[2:])], 1)
np.savetxt("mel-htk-16k-512-4.csv", bank, fmt="%.9f", delimiter=",")
