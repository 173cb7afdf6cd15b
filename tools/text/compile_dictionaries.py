#!/usr/bin/env python3
"""Compiles the dictionaries of the text front-end into VoiceWeb.Engine/Text/Data/*.bin.

Needed only when a source changes; the compiled files are in the repository, so a clone builds offline.
Sources, versions and licences: tools/text/README.md and THIRD-PARTY-NOTICES.md.

Every file is a 4-byte little-endian length followed by one zlib stream of that many bytes. Inside, columns stand one after
another (all lengths, then all values, ...), so that a reader takes each column as one span without parsing.
"""
import argparse
import ast
import io
import json
import os
import pickle
import re
import struct
import sys
import zlib

TONE_MARKS = {}
for base, marked in {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "v": "ǖǘǚǜ", "ê": "ê̄ếê̌ề"}.items():
    if base == "ê":
        continue
    for number, mark in enumerate(marked, 1):
        TONE_MARKS[mark] = (base, number)
TONE_MARKS.update({"ü": ("v", 0), "ń": ("n", 2), "ň": ("n", 3), "ǹ": ("n", 4), "ḿ": ("m", 2), "ế": ("ê", 2), "ề": ("ê", 4)})


def numbered(pinyin):
    """zhǎng -> zhang3; a syllable without a mark has tone 5."""
    letters, tone = "", 5
    for letter in pinyin:
        if letter in TONE_MARKS:
            letter, number = TONE_MARKS[letter]
            tone = number or tone
        letters += letter
    return letters + str(tone)


def utf16_order(word):
    return word.encode("utf-16-be")


def write(path, *columns):
    payload = b"".join(columns)
    packed = zlib.compress(payload, 9)
    with open(path, "wb") as file:
        file.write(struct.pack("<i", len(payload)) + packed)
    print(f"{os.path.basename(path)}: {len(payload):,} bytes, {len(packed):,} packed")


def ints(values):
    return struct.pack(f"<{len(values)}i", *values)


def shorts(values):
    return struct.pack(f"<{len(values)}H", *values)


def doubles(values):
    return struct.pack(f"<{len(values)}d", *values)


def strings(values):
    """A small table of strings: count, then lengths and UTF-16 text."""
    return ints([len(values)]) + words(values)


def words(values):
    """Lengths in UTF-16 units as bytes, then the text."""
    units = [value.encode("utf-16-le") for value in values]
    return ints([sum(map(len, units)) // 2]) + bytes(len(unit) // 2 for unit in units) + pad(len(units)) + b"".join(units) + pad(sum(map(len, units)))


def pad(length, to=8):
    return b"\0" * (-length % to)


def is_han(word):
    return all("\u3400" <= c <= "\u9fff" or c == "\u3007" or ord(c) > 0x20000 for c in word)


def segmentation(jieba, out):
    entries = {}
    with open(os.path.join(jieba, "dict.txt"), encoding="utf-8") as file:
        for line in file:
            word, frequency, tag = line.strip().split(" ")
            entries[word] = (int(frequency), tag)
    ordered = sorted(entries, key=utf16_order)
    tags = sorted({tag for _, tag in entries.values()})
    tag_id = {tag: i for i, tag in enumerate(tags)}
    write(
        os.path.join(out, "zh-words.bin"),
        ints([len(ordered), sum(f for f, _ in entries.values())]),
        ints([entries[w][0] for w in ordered]) + pad(4 * len(ordered)),
        bytes(tag_id[entries[w][1]] for w in ordered) + pad(len(ordered)),
        words(ordered), strings(tags))


def python_table(path):
    """The literal assigned to P in one of jieba's tables."""
    tree = ast.parse(open(path, encoding="utf-8").read())
    for node in tree.body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "P":
            return ast.literal_eval(node.value)
    raise ValueError(path)


def hidden_markov(jieba, out):
    seg = os.path.join(jieba, "finalseg")
    start, trans, emit = (python_table(os.path.join(seg, f"prob_{n}.py")) for n in ("start", "trans", "emit"))
    states = "BEMS"
    columns = [doubles([start[s] for s in states]), doubles([trans[a].get(b, -3.14e100) for a in states for b in states])]
    chars = sorted(set().union(*emit.values()), key=utf16_order)
    chars = [c for c in chars if len(c.encode("utf-16-le")) == 2]
    columns += [ints([len(chars), 0]), shorts([ord(c) for c in chars]) + pad(2 * len(chars))]
    columns += [doubles([emit[s].get(c, -3.14e100) for c in chars for s in states])]

    pos = os.path.join(jieba, "posseg")
    start, trans, emit, tab = (python_table(os.path.join(pos, f"{n}.py")) for n in ("prob_start", "prob_trans", "prob_emit", "char_state_tab"))
    states = sorted(trans)  # tuple order decides ties
    state_id = {s: i for i, s in enumerate(states)}
    edges = [sorted((state_id[b], p) for b, p in trans[s].items()) for s in states]
    chars = [c for c in sorted(tab, key=utf16_order) if len(c.encode("utf-16-le")) == 2]
    # A state that a character emits without being in its state table counts only when no listed state can follow: high bit.
    emitting = {}
    for s in states:
        for c in emit[s]:
            emitting.setdefault(c, set()).add(s)
    allowed = [sorted({state_id[s] for s in tab[c]} | {state_id[s] | 0x8000 for s in emitting.get(c, ()) if s not in tab[c]}) for c in chars]
    flat = [s for row in allowed for s in row]
    columns += [
        strings([a + t for a, t in states]),
        doubles([start[s] for s in states]),
        ints([sum(map(len, edges)), 0]), ints([len(e) for e in edges]) + pad(4 * len(edges)),
        shorts([b for e in edges for b, _ in e]) + pad(2 * sum(map(len, edges))), doubles([p for e in edges for _, p in e]),
        ints([len(chars), len(flat)]), shorts([ord(c) for c in chars]) + pad(2 * len(chars)),
        shorts([len(r) for r in allowed]) + pad(2 * len(allowed)), shorts(flat) + pad(2 * len(flat)),
        doubles([emit[states[s & 0x7FFF]].get(c, -3.14e100) for c, row in zip(chars, allowed) for s in row])]
    write(os.path.join(out, "zh-hmm.bin"), *columns)


def pinyin(source, fixes, out):
    single = {int(k): v for k, v in json.load(open(os.path.join(source, "pinyin_dict.json"), encoding="utf-8")).items()}
    phrases = json.load(open(os.path.join(source, "phrases_dict.json"), encoding="utf-8"))
    table, ids = [], {}

    def syllable(text):
        if text not in ids:
            ids[text] = len(table)
            table.append(text)
        return ids[text]

    codes = sorted(k for k in single if k < 0x10000)
    readings = [[syllable(numbered(r)) for r in single[k].split(",")] for k in codes]
    good = {w: [syllable(numbered(r[0])) for r in rs] for w, rs in phrases.items() if is_han(w) and len(w) == len(rs)}
    corrected = {w: [syllable(v) for v in value] for w, value in correction_lists(fixes).items()}
    corrected = {w: v for w, v in corrected.items() if good.get(w) != v}
    flat = [r for row in readings for r in row]
    write(
        os.path.join(out, "zh-pinyin.bin"),
        strings(table), ints([len(codes), len(flat)]), shorts(codes) + pad(2 * len(codes)),
        bytes(len(r) for r in readings) + pad(len(readings)), shorts(flat) + pad(2 * len(flat)),
        rows_of(good), rows_of(corrected))
    print("syllables", len(table), "phrases", len(good), "corrections", len(corrected))


def simplified(upstream, opencc, out):
    """Two maps from traditional to simplified characters: the normaliser's own one-to-one table, and OpenCC's."""
    own = json.load(open(upstream, encoding="utf-8"))
    old = {t: s for t, s in dict(zip(own["traditional"], own["simplified"])).items() if t != s}
    new = {}
    for line in open(opencc, encoding="utf-8"):
        key, _, values = line.rstrip("\n").partition("\t")
        value = values.split(" ")[0]
        if len(key) == len(value) == 1 and max(ord(key), ord(value)) < 0x10000 and key != value:
            new[key] = value
    columns = []
    for table in (old, new):
        keys = sorted(table)
        columns += [ints([len(keys), 0]), shorts([ord(k) for k in keys]) + pad(2 * len(keys)), shorts([ord(table[k]) for k in keys]) + pad(2 * len(keys))]
    write(os.path.join(out, "zh-simplified.bin"), *columns)


def correction_lists(fixes):
    """The words of GPT-SoVITS' correction lists; the later list wins."""
    corrected = {}
    for name in fixes:
        for line in open(name, encoding="utf-8"):
            if ":" not in line:
                continue
            word, value = line.strip().split(":", 1)
            value = [v.replace("u:", "v").replace("ü", "v") for v in ast.literal_eval(value.strip())]
            if is_han(word) and len(word) == len(value) and all(re.fullmatch(r"[a-z]+[1-5]", v) for v in value):
                corrected[word] = value
    return corrected


def rows_of(entries):
    """Words in order, each with one 16-bit number a character."""
    ordered = sorted(entries, key=utf16_order)
    flat = [n for w in ordered for n in entries[w]]
    return ints([len(ordered), len(flat)]) + shorts(flat) + pad(2 * len(flat)) + words(ordered)


def polyphones(fixes, opencc, out):
    """What the polyphone model needs: simplified to Taiwan's characters, and the words whose readings win over the model's."""
    def load(name):
        pairs = (line.rstrip("\n").split("\t") for line in open(os.path.join(opencc, name), encoding="utf-8") if "\t" in line)
        return {key: values.split(" ")[0] for key, values in pairs}

    taiwan = load("TWVariants.txt")
    standard = {c: t for c, t in load("STCharacters.txt").items() if len(c) == len(t) == 1 and max(ord(c), ord(t)) < 0x10000}
    single = {c: taiwan.get(t, t) for c, t in {**{c: c for c in taiwan if len(c) == 1}, **standard}.items()}
    single = {c: t for c, t in single.items() if c != t and ord(t) < 0x10000}
    phrases = {**load("STPhrases_GeneratedFromRegionalPhrases.txt"), **load("STPhrases.txt")}
    phrases = {p: "".join(taiwan.get(c, c) for c in t) for p, t in phrases.items() if len(p) == len(t) and max(map(ord, p + t)) < 0x10000}

    table = sorted({v for value in correction_lists(fixes).values() for v in value})
    ids = {v: i for i, v in enumerate(table)}
    write(
        os.path.join(out, "zh-polyphones.bin"),
        rows_of({c: [ord(t)] for c, t in single.items()}), rows_of({p: [ord(c) for c in t] for p, t in phrases.items()}),
        strings(table), rows_of({w: [ids[v] for v in value] for w, value in correction_lists(fixes).items()}))
    print("characters", len(single), "phrases", len(phrases))


class PlainUnpickler(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError("only plain data is expected")


def english(upstream, npm, homographs, out):
    entries, phones = {}, set()
    for number, line in enumerate(open(os.path.join(upstream, "cmudict.rep"), encoding="utf-8"), 1):
        if number >= 57:
            word, sound = line.strip().split("  ")
            entries[word.lower()] = sound.split(" ")
    for line in open(os.path.join(upstream, "cmudict-fast.rep"), encoding="utf-8"):
        word, *sound = line.strip().split(" ")
        entries.setdefault(word.lower(), " ".join(sound).partition("#")[0].split())
    # Words that only the newer dictionary has.
    for word, sound in re.findall(r'^\s*"([^"]+)": "([^"]+)"', open(npm, encoding="utf-8").read(), re.M):
        entries.setdefault(word, sound.partition("#")[0].split())
    entries.update({"chatgpt": "CH AE1 T JH IY1 P IY1 T IY1".split(), "json": "JH EY1 S AH0 N".split(), "conda": "K AA1 N D AH0".split()})
    for word in ("ae", "ai", "ar", "ios", "hud", "os"):
        entries.pop(word)
    entries = {w: [p for p in s if p] for w, s in entries.items() if re.fullmatch(r"[a-z'.\-]+", w)}
    names = PlainUnpickler(io.BytesIO(open(os.path.join(upstream, "namedict_cache.pickle"), "rb").read())).load()
    names = {w: s[0] for w, s in names.items() if re.fullmatch(r"[a-z'.\-]+", w)}
    pairs = {}
    for line in open(homographs, encoding="utf-8"):
        if not line.startswith("#"):
            word, first, second, tag = line.strip().split("|")
            pairs[word.lower()] = (first.split(), second.split(), tag)
    pairs["read"] = ("R IY1 D".split(), "R EH1 D".split(), "VBP")
    pairs["complex"] = ("K AH0 M P L EH1 K S".split(), "K AA1 M P L EH0 K S".split(), "JJ")
    for sound in [*entries.values(), *names.values(), *(p for f, s, _ in pairs.values() for p in (f, s))]:
        phones.update(sound)
    phones = sorted(phones)
    phone_id = {p: i for i, p in enumerate(phones)}

    def table_of(table):
        ordered = sorted(table)
        lengths = bytes(len(table[w]) for w in ordered)
        flat = bytes(phone_id[p] for w in ordered for p in table[w])
        return ints([len(ordered), len(flat)]) + lengths + pad(len(lengths)) + flat + pad(len(flat)) + words(ordered)

    tags = sorted({t for _, _, t in pairs.values()})
    ordered = sorted(pairs)
    write(
        os.path.join(out, "en-words.bin"),
        strings(phones), table_of(entries), table_of(names),
        table_of({w: pairs[w][0] for w in ordered}), table_of({w: pairs[w][1] for w in ordered}),
        strings(tags), bytes(tags.index(pairs[w][2]) for w in ordered))
    print("words", len(entries), "names", len(names), "homographs", len(pairs), "phones", len(phones), phones)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jieba", help="folder of jieba 0.42.1 (the package's Python folder)")
    parser.add_argument("--pypinyin", help="folder of pypinyin 0.55.0 with pinyin_dict.json and phrases_dict.json")
    parser.add_argument("--polyphones", nargs="*", default=[], help="correction lists of word readings, the later wins")
    parser.add_argument("--simplified", help="JSON with the strings 'traditional' and 'simplified'")
    parser.add_argument("--opencc", help="TSCharacters.txt of OpenCC")
    parser.add_argument("--taiwan", help="data folder of OpenCC, for the polyphone model")
    parser.add_argument("--english", help="folder with cmudict.rep, cmudict-fast.rep and namedict_cache.pickle")
    parser.add_argument("--cmu", help="index.js of the npm package cmu-pronouncing-dictionary")
    parser.add_argument("--homographs", help="homographs.en of g2p_en")
    parser.add_argument("--out", required=True)
    given = parser.parse_args()
    os.makedirs(given.out, exist_ok=True)
    if given.jieba:
        segmentation(given.jieba, given.out)
        hidden_markov(given.jieba, given.out)
    if given.pypinyin:
        pinyin(given.pypinyin, given.polyphones, given.out)
    if given.opencc:
        simplified(given.simplified, given.opencc, given.out)
    if given.taiwan:
        polyphones(given.polyphones, given.taiwan, given.out)
    if given.english:
        english(given.english, given.cmu, given.homographs, given.out)


if __name__ == "__main__":
    sys.exit(main())
