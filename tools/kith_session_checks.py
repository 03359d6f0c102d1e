"""Whether a session of the vectors is as docs/protocol.md §10 says, for kith_vectors.py: what opens, what is said when, and
what follows from it."""

from kith_boxes import pair_key
from kith_cards import secret_id
from kith_cbor import refuse_unless
from kith_crypto import H, x25519
from kith_sync import digest_of, open_handshake, read_stream


def raw(text):
    return bytes.fromhex(text)


def number(value):
    """A number of the vectors: as JSON number below 2^53, else as text."""
    refuse_unless((type(value) is int) == (int(value) < 1 << 53) and int(value) >= 0, "a number in the wrong form")
    return int(value)


def check_session(v):
    stream, pair = v["stream"], raw(v["pair"])
    refuse_unless(secret_id(pair) == raw(v["pair_id"]), "the id of the pair secret")
    refuse_unless(raw(stream[0]["noise"])[:32] == x25519(raw(v["initiator_ephemeral"])), "the first ephemeral key")
    keys = [raw(v[name]) for name in ("initiator", "responder", "responder_ephemeral")]
    shaken = open_handshake([raw(one["noise"]) for one in stream[:3]], *keys, pair_key(pair, 2))
    payloads, hashed, *ciphers = shaken
    refuse_unless(payloads == [raw(one["plain"]) for one in stream[:3]], "a payload of the handshake")
    refuse_unless(payloads == [raw(v["pair_id"]), b"", b""] and hashed == raw(v["handshake_hash"]), "the handshake")
    said = {}
    for name, cipher in zip(("initiator", "responder"), ciphers):
        mine = [one for one in stream[3:] if one["from"] == name]
        chunks = [cipher.open(raw(one["noise"])) for one in mine]
        refuse_unless(chunks == [raw(one["plain"]) for one in mine], "a chunk")
        said[name] = read_stream(chunks)
        check_order([message[0] for message in said[name]])
    check_frontiers(v, *said.values())
    check_agreed(v, hashed, pair, *said.values())


def check_agreed(v, hashed, pair, *sides):
    """§9.5: made where neither presence names one that the other names too, and named by its id."""
    held, fresh = zip(*((m["held"], m["fresh"]) for m in (side[0][2] for side in sides)))
    told = [[m[2]["secret"] for m in side if m[0] == 12] for side in sides]
    agreed = H("kith/1 session", hashed + fresh[0] + fresh[1], pair_key(pair, 3))
    wanted = [] if set(held[0]) & set(held[1]) else [secret_id(agreed)]
    refuse_unless(told == [wanted, wanted], "the agreed secret")


def check_order(kinds):
    """§10.2: what is said when."""
    refuse_unless(kinds[:2] == [1, 2] and kinds.count(1) == 1 and kinds[-1] == 10, "the first two messages, the last")
    for at, kind in enumerate(kinds):
        refuse_unless(kind != 9 or kinds[at - 1] == 2, "caught up without its digest")
        refuse_unless(kind != 2 or at == 1 or kinds[at + 1] == 9, "a digest for nothing")
        refuse_unless(kind not in (4, 9) or 3 not in kinds or 3 in kinds[:at], "a range before the frontiers")


def check_frontiers(v, *sides):
    """§10.4, §10.5: both send them or neither does; the first digest is made of them, or known from before."""
    parts = [[m[2] for m in side if m[0] == 3] for side in sides]
    refuse_unless(bool(parts[0]) == bool(parts[1]), "frontiers of one side alone")
    for side, mine in zip(sides, parts):
        digests = [m[2]["digest"] for m in side if m[0] == 2]
        if mine:
            spans = [[log, *span] for part in mine for log, held in part["logs"] for span in held]
            refuse_unless([part["more"] for part in mine] == [True] * (len(mine) - 1) + [False], "more")
            refuse_unless(digest_of(spans) == digests[0], "the first digest")
        else:
            refuse_unless(len(set(digests)) == 1, "nothing is new, and the digest is another")


def check_digest(v):
    spans = [[raw(log), number(start), number(end), raw(head)] for log, start, end, head in v["spans"]]
    refuse_unless(sorted(spans, key=lambda s: (s[0], s[1], s[3])) == spans, "the order of the spans")
    refuse_unless(digest_of(spans) == raw(v["digest"]), "the digest")
