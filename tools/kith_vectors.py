"""Verifies tests/vectors/*.json for read_kith.py. Byte strings are hex, contexts are ASCII, numbers are JSON numbers
below 2^53 and decimal text from there on.

crypto.json    {"hash": [{"context", "key", "message", "digest"}], "kdf": [{"context", "key", "id", "out"}],
               "sign": [{"public", "context", "message", "signature"}], "xchacha20": [{"key", "nonce", "plain",
               "cipher"}], "hpke": [{"secret", "info", "aad", "plain", "box", and in mode_psk "psk", "psk_id"}]};
               the key of a hash is "" where there is none; an hpke box is enc and ciphertext
entry.json     {"ranges": [{"range", "epochs": as in KEYS.json, "entries": [{"link", "tag", "state", "meta",
               "body"}]}]}; state is "none" (it has no body), "open", "forgotten",
               "unread" (the body stands, only the meta key is held), "body unreadable" (the tag matches, meta is
               as the page says, the body is not, lacks, or stands where none belongs), "unreadable" (the tag matches,
               meta is not as the page says) or "closed" (no key, or the tag does not match); meta and body are
               plaintexts with their zeros: meta "" where it is closed, body "" but where it is open
handover.json  {"boxes": [{"circle", "author", "log", "epoch", "seq", "device", "counter", "prekey", "prekey_secret",
               "pair", "box", "handover", and may be "opens": {"range", "entries": as above}}]}; pair is the secret that
               the reader shares with the author, "" where there is none; what opens is the range with nothing but what this box brings
bundle.json    {"bundles": [{"file", "device", "counter", "prekey", "prekey_secret", "pair", "presence", "sections": [[range]]}]};
               pair is as before; presence and sections are what its reader finds
records.json   {"device_lists", "log_statements", "certificates", "prekeys", "fork_proofs", "beacons":
               [{"record", and its fields}], "newest": [{"device_lists", "kept"}]}; the seq of a fork proof is that of the fork
onion.json     {"onion_services": [{"seed", "expanded", "public"}],
                "onion_callers": [{"pair", "service", "secret", "public", "base32"}]}
bodies.json    {"bodies": [{"kind", "body", "fields"}]}; fields by their keys, bytes in them as {"hex"}; those refused
               lack fields
sync.json      {"messages": [{"type", "body", and its fields}], "streams": [{"chunks", "messages": as before, those of
               known types}], "digests": [{"spans": [[log, from, next, head]], "digest"}], "sessions": [{"initiator", "initiator_ephemeral", "responder", "responder_ephemeral" (secret
               keys), "pair" (a pair secret), "pair_id", "handshake_hash", "stream": [{"from", "noise", "plain"}]}]}; plain
               is what a Noise message holds: a payload of the handshake, then chunks; the fields of a message are named
               in tools/kith_sync.py

Each item may have "what", a word for people. "refused": {the same name: [...]} holds items that are to be refused:
ranges by their links, signature and form alone ({"what", "range"}); boxes that do not open, or whose handover is not
one (without "handover"); bundles of which their reader cannot read all (without "presence" and "sections"); records ({"what", "record"}).
"""

import base64
import hashlib
import json

from kith_bodies import read_body, told
from kith_boxes import Prekey, open_box, pair_key, read_handover
from kith_bundle import manifests, open_section, read_bundle, split_ranges
from kith_cbor import refuse_unless
from kith_crypto import BASE, D, H, Refused, S, ed_encode, ed_sum, hpke_open, verify, x25519
from kith_entries import Entry, read_range, try_open, unsealed
from kith_records import beacon, beacon_port, certificate, device_list, fork_proof, log_statement, newer_device_list, onion_caller, prekey
from kith_sync import digest_of, open_handshake, read_message, read_stream
from read_kith import held_epochs, plain


def raw(text):
    return bytes.fromhex(text)


def number(value):
    """A number of the vectors: as JSON number below 2^53, else as text."""
    refuse_unless((type(value) is int) == (int(value) < 1 << 53) and int(value) >= 0, "a number in the wrong form")
    return int(value)


def check_hash(v):
    refuse_unless(H(v["context"], raw(v["message"]), raw(v["key"])) == raw(v["digest"]), "the digest")


def check_kdf(v):
    out = raw(v["out"])
    refuse_unless(D(raw(v["key"]), v["context"], number(v["id"]), len(out)) == out, "the output")


def check_sign(v):
    verify(raw(v["public"]), v["context"], raw(v["message"]), raw(v["signature"]), "the vector")


def check_xchacha20(v):
    refuse_unless(S(raw(v["key"]), raw(v["nonce"]), raw(v["plain"])) == raw(v["cipher"]), "the cipher text")


def check_hpke(v):
    box, psk = raw(v["box"]), (raw(v.get("psk", "")), raw(v.get("psk_id", "")))
    plain = hpke_open(raw(v["secret"]), box[:32], raw(v["info"]), box[32:], *psk, aad=raw(v["aad"]))
    refuse_unless(plain == raw(v["plain"]), "the plaintext")


# -- entry.json -------------------------------------------------------------------------------------------------------

def check_entry(entry, held, wanted):
    refuse_unless(entry.link == raw(wanted["link"]) and entry.tag == raw(wanted["tag"]), "link or tag")
    opened = try_open(entry, held)
    refuse_unless(opened.state == wanted["state"], "state is %s (%s)" % (opened.state, opened.why))
    if opened.state == "closed":
        return
    meta, body, _ = next(plain for plain in (plain_of(entry, s) for s in held[entry.log, entry.epoch]) if plain)
    refuse_unless(meta == raw(wanted["meta"]), "meta")
    refuse_unless((body if opened.state == "open" else b"") == raw(wanted["body"]), "body")


def plain_of(entry, secrets):
    try:
        return unsealed(entry, secrets)
    except Refused:
        return None


def check_entries(data, held, wanted):
    part = read_range(data)
    refuse_unless(len(part.entries) == len(wanted), "the number of entries")
    for entry, one in zip(part.entries, wanted):
        try:
            check_entry(entry, held, one)
        except Refused as problem:
            raise Refused("entry %d: %s" % (entry.seq, problem)) from None


def check_range(v):
    check_entries(raw(v["range"]), held_epochs(v["epochs"]), v["entries"])


# -- handover.json ----------------------------------------------------------------------------------------------------

def reader_of(v):
    secret = raw(v["prekey_secret"])
    if x25519(secret) != raw(v["prekey"]):
        raise ValueError("the prekey is not that of its secret")
    return Prekey(raw(v["device"]), number(v["counter"]), raw(v["prekey"]), secret)


def opened_box(v):
    entry, mine = Entry(raw(v["log"]), number(v["seq"]), b"", number(v["epoch"]), 0), reader_of(v)
    opened = None
    for pair in [raw(v["pair"])] * bool(v["pair"]) + [None]:
        opened = opened or open_box(raw(v["box"]), raw(v["circle"]), raw(v["author"]), entry, mine, pair)
    refuse_unless(opened is not None, "the box does not open")
    return opened, read_handover(opened, raw(v["circle"]))


def check_box(v):
    opened, (spans, log, _) = opened_box(v)
    refuse_unless(opened == raw(v["handover"]), "the handover")
    if "opens" in v:
        held = {}
        for span, secrets in spans:
            held.setdefault((log or raw(v["log"]), span[0]), []).append(secrets)
        check_entries(raw(v["opens"]["range"]), held, v["opens"]["entries"])


# -- bundle.json ------------------------------------------------------------------------------------------------------

def opened_bundle(v):
    """(presence, ranges of each section) of the one manifest that is for this reader."""
    mine, pairs, bundle = reader_of(v), [raw(v["pair"])] if v["pair"] else [], read_bundle(raw(v["file"]))
    found = manifests(bundle, [mine], pairs)
    refuse_unless(len(found) == 1, "no manifest, or several")
    return found[0][1], [split_ranges(open_section(bundle, *listed)) for listed in found[0][2]]


def check_bundle(v):
    presence, sections = opened_bundle(v)
    refuse_unless(presence == raw(v["presence"]), "the presence")
    refuse_unless(sections == [[raw(one) for one in section] for section in v["sections"]], "the sections")
    for one in sum(sections, []):
        read_range(one)


# -- records.json -----------------------------------------------------------------------------------------------------

def check_fields(v, **found):
    for name, value in found.items():
        wanted = v[name]
        if type(value) is bytes:
            wanted = raw(wanted)
        elif type(value) is list:
            wanted = [[raw(x) for x in pair] for pair in wanted]
        elif type(value) is int:
            wanted = number(wanted)
        refuse_unless(value == wanted and type(value) is type(wanted), name)


def check_device_list(v):
    r = device_list(raw(v["record"]))
    check_fields(v, person=r[0], version=r[1], devices=r[2])


def check_log_statement(v):
    r = log_statement(raw(v["record"]))
    check_fields(v, circle=r[0], log=r[1], person=r[2], device=r[3], aside=r[4])


def check_certificate(v):
    c = certificate(raw(v["record"]))
    check_fields(v, circle=c.circle, log=c.log, person=c.person, device=c.device, aside=c.aside, devices=c.devices)


def check_prekey(v):
    r = prekey(raw(v["record"]))
    check_fields(v, device=r[0], counter=r[1], key=r[2], made=r[3])


def check_fork_proof(v):
    log, seq = fork_proof(raw(v["record"]))
    check_fields(v, log=log, seq=seq)


def check_beacon(v):
    record = raw(v["record"])
    nonce, hour, _ = beacon(record)
    check_fields(v, nonce=nonce, hour=hour, port=beacon_port(record, raw(v["pair"]), raw(v["device"])))
    refuse_unless(beacon_port(record, raw(v["device"]), raw(v["device"])) is None, "a slot for a stranger")


def check_newest(v):
    kept, others = None, [raw(one) for one in v["device_lists"]]
    for one in others + others[::-1]:
        kept = one if kept is None else newer_device_list(kept, one)
    refuse_unless(kept == raw(v["kept"]), "which list is kept")


# -- sync.json --------------------------------------------------------------------------------------------------------

def written(message):
    """As it stands in the vectors."""
    kind, body, fields = message
    return {"type": kind, "body": body.hex()} | plain(fields)


def same_message(found, v):
    refuse_unless(written(found) == {name: value for name, value in v.items() if name != "what"}, "the fields")


def check_message(v):
    body = raw(v["body"])
    same_message((number(v["type"]), body, read_message(v["type"], body)), v)


def check_stream(v):
    found = read_stream([raw(chunk) for chunk in v["chunks"]])
    refuse_unless(len(found) == len(v["messages"]), "the number of messages")
    for message, wanted in zip(found, v["messages"]):
        same_message(message, wanted)


def check_session(v):
    stream, pair = v["stream"], raw(v["pair"])
    refuse_unless(H("kith/1 secret id", pair)[:8] == raw(v["pair_id"]), "the id of the pair secret")
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


# -- onion.json -------------------------------------------------------------------------------------------------------

def check_onion_service(v):
    expanded = bytearray(hashlib.sha512(raw(v["seed"])).digest())
    expanded[0] &= 0xF8
    expanded[31] = expanded[31] & 0x7F | 0x40
    refuse_unless(bytes(expanded) == raw(v["expanded"]), "the expanded key")
    scalar = int.from_bytes(expanded[:32], "little")
    refuse_unless(ed_encode(ed_sum([(scalar, BASE)])) == raw(v["public"]), "the public key")


def check_onion_caller(v):
    secret = onion_caller(raw(v["pair"]), raw(v["service"]))
    refuse_unless(secret == raw(v["secret"]) and x25519(secret) == raw(v["public"]), "the caller's key")
    told = base64.b32encode(raw(v["public"])).decode().rstrip("=").lower()
    refuse_unless(told == v["base32"], "the key as tor is told it")


def check_body(v):
    refuse_unless(told(read_body(v["kind"], raw(v["body"]))) == v["fields"], "the fields")


CHECKS = {
    "hash": check_hash, "kdf": check_kdf, "sign": check_sign, "xchacha20": check_xchacha20, "hpke": check_hpke,
    "ranges": check_range, "boxes": check_box, "bundles": check_bundle,
    "device_lists": check_device_list, "log_statements": check_log_statement, "certificates": check_certificate,
    "prekeys": check_prekey, "fork_proofs": check_fork_proof, "beacons": check_beacon, "newest": check_newest,
    "messages": check_message, "streams": check_stream, "digests": check_digest, "sessions": check_session,
    "onion_services": check_onion_service, "onion_callers": check_onion_caller,
    "bodies": check_body,
}
READS = {                               # what alone has to refuse the refused ones
    "ranges": lambda v: read_range(raw(v["range"])), "boxes": opened_box,
    "bundles": opened_bundle,
    "device_lists": lambda v: device_list(raw(v["record"])), "log_statements": lambda v: log_statement(raw(v["record"])),
    "certificates": lambda v: certificate(raw(v["record"])), "prekeys": lambda v: prekey(raw(v["record"])),
    "fork_proofs": lambda v: fork_proof(raw(v["record"])), "beacons": lambda v: beacon(raw(v["record"])),
    "messages": lambda v: read_message(v["type"], raw(v["body"])),
    "bodies": lambda v: read_body(v["kind"], raw(v["body"])),
    "streams": lambda v: read_stream([raw(chunk) for chunk in v["chunks"]]),
}
NOT_READ = {"noise_xkpsk3": "its ephemeral secrets are not shown; sync.json has a session", "argon2id": "this reader opens no backups"}


def check_part(name, vectors, refused):
    check = (READS if refused else CHECKS).get(name)
    if check is None:
        raise Refused("no check is written for \"%s\"" % name)
    for i, vector in enumerate(vectors):
        where = "%s %d (%s)" % (name, i, vector.get("what", "") if type(vector) is dict else "")
        try:
            check(vector)
        except Refused as problem:
            if not refused:
                raise Refused("%s: %s" % (where, problem)) from None
            continue
        except (KeyError, TypeError, ValueError) as problem:
            raise Refused("%s has another shape: %r" % (where, problem)) from None
        refuse_unless(not refused, where + " should be refused")
    return len(vectors)


def check_file(path):
    """Verifies a file and says how much it held. An empty file, or a part that nothing checks, is a failure."""
    with open(path, encoding="utf-8") as file:
        parts = json.load(file)
    wrong = parts.pop("refused", {})
    for name in NOT_READ.keys() & parts.keys():
        del parts[name]
        print("%s: \"%s\" is not verified: %s" % (path, name, NOT_READ[name]))
    count = sum(check_part(name, vectors, False) for name, vectors in parts.items())
    refuse_unless(count, "%s: nothing to verify" % path)
    count += sum(check_part(name, vectors, True) for name, vectors in wrong.items())
    print("%s: %d verified" % (path, count))
