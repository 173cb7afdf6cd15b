#!/usr/bin/env python3
"""Learns how English letters sound from a pronouncing dictionary, for words that no dictionary has: writes en-letters.bin.

Each letter is aligned with none, one or two phones (hard expectation maximisation: Viterbi alignments, counts, again). Then every letter in
its context votes for its phones, in ten contexts from the letter alone to five letters on both sides. A context is kept only where it
changes what the next narrower one says, so that the table stays small; the widest one that is known decides.

    python3 tools/text/train_letter_to_sound.py cmudict.rep VoiceWeb.Engine/Text/Data/en-letters.bin
"""
import collections
import math
import random
import re
import struct
import sys
import zlib

CONTEXTS = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (5, 5)]
FIRST_ENTRY = 57
HELD_OUT = 3000


def read(path):
    entries = {}
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if number >= FIRST_ENTRY:
            word, sound = line.strip().split("  ")
            if re.fullmatch(r"[a-z]{2,16}", word.lower()):
                entries[word.lower()] = sound.split()
    return entries


def plain(phone):
    return phone.rstrip("012")


def align(word, phones, cost):
    rows = [{0: (0.0, None)}]
    for letter in word:
        row = {}
        for at, (score, _) in rows[-1].items():
            for count in (0, 1, 2):
                if at + count <= len(phones):
                    total = score + cost(letter, tuple(map(plain, phones[at:at + count])))
                    if at + count not in row or total > row[at + count][0]:
                        row[at + count] = (total, at)
        rows.append(row)
    if len(phones) not in rows[-1]:
        return None
    parts, at = [], len(phones)
    for row in reversed(rows[1:]):
        before = row[at][1]
        parts.append(tuple(phones[before:at]))
        at = before
    return parts[::-1]


def first_guess(letter, phones):
    score = (-2.0, -0.7, -4.0)[len(phones)]
    if len(phones) == 1:
        score += 0.8 * ((letter in "aeiouy") == (phones[0][0] in "AEIOU")) + 1.5 * phones[0].lower().startswith(letter)
    return score


def learn_alignment(entries, words, rounds=5):
    cost = first_guess
    for _ in range(rounds):
        counts = collections.Counter()
        for word in words:
            parts = align(word, entries[word], cost)
            if parts:
                counts.update((letter, tuple(map(plain, part))) for letter, part in zip(word, parts))
        totals = collections.Counter()
        for (letter, _), count in counts.items():
            totals[letter] += count
        weights = {key: math.log(count / totals[key[0]]) for key, count in counts.items()}
        cost = lambda letter, phones, weights=weights: weights.get((letter, phones), math.log(1e-6))
    return cost


def key(word, index, left, right):
    padded = "#" * 6 + word + "#" * 6
    index += 6
    return padded[index - left:index + right + 1]


def build(entries, words, cost):
    aligned = {word: parts for word in words if (parts := align(word, entries[word], cost))}
    tables = []
    for depth, (left, right) in enumerate(CONTEXTS):
        votes = collections.defaultdict(collections.Counter)
        for word, parts in aligned.items():
            for index, part in enumerate(parts):
                votes[key(word, index, left, right)][part] += 1
        table = {}
        for context, counts in votes.items():
            if depth and sum(counts.values()) < 2:
                continue
            best = counts.most_common(1)[0][0]
            narrower = None
            for lower in range(depth - 1, -1, -1):
                low_left, low_right = CONTEXTS[lower]
                inner = context[left - low_left:left + low_right + 1]
                if inner in tables[lower]:
                    narrower = tables[lower][inner]
                    break
            if narrower != best:
                table[context] = best
        tables.append(table)
    return tables


def predict(tables, word):
    phones = []
    for index in range(len(word)):
        for depth in range(len(CONTEXTS) - 1, -1, -1):
            part = tables[depth].get(key(word, index, *CONTEXTS[depth]))
            if part is not None:
                phones.extend(part)
                break
    return phones


def score(entries, tables, words):
    right = sum(list(map(plain, predict(tables, word))) == list(map(plain, entries[word])) for word in words)
    exact = sum(predict(tables, word) == entries[word] for word in words)
    print(f"held-out words: {right / len(words):.1%} with the right phones, {exact / len(words):.1%} with the right stress as well")


def write(path, tables):
    def pad(length):
        return b"\0" * (-length % 8)

    contexts = {chr(0x30 + depth) + context: part for depth, table in enumerate(tables) for context, part in table.items()}
    ordered = sorted(contexts)
    parts = sorted(set(contexts.values()))
    ids = {part: index for index, part in enumerate(parts)}
    units = [part and " ".join(part) or "" for part in parts]

    def words(values):
        text = "".join(values).encode("utf-16-le")
        return struct.pack("<i", len(text) // 2) + bytes(map(len, values)) + pad(len(values)) + text + pad(len(text))

    columns = struct.pack("<i", len(units)) + words(units)
    numbers = struct.pack(f"<{len(ordered)}H", *(ids[contexts[context]] for context in ordered))
    payload = columns + struct.pack("<i", len(ordered)) + numbers + pad(len(numbers)) + words(ordered)
    packed = zlib.compress(payload, 9)
    with open(path, "wb") as file:
        file.write(struct.pack("<i", len(payload)) + packed)
    print(f"{len(ordered)} contexts, {len(units)} sounds, {len(packed):,} bytes")


def main():
    source, target = sys.argv[1:]
    entries = read(source)
    words = sorted(entries)
    random.Random(7).shuffle(words)
    cost = learn_alignment(entries, words[:40000])
    score(entries, build(entries, words[HELD_OUT:], cost), words[:HELD_OUT])
    write(target, build(entries, words, cost))


if __name__ == "__main__":
    main()
