#!/usr/bin/env python3
"""A bundle that real nodes wrote, opened by the second reader: it sees of it what the nodes see.

bundle_of_nodes.py PROGRAM: PROGRAM writes the bundle, its readers' keys and what they see into a folder."""

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import read_kith  # noqa: E402

PROGRAM = sys.argv.pop(1)
MESSAGE = 1


class BundleOfNodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kept = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.kept.name)
        subprocess.run([PROGRAM, str(cls.folder)], check=True)
        cls.readers = {path.stem: path for path in sorted(cls.folder.glob("*.json"))}

    @classmethod
    def tearDownClass(cls):
        cls.kept.cleanup()

    def read(self, keys, file=None):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = read_kith.main(["bundle", str(file or self.folder / "bundle"), "--keys", str(keys)])
        return status, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()

    def test_each_reader_sees_what_their_node_sees(self):
        self.assertEqual(["ben", "cem", "dov"], list(self.readers))
        for name, keys in self.readers.items():
            status, lines, err = self.read(keys)
            self.assertEqual((0, ""), (status, err), name)
            words = {line["link"]: line for line in lines if line.get("kind") == MESSAGE}
            seen = json.loads(keys.read_text(encoding="utf-8"))["sees"]
            self.assertEqual({one["link"] for one in seen}, set(words), name)
            for one in seen:
                line = words[one["link"]]
                self.assertEqual(one["time"], line["time"])
                self.assertEqual("forgotten" if one["forgotten"] else "open", line["body state"])
                self.assertEqual(one["text"], None if one["forgotten"] else line["body"]["0"])

    def test_they_see_different_things_and_each_enough(self):
        texts = {name: [one["text"] for one in json.loads(keys.read_text(encoding="utf-8"))["sees"]]
                 for name, keys in self.readers.items()}
        self.assertIn("between ana and ben", texts["ben"])
        self.assertIn("cem to ana and ben", texts["ben"])
        self.assertIn(None, texts["ben"])
        for name in ("cem", "dov"):
            self.assertIn("three hear this", texts[name])
            self.assertNotIn("between ana and ben", texts[name])
        self.assertNotIn("without dov", texts["dov"])
        self.assertIn("without dov", texts["cem"])

    def test_other_keys_open_nothing_and_a_bent_file_is_refused(self):
        keys = json.loads(self.readers["dov"].read_text(encoding="utf-8"))
        keys["pairs_of"] = [["00" * 32, None], ["01" * 32, keys["pairs_of"][0][1]]]
        other = self.folder / "other"
        other.write_text(json.dumps(keys), encoding="utf-8")
        self.assertEqual((0, [], ""), self.read(other))
        data = bytearray((self.folder / "bundle").read_bytes())
        data[len(data) // 2] ^= 1
        bent = self.folder / "bent"
        bent.write_bytes(data)
        status, lines, err = self.read(self.readers["dov"], bent)
        self.assertEqual((1, []), (status, lines))
        self.assertIn("damaged", err)


if __name__ == "__main__":
    unittest.main()
