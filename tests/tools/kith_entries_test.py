"""Tests of tools/kith_entries.py: round trips with an encoder, and refusals."""

import copy
import unittest

from kith_scene import ALICE, BOB, CIRCLE, LOG, secrets
import kith_cbor as kc
import kith_crypto as k
import kith_encoder as enc
import kith_entries as ke


class Ranges(unittest.TestCase):
    def setUp(self):
        self.log = copy.deepcopy(LOG)

    def opened(self, data, log=None):
        log = log or self.log
        return [ke.open_entry(e, secrets(log, e.epoch)) for e in ke.read_range(data).entries]

    def test_round_trip(self):
        data = self.log.range()
        part = ke.read_range(data)
        self.assertEqual([e.link for e in part.entries], [e.link for e in self.log.entries])
        out = self.opened(data)
        self.assertEqual(out[1].body, {0: "hello"})
        self.assertEqual(out[2].meta[2], [self.log.entries[1].link[:16]])
        self.assertEqual(out[2].body[9], "kept")
        self.assertEqual([o.state for o in out], ["none", "open", "open", "none", "open"])
        self.assertEqual((out[4].meta[1], out[4].meta[7], out[4].body), ("of our own", "unknown", {"any": [1, 2]}))
        for start, end in ((0, 1), (1, 3), (2, 5), (3, 4), (4, 5)):
            ke.read_range(self.log.range(start, end))

    def test_flipped_bits(self):
        """Each byte of a range is covered, but for the circle and for what only the opening checks."""
        data, passed = self.log.range(1, 3), []
        for at in range(0, len(data)):
            wrong = data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]
            if 700 < at < 1500:
                continue                # the middle of a long body
            try:
                self.assertNotEqual(ke.read_range(wrong), None)
                passed.append(at)
                self.opened(wrong)
            except k.Refused:
                continue
            self.assertIn(at, range(1, 33), "only the circle may change unnoticed")
        self.assertIn(1, passed)

    def test_cut_and_grown(self):
        data = self.log.range()
        for size in (0, 1, 64, 111, 500, len(data) - 65, len(data) - 1):
            self.assertRaises(k.Refused, ke.read_range, data[:size])
        self.assertRaises(k.Refused, ke.read_range, data + b"\0")
        self.assertRaises(k.Refused, ke.read_range, b"\2" + data[1:])

    def test_forgotten(self):
        e = self.log.entries[1]
        e.body = None
        out = self.opened(self.log.range())
        self.assertEqual((out[1].state, out[1].body, out[1].meta[1]), ("forgotten", None, 1))
        held = secrets(self.log)
        held.puncture(1, e.body_hash)
        self.assertIsNone(held.leaf(1))
        self.assertEqual(held.leaf(2), secrets(self.log).leaf(2))
        self.assertEqual(len(held.nodes), 10)
        part = ke.read_range(self.log.range())
        self.assertEqual(ke.open_entry(part.entries[1], held).state, "forgotten")
        unread = ke.open_entry(LOG.entries[1], held)
        self.assertEqual((unread.state, unread.body, unread.meta[1]), ("unread", None, 1), "its key is gone")
        e.body_hash = bytes(32)
        self.assertRaises(k.Refused, self.opened, self.log.range())

    def test_damaged(self):
        """What the link does not cover: this entry stays closed and says so, the others open."""
        e = self.log.entries[1]
        e.body, e.body_hash = None, bytes(32)
        held = {(self.log.id, n): [secrets(self.log, n)] for n in range(2)}
        found = [ke.try_open(e, held) for e in ke.read_range(self.log.range()).entries]
        self.assertEqual([o.state for o in found], ["none", "closed", "open", "none", "open"])
        self.assertIn("tag", found[1].why)

    def test_bent_by_a_carrier(self):
        """What the link covers: no bit of what is sealed can be changed."""
        e = self.log.entries[1]
        e.body = e.body[:-1] + bytes([e.body[-1] ^ 1])
        self.assertRaises(k.Refused, ke.read_range, self.log.range())

    def test_box_size(self):
        """It stands in the hash of boxes also where no box stands."""
        e = self.log.entries[0]
        e.boxes = [None for _ in e.boxes]
        whole = self.log.range(0, 1)
        e.box_size += 32
        self.assertRaises(k.Refused, ke.read_range, self.log.range(0, 1)[:-64] + whole[-64:])

    def test_replaced_boxes(self):
        whole = self.log.range()
        for e in self.log.entries:
            e.boxes = [None for _ in e.boxes]
        bare = self.log.range()
        self.assertLess(len(bare), len(whole))
        self.assertEqual(ke.read_range(bare).entries[-1].link, ke.read_range(whole).entries[-1].link)

    def lean_refused(self, raw, opens=True):
        def at(_):
            return 0, 0
        with self.assertRaises(k.Refused):
            reader = kc.Reader(raw)
            ke.lean_entry(reader, self.log.id, 0, self.log.id, at)
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
        self.lean_refused(boxed + enc.varint(1209) + enc.varint(53) + bytes(152 + 1209 * 32))
        self.lean_refused(boxed + enc.varint(1) + enc.varint(52) + b"\1" + bytes(52))
        self.lean_refused(boxed + enc.varint(1) + enc.varint(16385) + b"\1" + bytes(16385))
        self.lean_refused(boxed + enc.varint(1) + enc.varint(53) + b"\2" + bytes(32))
        self.lean_refused(boxed + enc.varint(200) + enc.varint(16000) + b"\xff" * 25 + bytes(200 * 16000))

    def sealed(self, meta, body=None, leaf=1):
        e = ke.Entry(self.log.id, 1, self.log.entries[0].link, 0, leaf)
        self.log.seal(e, *(x if type(x) is bytes or x is None else enc.cbor_encode(x) for x in (meta, body)))
        return e

    def test_meta_refusals(self):
        """Each of these has a right tag and wrong content."""
        good, one = {0: 1, 1: "own"}, bytes(16)
        tails = [enc.cbor_encode(good) + tail for tail in (b"\1", bytes(32))]
        proof = ALICE.certificate(CIRCLE, self.log.key)
        elsewhere = ALICE.certificate(enc.seeded("elsewhere"), self.log.key)
        papers = {3: [], 4: proof, 5: []}
        for meta in [[], {0: 1}, {1: 1}, {0: -1, 1: 1}, {0: "x", 1: 1}, good | {1: ""}, good | {1: "x" * 65},
                     good | {2: []}, good | {2: [one, one]}, good | {2: [bytes(15)]}, good | {0: 1 << 62},
                     good | {2: [bytes([i]) * 16 for i in range(9)]}, good | {3: []}, good | {4: b""}, good | {1: True},
                     good | {6: [[bytes(32), bytes(32), 2, 1]]}, good | papers | {4: b""}, good | papers | {5: [b""]},
                     good | papers | {5: [BOB.prekey()]}, good | papers | {3: [[ALICE.key.public]]},
                     good | papers | {4: BOB.certificate(CIRCLE, BOB.key)}] + tails:
            self.assertRaises(ke.Unreadable, ke.open_entry, self.sealed(meta), secrets(self.log))
        self.assertRaises(ke.Unreadable, ke.open_entry, self.sealed(good, leaf=0), secrets(self.log))
        for meta in (good | {"x": 1}, good | {-1: 1}, good | {1 << 62: None}, good | papers,
                     good | {0: (1 << 62) - 1}):
            self.assertEqual(ke.open_entry(self.sealed(meta), secrets(self.log)).state, "none")
        e = self.sealed(good | papers | {4: elsewhere})
        self.assertEqual(ke.open_entry(e, secrets(self.log)).state, "none", "no circle is known")
        e.circle = CIRCLE
        self.assertRaises(ke.Unreadable, ke.open_entry, e, secrets(self.log))

    def test_body_refusals(self):
        """Meta stands, the body does not."""
        def state(kind, body):
            opened = ke.open_entry(self.sealed({0: 1, 1: kind}, body), secrets(self.log))
            self.assertEqual(opened.meta[1], kind)
            return opened.state
        one = bytes(32)
        for kind, body in ((1, []), (1, "x"), (1, {}), (1, {0: 1}), (1, None), (0, {}), (2, {0: "x", 1: 1}),
                           ("own", b"squeezed"), ("own", 7), (34, {0: one, 1: 1 << 40}), (35, {0: one}),
                           (35, {0: one, 1: one, 2: "x"}), (36, {0: one, 1: "x"}), (36, None),
                           (1, enc.cbor_encode({0: "x"}) + bytes(100)), (1, b"\xff")):
            self.assertEqual(state(kind, body), "body unreadable", (kind, body))
        for kind, body in ((1, {0: "x" * 10, "y": 1}), (2, {0: "x"}), ("own", {}), (99, {-1: []}),
                           (34, {0: one, 1: 7}), (35, {0: one, 1: one}), (35, {0: one, 1: one, 2: 7}),
                           (36, {0: one, 1: one})):
            self.assertEqual(state(kind, body), "open", (kind, body))


if __name__ == "__main__":
    unittest.main()
