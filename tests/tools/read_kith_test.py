"""Tests of tools/read_kith.py: published vectors, round trips with an encoder, and refusals."""

import contextlib
import copy
import io
import json
import os
import pathlib
import struct
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(HERE)]

import kith_cbor as kc                       # noqa: E402
import kith_crypto as k                      # noqa: E402
import read_kith as rk                       # noqa: E402
import kith_encoder as enc                   # noqa: E402

SHARED = pathlib.Path(os.environ.get("KITH_SHARED", ROOT.parent / "shared")) / "data" / "vectors"


def published(name):
    path = SHARED / name
    if not path.exists():
        print("SKIPPED, published vectors are absent: " + name, file=sys.stderr)
        raise unittest.SkipTest(name)
    return json.loads(path.read_text())


def wycheproof(name):
    for group in published("wycheproof/" + name)["testGroups"]:
        for test in group["tests"]:
            yield group, {key: bytes.fromhex(v) if key in
                          ("key", "iv", "aad", "msg", "ct", "tag", "public", "private", "shared", "sig", "ikm", "salt",
                           "info", "okm") else v for key, v in test.items()}


class Crypto(unittest.TestCase):
    def test_ed25519_wycheproof(self):
        count = 0
        for group, t in wycheproof("ed25519_test.json"):
            key = bytes.fromhex(group["publicKey"]["pk"])
            self.assertEqual(k.ed25519_accepts(key, t["msg"], t["sig"]), t["result"] == "valid", t["tcId"])
            count += 1
        self.assertEqual(count, 151)

    def test_ed25519_edges(self):
        """Of the 914 edge cases libsodium 1.0.18 accepts 43; which ones stands in ed25519_verdicts.txt."""
        cases = published("ed25519/cctv_ed25519vectors.json")
        accepted = [c["number"] for c in cases if k.ed25519_accepts(
            bytes.fromhex(c["key"]), c["msg"].encode(), bytes.fromhex(c["sig"]))]
        self.assertEqual((len(cases), len(accepted)), (914, 43))
        frozen = ROOT / "tests" / "crypto" / "ed25519_verdicts.txt"
        if not frozen.exists():
            self.skipTest("no ed25519_verdicts.txt")
        lines = [line for line in frozen.read_text().splitlines() if not line.startswith("#")]
        bits = "".join(format(byte, "08b") for byte in bytes.fromhex("".join(lines)))
        self.assertEqual(accepted, [number for number, bit in enumerate(bits) if bit == "1"])

    def test_x25519(self):
        for _, t in wycheproof("x25519_test.json"):
            if len(t["public"]) != 32:
                continue
            if any(t["shared"]):
                self.assertEqual(k.x25519(t["private"], t["public"]), t["shared"], t["tcId"])
            else:
                self.assertRaises(k.Refused, k.x25519, t["private"], t["public"])

    def check_aead(self, name, open_it, nonce_size):
        for _, t in wycheproof(name):
            if len(t["iv"]) != nonce_size:
                continue
            try:
                plain = open_it(t["key"], t["iv"], t["aad"], t["ct"] + t["tag"])
                self.assertEqual((t["result"], plain), ("valid", t["msg"]), t["tcId"])
            except k.Refused:
                self.assertEqual(t["result"], "invalid", t["tcId"])

    def test_aead(self):
        self.check_aead("chacha20_poly1305_test.json", k.aead_open, 12)
        self.check_aead("xchacha20_poly1305_test.json", k.xaead_open, 24)

    def test_hkdf(self):
        for _, t in wycheproof("hkdf_sha256_test.json"):
            if t["result"] == "valid":
                self.assertEqual(k.hkdf_expand(k.hkdf_extract(t["salt"], t["ikm"]), t["info"], t["size"]), t["okm"])

    def test_hpke(self):
        tried = 0
        for v in published("hpke/rfc9180_x25519_sha256_chacha20poly1305.json")["vectors"]:
            if v["mode"] not in (0, 1):
                continue
            raw = {key: bytes.fromhex(x) for key, x in v.items() if isinstance(x, str) and key != "mode_name"}
            first = {key: bytes.fromhex(x) for key, x in v["encryptions"][0].items() if isinstance(x, str)}
            psk = (raw.get("psk", b""), raw.get("psk_id", b""))
            plain = k.hpke_open(raw["skRm"], raw["enc"], raw["info"], first["ct"], *psk, aad=first["aad"])
            self.assertEqual(plain, first["pt"])
            sealed = k.hpke_seal(raw["pkRm"], raw["skEm"], raw["info"], plain, *psk, aad=first["aad"])
            self.assertEqual(sealed, (raw["enc"], first["ct"]))
            tried += 1
        self.assertEqual(tried, 2)

    def test_known(self):
        """BLAKE2b of RFC 7693 has no personalisation; libsodium's kdf and the xchacha draft §2.2.1, by value."""
        key = bytes(range(32))
        nonce = bytes.fromhex("000000090000004a0000000031415927")
        self.assertEqual(k.hchacha20(key, nonce).hex(),
                         "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc")
        self.assertEqual(k.context("kith/1 pair"), b"kith/1 pair" + bytes(5))

    def test_libsodium(self):
        """Against the library itself, where there is one."""
        import ctypes
        import ctypes.util
        name = ctypes.util.find_library("sodium")
        if not name:
            self.skipTest("no libsodium")
        so, key, size = ctypes.CDLL(name), enc.seeded("key"), ctypes.c_ulonglong
        for index in (0, 1, 2 ** 40):
            for length in (16, 32, 64):
                out = ctypes.create_string_buffer(length)
                so.crypto_kdf_derive_from_key(out, ctypes.c_size_t(length), ctypes.c_uint64(index), b"kithtree", key)
                self.assertEqual(out.raw, k.D(key, "kithtree", index, length))
        message, nonce = bytes(i % 251 for i in range(1000)), bytes(range(24))
        out = ctypes.create_string_buffer(len(message))
        so.crypto_stream_xchacha20_xor(out, message, size(len(message)), nonce, key)
        self.assertEqual(out.raw, k.S(key, nonce, message))
        out = ctypes.create_string_buffer(32)
        so.crypto_generichash_blake2b_salt_personal(out, ctypes.c_size_t(32), message, size(len(message)), key,
                                                    ctypes.c_size_t(32), bytes(16), k.context("kith/1 tag"))
        self.assertEqual(out.raw, k.H("kith/1 tag", message, key))
        for c in published("ed25519/cctv_ed25519vectors.json"):
            public, m, sig = bytes.fromhex(c["key"]), c["msg"].encode(), bytes.fromhex(c["sig"])
            verdict = so.crypto_sign_verify_detached(sig, m, size(len(m)), public) == 0
            self.assertEqual(k.ed25519_accepts(public, m, sig), verdict, c["number"])


class Encodings(unittest.TestCase):
    def test_varint(self):
        for value in (0, 63, 64, 16383, 16384, 2 ** 30 - 1, 2 ** 30, 2 ** 62 - 1):
            self.assertEqual(kc.Reader(enc.varint(value)).varint(), value)
        for long in ("4000", "403f", "80003fff", "c00000003fffffff", "40", ""):
            self.assertRaises(k.Refused, kc.Reader(bytes.fromhex(long)).varint)

    def test_cbor(self):
        for value in (0, 23, 24, 255, 256, 65536, 2 ** 64 - 1, -1, -25, -2 ** 64, b"", b"x" * 300, "é", [1, [2]],
                      {0: 1, 24: [], -1: None, b"a": True, "b": False}, True, None):
            back = kc.cbor(enc.cbor_encode(value))
            self.assertEqual((back, type(back)), (value, type(value)))
        for bad in ("1800", "1817", "1900ff", "1a0000ffff", "1b00000000ffffffff",    # longer than needed
                    "5800", "5f4100ff", "9fff", "bfff", "7f6161ff", "ff",            # lengths
                    "f90000", "fa00000000", "fb0000000000000000",                    # floats
                    "f7", "f0", "f818", "f8ff", "c000", "c24101", "1c", "1f", "fc",  # simple values, tags, reserved
                    "a201000000", "a200010001", "a2410000000", "a26161000100",       # key order, duplicates
                    "61ff", "62c080", "63eda080", "64f4908080", "61c3",              # not UTF-8
                    "", "18", "42ff", "8201", "a100", "a1", "0000", "9bffffffffffffffff"):
            with self.assertRaises(k.Refused, msg=bad):
                kc.cbor(bytes.fromhex(bad if len(bad) % 2 == 0 else bad + "0"))

    def test_nesting(self):
        self.assertTrue(kc.cbor(b"\x81" * 16 + b"\x00"))
        self.assertTrue(kc.cbor(b"\x81" * 15 + b"\x80"))
        self.assertRaises(k.Refused, kc.cbor, b"\x81" * 16 + b"\x80")
        self.assertRaises(k.Refused, kc.cbor, b"\xa1\x00" * 17 + b"\x00")
        self.assertRaises(k.Refused, kc.cbor, b"\x81" * 100000)

    def test_padme(self):
        for n, padded in ((32, 32), (33, 36), (100, 104), (1000, 1024), (1025, 1088), (65535, 65536), (65536, 65536)):
            self.assertEqual(rk.padme(n), padded)
            self.assertEqual(rk.padme(padded), padded)


ALICE, BOB, CIRCLE = enc.Person("alice"), enc.Person("bob"), enc.seeded("circle")
PAIR = enc.seeded("pair of alice and bob")


def mine(person, counter=1):
    return rk.Prekey(person.device.public, counter, person.prekey_public, person.prekey_secret)


def a_log():
    """Two epochs; boxes at the openings; a message, an entry without body, a circle's own kind."""
    log = enc.Log(ALICE, CIRCLE)

    def opening(pair):
        def boxes(e):
            span = {0: e.epoch, 1: e.seq, 2: e.leaf, 3: e.previous, 4: b"\0\0\0" + log.roots[-1]}
            real = enc.box(enc.handover([span]), CIRCLE, ALICE.key.public, e, BOB, pair=pair)
            return [bytes([1]) + enc.seeded("dummy")[:4] + bytes(len(real) - 5), real]
        return boxes
    log.write(0, audience=[BOB.key.public], boxes=opening(PAIR))
    first = log.write(1, {0: "hello"})
    log.write(1, {0: "long " * 300, 9: "kept"}, references=[first.link])
    log.write(0, opens=True, audience=[BOB.key.public], boxes=opening(None))
    log.write("of our own", {"any": [1, 2]}, extra={7: "unknown"})
    return log


LOG = a_log()
KEYS = [{"log": LOG.id.hex(), "epoch": n, "root": root.hex()} for n, root in enumerate(LOG.roots)]


def secrets(log, epoch=0):
    return rk.Secrets.root(log.roots[epoch])


class Ranges(unittest.TestCase):
    def setUp(self):
        self.log = copy.deepcopy(LOG)

    def opened(self, data, log=None):
        log = log or self.log
        return [rk.open_entry(e, secrets(log, e.epoch)) for e in rk.read_range(data).entries]

    def test_round_trip(self):
        data = self.log.range()
        part = rk.read_range(data)
        self.assertEqual([e.link for e in part.entries], [e.link for e in self.log.entries])
        out = self.opened(data)
        self.assertEqual(out[1].body, {0: "hello"})
        self.assertEqual(out[2].meta[2], [self.log.entries[1].link[:16]])
        self.assertEqual(out[2].body[9], "kept")
        self.assertEqual([o.state for o in out], ["none", "open", "open", "none", "open"])
        self.assertEqual((out[4].meta[1], out[4].meta[7], out[4].body), ("of our own", "unknown", {"any": [1, 2]}))
        for start, end in ((0, 1), (1, 3), (2, 5), (3, 4), (4, 5)):
            rk.read_range(self.log.range(start, end))

    def test_flipped_bits(self):
        """Each byte of a range is covered, but for the circle and for what only the opening checks."""
        data, passed = self.log.range(1, 3), []
        for at in range(0, len(data)):
            wrong = data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]
            if 700 < at < 1500:
                continue                # the middle of a long body
            try:
                self.assertNotEqual(rk.read_range(wrong), None)
                passed.append(at)
                self.opened(wrong)
            except k.Refused:
                continue
            self.assertIn(at, range(1, 33), "only the circle may change unnoticed")
        self.assertIn(1, passed)

    def test_cut_and_grown(self):
        data = self.log.range()
        for size in (0, 1, 64, 111, 500, len(data) - 65, len(data) - 1):
            self.assertRaises(k.Refused, rk.read_range, data[:size])
        self.assertRaises(k.Refused, rk.read_range, data + b"\0")
        self.assertRaises(k.Refused, rk.read_range, b"\2" + data[1:])

    def test_forgotten(self):
        e = self.log.entries[1]
        e.body = None
        out = self.opened(self.log.range())
        self.assertEqual((out[1].state, out[1].body, out[1].meta[1]), ("forgotten", None, 1))
        held = secrets(self.log)
        held.puncture(1)
        self.assertIsNone(held.leaf(1))
        self.assertEqual(held.leaf(2), secrets(self.log).leaf(2))
        self.assertEqual(len(held.nodes), 10)
        part = rk.read_range(self.log.range())
        self.assertEqual(rk.open_entry(part.entries[1], held).state, "forgotten")
        self.assertIsNone(rk.open_entry(LOG.entries[1], held), "the body stands, and its key is gone")
        e.body_hash = bytes(32)
        self.assertRaises(k.Refused, self.opened, self.log.range())

    def test_replaced_boxes(self):
        whole = self.log.range()
        for e in self.log.entries:
            e.boxes = [None for _ in e.boxes]
        bare = self.log.range()
        self.assertLess(len(bare), len(whole))
        self.assertEqual(rk.read_range(bare).entries[-1].link, rk.read_range(whole).entries[-1].link)

    def lean_refused(self, raw, opens=True):
        def at(_):
            return 0, 0
        with self.assertRaises(k.Refused):
            reader = kc.Reader(raw)
            rk.lean_entry(reader, self.log.id, 0, self.log.id, at)
            reader.end()

    def test_lean_refusals(self):
        tag = bytes(32)
        self.lean_refused(b"\x11\x01" + tag + bytes(16))                        # unknown flag
        self.lean_refused(b"\x05\x01" + tag + bytes(16) + bytes(32))            # forgotten without a body
        self.lean_refused(b"\x01\x00" + tag)                                    # meta_units 0
        self.lean_refused(b"\x01" + enc.varint(2049) + tag + bytes(16 * 2049))
        self.lean_refused(b"\x01\x40\x01" + tag + bytes(16))                    # long varint
        for size in (0, 31, 33, 65537):
            self.lean_refused(b"\x03\x01" + enc.varint(size) + tag + bytes(16 + size))
        boxed = b"\x09\x01" + tag + bytes(16)
        self.lean_refused(boxed + enc.varint(0) + enc.varint(53))
        self.lean_refused(boxed + enc.varint(1025) + enc.varint(53) + bytes(129 + 1025 * 32))
        self.lean_refused(boxed + enc.varint(1) + enc.varint(52) + b"\1" + bytes(52))
        self.lean_refused(boxed + enc.varint(1) + enc.varint(16385) + b"\1" + bytes(16385))
        self.lean_refused(boxed + enc.varint(1) + enc.varint(53) + b"\2" + bytes(32))
        self.lean_refused(boxed + enc.varint(200) + enc.varint(16000) + b"\xff" * 25 + bytes(200 * 16000))

    def test_meta_refusals(self):
        """Each of these has a right tag and wrong content."""
        good, one = {0: 1, 1: 1}, bytes(16)
        for meta in ([], {0: 1}, {1: 1}, {0: -1, 1: 1}, {0: "x", 1: 1}, good | {1: ""}, good | {1: "x" * 65},
                     good | {2: []}, good | {2: [one, one]}, good | {2: [bytes(15)]},
                     good | {2: [bytes([i]) * 16 for i in range(9)]}, good | {"x": 1}, good | {-1: 1},
                     good | {3: []}, good | {4: b""}, good | {1: True},
                     good | {6: [[bytes(32), bytes(32), 2, 1]]}):
            log = enc.Log(ALICE, CIRCLE)
            log.write(0)
            e = enc.Entry(log.id, 1, log.head(), 0, 1)
            log.seal(e, enc.cbor_encode(meta), None)
            self.assertRaises(k.Refused, rk.open_entry, e, secrets(log))
        e = enc.Entry(log.id, 1, log.head(), 0, 1)
        for tail in (b"\1", bytes(32)):
            log.seal(e, enc.cbor_encode(good) + tail, None)
            self.assertRaises(k.Refused, rk.open_entry, e, secrets(log))
        for body in ([], "x", {}, {0: 1}, {0: "x" * 10, "y": 1}):
            log.seal(e, enc.cbor_encode(good), enc.cbor_encode(body))
            self.assertRaises(k.Refused, rk.open_entry, e, secrets(log))
        e.body_size = 0
        log.seal(e, enc.cbor_encode(good), enc.cbor_encode({0: "x"}) + bytes(100))
        self.assertRaises(k.Refused, rk.open_entry, e, secrets(log))
        log.seal(e, enc.cbor_encode({0: 1, 1: 1}), enc.cbor_encode(b"squeezed"))
        self.assertEqual(rk.open_entry(e, secrets(log)).body, b"squeezed")


class Records(unittest.TestCase):
    def test_certificate(self):
        good = rk.certificate(ALICE.certificate(CIRCLE, LOG.id))
        self.assertEqual((good.circle, good.log, good.person), (CIRCLE, LOG.id, ALICE.key.public))
        lists, statement = kc.cbor(ALICE.certificate(CIRCLE, LOG.id))
        other = kc.cbor(BOB.certificate(CIRCLE, LOG.id))
        for pair in ([other[0], statement], [lists, other[1]], [statement, lists], [lists], [lists, statement, b""]):
            self.assertRaises(k.Refused, rk.certificate, enc.cbor_encode(pair))
        payload, signature = kc.cbor(lists)
        self.assertRaises(k.Refused, rk.device_list, enc.cbor_encode([payload, signature[:-1] + b"\0"]))
        self.assertRaises(k.Refused, rk.device_list, lists + b"\0")
        self.assertRaises(k.Refused, rk.log_statement, lists)

    def test_device_lists(self):
        ids = [[bytes([i]) * 32, bytes(32)] for i in range(9)]
        for devices in ([], ids, [ids[1], ids[0]], [ids[0], ids[0]], [[bytes(31), bytes(32)]]):
            raw = ALICE.key.record("kith/1 devices", {0: ALICE.key.public, 1: 1, 2: devices})
            self.assertRaises(k.Refused, rk.device_list, raw)
        full = ALICE.key.record("kith/1 devices", {0: ALICE.key.public, 1: 1, 2: ids[:8], 99: "later"})
        self.assertEqual(rk.device_list(full)[99], "later")
        newer = ALICE.device_list(2)
        self.assertEqual(rk.newer_device_list(full, newer), newer)
        self.assertEqual(rk.newer_device_list(newer, full), newer)
        same = ALICE.device_list(1)
        self.assertEqual(rk.newer_device_list(full, same), rk.newer_device_list(same, full))

    def test_prekey(self):
        self.assertEqual(rk.prekey(ALICE.prekey(3))[1], 3)
        foreign = BOB.device.record("kith/1 prekey", {0: ALICE.device.public, 1: 1, 2: bytes(32), 3: 1})
        self.assertRaises(k.Refused, rk.prekey, foreign)

    def test_fork_and_frontier(self):
        log, other = copy.deepcopy(LOG), copy.deepcopy(LOG)
        log.write(1, {0: "yes"})
        log.write(1, {0: "and more"})
        other.write(1, {0: "no"})
        proof = enc.fork_proof(log, 5, other, 5)
        self.assertEqual(rk.fork_proof(proof), (log.id, 5))
        record = kc.cbor(proof)
        self.assertRaises(k.Refused, rk.fork_proof, enc.cbor_encode({0: log.id, 1: record[2], 2: record[1]}))
        self.assertRaises(k.Refused, rk.fork_proof, enc.cbor_encode({0: log.id, 1: record[1], 2: record[1]}))
        self.assertRaises(k.Refused, rk.fork_proof, enc.fork_proof(log, 5, other, 4))
        entries = log.entries + other.entries[5:]
        front = rk.frontier_of(entries)
        self.assertEqual({b[1] for b in front}, {6, 7})
        self.assertEqual(rk.read_frontier(enc.cbor_encode(front)), front)
        self.assertRaises(k.Refused, rk.read_frontier, enc.cbor_encode(front[::-1]))

    def test_order(self):
        def opened(time, *refs):
            return rk.Opened({0: time, 1: 1} | ({2: [r[:16] for r in refs]} if refs else {}), None, "none")
        a, b, c, d = (bytes([i]) * 32 for i in (9, 2, 3, 4))
        seen = {a: opened(100), b: opened(1, a), c: opened(101), d: opened(5, b, bytes(16))}
        for links in ([a, b, c, d], [d, c, b, a]):
            self.assertEqual(rk.display_order({x: seen[x] for x in links}), [a, b, c, d])


class Handovers(unittest.TestCase):
    def test_boxes(self):
        part = rk.read_range(LOG.range())
        for at, pair, epoch in ((0, PAIR, 0), (3, None, 1)):
            e, author = part.entries[at], ALICE.key.public
            found = [rk.open_box(b, CIRCLE, author, e, mine(BOB), pair) for b in e.boxes]
            self.assertIsNone(found[0])
            spans, log, proof = rk.read_handover(found[1])
            self.assertEqual((len(spans), log, proof, spans[0][0][0]), (1, None, None, epoch))
            self.assertEqual(rk.open_entry(part.entries[at + 1], spans[0][1]).meta[1], (1, "of our own")[epoch])
            b = e.boxes[1]
            self.assertIsNone(rk.open_box(b, enc.seeded("x"), author, e, mine(BOB), pair))
            self.assertIsNone(rk.open_box(b, CIRCLE, BOB.key.public, e, mine(BOB), pair))
            self.assertIsNone(rk.open_box(b, CIRCLE, author, part.entries[1], mine(BOB), pair))
            self.assertIsNone(rk.open_box(b, CIRCLE, author, e, mine(BOB, 2), pair))
            self.assertIsNone(rk.open_box(b, CIRCLE, author, e, mine(ALICE), pair))
            self.assertIsNone(rk.open_box(b[:-1] + bytes([b[-1] ^ 1]), CIRCLE, author, e, mine(BOB), pair))
            if pair:
                self.assertIsNone(rk.open_box(b, CIRCLE, author, e, mine(BOB), enc.seeded("y")))
                self.assertIsNone(rk.open_box(b, CIRCLE, author, e, mine(BOB), None))

    def test_past(self):
        """Another log, from its second entry on, with a body forgotten in between."""
        held = secrets(LOG)
        for leaf in (0, 2):
            held.puncture(leaf)
        nodes = b"".join(struct.pack(">BH", *place) + held.nodes[place]
                         for place in sorted(held.nodes, key=lambda n: n[1] << (10 - n[0])))
        span = {0: 0, 1: 1, 2: 1, 3: LOG.entries[0].link, 4: nodes, 5: [[2, held.metas[2]]], 6: [[BOB.key.public]]}
        more = {1: LOG.id, 2: ALICE.certificate(CIRCLE, LOG.id)}
        spans, log, proof = rk.read_handover(enc.handover([span], 4096, keys=more))
        self.assertEqual((log, proof.person), (LOG.id, ALICE.key.public))
        got = spans[0][1]
        self.assertIsNone(got.leaf(0))
        self.assertEqual(rk.open_entry(LOG.entries[1], got).body, {0: "hello"})
        forgotten = copy.deepcopy(LOG.entries[2])
        forgotten.body = None
        self.assertEqual(rk.open_entry(forgotten, got).state, "forgotten")
        self.assertIsNone(rk.open_entry(LOG.entries[2], got))

        def refused(keys, spans):
            self.assertRaises(k.Refused, rk.read_handover, enc.handover(spans, 8192, keys=keys))
        refused({1: LOG.id}, [span])
        refused({2: more[2]}, [span])
        refused({1: BOB.key.public, 2: more[2]}, [span])
        refused({}, [])
        refused({}, [span, span | {1: 0}])
        for bad in (b"", nodes[:-1], nodes[35:] + nodes[:35], nodes + b"\x0b\0\0" + bytes(32),
                    b"\0\0\1" + bytes(32), b"\0\0\0" + bytes(32) + nodes):
            refused({}, [span | {4: bad}])

    def test_tree(self):
        root, whole = enc.seeded("tree"), rk.Secrets.root(enc.seeded("tree"))
        left = rk.Secrets({(1, 0): k.D(root, "kithtree", 0, 32)})
        self.assertEqual(left.leaf(511), whole.leaf(511))
        self.assertIsNone(left.leaf(512))
        self.assertEqual(len({whole.leaf(j) for j in range(1024)}), 1024)


class CommandLine(unittest.TestCase):
    def run_it(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = rk.main([str(a) for a in arguments])
        return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()

    def test_range(self):
        with tempfile.TemporaryDirectory() as folder:
            where = pathlib.Path(folder)
            (where / "a.range").write_bytes(LOG.range(0, 3))
            (where / "b.range").write_bytes(LOG.range(3))
            (where / "keys.json").write_text(json.dumps({"epochs": KEYS[:1]}))
            files = [where / "a.range", where / "b.range", "--keys", where / "keys.json"]
            code, lines, _ = self.run_it("range", *files)
            self.assertEqual((code, [line["opened"] for line in lines]), (0, [True, True, True, False, False]))
            self.assertEqual((lines[1]["kind"], lines[1]["body"]), (1, {"0": "hello"}))
            code, lines, _ = self.run_it("range", *files, "--order")
            self.assertEqual([line["seq"] for line in lines], [0, 1, 2])
            (where / "a.range").write_bytes(LOG.range(0, 3)[:-1])
            code, lines, err = self.run_it("range", *files)
            self.assertEqual((code, lines), (1, []))
            self.assertIn("ends too early", err)

    def test_vectors(self):
        """The shapes that tools/kith_vectors.py names, filled by the encoder."""
        opened = [rk.try_open(e, rk.held_epochs(KEYS))[0] for e in LOG.entries]
        entries = [{"link": e.link.hex(), "tag": e.tag.hex(), "state": o.state,
                    "meta": enc.cbor_encode(o.meta).hex(),
                    "body": "" if o.body is None else enc.cbor_encode(o.body).hex()}
                   for e, o in zip(LOG.entries, opened)]
        e = LOG.entries[0]
        span = {0: 0, 1: 0, 2: 0, 3: LOG.id, 4: b"\0\0\0" + LOG.roots[0]}
        box = {"circle": CIRCLE.hex(), "author": ALICE.key.public.hex(), "log": LOG.id.hex(), "epoch": 0, "seq": 0,
               "device": BOB.device.public.hex(), "counter": 1, "prekey": BOB.prekey_public.hex(),
               "prekey_secret": BOB.prekey_secret.hex(), "pair": PAIR.hex(), "box": e.boxes[1].hex(),
               "handover": enc.handover([span]).hex()}
        proof = ALICE.certificate(CIRCLE, LOG.id)
        output = k.H("kith/1 tag", b"\0").hex()
        crypto = {"hash": [{"context": "kith/1 tag", "key": "", "message": "00", "digest": output}]}
        files = (crypto, {"ranges": [{"range": LOG.range().hex(), "epochs": KEYS, "entries": entries}]},
                 {"boxes": [box], "refused": {"boxes": [box | {"counter": 2}]}},
                 {"certificates": [proof.hex()], "prekeys": [ALICE.prekey().hex()]})
        wrong = ({"boxes": [box | {"handover": ""}]}, {"refused": {"boxes": [box]}}, {"certificates": []}, {"new": [1]},
                 {"boxes": [{}]}, {"hash": [crypto["hash"][0] | {"digest": ""}]})
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "vectors.json"
            for parts, expected in [(f, 0) for f in files] + [(w, 1) for w in wrong]:
                path.write_text(json.dumps(parts))
                out = io.StringIO()
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                    self.assertEqual(rk.main(["vectors", str(path)]), expected, out.getvalue())

    def test_vectors_of_the_project(self):
        names = ("crypto.json", "entry.json", "handover.json", "records.json")
        files = [str(path) for name in names if (path := ROOT / "tests" / "vectors" / name).exists()]
        if not files:
            print("SKIPPED, tests/vectors has no vectors", file=sys.stderr)
            self.skipTest("no vectors")
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(rk.main(["vectors", *files]), 0)


if __name__ == "__main__":
    unittest.main()
