"""Tests of tools/kith_bundle.py."""

import contextlib
import io
import json
import pathlib
import tempfile
import unittest

from kith_scene import ALICE, BOB, LOG, PAIR, mine
import kith_bundle as kb
import kith_crypto as k
import kith_encoder as enc

ID, FIRST, SECOND = enc.seeded("bundle"), enc.seeded("manifest key"), enc.seeded("section key")
RANGES = [LOG.range(0, 2), LOG.range(2, 3)]


def sized(ranges):
    return b"".join(len(one).to_bytes(4, "big") + one for one in ranges)


def a_bundle(manifest=None, content=None, keys=None, plain=None):
    """For Bob, by whom Alice is known: section 0 is the manifest, section 1 holds two ranges."""
    manifest = {0: b"alice", 1: [[1, SECOND]]} if manifest is None else manifest
    content = sized(RANGES) if content is None else content
    sections = [enc.bundle_section(ID, 0, FIRST, enc.cbor_encode(manifest)),
                enc.bundle_section(ID, 1, SECOND, content, plain)]
    return enc.bundle(ID, [enc.bundle_key(ID, BOB, 0, FIRST, PAIR)] if keys is None else keys, sections)


class Bundles(unittest.TestCase):
    def found(self, data, reader=BOB, pairs=(PAIR,)):
        bundle = kb.read_bundle(data)
        return bundle, kb.manifests(bundle, [mine(reader)], list(pairs))

    def test_opens_for_its_reader_alone(self):
        bundle, found = self.found(a_bundle(), pairs=(enc.seeded("y"), PAIR))
        self.assertEqual(found, [(1, b"alice", [[1, SECOND]])])
        self.assertEqual(kb.split_ranges(kb.open_section(bundle, 1, SECOND)), RANGES)
        for reader, pairs in ((ALICE, [PAIR]), (BOB, []), (BOB, [enc.seeded("y")])):
            self.assertEqual(self.found(a_bundle(), reader, pairs)[1], [])
        key = enc.bundle_key(ID, BOB, 0, FIRST)
        self.assertEqual(self.found(a_bundle(keys=[key, key]))[1], [(None, b"alice", [[1, SECOND]])])

    def test_refuses_what_is_not_whole_or_not_of_the_form(self):
        good = a_bundle()
        for at in (0, 20, 100, len(good) - 40, len(good) - 36, len(good) - 1):
            self.assertRaises(k.Refused, kb.read_bundle, good[:at] + bytes([good[at] ^ 1]) + good[at + 1:])
            self.assertRaises(k.Refused, kb.read_bundle, good[:at])
        bundle = kb.read_bundle(good)
        for keys, sections, more in (([], bundle.sections, {}), (bundle.keys * 129, bundle.sections, {}),
                                     (bundle.keys, [bytes(19)], {}), (bundle.keys, bundle.sections, {"last": b"END"}),
                                     (bundle.keys, bundle.sections, {"first": b"kith bundle 2\n"})):
            self.assertRaises(k.Refused, kb.read_bundle, enc.bundle(ID, keys, sections, **more))

    def test_passes_over_what_is_no_manifest(self):
        for bad in ({0: b"", 1: [[2, SECOND]]}, {0: b"", 1: [[1, SECOND]] * 2}, {0: {}, 1: []}, {1: []}, {0: b""},
                    {0: b"", 1: [[1, SECOND[1:]]]}, {0: bytes(kb.MAX_MANIFEST - 4), 1: []}, []):
            self.assertEqual(self.found(a_bundle(bad))[1], [], str(bad)[:60])

    def test_refuses_sections_that_are_padded_otherwise(self):
        for plain in (b"\0\0\0\1", b"\0\0\0\1a" + bytes(200), bytes(99) + b"\1", b"\xff" * 8):
            bundle = kb.read_bundle(a_bundle(plain=plain))
            self.assertRaises(k.Refused, kb.open_section, bundle, 1, SECOND)
        for content in (b"", sized([b""]), sized(RANGES)[:-1], sized(RANGES) + b"\0"):
            self.assertRaises(k.Refused, kb.split_ranges, content)

    def test_command_line(self):
        def run(*arguments):
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = kb.main([str(one) for one in arguments])
            return code, [json.loads(line) for line in out.getvalue().splitlines()]
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "a.bundle").write_bytes(a_bundle())
            prekey = {"device": BOB.device.public.hex(), "counter": 1, "secret": BOB.prekey_secret.hex()}
            (folder / "keys.json").write_text(json.dumps({"prekeys": [prekey], "pairs": [PAIR.hex()]}))
            code, lines = run(folder / "a.bundle", "--keys", folder / "keys.json", "--out", folder / "out")
            sizes = [len(one) for one in RANGES]
            self.assertEqual((code, lines), (0, [{"pair": 0, "presence": b"alice".hex(), "sections": [sizes]}]))
            self.assertEqual([(folder / "out" / ("0-1-%d.range" % i)).read_bytes() for i in (0, 1)], RANGES)
            (folder / "a.bundle").write_bytes(a_bundle(content=b""))
            code, lines = run(folder / "a.bundle", "--keys", folder / "keys.json")
            self.assertEqual((code, lines[0]["sections"], "section 1" in lines[0]["why"]), (0, [], True))
            (folder / "a.bundle").write_bytes(a_bundle()[1:])
            self.assertEqual(run(folder / "a.bundle", "--keys", folder / "keys.json"), (1, []))


if __name__ == "__main__":
    unittest.main()
