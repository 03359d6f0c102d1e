"""Verifies tests/vectors/*.json for read_kith.py. Byte strings are hex, contexts are ASCII, numbers are JSON numbers
below 2^53 and decimal text from there on.

crypto.json    {"hash": [{"context", "key", "message", "digest"}], "kdf": [{"context", "key", "id", "out"}],
               "sign": [{"public", "context", "message", "signature"}], "xchacha20": [{"key", "nonce", "plain",
               "cipher"}], "hpke": [{"secret", "ephemeral", "info", "aad", "plain", "box", and in mode_psk "psk",
               "psk_id"}], "noise_xkpsk3": [{"initiator_static", "initiator_ephemeral", "responder_static",
               "responder_ephemeral", "psk", "prologue", "payloads", "messages", "handshake_hash", "first_plain",
               "first_transport"}], "argon2id": [{"passphrase", "salt", "memory_bytes", "passes", "key"}]};
               the key of a hash is "" where there is none; an hpke box is enc and ciphertext
entry.json     {"ranges": [{"range", "epochs": as in KEYS.json, "entries": [{"link", "tag", "state", "meta",
               "body"}]}]}; state is "none" (it has no body), "open", "forgotten",
               "unread" (the body stands, only the meta key is held), "body unreadable" (the tag matches, meta is
               as the page says, the body is not, lacks, or stands where none belongs), "unreadable" (the tag matches,
               meta is not as the page says) or "closed" (no key, or the tag does not match); meta and body are
               plaintexts with their zeros: meta "" where it is closed, body "" but where it is open;
               "item" is what a compressed body holds
handover.json  {"boxes": [{"circle", "author", "log", "epoch", "seq", "device", "counter", "prekey", "prekey_secret",
               "pair", "box", "handover", and may be "opens": {"range", "entries": as above}}]}; pair is the secret that
               the reader shares with the author, "" where there is none; what opens is the range with nothing but what this box brings
bundle.json    {"bundles": [{"file", "device", "counter", "prekey", "prekey_secret", "pair", "presence", "sections": [[range]]}]};
               pair is as before; presence and sections are what its reader finds
records.json   {"device_lists", "log_statements", "certificates", "prekeys", "fork_proofs", "beacons":
               [{"record", and its fields}], "newest": [{"device_lists", "kept"}]}; the seq of a fork proof is that of the fork
cards.json     {"cards": [{"text", "card", "secret", and the face's fields}], "faces": [{"record", and its fields}],
               "pairs": [{"one", "other", "words", "tie"}]}; a card is refused by its "text", a face by its "record"
onion.json     {"onion_services": [{"host", "seed", "expanded", "public"}],
                "onion_callers": [{"pair", "service", "secret", "public", "base32"}]}
recovery.json  {"recovery_keys": [{"person", "secret", "public", "text", "texts"}], "recovery_boxes": [{"circle", "author",
               "log", "epoch", "seq", "own", "secret", "box", "handover"}], "recovery_in_force": [{"said": [{"time",
               "reference", "body"}], "key"}]}; texts are others for the same key; own is what the author's devices share;
               key is "" where none is in force
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
from kith_cards import card, card_bytes, face, tie, words
from kith_cbor import cbor_then_zeros, refuse_unless
from kith_crypto import BASE, D, H, Refused, S, ed_encode, ed_sum, hpke_open, hpke_seal, verify, x25519
from kith_entries import Entry, read_range, try_open, unsealed
from kith_records import beacon, beacon_port, certificate, device_list, fork_proof, log_statement, newer_device_list, onion_caller, prekey
from kith_recovery import in_force, open_recovery_box, recovery_secret, recovery_text
from kith_session_checks import check_digest, check_session, number, raw
from kith_sync import open_handshake, read_message, read_stream
from read_kith import held_epochs, plain


def check_hash(v):
    refuse_unless(H(v["context"], raw(v["message"]), raw(v["key"])) == raw(v["digest"]), "the digest")


def check_kdf(v):
    out = raw(v["out"])
    refuse_unless(D(raw(v["key"]), v["context"], number(v["id"]), len(out)) == out, "the output")


def check_sign(v):
    verify(raw(v["public"]), v["context"], raw(v["message"]), raw(v["signature"]), "the vector")


def check_xchacha20(v):
    refuse_unless(S(raw(v["key"]), raw(v["nonce"]), raw(v["plain"])) == raw(v["cipher"]), "the cipher text")


def check_noise(v):
    keys = [raw(v[name]) for name in ("initiator_static", "responder_static", "responder_ephemeral", "psk")]
    messages = [raw(one) for one in v["messages"]]
    payloads, hashed, sent, _ = open_handshake(messages, *keys, prologue=raw(v["prologue"]))
    refuse_unless(messages[0][:32] == x25519(raw(v["initiator_ephemeral"])), "the first ephemeral key")
    refuse_unless(payloads == [raw(one) for one in v["payloads"]] and hashed == raw(v["handshake_hash"]), "the handshake")
    refuse_unless(sent.open(raw(v["first_transport"])) == raw(v["first_plain"]), "what follows it")


def check_hpke(v):
    box, psk = raw(v["box"]), (raw(v.get("psk", "")), raw(v.get("psk_id", "")))
    plain = hpke_open(raw(v["secret"]), box[:32], raw(v["info"]), box[32:], *psk, aad=raw(v["aad"]))
    refuse_unless(plain == raw(v["plain"]), "the plaintext")
    made = hpke_seal(x25519(raw(v["secret"])), raw(v["ephemeral"]), raw(v["info"]), plain, *psk, aad=raw(v["aad"]))
    refuse_unless(b"".join(made) == box, "the box, made again")


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
    if "item" in wanted:
        refuse_unless(opened.body == cbor_then_zeros(raw(wanted["item"]))[0], "item")


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


# -- onion.json -------------------------------------------------------------------------------------------------------

def check_onion_service(v):
    expanded = bytearray(hashlib.sha512(raw(v["seed"])).digest())
    expanded[0] &= 0xF8
    expanded[31] = expanded[31] & 0x7F | 0x40
    refuse_unless(bytes(expanded) == raw(v["expanded"]), "the expanded key")
    scalar = int.from_bytes(expanded[:32], "little")
    refuse_unless(ed_encode(ed_sum([(scalar, BASE)])) == raw(v["public"]), "the public key")


    service = raw(v["public"])
    check = hashlib.sha3_256(b".onion checksum" + service + b"\3").digest()[:2]
    host = base64.b32encode(service + check + b"\3").decode().lower() + ".onion"
    refuse_unless(host == v["host"], "the address")


def check_onion_caller(v):
    secret = onion_caller(raw(v["pair"]), raw(v["service"]))
    refuse_unless(secret == raw(v["secret"]) and x25519(secret) == raw(v["public"]), "the caller's key")
    told = base64.b32encode(raw(v["public"])).decode().rstrip("=").lower()
    refuse_unless(told == v["base32"], "the key as tor is told it")


# -- recovery.json ----------------------------------------------------------------------------------------------------

def check_recovery_key(v):
    person, secret = raw(v["person"]), raw(v["secret"])
    refuse_unless(all(recovery_secret(person, text) == secret for text in [v["text"]] + v["texts"]), "the secret")
    refuse_unless(recovery_text(person, secret) == v["text"] and x25519(secret) == raw(v["public"]), "text or public key")


def opened_recovery_box(v):
    entry = Entry(raw(v["log"]), number(v["seq"]), b"", number(v["epoch"]), 0)
    opened = open_recovery_box(raw(v["box"]), raw(v["circle"]), raw(v["author"]), entry, raw(v["secret"]), raw(v["own"]))
    refuse_unless(opened is not None, "the box does not open")
    return opened, read_handover(opened, raw(v["circle"]))


def check_recovery_box(v):
    refuse_unless(opened_recovery_box(v)[0] == raw(v["handover"]), "the handover")


def check_recovery_in_force(v):
    said = [(number(one["time"]), raw(one["reference"]), raw(one["body"])) for one in v["said"]]
    for order in (said, said[::-1]):
        refuse_unless((in_force(order) or b"") == raw(v["key"]), "the key in force")


# -- cards.json -------------------------------------------------------------------------------------------------------

def check_card(v):
    data = card_bytes(v["text"])
    shown, secret = card(data)
    refuse_unless(data == raw(v["card"]) and secret == raw(v["secret"]), "the card")
    check_shown(v, shown)


def check_face(v):
    check_shown(v, face(raw(v["record"])))


def check_shown(v, shown):
    for name, value in shown.items():
        wanted = number(v[name]) if type(value) is int else v[name]
        refuse_unless(plain(value) == wanted, name)


def check_pair(v):
    both = raw(v["one"]), raw(v["other"])
    refuse_unless(words(*both) == v["words"] and tie(*both) == raw(v["tie"]), "words or tie")


def check_body(v):
    refuse_unless(told(read_body(v["kind"], raw(v["body"]))) == v["fields"], "the fields")


CHECKS = {
    "hash": check_hash, "kdf": check_kdf, "sign": check_sign, "xchacha20": check_xchacha20, "hpke": check_hpke,
    "ranges": check_range, "boxes": check_box, "bundles": check_bundle,
    "device_lists": check_device_list, "log_statements": check_log_statement, "certificates": check_certificate,
    "prekeys": check_prekey, "fork_proofs": check_fork_proof, "beacons": check_beacon, "newest": check_newest,
    "messages": check_message, "streams": check_stream, "digests": check_digest, "sessions": check_session,
    "recovery_keys": check_recovery_key, "recovery_boxes": check_recovery_box, "recovery_in_force": check_recovery_in_force,
    "onion_services": check_onion_service, "onion_callers": check_onion_caller,
    "bodies": check_body, "cards": check_card, "faces": check_face, "pairs": check_pair, "noise_xkpsk3": check_noise,
}
READS = {                               # what alone has to refuse the refused ones
    "ranges": lambda v: read_range(raw(v["range"])), "boxes": opened_box,
    "bundles": opened_bundle, "recovery_boxes": opened_recovery_box,
    "recovery_keys": lambda v: recovery_secret(raw(v["person"]), v["text"]),
    "device_lists": lambda v: device_list(raw(v["record"])), "log_statements": lambda v: log_statement(raw(v["record"])),
    "certificates": lambda v: certificate(raw(v["record"])), "prekeys": lambda v: prekey(raw(v["record"])),
    "fork_proofs": lambda v: fork_proof(raw(v["record"])), "beacons": lambda v: beacon(raw(v["record"])),
    "messages": lambda v: read_message(v["type"], raw(v["body"])),
    "bodies": lambda v: read_body(v["kind"], raw(v["body"])),
    "cards": lambda v: card(card_bytes(v["text"])), "faces": lambda v: face(raw(v["record"])),
    "streams": lambda v: read_stream([raw(chunk) for chunk in v["chunks"]]),
}
NOT_READ = {"argon2id": "this reader opens no backups"}


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
