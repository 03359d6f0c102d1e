"""Tests of messages, chunks and the handshake of sessions."""

import struct
import unittest

from kith_scene import LOG, PAIR, ROOT       # noqa: F401: finds tools/
import kith_crypto as k
import kith_encoder as enc
import kith_sync as ks

ID = enc.seeded("a log")


def message(kind, body):
    return struct.pack(">IB", len(body) + 1, kind) + body


def chunk(content, least=256):
    raw = struct.pack(">H", len(content)) + content
    return raw.ljust(max(least, (len(raw) + 255) // 256 * 256), b"\0")


def presence(**changed):
    record = {0: b"list", 1: [b"prekey"], 2: ["tcp:ana.example:4000"], 3: [bytes(8)], 4: bytes(32)}
    record |= {int(key[1:]): value for key, value in changed.items()}
    return enc.cbor_encode({key: value for key, value in record.items() if value != "lacks"})


class Messages(unittest.TestCase):
    def refused(self, kind, *bodies):
        for body in bodies:
            with self.subTest(body=body.hex()[:100]):
                self.assertRaises(k.Refused, ks.read_message, kind, body)

    def test_presence(self):
        read = ks.read_message(1, presence(_5=b"face", _6=True, _7="later"))
        self.assertEqual((read["ways"], read["face"], read["newest_first"]),
                         (["tcp:ana.example:4000"], b"face", True))
        self.assertNotIn("face", ks.read_message(1, presence()))
        for good in (presence(_1=[b""] * 8), presence(_2=["a" * 256] * 8), presence(_3=[])):
            ks.read_message(1, good)
        self.refused(1, presence(_1=[b""] * 9), presence(_2=["a"] * 9), presence(_2=[""]), presence(_2=["a" * 257]),
                     presence(_3=[bytes(8)] * 9), presence(_3=[bytes(7)]), presence(_4=bytes(31)), presence(_5=1),
                     presence(_6=False), presence(_0="lacks"), presence(_4="lacks"), presence() + b"\0")

    def test_frontiers(self):
        def body(*logs, more=False):
            return enc.cbor_encode([more, list(logs)])
        low, high = bytes(32), bytes([1]) + bytes(31)
        read = ks.read_message(3, body([low, [[0, 5, ID], [3, 1 << 40, ID]]], [high, []], more=True))
        self.assertEqual((read["more"], len(read["logs"])), (True, 2))
        self.refused(3, body([high, []], [low, []]), body([low, []], [low, []]), body([low, [[5, 5, ID]]]),
                     body([low, [[0, (1 << 40) + 1, ID]]]), body([low, [[1, 2, ID], [0, 2, ID]]]),
                     body([low, [[0, 2, ID], [0, 2, ID]]]), body([low, [[0, 2]]]), enc.cbor_encode([1, []]),
                     bytes(ks.MAX_PART + 1))

    def test_forks(self):
        read = ks.read_message(16, enc.cbor_encode([ID, bytes(32)]))
        self.assertEqual(read, {"logs": [ID, bytes(32)]})
        ks.read_message(16, enc.cbor_encode([ID] * 1024))
        self.refused(16, enc.cbor_encode([ID] * 1025), enc.cbor_encode([bytes(31)]), enc.cbor_encode({0: ID}), b"")
        longest = enc.cbor_encode(bytes((192 << 10) - 5))
        self.assertEqual(ks.read_message(17, longest), {"record": longest})
        self.refused(17, enc.cbor_encode(bytes((192 << 10) - 4)), enc.cbor_encode([ID]) + b"\0", b"")

    def test_the_others(self):
        self.assertEqual(ks.read_message(8, bytes([0, 0, 1, 0])), {"bytes": 256})
        self.assertEqual(ks.read_message(5, enc.cbor_encode({0: ID, 4: 1})), {"log": ID})
        self.assertEqual(ks.read_message(6, enc.cbor_encode([[ID, 1, 2]])), {"spans": [[ID, 1, 2]]})
        self.assertIsNone(ks.read_message(200, b"anything"))
        span = {0: 0, 1: 0, 2: 0, 3: LOG.id, 4: b"\0\0\0" + LOG.roots[0]}
        handed = enc.cbor_encode({0: [span], 1: ID, 2: b"certificate"})
        self.assertEqual(ks.read_message(7, handed)["log"], ID)
        self.refused(7, handed + b"\0", enc.cbor_encode({0: [span]}), enc.cbor_encode({0: [], 1: ID, 2: b""}))
        self.refused(2, bytes(31), bytes(33))
        self.refused(4, bytes(ks.MAX_PART + 1))
        self.refused(5, enc.cbor_encode({}), enc.cbor_encode({0: bytes(31)}))
        self.refused(6, enc.cbor_encode([[ID, 2, 2]]), enc.cbor_encode([[ID, 0, 1]] * 4097))
        self.refused(8, bytes(3), bytes(5))
        self.refused(9, b"\0")


class Streams(unittest.TestCase):
    def test_cut_anywhere(self):
        whole = message(8, bytes(4)) + message(200, b"later") + message(9, b"") + message(10, b"")
        for at in range(len(whole) + 1):
            read = ks.read_stream([chunk(whole[:at]), chunk(b""), chunk(whole[at:], 1024)])
            self.assertEqual([one[0] for one in read], [8, 9, 10])

    def test_refused(self):
        end = message(10, b"")
        for chunks in ([b""], [bytes(255)], [bytes(65536)], [b"\0\xff" + bytes(254)], [chunk(b"")[:-1] + b"\1"],
                       [chunk(bytes(4))], [chunk(struct.pack(">I", ks.MAX_MESSAGE + 1))], [chunk(end + b"\0")],
                       [chunk(end), chunk(b"\0")], [chunk(message(9, b"\0"))]):
            self.assertRaises(k.Refused, ks.read_stream, chunks)
        ks.read_stream([chunk(struct.pack(">I", ks.MAX_MESSAGE)), chunk(b"")])


class Handshake(unittest.TestCase):
    def test_between_two(self):
        """An initiator written here, opened by what a responder knows."""
        ours, theirs, mine, yours = (enc.seeded(name) for name in ("ana", "ben", "ana's turn", "ben's turn"))
        both = ks.Symmetric()

        def seal(plain):
            sealed = both.cipher.seal(plain, both.hash)
            both.mix_hash(sealed)
            return sealed
        both.mix_hash(ks.PROLOGUE)
        both.mix_hash(k.x25519(theirs))
        both.ephemeral(k.x25519(mine))
        both.mix_key(k.x25519(mine, k.x25519(theirs)))
        first = k.x25519(mine) + seal(b"pair id.")
        both.ephemeral(k.x25519(yours))
        both.mix_key(k.x25519(mine, k.x25519(yours)))
        second = k.x25519(yours) + seal(b"")
        third = seal(k.x25519(ours))
        both.mix_key(k.x25519(ours, k.x25519(yours)))
        both.mix_key_and_hash(PAIR)
        third += seal(b"")
        payloads, hashed, _, _ = ks.open_handshake([first, second, third], ours, theirs, yours, PAIR)
        self.assertEqual((payloads, hashed), ([b"pair id.", b"", b""], both.hash))
        self.assertEqual([len(first), len(second), len(third)], [56, 48, 64])
        for wrong in ([first[:-1] + b"\0", second, third], [first, second, third + b"\0"]):
            self.assertRaises(k.Refused, ks.open_handshake, wrong, ours, theirs, yours, PAIR)
        self.assertRaises(k.Refused, ks.open_handshake, [first, second, third], ours, theirs, yours, bytes(32))


if __name__ == "__main__":
    unittest.main()
