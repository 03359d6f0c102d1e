"""Every planted bug still applies to the tree, and the tool refuses one that does not, loudly."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import planted  # noqa: E402


class Planted(unittest.TestCase):
    def test_each_patch_still_applies_and_says_what_it_breaks(self):
        done = subprocess.run([sys.executable, str(ROOT / "tools" / "planted.py"), "--check"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"^[3-9]\d planted bugs still apply")

    def refuses(self, text, words):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "99_late.patch"
            path.write_text(text, encoding="utf-8")
            with self.assertRaisesRegex(planted.Stop, words):
                planted.Patch(path).apply(ROOT, "--check")

    def test_a_patch_of_what_is_gone_is_refused(self):
        self.refuses("Breaks: nothing\n\n--- a/src/base/ascii.hpp\n+++ b/src/base/ascii.hpp\n"
                     "@@ -1,1 +1,1 @@\n-a line that was never there\n+another\n", "does not apply")

    def test_a_patch_without_its_rule_is_refused(self):
        self.refuses("--- a/src/base/ascii.hpp\n+++ b/src/base/ascii.hpp\n", "which rule")

    def test_a_patch_of_what_looks_for_bugs_is_refused(self):
        self.refuses("Breaks: the rules of this\n--- a/sim/checks.cpp\n+++ b/sim/checks.cpp\n",
                     "more than src/")


class Saying(unittest.TestCase):
    def said(self, line):
        for form in planted.SAYS:
            if found := form.match(line):
                return found.group("what")
        return None

    def test_what_is_wrong_is_told_from_what_is_not(self):
        self.assertEqual(self.said("  rule 2: ana holds what is not for them"),
                         "rule 2: ana holds what is not for them")
        self.assertEqual(self.said("  dead at 7, power lost: the home does not open"),
                         "the home does not open")
        self.assertIsNone(self.said("say: 15 operations"))
        self.assertIsNone(self.said("4 people, 31 entries, trace 1beb6f18e69a44d9"))
        self.assertIsNone(self.said("SEED=7"))
        self.assertIn("broken at", self.said(
            "kith: a rule of the program itself was broken at a.cpp:3. Nothing is lost."))


if __name__ == "__main__":
    unittest.main()
