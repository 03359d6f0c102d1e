#!/usr/bin/env python3
"""Bundles: files that carry ranges to several people (docs/protocol.md §8.2). Section marks refer to that page.

    kith_bundle.py FILE --keys KEYS.json [--out FOLDER]     print what opens, as JSON lines

KEYS.json: {"prekeys": [{"device": hex, "counter": n, "secret": hex}], "pairs": [hex]}. A line for each manifest that
opens: which pair opened it (null: none was needed), its presence, and of each section its ranges, as their sizes; with
--out each range lies in a file of its own, for read_kith.py.
"""

import argparse
import json
import pathlib
import struct
import sys
from dataclasses import dataclass

from kith_boxes import Prekey, pair_key
from kith_cbor import Reader, cbor, is_bytes, is_id, is_list, is_uint, refuse_unless, take_record
from kith_crypto import H, Refused, context, hpke_open, x25519, xaead_open
from kith_entries import MAX_RANGE
from kith_records import padme

FIRST, LAST = b"kith bundle 1\n", b"END\n"
KEY, END = 89, 36
MAX_FILE, MAX_SECTION, MAX_MANIFEST = 1 << 32, 8 << 20, 256 << 10
MIN_RANGE = 176                         # the front of a range and its signature (§6)


@dataclass
class Bundle:
    id: bytes
    keys: list
    sections: list


def read_bundle(data):
    """The parts of a file whose form and hash are right; nothing is opened."""
    refuse_unless(data.startswith(FIRST), "no bundle of this version")
    refuse_unless(len(FIRST) + 32 + END <= len(data) <= MAX_FILE and data[-END:-32] == LAST, "cut short, or too large")
    refuse_unless(H("kith/1 bundle", data[:-END]) == data[-32:], "damaged: the hash differs")
    reader = Reader(data[len(FIRST):-END])
    bundle = Bundle(reader.take(32), [], [])
    count = reader.uint(2)
    refuse_unless(0 < count <= 1024 and count % 8 == 0, "the number of keys")
    bundle.keys = [reader.take(KEY) for _ in range(count)]
    count = reader.uint(2)
    refuse_unless(count <= 4096, "too many sections")
    for _ in range(count):
        size = reader.uint(4)
        refuse_unless(20 <= size <= padme(4 + MAX_SECTION) + 16, "the size of a section")
        bundle.sections.append(reader.take(size))
    reader.end()
    return bundle


def bundle_info(suite, bundle_id, device, counter):
    return context("kith/1 bundle") + bytes([suite]) + bundle_id + device + struct.pack(">Q", counter)


def bundle_hint(key, bundle_id, device, counter):
    return H("kith/1 bhint", bundle_id + device + struct.pack(">Q", counter), key)[:4]


def open_key(key, bundle_id, mine, pair=None):
    """(section, manifest key), or None when the key is not for this prekey (and pair secret)."""
    if key[0] != (1 if pair else 2):
        return None
    if bundle_hint(pair_key(pair, 1) if pair else mine.public, bundle_id, mine.device, mine.counter) != key[1:5]:
        return None
    psk = (pair_key(pair, 0), b"kith/1 pair") if pair else (b"", b"")
    try:
        info = bundle_info(key[0], bundle_id, mine.device, mine.counter)
        plain = hpke_open(mine.secret, key[5:37], info, key[37:], *psk)
    except Refused:
        return None
    return int.from_bytes(plain[:4], "big"), plain[4:]


def open_section(bundle, place, key):
    """The n bytes of a section."""
    refuse_unless(place < len(bundle.sections), "no such section")
    aad = bundle.id + struct.pack(">I", place)
    plain = Reader(xaead_open(key, bytes(24), aad, bundle.sections[place]))
    size = plain.uint(4)
    content = plain.take(size)
    refuse_unless(size <= MAX_SECTION and len(plain.data) == padme(4 + size), "section: another size than its padding")
    refuse_unless(not any(plain.data[plain.at:]), "section: something other than zeros")
    return content


def read_manifest(data, sections):
    """(presence, [[section, key], ...])."""
    refuse_unless(len(data) <= MAX_MANIFEST, "manifest: too large")

    def is_listing(x):
        return (is_list(x, 0, sections) and all(is_list(s, 2, 2) and is_uint(s[0], sections) and is_id(s[1]) for s in x)
                and len({place for place, _ in x}) == len(x))
    record = take_record(cbor(data), {0: is_bytes, 1: is_listing}, "manifest")
    return record[0], record[1]


def split_ranges(content):
    reader, ranges = Reader(content), []
    while not ranges or reader.at < len(reader.data):
        size = reader.uint(4)
        refuse_unless(MIN_RANGE <= size <= MAX_RANGE, "the size of a range")
        ranges.append(reader.take(size))
    return ranges


def manifests(bundle, prekeys, pairs):
    """[(number of the pair or None, presence, [[section, key], ...])] in the order of the keys, each manifest once."""
    found, seen = [], set()
    for key in bundle.keys:
        for mine, number in ((m, n) for m in prekeys for n in [*range(len(pairs)), None]):
            opened = open_key(key, bundle.id, mine, None if number is None else pairs[number])
            if opened is None or opened[0] in seen:
                continue
            try:
                one = read_manifest(open_section(bundle, *opened), len(bundle.sections))
            except Refused:
                continue
            seen.add(opened[0])
            found.append((number, *one))
            break
    return found


def lines_of(bundle, prekeys, pairs, folder=None):
    for at, (number, presence, listed) in enumerate(manifests(bundle, prekeys, pairs)):
        line = {"pair": number, "presence": presence.hex(), "sections": []}
        for place, key in listed:
            try:
                ranges = split_ranges(open_section(bundle, place, key))
            except Refused as problem:
                line["why"] = "section %d: %s" % (place, problem)     # ends the reading
                break
            line["sections"].append([len(one) for one in ranges])
            for i, one in enumerate(ranges if folder else []):
                (folder / ("%d-%d-%d.range" % (at, place, i))).write_bytes(one)
        yield line


def read_keys(path):
    held = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    prekeys = []
    for one in held.get("prekeys", []):
        secret = bytes.fromhex(one["secret"])
        prekeys.append(Prekey(bytes.fromhex(one["device"]), int(one["counter"]), x25519(secret), secret))
    return prekeys, [bytes.fromhex(pair) for pair in held.get("pairs", [])]


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Opens a bundle of the kith protocol.")
    parser.add_argument("file")
    parser.add_argument("--keys", required=True)
    parser.add_argument("--out", type=pathlib.Path, help="a folder for the ranges")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.out:
            chosen.out.mkdir(parents=True, exist_ok=True)
        bundle = read_bundle(pathlib.Path(chosen.file).read_bytes())
        for line in lines_of(bundle, *read_keys(chosen.keys), chosen.out):
            print(json.dumps(line))
    except (Refused, OSError, ValueError, KeyError, TypeError) as problem:
        print("%s: %s" % (chosen.file, problem), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
