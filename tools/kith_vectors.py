"""Verifies tests/vectors/*.json for read_kith.py. Byte strings are hex, numbers are JSON numbers, contexts are ASCII.

crypto.json    {"hash": [{"context", "key", "message", "digest"}], "kdf": [{"context", "key", "id", "out"}],
               "sign": [{"public", "context", "message", "signature"}], "xchacha20": [{"key", "nonce", "plain",
               "cipher"}], "hpke": [{"secret", "info", "aad", "plain", "box", and in mode_psk "psk", "psk_id"}]};
               the key of a hash is "" where there is none; an hpke box is enc and ciphertext
entry.json     {"ranges": [{"range", "epochs": as in KEYS.json, "entries": [{"link", "tag", "state", "meta",
               "body"}]}]}; state is "none", "open" or "forgotten"; meta and body are plaintexts, with or without
               their zeros, body "" unless open
handover.json  {"boxes": [{"circle", "author", "log", "epoch", "seq", "device", "counter", "prekey", "prekey_secret",
               "pair", "box", "handover"}]}; pair is "" in suite 2
records.json   {"device_lists", "certificates", "prekeys", "fork_proofs"}: arrays of records that hold

Any of them may have "refused": {the same name: [...]}, items of the same shape that have to be refused.
"""

import json

from kith_cbor import cbor_then_zeros, refuse_unless
from kith_crypto import D, H, Refused, S, hpke_open, verify, x25519
from read_kith import (Entry, Prekey, certificate, device_list, fork_proof, held_epochs, open_box, prekey,
                       read_handover, read_range, try_open)


def raw(text):
    return bytes.fromhex(text)


def check_hash(v):
    refuse_unless(H(v["context"], raw(v["message"]), raw(v["key"])) == raw(v["digest"]), "the digest")


def check_kdf(v):
    out = raw(v["out"])
    refuse_unless(D(raw(v["key"]), v["context"], v["id"], len(out)) == out, "the output")


def check_sign(v):
    verify(raw(v["public"]), v["context"], raw(v["message"]), raw(v["signature"]), "the vector")


def check_xchacha20(v):
    refuse_unless(S(raw(v["key"]), raw(v["nonce"]), raw(v["plain"])) == raw(v["cipher"]), "the cipher text")


def check_hpke(v):
    box, psk = raw(v["box"]), (raw(v.get("psk", "")), raw(v.get("psk_id", "")))
    plain = hpke_open(raw(v["secret"]), box[:32], raw(v["info"]), box[32:], *psk, aad=raw(v["aad"]))
    refuse_unless(plain == raw(v["plain"]), "the plaintext")


def check_range(v):
    part, held = read_range(raw(v["range"])), held_epochs(v["epochs"])
    refuse_unless(len(part.entries) == len(v["entries"]), "the number of entries")
    for entry, wanted in zip(part.entries, v["entries"]):
        where = "entry %d: " % entry.seq
        refuse_unless(entry.link == raw(wanted["link"]) and entry.tag == raw(wanted["tag"]), where + "link or tag")
        opened, why = try_open(entry, held)
        refuse_unless(opened is not None, where + str(why))
        refuse_unless(opened.state == wanted["state"], where + "state")
        refuse_unless(opened.meta == cbor_then_zeros(raw(wanted["meta"]))[0], where + "meta")
        body = cbor_then_zeros(raw(wanted["body"]))[0] if wanted["body"] else None
        refuse_unless(opened.body == body, where + "body")


def check_box(v):
    secret = raw(v["prekey_secret"])
    refuse_unless(x25519(secret) == raw(v["prekey"]), "the prekey is not that of its secret")
    entry = Entry(raw(v["log"]), v["seq"], b"", v["epoch"], 0)
    mine = Prekey(raw(v["device"]), v["counter"], raw(v["prekey"]), secret)
    opened = open_box(raw(v["box"]), raw(v["circle"]), raw(v["author"]), entry, mine, raw(v["pair"]) or None)
    refuse_unless(opened is not None, "the box does not open")
    refuse_unless(opened == raw(v["handover"]), "the handover")
    read_handover(opened)


CHECKS = {
    "hash": check_hash, "kdf": check_kdf, "sign": check_sign, "xchacha20": check_xchacha20, "hpke": check_hpke,
    "ranges": check_range, "boxes": check_box,
    "device_lists": lambda v: device_list(raw(v)), "certificates": lambda v: certificate(raw(v)),
    "prekeys": lambda v: prekey(raw(v)), "fork_proofs": lambda v: fork_proof(raw(v)),
}
NOT_READ = {"noise_xkpsk3": "sessions are not in the page", "argon2id": "this reader opens no backups"}


def check_part(name, vectors, refused):
    if name not in CHECKS:
        raise Refused("no check is written for \"%s\"" % name)
    for i, vector in enumerate(vectors):
        try:
            CHECKS[name](vector)
        except Refused as problem:
            if not refused:
                raise Refused("%s %d: %s" % (name, i, problem)) from None
            continue
        except (KeyError, TypeError, ValueError) as problem:
            raise Refused("%s %d has another shape: %r" % (name, i, problem)) from None
        refuse_unless(not refused, "%s %d should be refused" % (name, i))
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
