"""Writes what tools/read_kith.py reads, for its tests: from docs/protocol.md alone, without care for secrets."""

import hashlib
import struct

from kith_crypto import BASE, D, H, L, S, aead_seal, context, ed_encode, ed_sum, hchacha20, hpke_seal, x25519
from kith_boxes import box_hint, box_info, pair_key
from kith_bundle import bundle_hint, bundle_info
from kith_entries import Entry
from kith_records import link_of, padme


def seeded(name):
    """32 bytes that stand for random ones."""
    return hashlib.sha256(name.encode()).digest()


def varint(value):
    for size, bits in ((1, 6), (2, 14), (4, 30), (8, 62)):
        if value < 1 << bits:
            return (value | (size.bit_length() - 1) << (8 * size - 2)).to_bytes(size, "big")
    raise ValueError(value)


def cbor_head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for code, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << 8 * size:
            return bytes([major << 5 | code]) + value.to_bytes(size, "big")
    raise ValueError(value)


def cbor_encode(x):
    if x is None or x is True or x is False:
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[x]
    if isinstance(x, int):
        return cbor_head(0, x) if x >= 0 else cbor_head(1, -1 - x)
    if isinstance(x, bytes):
        return cbor_head(2, len(x)) + x
    if isinstance(x, str):
        return cbor_head(3, len(x.encode())) + x.encode()
    if isinstance(x, list):
        return cbor_head(4, len(x)) + b"".join(map(cbor_encode, x))
    pairs = sorted((cbor_encode(k), cbor_encode(v)) for k, v in x.items())
    return cbor_head(5, len(pairs)) + b"".join(k + v for k, v in pairs)


class Signer:
    """Ed25519, RFC 8032 §5.1.6."""

    def __init__(self, seed):
        h = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(h[:32], "little") & (2 ** 254 - 8) | 2 ** 254
        self.prefix = h[32:]
        self.public = ed_encode(ed_sum([(self.scalar, BASE)]))

    def raw(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % L
        point = ed_encode(ed_sum([(r, BASE)]))
        h = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), "little")
        return point + ((r + h * self.scalar) % L).to_bytes(32, "little")

    def sign(self, name, message):
        return self.raw(context(name) + message)

    def record(self, name, payload):
        raw = cbor_encode(payload)
        return cbor_encode([raw, self.sign(name, raw)])


class Person:
    def __init__(self, name):
        self.key, self.device = Signer(seeded(name)), Signer(seeded(name + " device"))
        self.prekey_secret = seeded(name + " prekey")
        self.prekey_public = x25519(self.prekey_secret)

    def device_list(self, version=1):
        pairs = [[self.device.public, x25519(seeded("transport"))]]
        return self.key.record("kith/1 devices", {0: self.key.public, 1: version, 2: pairs})

    def statement(self, circle, log, **changed):
        """Of a log, by its Signer."""
        owned = log.sign("kith/1 owner", circle + self.device.public)
        payload = {0: circle, 1: log.public, 2: self.key.public, 3: self.device.public, 4: False, 5: owned}
        return self.device.record("kith/1 log", payload | changed.get("payload", {}))

    def certificate(self, circle, log):
        return cbor_encode([self.device_list(), self.statement(circle, log)])

    def prekey(self, counter=1):
        payload = {0: self.device.public, 1: counter, 2: self.prekey_public, 3: 1_000_000}
        return self.device.record("kith/1 prekey", payload)


def lean(e, opens):
    """§3.4"""
    has_body, forgotten = e.body_size > 0, e.body_size > 0 and e.body is None
    out = bytes([opens | has_body << 1 | forgotten << 2 | bool(e.boxes) << 3]) + varint(e.meta_units)
    if has_body:
        out += varint(e.body_size)
    out += e.tag + e.meta
    if has_body:
        out += e.body_hash + e.sealed() if forgotten else e.body
    if e.boxes:
        present = sum(1 << i for i, box in enumerate(e.boxes) if box is not None)
        out += varint(len(e.boxes)) + varint(e.box_size) + present.to_bytes((len(e.boxes) + 7) // 8, "little")
        out += b"".join(h if box is None else box for box, h in zip(e.boxes, e.box_hashes))
    return out


class Log:
    """A log that its author writes."""

    def __init__(self, person, circle, name="log"):
        self.person, self.circle, self.key = person, circle, Signer(seeded(name))
        self.roots, self.entries, self.time = [], [], 1_000_000

    @property
    def id(self):
        return self.key.public

    def head(self):
        return self.entries[-1].link if self.entries else self.id

    def write(self, kind, body=None, opens=False, audience=None, references=None, boxes=None, time=None, extra=None):
        """`boxes` is called with the entry, which has its place, and gives the boxes."""
        opens = opens or not self.entries
        if opens:
            self.roots.append(seeded("root %d of %s" % (len(self.roots), self.id.hex())))
        last = self.entries[-1] if self.entries else None
        e = Entry(self.id, last.seq + 1 if last else 0, self.head(), len(self.roots) - 1, 0 if opens else last.leaf + 1)
        self.time = time or self.time + 1
        meta = {0: self.time, 1: kind} | (extra or {})
        if references:
            meta[2] = [r[:16] for r in references]
        if opens or audience is not None:
            proof = self.person.certificate(self.circle, self.key)
            meta |= {3: sorted([p] for p in audience or []), 4: proof, 5: [self.person.prekey()]}
        self.seal(e, cbor_encode(meta), None if body is None else cbor_encode(body))
        if boxes:
            e.boxes = boxes(e)
            e.box_size = len(e.boxes[0])
            e.box_hashes = [H("kith/1 box", box) for box in e.boxes]
        e.link = link_of(e.previous, e.header())
        self.entries.append(e)
        return e

    def leaf(self, e):
        node = self.roots[e.epoch]
        for bit in range(9, -1, -1):
            node = D(node, "kithtree", e.leaf >> bit & 1, 32)
        return node

    def seal(self, e, meta, body):
        """§4.3"""
        e.meta_units = (len(meta) + 15) // 16
        meta, leaf, body_hash = meta.ljust(16 * e.meta_units, b"\0"), self.leaf(e), bytes(32)
        meta_key, body_key = D(leaf, "kithmeta", 0, 64), D(leaf, "kithbody", 0, 64)
        if body is not None:
            e.body_size = max(32, padme(len(body)))
            body = body.ljust(e.body_size, b"\0")
            body_hash = e.body_hash = H("kith/1 body", body, body_key[32:])
        e.tag = H("kith/1 tag", e.place() + body_hash + meta, meta_key[32:])
        e.meta = S(meta_key[:32], e.tag[:24], meta)
        e.body = S(body_key[:32], e.tag[:24], body) if body is not None else None
        e.sealed_hash = e.sealed()

    def range(self, start=0, end=None):
        """§6, of entries start to end - 1."""
        part = self.entries[start:end]
        first = part[0]
        out = b"\1" + self.circle + self.id + struct.pack(">Q", first.seq) + first.previous
        out += struct.pack(">IH", first.epoch, first.leaf) + varint(len(part))
        out += b"".join(lean(e, e.leaf == 0) for e in part)
        return out + self.key.sign("kith/1 head", self.id + part[-1].link)

    def branch(self, start, end):
        part = self.entries[start:end]
        headers = b"".join(b"\1" + e.header() for e in part)
        return [part[0].previous, headers, self.key.sign("kith/1 head", self.id + part[-1].link)]


def fork_proof(log, start, other, other_start):
    one, two = log.branch(start, None), other.branch(other_start, None)
    if log.entries[start].link > other.entries[other_start].link:
        one, two = two, one
    return cbor_encode({0: log.id, 1: one, 2: two})


def handover(spans, size=None, **more):
    raw = cbor_encode({0: spans} | more.get("keys", {}))
    return raw.ljust(size or (len(raw) + 31) // 32 * 32, b"\0")


def box(plaintext, circle, author, e, reader, counter=1, pair=None, name="ephemeral"):
    """§5.2, to the prekey of a Person."""
    suite, device = (1 if pair else 2), reader.device.public
    psk = (pair_key(pair, 0), b"kith/1 pair") if pair else (b"", b"")
    info = box_info(suite, circle, author, e, device, counter)
    hint_key = pair_key(pair, 1) if pair else reader.prekey_public
    enc, sealed = hpke_seal(reader.prekey_public, seeded(name), info, plaintext, *psk)
    return bytes([suite]) + box_hint(hint_key, e, device, counter) + enc + sealed


def bundle_key(bundle_id, reader, place, key, pair=None, counter=1, name="bundle key"):
    """§8.2, to the prekey of a Person."""
    suite, device = (1 if pair else 2), reader.device.public
    psk = (pair_key(pair, 0), b"kith/1 pair") if pair else (b"", b"")
    hint = bundle_hint(pair_key(pair, 1) if pair else reader.prekey_public, bundle_id, device, counter)
    info = bundle_info(suite, bundle_id, device, counter)
    enc, sealed = hpke_seal(reader.prekey_public, seeded(name), info, struct.pack(">I", place) + key, *psk)
    return bytes([suite]) + hint + enc + sealed


def bundle_section(bundle_id, place, key, content, plain=None):
    """`plain` instead of the padded content."""
    if plain is None:
        plain = (struct.pack(">I", len(content)) + content).ljust(padme(4 + len(content)), b"\0")
    return aead_seal(hchacha20(key, bytes(16)), bytes(12), bundle_id + struct.pack(">I", place), plain)


def bundle(bundle_id, keys, sections, first=b"kith bundle 1\n", last=b"END\n"):
    keys = keys + [bytes([1]) + seeded("dummy %d" % i) * 2 + bytes(24) for i in range(-len(keys) % 8)]
    out = first + bundle_id + struct.pack(">H", len(keys)) + b"".join(keys) + struct.pack(">H", len(sections))
    out += b"".join(struct.pack(">I", len(section)) + section for section in sections)
    return out + last + H("kith/1 bundle", out)
