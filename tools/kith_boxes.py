"""Handovers and the boxes that carry them (docs/protocol.md §5). Section marks refer to that page."""

import struct
from dataclasses import dataclass

from kith_cbor import cbor_then_zeros, is_bytes, is_id, is_list, is_uint, refuse_unless, take_record
from kith_crypto import D, H, Refused, context, hpke_open
from kith_entries import Secrets, is_audience, is_seq, present_only
from kith_records import certificate

BOX_FRONT, BOX_OVERHEAD = 37, 53        # suite, hint, enc; and with the 16 bytes of the cipher


def read_nodes(data):
    """§5.1, key 4 of a span: {(depth, index): secret}."""
    refuse_unless(len(data) % 35 == 0, "handover: nodes")
    nodes, free = {}, 0
    for at in range(0, len(data), 35):
        depth, index = struct.unpack(">BH", data[at:at + 3])
        refuse_unless(depth <= 10 and index < 1 << depth, "handover: no such node")
        refuse_unless(index << (10 - depth) >= free, "handover: nodes out of order, or one in another")
        free = (index + 1) << (10 - depth)
        nodes[depth, index] = data[at + 3:at + 35]
    return nodes


def read_span(item, what="handover span"):
    def is_metas(x):
        return (is_list(x, 0, 1024) and all(is_list(m, 3, 3) and is_uint(m[0], 1024) and is_bytes(m[1], 64)
                                            and is_id(m[2]) for m in x)
                and all(a[0] < b[0] for a, b in zip(x, x[1:])))
    refuse_unless(type(item) is dict, what + ": no map")
    needed = {0: lambda x: is_uint(x, 1 << 32), 1: is_seq, 2: lambda x: is_uint(x, 1024), 3: is_id, 4: is_bytes}
    span = take_record(item, needed | present_only(item, {5: is_metas, 6: is_audience}), what)
    secrets = Secrets(read_nodes(span[4]), {leaf: (key, body_hash) for leaf, key, body_hash in span.get(5, [])})
    refuse_unless(secrets.nodes or secrets.metas, what + ": neither node nor meta key")
    return span, secrets


def read_handover(plaintext, circle=None):
    """§5.1: (spans, log or None, certificate or None). A span is (its record, Secrets)."""
    item, _ = cbor_then_zeros(plaintext)
    record = take_record(item, {0: lambda x: is_list(x, 1, 256)}, "handover")
    refuse_unless((1 in record) == (2 in record), "handover: log and certificate stand together")
    log = proof = None
    if 1 in record:
        take_record(record, {1: is_id, 2: is_bytes}, "handover")
        log, proof = record[1], certificate(record[2], record[1], circle)
    spans = [read_span(span) for span in record[0]]
    refuse_unless(all(a[0][1] < b[0][1] for a, b in zip(spans, spans[1:])), "handover: spans out of order")
    return spans, log, proof


@dataclass
class Prekey:
    """A prekey of the reader, with its secret."""
    device: bytes
    counter: int
    public: bytes
    secret: bytes


def pair_key(pair, use):
    """§5.2: use 0 gives the psk of boxes, 1 the key of hints."""
    return D(pair, "kithpair", use, 32)


def box_info(suite, circle, author, entry, device, counter):
    """§5.2"""
    return (context("kith/1 handover") + bytes([suite]) + circle + author + entry.log
            + struct.pack(">IQ", entry.epoch, entry.seq) + device + struct.pack(">Q", counter))


def box_hint(key, entry, device, counter):
    """§5.3"""
    return H("kith/1 hint", entry.log + struct.pack(">Q", entry.seq) + device + struct.pack(">Q", counter), key)[:4]


def open_box(box, circle, author, entry, mine, pair=None):
    """The plaintext of a box, or None when it is not for this prekey (and pair secret): suite 1 with a pair secret,
    suite 2 without; a box of another suite is passed over."""
    if len(box) < BOX_OVERHEAD or box[0] != (1 if pair else 2):
        return None
    suite, hint, enc, sealed = box[0], box[1:5], box[5:BOX_FRONT], box[BOX_FRONT:]
    if box_hint(pair_key(pair, 1) if pair else mine.public, entry, mine.device, mine.counter) != hint:
        return None
    psk = (pair_key(pair, 0), b"kith/1 pair") if pair else (b"", b"")
    info = box_info(suite, circle, author, entry, mine.device, mine.counter)
    try:
        return hpke_open(mine.secret, enc, info, sealed, *psk)
    except Refused:
        return None
