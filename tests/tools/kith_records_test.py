"""Tests of records, forks, the order of display, handovers and boxes."""

import copy
import struct
import unittest

from kith_scene import ALICE, BOB, CIRCLE, LOG, PAIR, mine, secrets
import kith_boxes as kb
import kith_cbor as kc
import kith_crypto as k
import kith_encoder as enc
import kith_entries as ke
import kith_records as kr
import read_kith as rk


class Records(unittest.TestCase):
    def test_certificate(self):
        good = kr.certificate(ALICE.certificate(CIRCLE, LOG.key))
        self.assertEqual((good.circle, good.log, good.person), (CIRCLE, LOG.id, ALICE.key.public))
        lists, statement = kc.cbor(ALICE.certificate(CIRCLE, LOG.key))
        other = kc.cbor(BOB.certificate(CIRCLE, LOG.key))
        for pair in ([other[0], statement], [lists, other[1]], [statement, lists], [lists], [lists, statement, b""]):
            self.assertRaises(k.Refused, kr.certificate, enc.cbor_encode(pair))
        payload, signature = kc.cbor(lists)
        self.assertRaises(k.Refused, kr.device_list, enc.cbor_encode([payload, signature[:-1] + b"\0"]))
        self.assertRaises(k.Refused, kr.device_list, lists + b"\0")
        self.assertRaises(k.Refused, kr.log_statement, lists)
        whole = ALICE.certificate(CIRCLE, LOG.key)
        self.assertRaises(k.Refused, kr.certificate, whole, BOB.key.public)
        self.assertRaises(k.Refused, kr.certificate, whole, LOG.id, enc.seeded("elsewhere"))

    def test_owner(self):
        """Nobody can call another's log their own."""
        self.assertEqual(kr.log_statement(ALICE.statement(CIRCLE, LOG.key))[1], LOG.id)
        for owned in (bytes(64), BOB.key.sign("kith/1 owner", CIRCLE + ALICE.device.public),
                      LOG.key.sign("kith/1 owner", CIRCLE + BOB.device.public),
                      LOG.key.sign("kith/1 head", CIRCLE + ALICE.device.public), None):
            self.assertRaises(k.Refused, kr.log_statement, ALICE.statement(CIRCLE, LOG.key, payload={5: owned}))

    def test_device_lists(self):
        ids = [[bytes([i]) * 32, bytes(32)] for i in range(9)]
        for devices in ([], ids, [ids[1], ids[0]], [ids[0], ids[0]], [[bytes(31), bytes(32)]]):
            raw = ALICE.key.record("kith/1 devices", {0: ALICE.key.public, 1: 1, 2: devices})
            self.assertRaises(k.Refused, kr.device_list, raw)
        full = ALICE.key.record("kith/1 devices", {0: ALICE.key.public, 1: 1, 2: ids[:8], 99: "later"})
        self.assertEqual(kr.device_list(full)[99], "later")
        newer = ALICE.device_list(2)
        self.assertEqual(kr.newer_device_list(full, newer), newer)
        self.assertEqual(kr.newer_device_list(newer, full), newer)
        same = ALICE.device_list(1)
        self.assertEqual(kr.newer_device_list(full, same), kr.newer_device_list(same, full))

    def test_prekey(self):
        self.assertEqual(kr.prekey(ALICE.prekey(3))[1], 3)
        foreign = BOB.device.record("kith/1 prekey", {0: ALICE.device.public, 1: 1, 2: bytes(32), 3: 1})
        self.assertRaises(k.Refused, kr.prekey, foreign)

    def test_fork_and_frontier(self):
        log, other = copy.deepcopy(LOG), copy.deepcopy(LOG)
        log.write(1, {0: "yes"})
        log.write(1, {0: "and more"})
        other.write(1, {0: "no"})
        proof = enc.fork_proof(log, 5, other, 5)
        self.assertEqual(kr.fork_proof(proof), (log.id, 5))
        record = kc.cbor(proof)
        self.assertRaises(k.Refused, kr.fork_proof, enc.cbor_encode({0: log.id, 1: record[2], 2: record[1]}))
        self.assertRaises(k.Refused, kr.fork_proof, enc.cbor_encode({0: log.id, 1: record[1], 2: record[1]}))
        self.assertRaises(k.Refused, kr.fork_proof, enc.fork_proof(log, 5, other, 4))
        entries = log.entries + other.entries[5:]
        front = kr.frontier_of(entries)
        self.assertEqual({b[1] for b in front}, {6, 7})
        self.assertEqual(kr.read_frontier(enc.cbor_encode(front)), front)
        self.assertRaises(k.Refused, kr.read_frontier, enc.cbor_encode(front[::-1]))

    def test_order(self):
        def opened(time, *refs):
            return ke.Opened({0: time, 1: 1} | ({2: [r[:16] for r in refs]} if refs else {}), None, "none")
        a, b, c, d = (bytes([i]) * 32 for i in (9, 2, 3, 4))
        seen = {a: opened(100), b: opened(1, a), c: opened(101), d: opened(5, b, bytes(16))}
        for links in ([a, b, c, d], [d, c, b, a]):
            self.assertEqual(rk.display_order({x: seen[x] for x in links}, {}), [a, b, c, d])
            # d stands before c in its log; what stands before a is not seen
            self.assertEqual(rk.display_order({x: seen[x] for x in links}, {c: d, a: bytes(32)}), [a, b, d, c])


class Handovers(unittest.TestCase):
    def test_boxes(self):
        part = ke.read_range(LOG.range())
        for at, pair, epoch in ((0, PAIR, 0), (3, None, 1)):
            e, author = part.entries[at], ALICE.key.public
            found = [kb.open_box(b, CIRCLE, author, e, mine(BOB), pair) for b in e.boxes]
            self.assertIsNone(found[0])
            spans, log, proof = kb.read_handover(found[1])
            self.assertEqual((len(spans), log, proof, spans[0][0][0]), (1, None, None, epoch))
            self.assertEqual(ke.open_entry(part.entries[at + 1], spans[0][1]).meta[1], (1, "of our own")[epoch])
            b = e.boxes[1]
            self.assertIsNone(kb.open_box(b, enc.seeded("x"), author, e, mine(BOB), pair))
            self.assertIsNone(kb.open_box(b, CIRCLE, BOB.key.public, e, mine(BOB), pair))
            self.assertIsNone(kb.open_box(b, CIRCLE, author, part.entries[1], mine(BOB), pair))
            self.assertIsNone(kb.open_box(b, CIRCLE, author, e, mine(BOB, 2), pair))
            self.assertIsNone(kb.open_box(b, CIRCLE, author, e, mine(ALICE), pair))
            self.assertIsNone(kb.open_box(b[:-1] + bytes([b[-1] ^ 1]), CIRCLE, author, e, mine(BOB), pair))
            if pair:
                self.assertIsNone(kb.open_box(b, CIRCLE, author, e, mine(BOB), enc.seeded("y")))
                self.assertIsNone(kb.open_box(b, CIRCLE, author, e, mine(BOB), None))

    def test_past(self):
        """Another log, from its second entry on, with a body forgotten in between."""
        held = secrets(LOG)
        for leaf in (0, 2):
            held.puncture(leaf, LOG.entries[leaf].body_hash or bytes(32))
        nodes = b"".join(struct.pack(">BH", *place) + held.nodes[place]
                         for place in sorted(held.nodes, key=lambda n: n[1] << (10 - n[0])))
        span = {0: 0, 1: 1, 2: 1, 3: LOG.entries[0].link, 4: nodes, 5: [[2, *held.metas[2]]], 6: [[BOB.key.public]]}
        more = {1: LOG.id, 2: ALICE.certificate(CIRCLE, LOG.key)}
        spans, log, proof = kb.read_handover(enc.handover([span], 4096, keys=more))
        self.assertEqual((log, proof.person), (LOG.id, ALICE.key.public))
        got = spans[0][1]
        self.assertIsNone(got.leaf(0))
        self.assertEqual(ke.open_entry(LOG.entries[1], got).body, {0: "hello"})
        forgotten = copy.deepcopy(LOG.entries[2])
        forgotten.body = None
        self.assertEqual(ke.open_entry(forgotten, got).state, "forgotten")
        self.assertEqual(ke.open_entry(LOG.entries[2], got).state, "unread")
        self.assertRaises(k.Refused, kb.read_handover, enc.handover([span], 4096, keys=more), enc.seeded("elsewhere"))
        only_metas = kb.read_handover(enc.handover([span | {4: b""}], 4096))[0][0][1]
        self.assertIsNone(only_metas.leaf(1))

        def refused(keys, spans):
            self.assertRaises(k.Refused, kb.read_handover, enc.handover(spans, 8192, keys=keys))
        refused({1: LOG.id}, [span])
        refused({2: more[2]}, [span])
        refused({1: BOB.key.public, 2: more[2]}, [span])
        refused({}, [])
        refused({}, [span, span | {1: 0}])
        refused({}, [span, span])
        refused({}, [{key: value for key, value in span.items() if key != 5} | {4: b""}])
        for bad in ([[2, held.metas[2][0]]], [[2, *held.metas[2]]] * 2, [[1024, *held.metas[2]]]):
            refused({}, [span | {5: bad}])
        for bad in (nodes[:-1], nodes[35:] + nodes[:35], nodes + b"\x0b\0\0" + bytes(32),
                    b"\0\0\1" + bytes(32), b"\0\0\0" + bytes(32) + nodes):
            refused({}, [span | {4: bad}])

    def test_tree(self):
        root, whole = enc.seeded("tree"), ke.Secrets.root(enc.seeded("tree"))
        left = ke.Secrets({(1, 0): k.D(root, "kithtree", 0, 32)})
        self.assertEqual(left.leaf(511), whole.leaf(511))
        self.assertIsNone(left.leaf(512))
        self.assertEqual(len({whole.leaf(j) for j in range(1024)}), 1024)

if __name__ == "__main__":
    unittest.main()
