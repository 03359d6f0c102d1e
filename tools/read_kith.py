#!/usr/bin/env python3
"""A second reader of the kith protocol, written from docs/protocol.md alone. Section marks (§) refer to that page.

    read_kith.py range FILE... --keys KEYS.json [--order]     print the entries of ranges as JSON lines
    read_kith.py bundle FILE --keys READER.json               print the entries of a bundle that are for a reader
    read_kith.py vectors FILE...                              verify vectors of tests/vectors

KEYS.json: {"epochs": [{"log": hex, "epoch": n, "root": hex}]}; instead of "root" an epoch may have "nodes" (hex, §5.1)
and "metas" ([[leaf, meta key, body_hash], ...]), as remain after a forgetting. Entries that do not open are printed
too, with "opened": false and why. READER.json: {"prekeys": [{"device": hex, "counter": n, "secret": hex}], "pairs_of":
[[secret of a pair, whose]]}, in hex; null: of a card of the reader's that nobody used yet.
"""

import argparse
import json
import sys

from kith_boxes import read_nodes
from kith_crypto import Refused
from kith_entries import MAX_RANGE, Secrets, read_range, try_open
from kith_cbor import refuse_unless


DAY = 24 * 3600 * 1_000_000     # microseconds


def display_order(opened, previous):
    """§3.8: links in the order of display. `opened` maps link to Opened, all of one circle and each with its meta;
    `previous` maps link to the link before it in its log."""
    by_reference = {link[:16]: link for link in opened}

    def parents(link):
        named = [by_reference[r] for r in opened[link].meta.get(2, []) if r in by_reference]
        return named + [p for p in [previous.get(link)] if p in opened]

    place = {}
    for start in opened:
        stack = [start]
        while stack:
            link = stack[-1]
            missing = [p for p in parents(link) if p not in place]
            if missing:
                stack += missing        # no circles: an entry's link commits to all of them
                continue
            time = opened[link].meta[0]
            place[stack.pop()] = max([time] + [min(place[p] + 1, time + DAY) for p in parents(link)])
    return sorted(opened, key=lambda link: (place[link], link))


def held_epochs(epochs):
    """(log, epoch) → all Secrets held for it: branches of a fork may have several."""
    held = {}
    for one in epochs:
        nodes = {(0, 0): bytes.fromhex(one["root"])} if "root" in one else {}
        nodes |= read_nodes(bytes.fromhex(one.get("nodes", "")))
        metas = {int(leaf): (bytes.fromhex(key), bytes.fromhex(body)) for leaf, key, body in one.get("metas", [])}
        held.setdefault((bytes.fromhex(one["log"]), int(one["epoch"])), []).append(Secrets(nodes, metas))
    return held


def plain(value):
    """For JSON: bytes as hex."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k[1].hex() if isinstance(k, tuple) else plain(k): plain(v) for k, v in value.items()}
    return value


META_NAMES = {0: "time", 1: "kind", 2: "references", 3: "audience", 4: "certificate", 5: "prekeys", 6: "past given"}


def line_of(entry, opened):
    line = {"log": entry.log, "seq": entry.seq, "epoch": entry.epoch, "leaf": entry.leaf, "link": entry.link}
    if opened.meta is None:
        return plain(line | {"opened": False, "why": opened.why})
    meta = {META_NAMES.get(key, str(key)): value for key, value in opened.meta.items() if type(key) is int}
    line |= {"opened": True} | meta | {"body state": opened.state, "body": opened.body}
    return plain(line | ({"why": opened.why} if opened.why else {}))


def command_range(files, keys, ordered):
    with open(keys, encoding="utf-8") as file:
        held = held_epochs(json.load(file)["epochs"])
    lines, seen, previous, circles = {}, {}, {}, set()
    for name in files:
        with open(name, "rb") as file:
            part = read_range(file.read(MAX_RANGE + 1))
        circles.add(part.circle)
        for entry in part.entries:
            opened = try_open(entry, held)
            if opened.meta is not None:
                seen[entry.link] = opened
            elif entry.link in seen:
                continue                # another file has it unharmed
            lines[entry.link], previous[entry.link] = line_of(entry, opened), entry.previous
    refuse_unless(not ordered or len(circles) <= 1, "only entries of one circle have an order")
    for link in (display_order(seen, previous) if ordered else lines):
        print(json.dumps(lines[link]))


def command_bundle(name, keys):
    from kith_bundle import read_bundle, read_keys
    from kith_reading import read_for, read_people
    with open(name, "rb") as file:
        reading = read_for(read_bundle(file.read()), read_keys(keys)[0], read_people(keys))
    for entry, opened in reading.opened():
        print(json.dumps(line_of(entry, opened)))


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Reads what kith writes.")
    commands = parser.add_subparsers(dest="command", required=True)
    of_range = commands.add_parser("range", help="print the entries of ranges as JSON lines")
    of_range.add_argument("files", nargs="+", metavar="FILE")
    of_range.add_argument("--keys", required=True, metavar="KEYS.json")
    of_range.add_argument("--order", action="store_true", help="only what opens, in the order of display")
    of_bundle = commands.add_parser("bundle", help="print the entries of a bundle that are for a reader")
    of_bundle.add_argument("file", metavar="FILE")
    of_bundle.add_argument("--keys", required=True, metavar="READER.json")
    of_vectors = commands.add_parser("vectors", help="verify vectors of tests/vectors")
    of_vectors.add_argument("files", nargs="+", metavar="FILE")
    options = parser.parse_args(arguments)
    try:
        if options.command == "range":
            command_range(options.files, options.keys, options.order)
        elif options.command == "bundle":
            command_bundle(options.file, options.keys)
        else:
            from kith_vectors import check_file     # it uses this module
            for name in options.files:
                check_file(name)
        return 0
    except (Refused, OSError, ValueError, KeyError) as problem:
        print("read_kith.py: " + str(problem), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
