"""Tests of the command line of tools/read_kith.py, and of the vectors that it verifies."""

import contextlib
import io
import json
import pathlib
import tempfile
import unittest

from kith_scene import ALICE, BOB, CIRCLE, KEYS, LOG, PAIR, ROOT
import kith_crypto as k
import kith_encoder as enc
import kith_entries as ke
import read_kith as rk


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
            self.assertEqual(lines[3]["why"], "no key")
            code, lines, _ = self.run_it("range", *files, "--order")
            self.assertEqual([line["seq"] for line in lines], [0, 1, 2])
            (where / "a.range").write_bytes(LOG.range(0, 3)[:-1])
            code, lines, err = self.run_it("range", *files)
            self.assertEqual((code, lines), (1, []))
            self.assertIn("ends too early", err)

    def test_vectors(self):
        """The shapes that tools/kith_vectors.py names, filled by the encoder."""
        held = rk.held_epochs(KEYS)
        entries = []
        for e in LOG.entries:
            meta, body, state = ke.unsealed(e, held[LOG.id, e.epoch][0])
            entries.append({"link": e.link.hex(), "tag": e.tag.hex(), "state": state, "meta": meta.hex(),
                            "body": (body or b"").hex()})
        e = LOG.entries[0]
        span = {0: 0, 1: 0, 2: 0, 3: LOG.id, 4: b"\0\0\0" + LOG.roots[0]}
        box = {"circle": CIRCLE.hex(), "author": ALICE.key.public.hex(), "log": LOG.id.hex(), "epoch": 0, "seq": 0,
               "device": BOB.device.public.hex(), "counter": 1, "prekey": BOB.prekey_public.hex(),
               "prekey_secret": BOB.prekey_secret.hex(), "pair": PAIR.hex(), "box": e.boxes[1].hex(),
               "handover": enc.handover([span]).hex()}
        part = {"range": LOG.range().hex(), "epochs": KEYS, "entries": entries}
        one = {"record": ALICE.prekey().hex(), "device": ALICE.device.public.hex(), "counter": 1,
               "key": ALICE.prekey_public.hex(), "made": 1_000_000}
        output = k.H("kith/1 tag", b"\0").hex()
        crypto = {"hash": [{"context": "kith/1 tag", "key": "", "message": "00", "digest": output}]}
        files = (crypto, {"ranges": [part], "refused": {"ranges": [{"range": part["range"] + "00"}]}},
                 {"boxes": [box], "refused": {"boxes": [box | {"counter": 2}]}},
                 {"prekeys": [one], "refused": {"prekeys": [{"record": one["record"][:-2]}]}})
        wrong = ({"boxes": [box | {"handover": ""}]}, {"refused": {"boxes": [box]}}, {"certificates": []}, {"new": [1]},
                 {"boxes": [{}]}, {"hash": [crypto["hash"][0] | {"digest": ""}]}, {"prekeys": [one | {"counter": "1"}]},
                 {"prekeys": [one | {"counter": 2}]}, {"ranges": [part | {"epochs": []}]},
                 {"ranges": [part | {"entries": entries[1:]}]}, crypto | {"refused": {"ranges": [part]}},
                 crypto | {"refused": {"prekeys": [{}]}})
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "vectors.json"
            for parts, expected in [(f, 0) for f in files] + [(w, 1) for w in wrong]:
                path.write_text(json.dumps(parts))
                out = io.StringIO()
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                    self.assertEqual(rk.main(["vectors", str(path)]), expected, out.getvalue())

    def test_vectors_of_the_project(self):
        for name in ("crypto", "entry", "handover", "bundle", "records", "cards", "bodies", "sync", "onion"):
            with self.subTest(name), contextlib.redirect_stdout(io.StringIO()):
                self.assertEqual(rk.main(["vectors", str(ROOT / "tests" / "vectors" / (name + ".json"))]), 0)


if __name__ == "__main__":
    unittest.main()
