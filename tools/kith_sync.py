"""Sessions of the kith protocol (docs/protocol.md §10.1 to §10.3, §10.5): messages, chunks, and the handshake.

Section marks refer to that page. Only form is checked: whether a record in a message verifies is kith_records.py's affair.
"""

import hashlib
import hmac
import struct

from kith_boxes import read_span
from kith_cbor import Reader, cbor, is_bytes, is_flag, is_id, is_list, is_text, is_uint, refuse_unless, take_record
from kith_crypto import H, aead_open, aead_seal, x25519

MAX_MESSAGE = (4 << 20) + (64 << 10)
MAX_PART = 4 << 20              # of a range, of a frontiers message
MAX_CHUNK = 65280
MAX_FORK_PROOF = 192 << 10
SEQ_END = 1 << 40

# -- §10.2, §10.3, §10.5: messages ------------------------------------------------------------------------------------


def presence(body):
    def is_records(x):
        return is_list(x, 0, 8) and all(map(is_bytes, x))

    def is_ways(x):
        return is_list(x, 0, 8) and all(is_text(way) and 1 <= len(way.encode()) <= 256 for way in x)

    def is_held(x):
        return is_list(x, 0, 8) and all(is_bytes(one, 8) for one in x)
    record = take_record(cbor(body), {0: is_bytes, 1: is_records, 2: is_ways, 3: is_held, 4: is_id}, "presence")
    refuse_unless(is_bytes(record.get(5, b"")) and record.get(6, True) is True, "presence: key 5 or 6")
    fields = {"device_list": record[0], "prekeys": record[1], "ways": record[2], "held": record[3],
              "fresh": record[4], "newest_first": 6 in record}
    return fields | ({"face": record[5]} if 5 in record else {})


def digest(body):
    refuse_unless(is_bytes(body, 32), "digest")
    return {"digest": body}


def digest_of(spans):
    """§10.4, of [log, from, next, head] in their order."""
    return H("kith/1 digest", b"".join(log + struct.pack(">QQ", start, end) + head for log, start, end, head in spans))


def is_stretch(start, end):
    return is_uint(start, SEQ_END) and is_uint(end, SEQ_END + 1) and start < end


def frontiers(body):
    def is_spans(x):
        return (type(x) is list and all(is_list(s, 3, 3) and is_stretch(s[0], s[1]) and is_id(s[2]) for s in x)
                and all((a[0], a[2]) < (b[0], b[2]) for a, b in zip(x, x[1:])))
    refuse_unless(len(body) <= MAX_PART, "frontiers: too long")
    item = cbor(body)
    refuse_unless(is_list(item, 2, 2) and is_flag(item[0]) and is_list(item[1], 0, 16384), "frontiers")
    for log in item[1]:
        refuse_unless(is_list(log, 2, 2) and is_id(log[0]) and is_spans(log[1]), "frontiers: a log")
    refuse_unless(all(a[0] < b[0] for a, b in zip(item[1], item[1][1:])), "frontiers: logs out of order")
    return {"more": item[0], "logs": item[1]}


def range_message(body):
    refuse_unless(len(body) <= MAX_PART, "range: too long")
    return {"range": body}


def refuse(body):
    return {"log": take_record(cbor(body), {0: is_id}, "refuse")[0]}


def closed(body):
    item = cbor(body)
    refuse_unless(is_list(item, 0, 4096) and all(is_list(s, 3, 3) and is_id(s[0]) and is_stretch(s[1], s[2])
                                                 for s in item), "closed")
    return {"spans": item}


def handed(body):
    record = take_record(cbor(body), {0: lambda x: is_list(x, 1, 256), 1: is_id, 2: is_bytes}, "handed")
    spans = [read_span(span) for span in record[0]]
    refuse_unless(all(a[0][1] < b[0][1] for a, b in zip(spans, spans[1:])), "handed: spans out of order")
    return {"log": record[1], "certificate": record[2]}


def credit(body):
    refuse_unless(is_bytes(body, 4), "credit")
    return {"bytes": int.from_bytes(body, "big")}


def empty(body):
    refuse_unless(body == b"", "a message that is to be empty")
    return {}


def papers(body):
    cbor(body)
    return {"certificate": body.hex()}


def agreed(body):
    refuse_unless(is_bytes(body, 8), "agreed")
    return {"secret": body}


def missing(body):
    item = cbor(body)
    refuse_unless(is_list(item, 1, 256) and all(is_list(x, 3, 3) and is_id(x[0]) and is_uint(x[1], SEQ_END) and is_id(x[2])
                                                for x in item), "missing")
    return {"bodies": item}


def of_entry(body, name):
    refuse_unless(len(body) > 40 and int.from_bytes(body[32:40], "big") < SEQ_END, name)
    return {"log": body[:32], "seq": int.from_bytes(body[32:40], "big")}, body[40:]


def one_body(body):
    fields, sealed = of_entry(body, "body")
    refuse_unless(len(sealed) <= 65536, "body: too long")
    return {**fields, "sealed": sealed}


def gone(body):
    fields, body_hash = of_entry(body, "gone")
    refuse_unless(len(body_hash) == 32, "gone")
    return {**fields, "hash": body_hash}


def known_forks(body):
    item = cbor(body)
    refuse_unless(is_list(item, 0, 1024) and all(map(is_id, item)), "known forks")
    return {"logs": item}


def fork_proof(body):
    refuse_unless(len(body) <= MAX_FORK_PROOF, "fork proof: too long")
    cbor(body)
    return {"record": body}


END = 10
READS = {1: presence, 2: digest, 3: frontiers, 4: range_message, 5: refuse, 6: closed, 7: handed, 8: credit, 9: empty,
         END: empty, 11: papers, 12: agreed, 13: missing, 14: one_body, 15: gone,
         16: known_forks, 17: fork_proof}


def read_message(kind, body):
    """The fields of a message, or None where its type is unknown."""
    return READS[kind](body) if kind in READS else None


# -- §10.2: chunks ----------------------------------------------------------------------------------------------------

def chunk_content(chunk):
    refuse_unless(chunk and len(chunk) % 256 == 0 and len(chunk) <= MAX_CHUNK, "chunk: its size")
    size = int.from_bytes(chunk[:2], "big")
    refuse_unless(size <= len(chunk) - 2, "chunk: n is beyond it")
    refuse_unless(not any(chunk[2 + size:]), "chunk: something other than zeros after n bytes")
    return chunk[2:2 + size]


def read_stream(chunks):
    """(type, body, fields) of the messages that are known; what is cut at the end is not there yet."""
    rest, messages = b"", []
    for chunk in chunks:
        rest += chunk_content(chunk)
        while len(rest) >= 4:
            refuse_unless(not messages or messages[-1][0] != END, "something after the end")
            size = int.from_bytes(rest[:4], "big")
            refuse_unless(1 <= size <= MAX_MESSAGE, "message: its size")
            if len(rest) < 4 + size:
                break
            kind, body, rest = rest[4], rest[5:4 + size], rest[4 + size:]
            fields = read_message(kind, body)
            if fields is not None:
                messages.append((kind, body, fields))
        refuse_unless(not rest or not messages or messages[-1][0] != END, "something after the end")
    return messages


# -- §10.1: Noise_XKpsk3_25519_ChaChaPoly_BLAKE2b, Noise revision 34 --------------------------------------------------

NAME = b"Noise_XKpsk3_25519_ChaChaPoly_BLAKE2b"
PROLOGUE = b"kith session 1"


def noise_hash(data):
    return hashlib.blake2b(data).digest()


def noise_hkdf(chain, data, count):
    """Noise §4.3"""
    def mac(key, message):
        return hmac.digest(key, message, "blake2b")
    key, out, last = mac(chain, data), [], b""
    for i in range(1, count + 1):
        last = mac(key, last + bytes([i]))
        out.append(last)
    return out


class Cipher:
    """Noise §5.1, with a key always there."""

    def __init__(self, key):
        self.key, self.count = key[:32], 0

    def nonce(self):
        self.count += 1
        return struct.pack("<4xQ", self.count - 1)

    def open(self, sealed, aad=b""):
        return aead_open(self.key, self.nonce(), aad, sealed)

    def seal(self, plain, aad=b""):
        return aead_seal(self.key, self.nonce(), aad, plain)


class Symmetric:
    """Noise §5.2"""

    def __init__(self):
        self.hash = self.chain = NAME.ljust(64, b"\0")
        self.cipher = None

    def mix_hash(self, data):
        self.hash = noise_hash(self.hash + data)

    def mix_key(self, data):
        self.chain, key = noise_hkdf(self.chain, data, 2)
        self.cipher = Cipher(key)

    def mix_key_and_hash(self, data):
        self.chain, extra, key = noise_hkdf(self.chain, data, 3)
        self.mix_hash(extra)
        self.cipher = Cipher(key)

    def open(self, sealed):
        plain = self.cipher.open(sealed, self.hash)
        self.mix_hash(sealed)
        return plain

    def ephemeral(self, public):
        self.mix_hash(public)
        self.mix_key(public)        # §9.2, since there is a psk


def open_handshake(messages, initiator, responder, responder_ephemeral, psk, prologue=PROLOGUE):
    """What a responder reads: the three payloads, the handshake hash, the ciphers from initiator and from responder. Of
    message 2 it checks that it is the one that these secrets give."""
    first, second, third = (Reader(message) for message in messages)
    both = Symmetric()
    both.mix_hash(prologue)
    both.mix_hash(x25519(responder))
    ephemeral = first.take(32)
    both.ephemeral(ephemeral)
    both.mix_key(x25519(responder, ephemeral))              # es
    payloads = [both.open(first.rest())]
    refuse_unless(second.take(32) == x25519(responder_ephemeral), "the responder's ephemeral key")
    both.ephemeral(x25519(responder_ephemeral))
    both.mix_key(x25519(responder_ephemeral, ephemeral))    # ee
    payloads.append(both.open(second.rest()))
    static = both.open(third.take(48))
    refuse_unless(static == x25519(initiator), "the initiator's static key")
    both.mix_key(x25519(responder_ephemeral, static))       # se
    both.mix_key_and_hash(psk)
    payloads.append(both.open(third.rest()))
    keys = noise_hkdf(both.chain, b"", 2)
    return payloads, both.hash, Cipher(keys[0]), Cipher(keys[1])
