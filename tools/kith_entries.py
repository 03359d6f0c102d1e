"""Entries, epochs and ranges of the kith protocol: decoding, links, opening (docs/protocol.md §3, §4, §6).

Section marks refer to that page.
"""

import hmac
import struct
from dataclasses import dataclass, field

from kith_bodies import FORMS, check_form, decompressed
from kith_cbor import Reader, cbor_then_zeros, is_bytes, is_id, is_list, is_text, is_uint, refuse_unless, take_record
from kith_crypto import D, H, Refused, S, verify
from kith_records import certificate, is_body_size, link_of, padme, prekey

MAX_RANGE, MAX_BOXES, MAX_SEQ = 4 << 20, 2 << 20, 1 << 40


class Unreadable(Refused):
    """The tag holds, and the content is not as the page says (§3.4): the author's doing."""


# -- §3.1 to §3.4: entries --------------------------------------------------------------------------------------------

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
    sealed_hash: bytes | None = None        # of its sealed bytes, then
    box_size: int = 0
    boxes: list = field(default_factory=list)        # bytes, or None where only the hash stands
    box_hashes: list = field(default_factory=list)
    link: bytes = b""
    circle: bytes | None = None             # that of the range; None: unknown

    def header(self):
        """What follows `previous` in the link (§3.2): seq to parts_hash."""
        return self.numbers() + self.tag + H("kith/1 parts", self.sealed() + self.boxes_hash() + self.meta)

    def sealed(self):
        if self.body_size == 0:
            return bytes(32)
        return self.sealed_hash if self.body is None else H("kith/1 sealed", self.body)

    def boxes_hash(self):
        """§3.3"""
        hashed = bytes(32)
        if self.box_hashes:
            sizes = struct.pack(">HI", len(self.box_hashes), self.box_size)
            hashed = H("kith/1 boxes", sizes + b"".join(self.box_hashes))
        return hashed

    def place(self):
        """§4.3"""
        return b"\1" + self.log + self.numbers()

    def numbers(self):
        return struct.pack(">QIHHI", self.seq, self.epoch, self.leaf, self.meta_units, self.body_size)


def lean_entry(reader, log, seq, previous, at):
    """§3.4. `at` maps "opens an epoch" to the entry's (epoch, leaf)."""
    flags = reader.uint(1)
    refuse_unless(flags < 16, "entry: unknown flag")
    opens, has_body, forgotten, has_boxes = (bool(flags >> bit & 1) for bit in range(4))
    refuse_unless(has_body or not forgotten, "entry: no body and yet forgotten")
    epoch, leaf = at(opens)
    refuse_unless(seq < MAX_SEQ and epoch < 1 << 32 and leaf < 1024, "entry: seq, epoch or leaf too large")
    e = Entry(log, seq, previous, epoch, leaf, reader.varint())
    refuse_unless(1 <= e.meta_units <= 2048, "entry: meta_units")
    if has_body:
        e.body_size = reader.varint()
        refuse_unless(is_body_size(e.body_size), "entry: body_size")
    e.tag, e.meta = reader.take(32), reader.take(16 * e.meta_units)
    if forgotten:
        e.body_hash, e.sealed_hash = reader.take(32), reader.take(32)
    elif has_body:
        e.body = reader.take(e.body_size)
    if has_boxes:
        lean_boxes(reader, e)
    e.link = link_of(previous, e.header())
    return e


def lean_boxes(reader, e):
    count, e.box_size = reader.varint(), reader.varint()
    refuse_unless(1 <= count <= 1208 and 53 <= e.box_size <= 16384, "entry: count or size of boxes")
    refuse_unless(count * e.box_size <= MAX_BOXES, "entry: boxes above 2 MiB")
    present = int.from_bytes(reader.take((count + 7) // 8), "little")
    refuse_unless(present >> count == 0, "entry: unused bits of present")
    for i in range(count):
        box = reader.take(e.box_size) if present >> i & 1 else None
        e.boxes.append(box)
        e.box_hashes.append(reader.take(32) if box is None else H("kith/1 box", box))


# -- §3.5 to §3.7: what stands in meta and body -----------------------------------------------------------------------

def is_time(x):
    return is_uint(x, 1 << 62)


def is_seq(x):
    return is_uint(x, MAX_SEQ)


def is_audience(x):
    return (is_list(x, 0, 150)
            and all(is_list(a, 1, 2) and is_id(a[0]) and all(is_time(u) for u in a[1:]) for a in x)
            and all(a[0] < b[0] for a, b in zip(x, x[1:])))


def is_kind(x):
    return is_uint(x) or is_text(x) and 1 <= len(x.encode()) <= 64


def is_past(x):
    return type(x) is list and all(is_list(p, 4, 4) and is_id(p[0]) and is_id(p[1]) and is_seq(p[2]) and is_seq(p[3])
                                   and p[2] <= p[3] for p in x)


META_OPTIONAL = {
    2: lambda x: is_list(x, 1, 8) and all(is_bytes(r, 16) for r in x) and len(set(x)) == len(x),
    3: is_audience,
    4: is_bytes,
    5: lambda x: is_list(x, 0, 8) and all(is_bytes(p) for p in x),
    6: is_past,
}

def present_only(record, optional):
    return {key: test for key, test in optional.items() if key in record}


def read_meta(plaintext, entry):
    item, size = cbor_then_zeros(plaintext)
    refuse_unless(entry.meta_units == (size + 15) // 16, "meta: not the least size")
    refuse_unless(type(item) is dict, "meta: not a map")
    meta = take_record(item, {0: is_time, 1: is_kind} | present_only(item, META_OPTIONAL), "meta")
    refuse_unless(entry.leaf or 3 in meta, "meta: an opening without audience")
    refuse_unless((3 in meta) == (4 in meta) == (5 in meta), "meta: audience, certificate and prekeys stand together")
    if 4 in meta:
        proof = certificate(meta[4], entry.log, entry.circle)
        refuse_unless(all(a[0] != proof.person for a in meta[3]), "meta: the author in the audience")
        for one in meta[5]:
            owner = prekey(one)[0]
            refuse_unless(any(owner == d[0] for d in proof.devices), "meta: prekey of a foreign device")
    return meta


def read_body(plaintext, entry, kind):
    item, size = cbor_then_zeros(plaintext)
    refuse_unless(entry.body_size == max(32, padme(size)), "body: not the size that its content calls for")
    if is_bytes(item):
        item, size = cbor_then_zeros(content := decompressed(item))
        refuse_unless(size == len(content), "body: more than one item, compressed")
    refuse_unless(type(item) is dict, "body: not a map")
    if kind in FORMS:
        check_form(kind, item)
    return item


# -- §4: epochs -------------------------------------------------------------------------------------------------------

class Secrets:
    """What is held of one epoch: nodes of its tree, and (meta key, body_hash) of punctured leaves."""

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

    def puncture(self, j, body_hash):
        """§4.4: the leaf goes, its meta key stays, with the body's hash."""
        leaf = self.leaf(j)
        if leaf is None:
            return
        depth = next(d for d in range(10, -1, -1) if (d, j >> (10 - d)) in self.nodes)
        node = self.nodes.pop((depth, j >> (10 - depth)))
        for d in range(depth + 1, 11):
            index = j >> (10 - d)
            self.nodes[d, index ^ 1] = D(node, "kithtree", index & 1 ^ 1, 32)
            node = D(node, "kithtree", index & 1, 32)
        self.metas[j] = D(leaf, "kithmeta", 0, 64), body_hash


@dataclass
class Opened:
    meta: dict | None       # None where it is not opened
    body: object = None     # None unless the state is "open"
    state: str = "none"     # "none": there is no body; "open"; "forgotten"; "unread": only the meta key is held
    #                         "body unreadable": not as the page says, or it lacks; "unreadable": meta is not;
    #                         "closed": does not open
    why: str | None = None  # of the last three


def unsealed(entry, secrets):
    """§4.3: (meta, body or None, state), the tag verified; None when no key is held."""
    leaf = secrets.leaf(entry.leaf)
    if leaf is None and entry.leaf not in secrets.metas:
        return None
    meta_key, body_hash = (D(leaf, "kithmeta", 0, 64), bytes(32)) if leaf else secrets.metas[entry.leaf]
    body, state, hashes = None, "none", [body_hash]
    if entry.body_size and entry.body is None:
        hashes, state = [entry.body_hash, body_hash], "forgotten"
    elif entry.body_size and leaf is None:
        state = "unread"                # it stands whole here, and stays unread
    elif entry.body_size:
        body_key = D(leaf, "kithbody", 0, 64)
        body = S(body_key[:32], entry.tag[:24], entry.body)
        hashes, state = [H("kith/1 body", body, body_key[32:])], "open"
    meta = S(meta_key[:32], entry.tag[:24], entry.meta)
    tags = [H("kith/1 tag", entry.place() + each + meta, meta_key[32:]) for each in hashes]
    refuse_unless(any(hmac.compare_digest(tag, entry.tag) for tag in tags), "entry: the tag does not match")
    return meta, body, state


def open_entry(entry, secrets):
    """The opened entry, or None when no key is held for it. A wrong tag is refused; content that is not as the page
    says is Unreadable where it is the meta, and a state where it is the body alone."""
    found = unsealed(entry, secrets)
    if found is None:
        return None
    meta, body, state = found
    try:
        record = read_meta(meta, entry)
    except Refused as problem:
        raise Unreadable(str(problem)) from None
    kind = record[1]
    if kind == 0 and entry.body_size or kind in FORMS and not entry.body_size:
        return Opened(record, None, "body unreadable", "body: stands where none belongs, or lacks")
    if state != "open":
        return Opened(record, None, state)
    try:
        return Opened(record, read_body(body, entry, kind), state)
    except Refused as problem:
        return Opened(record, None, "body unreadable", str(problem))


def try_open(entry, held):
    """Opened, whatever comes. Of several secrets for one epoch the one that opens counts."""
    found = Opened(None, None, "closed", "no key")
    for secrets in held.get((entry.log, entry.epoch), []):
        try:
            found = open_entry(entry, secrets) or found
        except Unreadable as problem:
            found = Opened(None, None, "unreadable", str(problem))
        except Refused as problem:
            found = Opened(None, None, "closed", str(problem))
        if found.state != "closed":
            break
    return found


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
        entry.circle, epoch, leaf, link = circle, entry.epoch, entry.leaf, entry.link
        entries.append(entry)
    signature = reader.take(64)
    reader.end()
    verify(log, "kith/1 head", log + link, signature, "the range")
    return Range(circle, log, entries, signature)
