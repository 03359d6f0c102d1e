#!/usr/bin/env python3
"""tools/coverage.py finds a branch that is not taken, and lets pass what its rules except, no more."""

import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from coverage import Source, missing  # noqa: E402

CODE = """\
int f(Side side, bool a) {
  if (a) return 1;  // check(that this is no check)
  check(a &&
        side != Side::none);
  switch (side) {
    case Side::left:
      return 2;
    case Side::right:
      return 3;
  }
  return 0;
}
bool operator==(const T&) const = default;
const Book& book() {
  static const auto* const made =
      new_book(1);
  return pages(1);
}
"""


def found(**branches):
    """`line_2=[counts]` and so on → lines with a branch that is missing."""
    shapes = {int(name.removeprefix("line_")): {len(c): c for c in lists} for name, lists in branches.items()}
    return [line for line, _ in missing(Source(CODE), shapes)]


class CoverageTest(unittest.TestCase):
    def test_a_branch_not_taken_is_found(self):
        self.assertEqual([2], found(line_2=[[5, 0]]))
        self.assertEqual([], found(line_2=[[5, 1]]))

    def test_what_never_ran_is_found(self):
        self.assertEqual([2], found(line_2=[[0, 0]]))

    def test_of_instances_in_another_form_those_that_ran_count(self):
        self.assertEqual([], found(line_2=[[5, 1], [0, 0, 0]]))
        self.assertEqual([2], found(line_2=[[5, 1], [4, 0, 0]]))

    def test_a_check_over_several_lines_is_excepted(self):
        self.assertEqual([], found(line_3=[[5, 0]], line_4=[[5, 0]]))

    def test_a_switch_may_miss_the_value_that_its_enum_has_not_and_no_other(self):
        self.assertEqual([], found(line_5=[[5, 1, 0]], line_11=[[0]]))
        self.assertEqual([5], found(line_5=[[5, 0, 0]]))

    def test_a_switch_with_a_default_may_miss_nothing(self):
        code = CODE.replace("case Side::right", "default")
        self.assertEqual([5], [line for line, _ in missing(Source(code), {5: {2: [5, 0]}})])

    def test_the_guard_of_what_is_made_once_is_excepted(self):
        self.assertEqual([17], found(line_15=[[5, 0]], line_16=[[5, 0]], line_17=[[5, 0]]))

    def test_what_the_compiler_writes_is_excepted(self):
        self.assertEqual([], found(line_12=[[5, 0]], line_13=[[5, 0]]))


if __name__ == "__main__":
    unittest.main()
