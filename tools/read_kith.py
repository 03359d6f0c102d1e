#!/usr/bin/env python3
"""A second reader of the kith protocol, written from docs/protocol.md alone. Section marks (§) refer to that page.

    read_kith.py range FILE... --keys KEYS.json [--order]     print the entries of ranges as JSON lines
    read_kith.py vectors FILE...                              verify vectors of tests/vectors

KEYS.json: {"epochs": [{"log": hex, "epoch": n, "root": hex}]}; instead of "root" an epoch may have "nodes" (hex, §5.1)
and "metas" ([[leaf, hex], ...]), as remain after a forgetting.
"""

import argparse
import hmac
import json
import struct
import sys
from dataclasses import dataclass, field

from kith_cbor import (Reader, cbor, cbor_then_zeros, is_bytes, is_flag, is_id, is_list, is_text, is_uint,
                       refuse_unless, take_record)
from kith_crypto import D, H, Refused, S, context, hpke_open, verify

MAX_RANGE, MAX_BOXES = 4 << 20, 2 << 20


# -- §1.4, §2: signed records -----------------------------------------------------------------------------------------

def signed_record(data, name, needed, key_at, what):
    """The payload of a signed record. The signer is the key that the payload names at key_at: until the signature has
    verified, only that one value is looked at."""
    pair = cbor(data)
    refuse_unless(is_list(pair, 2, 2) and is_bytes(pair[0]) and is_bytes(pair[1], 64), what + ": not a signed record")
    payload = cbor(pair[0])
    refuse_unless(type(payload) is dict and is_id(payload.get(key_at)), what + ": names no signer")
    verify(payload[key_at], name, pair[0], pair[1], what)
    return take_record(payload, needed, what)


def device_list(data):
    """§2.2"""
    def is_devices(x):
        return (is_list(x, 1, 8) and all(is_list(d, 2, 2) and is_id(d[0]) and is_id(d[1]) for d in x)
                and all(a[0] < b[0] for a, b in zip(x, x[1:])))
    return signed_record(data, "kith/1 devices", {0: is_id, 1: is_uint, 2: is_devices}, 0, "device list")


def log_statement(data):
    """§2.3"""
    return signed_record(data, "kith/1 log", {0: is_id, 1: is_id, 2: is_id, 3: is_id, 4: is_flag}, 3, "log statement")


def prekey(data):
    """§2.5"""
    return signed_record(data, "kith/1 prekey", {0: is_id, 1: is_uint, 2: is_id, 3: is_uint}, 0, "prekey")


def newer_device_list(a, b):
    """Which of two verified lists of one person a reader keeps (§2.2)."""
    def rank(data):
        return -device_list(data)[1], H("kith/1 payload", cbor(data)[0])
    return min(a, b, key=rank)


@dataclass
class Certificate:
    circle: bytes
    log: bytes
    person: bytes
    device: bytes
    aside: bool
    devices: list


def certificate(data):
    """§2.4"""
    pair = cbor(data)
    refuse_unless(is_list(pair, 2, 2) and is_bytes(pair[0]) and is_bytes(pair[1]), "certificate: not two records")
    devices, statement = device_list(pair[0]), log_statement(pair[1])
    refuse_unless(devices[0] == statement[2], "certificate: two persons")
    refuse_unless(any(d[0] == statement[3] for d in devices[2]), "certificate: the device is not in the list")
    return Certificate(statement[0], statement[1], statement[2], statement[3], statement[4], devices[2])


# -- §3: entries ------------------------------------------------------------------------------------------------------

def padme(n):
    """§3.6"""
    if n < 2:
        return n
    e = n.bit_length() - 1
    unit = 1 << (e - e.bit_length())
    return (n + unit - 1) // unit * unit


@dataclass
class Entry:
    log: bytes
    seq: int
    previous: bytes
    epoch: int
    leaf: int
    meta_units: int = 0
    body_size: int = 0
    tag: bytes = b""
    meta: bytes = b""
    body: bytes | None = None               # sealed; None when there is none or it is forgotten
    body_hash: bytes | None = None          # when it is forgotten
    boxes: list = field(default_factory=list)        # bytes, or None where only the hash stands
    box_hashes: list = field(default_factory=list)
    link: bytes = b""

    def header(self):
        """What follows `previous` in the link (§3.2): seq to boxes_hash."""
        hashed = bytes(32)
        if self.box_hashes:
            hashed = H("kith/1 boxes", struct.pack(">H", len(self.box_hashes)) + b"".join(self.box_hashes))
        return self.numbers() + self.tag + hashed

    def place(self):
        """§4.3"""
        return b"\1" + self.log + self.numbers()

    def numbers(self):
        return struct.pack(">QIHHI", self.seq, self.epoch, self.leaf, self.meta_units, self.body_size)


def link_of(previous, header):
    return H("kith/1 link", b"\1" + previous + header)


def lean_entry(reader, log, seq, previous, at):
    """§3.4. `at` maps "opens an epoch" to the entry's (epoch, leaf)."""
    flags = reader.uint(1)
    refuse_unless(flags < 16, "entry: unknown flag")
    opens, has_body, forgotten, has_boxes = (bool(flags >> bit & 1) for bit in range(4))
    refuse_unless(has_body or not forgotten, "entry: no body and yet forgotten")
    epoch, leaf = at(opens)
    refuse_unless(seq < 1 << 40 and epoch < 1 << 32 and leaf < 1024, "entry: seq, epoch or leaf too large")
    e = Entry(log, seq, previous, epoch, leaf, reader.varint())
    refuse_unless(1 <= e.meta_units <= 2048, "entry: meta_units")
    if has_body:
        e.body_size = reader.varint()
        refuse_unless(32 <= e.body_size <= 65536 and padme(e.body_size) == e.body_size, "entry: body_size")
    e.tag, e.meta = reader.take(32), reader.take(16 * e.meta_units)
    if forgotten:
        e.body_hash = reader.take(32)
    elif has_body:
        e.body = reader.take(e.body_size)
    if has_boxes:
        lean_boxes(reader, e)
    e.link = link_of(previous, e.header())
    return e


def lean_boxes(reader, e):
    start, count, size = reader.at, reader.varint(), reader.varint()
    refuse_unless(1 <= count <= 1024 and 53 <= size <= 16384, "entry: count or size of boxes")
    present = int.from_bytes(reader.take((count + 7) // 8), "little")
    refuse_unless(present >> count == 0, "entry: unused bits of present")
    for i in range(count):
        box = reader.take(size) if present >> i & 1 else None
        e.boxes.append(box)
        e.box_hashes.append(reader.take(32) if box is None else H("kith/1 box", box))
    refuse_unless(reader.at - start <= MAX_BOXES, "entry: boxes above 2 MiB")


# -- §3.5 to §3.7: what stands in meta and body -----------------------------------------------------------------------

def is_audience(x):
    return (is_list(x, 0, 150)
            and all(is_list(a, 1, 2) and is_id(a[0]) and all(is_uint(u) for u in a[1:]) for a in x)
            and all(a[0] < b[0] for a, b in zip(x, x[1:])))


def is_kind(x):
    return is_uint(x) or is_text(x) and 1 <= len(x.encode()) <= 64


META_OPTIONAL = {
    2: lambda x: is_list(x, 1, 8) and all(is_bytes(r, 16) for r in x) and len(set(x)) == len(x),
    3: is_audience,
    4: is_bytes,
    5: lambda x: is_list(x, 0, 8) and all(is_bytes(p) for p in x),
    6: lambda x: type(x) is list and all(is_list(p, 4, 4) and is_id(p[0]) and is_id(p[1]) and is_uint(p[2], 1 << 40)
                                         and is_uint(p[3], 1 << 40) and p[2] <= p[3] for p in x),
}

BODIES = {
    1: ({0: is_text}, {}),
    2: ({0: is_text}, {1: is_text, 2: is_text, 3: is_text}),
    32: ({0: is_id, 1: is_text}, {}),
    33: ({0: is_id, 1: is_text}, {}),
    34: ({0: is_id, 1: is_uint}, {}),
}


def present_only(record, optional):
    return {key: test for key, test in optional.items() if key in record}


def read_meta(plaintext, entry):
    item, size = cbor_then_zeros(plaintext)
    refuse_unless(entry.meta_units == (size + 15) // 16, "meta: not the least size")
    refuse_unless(type(item) is dict, "meta: not a map")
    meta = take_record(item, {0: is_uint, 1: is_kind} | present_only(item, META_OPTIONAL), "meta")
    refuse_unless(entry.leaf or 3 in meta, "meta: an opening without audience")
    refuse_unless((3 in meta) == (4 in meta) == (5 in meta), "meta: audience, certificate and prekeys stand together")
    if 4 in meta:
        proof = certificate(meta[4])
        refuse_unless(proof.log == entry.log, "meta: the certificate of another log")
        refuse_unless(all(a[0] != proof.person for a in meta[3]), "meta: the author in the audience")
        for one in meta[5]:
            owner = prekey(one)[0]
            refuse_unless(any(owner == d[0] for d in proof.devices), "meta: prekey of a foreign device")
    return meta


def read_body(plaintext, entry, kind):
    item, size = cbor_then_zeros(plaintext)
    refuse_unless(entry.body_size == max(32, padme(size)), "body: not the size that its content calls for")
    if is_bytes(item):
        return item                     # reserved for compressed bodies
    refuse_unless(type(item) is dict, "body: not a map")
    if kind in BODIES:
        needed, optional = BODIES[kind]
        take_record(item, needed | present_only(item, optional), "body")
    return item


# -- §4: epochs -------------------------------------------------------------------------------------------------------

class Secrets:
    """What is held of one epoch: nodes of its tree, and meta keys of punctured leaves."""

    def __init__(self, nodes=None, metas=None):
        self.nodes, self.metas = dict(nodes or {}), dict(metas or {})

    @classmethod
    def root(cls, secret):
        return cls({(0, 0): secret})

    def leaf(self, j):
        for depth in range(10, -1, -1):
            node = self.nodes.get((depth, j >> (10 - depth)))
            if node is not None:
                for bit in range(9 - depth, -1, -1):
                    node = D(node, "kithtree", j >> bit & 1, 32)
                return node
        return None

    def puncture(self, j):
        """§4.4: the leaf goes, its meta key stays."""
        leaf = self.leaf(j)
        if leaf is None:
            return
        depth = next(d for d in range(10, -1, -1) if (d, j >> (10 - d)) in self.nodes)
        node = self.nodes.pop((depth, j >> (10 - depth)))
        for d in range(depth + 1, 11):
            index = j >> (10 - d)
            self.nodes[d, index ^ 1] = D(node, "kithtree", index & 1 ^ 1, 32)
            node = D(node, "kithtree", index & 1, 32)
        self.metas[j] = D(leaf, "kithmeta", 0, 64)


@dataclass
class Opened:
    meta: dict
    body: object            # None where there is none, where it is forgotten, and where it lacks
    state: str              # "none", "open", "forgotten"


def open_entry(entry, secrets):
    """§4.3: the opened entry, or None when no key is held for it. A wrong tag is refused."""
    leaf = secrets.leaf(entry.leaf)
    meta_key = D(leaf, "kithmeta", 0, 64) if leaf else secrets.metas.get(entry.leaf)
    if meta_key is None or (leaf is None and entry.body is not None):
        return None                     # without the leaf the body's hash cannot be recomputed
    body, body_hash = None, bytes(32)
    if entry.body is not None:
        body_key = D(leaf, "kithbody", 0, 64)
        body = S(body_key[:32], entry.tag[:24], entry.body)
        body_hash = H("kith/1 body", body, body_key[32:])
    elif entry.body_size:
        body_hash = entry.body_hash
    meta = S(meta_key[:32], entry.tag[:24], entry.meta)
    tag = H("kith/1 tag", entry.place() + body_hash + meta, meta_key[32:])
    refuse_unless(hmac.compare_digest(tag, entry.tag), "entry: the tag does not match")
    record = read_meta(meta, entry)
    if body is None:
        return Opened(record, None, "forgotten" if entry.body_size else "none")
    return Opened(record, read_body(body, entry, record[1]), "open")


# -- §5: handovers ----------------------------------------------------------------------------------------------------

def read_nodes(data):
    refuse_unless(data and len(data) % 35 == 0, "handover: nodes")
    nodes, free = {}, 0
    for at in range(0, len(data), 35):
        depth, index = struct.unpack(">BH", data[at:at + 3])
        refuse_unless(depth <= 10 and index < 1 << depth, "handover: no such node")
        refuse_unless(index << (10 - depth) >= free, "handover: nodes out of order, or one in another")
        free = (index + 1) << (10 - depth)
        nodes[depth, index] = data[at + 3:at + 35]
    return nodes


def read_handover(plaintext):
    """§5.1: (spans, log or None, certificate or None). A span is (its record, Secrets)."""
    item, _ = cbor_then_zeros(plaintext)
    record = take_record(item, {0: lambda x: is_list(x, 1, 256)}, "handover")
    refuse_unless((1 in record) == (2 in record), "handover: log and certificate stand together")
    log = proof = None
    if 1 in record:
        take_record(record, {1: is_id, 2: is_bytes}, "handover")
        log, proof = record[1], certificate(record[2])
        refuse_unless(proof.log == log, "handover: the certificate of another log")
    spans = []
    optional = {
        5: lambda x: is_list(x, 0, 1024) and all(is_list(m, 2, 2) and is_uint(m[0], 1024) and is_bytes(m[1], 64)
                                                 for m in x),
        6: is_audience,
    }
    for item in record[0]:
        refuse_unless(type(item) is dict, "handover: a span is no map")
        needed = {0: lambda x: is_uint(x, 1 << 32), 1: lambda x: is_uint(x, 1 << 40), 2: lambda x: is_uint(x, 1024),
                  3: is_id, 4: is_bytes}
        span = take_record(item, needed | present_only(item, optional), "handover span")
        refuse_unless(not spans or spans[-1][0][1] <= span[1], "handover: spans out of order")
        spans.append((span, Secrets(read_nodes(span[4]), dict(span.get(5, [])))))
    return spans, log, proof


@dataclass
class Prekey:
    """A prekey of the reader, with its secret."""
    device: bytes
    counter: int
    public: bytes
    secret: bytes


def box_info(suite, circle, author, entry, device, counter):
    """§5.2"""
    return (context("kith/1 handover") + bytes([suite]) + circle + author + entry.log
            + struct.pack(">IQ", entry.epoch, entry.seq) + device + struct.pack(">Q", counter))


def box_hint(key, entry, device, counter):
    """§5.3"""
    return H("kith/1 hint", entry.log + struct.pack(">Q", entry.seq) + device + struct.pack(">Q", counter), key)[:4]


def open_box(box, circle, author, entry, mine, pair=None):
    """The plaintext of a box, or None when it is not for this prekey (and pair secret)."""
    suite, hint, enc, sealed = box[0], box[1:5], box[5:37], box[37:]
    key = {1: pair, 2: mine.public}.get(suite)
    if key is None or box_hint(key, entry, mine.device, mine.counter) != hint:
        return None
    psk = (pair, b"kith/1 pair") if suite == 1 else (b"", b"")
    info = box_info(suite, circle, author, entry, mine.device, mine.counter)
    try:
        return hpke_open(mine.secret, enc, info, sealed, *psk)
    except Refused:
        return None


# -- §6: ranges -------------------------------------------------------------------------------------------------------

@dataclass
class Range:
    circle: bytes
    log: bytes
    entries: list
    signature: bytes


def read_range(data):
    """Decodes everything, recomputes the links, verifies the signature at the end."""
    refuse_unless(len(data) <= MAX_RANGE, "range: above 4 MiB")
    reader = Reader(data)
    refuse_unless(reader.uint(1) == 1, "range: unknown version")
    circle, log, seq, link = reader.take(32), reader.take(32), reader.uint(8), reader.take(32)
    epoch, leaf, count = reader.uint(4), reader.uint(2), reader.varint()
    refuse_unless(1 <= count <= 4096, "range: count")
    refuse_unless(seq or (link, epoch, leaf) == (log, 0, 0), "range: a log begins with its id, epoch 0 and leaf 0")

    def first(opens):
        refuse_unless(opens == (leaf == 0), "range: the first entry's flag and leaf disagree")
        return epoch, leaf

    def later(opens):
        return (epoch + 1, 0) if opens else (epoch, leaf + 1)

    entries = []
    for i in range(count):
        entry = lean_entry(reader, log, seq + i, link, later if i else first)
        epoch, leaf, link = entry.epoch, entry.leaf, entry.link
        entries.append(entry)
    signature = reader.take(64)
    reader.end()
    verify(log, "kith/1 head", log + link, signature, "the range")
    return Range(circle, log, entries, signature)


# -- §3.8: order ------------------------------------------------------------------------------------------------------

def display_order(opened):
    """Links in the order of display; `opened` maps link to Opened, all of one circle."""
    by_reference = {link[:16]: link for link in opened}
    place = {}
    for start in opened:
        stack = [start]
        while stack:
            link = stack[-1]
            seen = [by_reference[r] for r in opened[link].meta.get(2, []) if r in by_reference]
            missing = [p for p in seen if p not in place]
            if missing:
                stack += missing        # no circles: an entry's link commits to its references
                continue
            place[stack.pop()] = max([opened[link].meta[0]] + [place[p] + 1 for p in seen])
    return sorted(opened, key=lambda link: (place[link], link))


# -- §7: frontiers and forks ------------------------------------------------------------------------------------------

def frontier_of(entries):
    """[log, next seq, head link] of every branch among the entries."""
    inner = {e.previous for e in entries}
    heads = {(e.log, e.link): e.seq + 1 for e in entries if e.link not in inner}
    return [[log, seq, link] for (log, link), seq in sorted(heads.items())]


def read_frontier(data):
    item = cbor(data)
    refuse_unless(type(item) is list and all(is_list(b, 3, 3) and is_id(b[0]) and is_uint(b[1], (1 << 40) + 1)
                                             and is_id(b[2]) for b in item), "frontier")
    keys = [(b[0], b[2]) for b in item]
    refuse_unless(all(a < b for a, b in zip(keys, keys[1:])), "frontier: out of order")
    return item


def fork_proof(data):
    """The log and the seq at which it forked."""
    def is_branch(x):
        return is_list(x, 3, 3)
    record = take_record(cbor(data), {0: is_id, 1: is_branch, 2: is_branch}, "fork proof")
    log, firsts = record[0], []
    for link, headers, signature in (record[1], record[2]):
        refuse_unless(is_id(link) and is_bytes(headers) and is_bytes(signature, 64), "fork proof: branch")
        refuse_unless(headers and len(headers) % 85 == 0 and len(headers) <= 1024 * 85, "fork proof: headers")
        start = int.from_bytes(headers[1:9], "big")
        for i in range(len(headers) // 85):
            one = headers[85 * i:85 * i + 85]
            refuse_unless(one[0] == 1 and int.from_bytes(one[1:9], "big") == start + i, "fork proof: version or seq")
            link = link_of(link, one[1:])
            if i == 0:
                firsts.append((start, link))
        verify(log, "kith/1 head", log + link, signature, "a branch")
    refuse_unless(firsts[0][0] == firsts[1][0], "fork proof: two seqs")
    refuse_unless(firsts[0][1] < firsts[1][1], "fork proof: equal branches, or the larger first")
    return log, firsts[0][0]


# -- the command line -------------------------------------------------------------------------------------------------

def held_epochs(epochs):
    """(log, epoch) → all Secrets held for it: branches of a fork may have several."""
    held = {}
    for one in epochs:
        nodes = {(0, 0): bytes.fromhex(one["root"])} if "root" in one else {}
        if one.get("nodes"):
            nodes |= read_nodes(bytes.fromhex(one["nodes"]))
        metas = {leaf: bytes.fromhex(key) for leaf, key in one.get("metas", [])}
        held.setdefault((bytes.fromhex(one["log"]), one["epoch"]), []).append(Secrets(nodes, metas))
    return held


def try_open(entry, held):
    """(Opened or None, why not). Of several secrets for one epoch the one that opens counts."""
    why = "no key"
    for secrets in held.get((entry.log, entry.epoch), []):
        try:
            opened = open_entry(entry, secrets)
            if opened:
                return opened, None
        except Refused as problem:
            why = str(problem)
    return None, why


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


def line_of(entry, opened, why):
    line = {"log": entry.log, "seq": entry.seq, "epoch": entry.epoch, "leaf": entry.leaf, "link": entry.link}
    if not opened:
        return plain(line | {"opened": False, "why": why})
    meta = {META_NAMES.get(key, str(key)): value for key, value in opened.meta.items()}
    return plain(line | {"opened": True} | meta | {"body state": opened.state, "body": opened.body})


def command_range(files, keys, ordered):
    with open(keys, encoding="utf-8") as file:
        held = held_epochs(json.load(file)["epochs"])
    lines, all_opened, circles = {}, {}, set()
    for name in files:
        with open(name, "rb") as file:
            part = read_range(file.read(MAX_RANGE + 1))
        circles.add(part.circle)
        for entry in part.entries:
            opened, why = try_open(entry, held)
            if opened and 4 in opened.meta and certificate(opened.meta[4]).circle != part.circle:
                opened, why = None, "the certificate names another circle"
            lines[entry.link] = line_of(entry, opened, why)
            if opened:
                all_opened[entry.link] = opened
    refuse_unless(not ordered or len(circles) <= 1, "only entries of one circle have an order")
    for link in (display_order(all_opened) if ordered else lines):
        print(json.dumps(lines[link]))


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Reads what kith writes.")
    commands = parser.add_subparsers(dest="command", required=True)
    of_range = commands.add_parser("range", help="print the entries of ranges as JSON lines")
    of_range.add_argument("files", nargs="+", metavar="FILE")
    of_range.add_argument("--keys", required=True, metavar="KEYS.json")
    of_range.add_argument("--order", action="store_true", help="only what opens, in the order of display")
    of_vectors = commands.add_parser("vectors", help="verify vectors of tests/vectors")
    of_vectors.add_argument("files", nargs="+", metavar="FILE")
    options = parser.parse_args(arguments)
    try:
        if options.command == "range":
            command_range(options.files, options.keys, options.order)
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
