#!/usr/bin/env python3
"""Holds crypto, wire, log and seal to this: every branch is taken by some test.

`tools/coverage.py BUILD` reads what the tests of a coverage build left behind (gcov's JSON), prints
`path:line: what no test does` for these folders, a figure for every folder of src, and exits 1 if a
branch or a line of these four is missing. gcovr makes the report to look through; the verdict is here,
because gcovr takes the instances of a template for one piece of code and forgets all but one of them.

Excepted, each by a rule and none by a mark in the code:
  thrown    the edge by which a call would throw: the core throws nothing, the compiler cannot know
  check     what stands within `check(…)`: a rule of the program itself that does not break, and so also
            what is behind a `check(false)`
  compared  a comparison that the compiler writes (`= default`)
  listed    of a `switch` without `default` the edge for a value that its `enum` has not, and the line
            behind such a switch
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from cpp_text import blank_comments, blank_strings

HELD = ("crypto", "wire", "log", "seal")


def counted(build, root):
    """{path: {line: {shape: [counts]}}}: branches of each line, those of a template's instances added
    up; and {path: {line: times}}."""
    branches = defaultdict(lambda: defaultdict(dict))
    lines = defaultdict(lambda: defaultdict(int))
    notes = sorted(str(path) for path in Path(build).resolve().rglob("*.gcda"))
    for at in range(0, len(notes), 20):
        add_up(gcov(notes[at : at + 20]), root, branches, lines)
    return branches, lines


def gcov(notes):
    run = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", *notes],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True)
    for text in run.stdout.splitlines():
        if text.strip():
            document = json.loads(text)
            yield document["current_working_directory"], document["files"]


def add_up(documents, root, branches, lines):
    for folder, files in documents:
        for file in files:
            path = Path(folder, file["file"]).resolve()
            if not path.is_relative_to(root / "src"):
                continue
            name = path.relative_to(root).as_posix()
            for line in file["lines"]:
                number = line["line_number"]
                lines[name][number] += line["count"]
                counts = [b["count"] for b in line["branches"] if not b["throw"]]
                if counts:
                    known = branches[name][number].setdefault(len(counts), [0] * len(counts))
                    branches[name][number][len(counts)] = [a + b for a, b in zip(known, counts)]


class Source:
    """Which lines the rules except."""

    def __init__(self, text):
        self.code = blank_strings(blank_comments(text))
        self.rows = self.code.splitlines()
        self.checks = set(self._within_checks())
        self.behind = set(self._behind_switches())

    def _line(self, place):
        return self.code.count("\n", 0, place) + 1

    def _end(self, place, pair):
        """Behind the bracket that closes the one at `place`."""
        depth = 0
        for at in range(place, len(self.code)):
            depth += {pair[0]: 1, pair[1]: -1}.get(self.code[at], 0)
            if not depth:
                return at + 1
        return len(self.code)

    def _within_checks(self):
        for found in re.finditer(r"\bcheck\(", self.code):
            last = self._line(self._end(found.end() - 1, "()"))
            if re.match(r"check\(false\)", self.code[found.start() :]):
                last += 1
            yield from range(self._line(found.start()), last + 1)

    def _switches(self):
        for found in re.finditer(r"\bswitch \(", self.code):
            brace = self.code.index("{", self._end(found.end() - 1, "()"))
            end = self._end(brace, "{}")
            if not re.search(r"\bdefault:", self.code[brace:end]):
                yield self._line(found.start()), self._line(end)

    def _behind_switches(self):
        return {last + 1 for _, last in self._switches()}

    def may_miss(self, line):
        """How many branches of this line need not be taken."""
        if line in self.checks or "= default;" in self.rows[line - 1]:
            return sys.maxsize
        return 1 if line in {first for first, _ in self._switches()} else 0


def missing(source, branches, lines):
    """Yields (line, what) of one file."""
    for number, times in sorted(lines.items()):
        excepted = number in source.checks or "= default;" in source.rows[number - 1]
        if times == 0 and not excepted and number not in source.behind:
            yield number, "never runs"
    for number, shapes in sorted(branches.items()):
        ran = [counts for counts in shapes.values() if any(counts)]
        lost = max((counts.count(0) for counts in ran), default=0)
        if lost > source.may_miss(number):
            yield number, f"{lost} of {max(map(len, ran))} branches not taken"


def figures(branches, lines):
    """{folder: [branches taken, branches, lines run, lines]}, exceptions counted in."""
    sums = defaultdict(lambda: [0, 0, 0, 0])
    for path, numbers in lines.items():
        folder = sums[path.split("/")[1]]
        folder[2] += sum(1 for times in numbers.values() if times)
        folder[3] += len(numbers)
        for shapes in branches[path].values():
            for counts in shapes.values():
                if any(counts) or len(shapes) == 1:
                    folder[0] += sum(1 for count in counts if count)
                    folder[1] += len(counts)
    return sums


def main(build):
    root = Path(__file__).resolve().parents[1]
    branches, lines = counted(build, root)
    failed = 0
    for path in sorted(lines):
        if path.split("/")[1] not in HELD:
            continue
        source = Source((root / path).read_text(encoding="utf-8"))
        for line, what in missing(source, branches[path], lines[path]):
            print(f"{path}:{line}: {what}: {source.rows[line - 1].strip()}")
            failed += 1
    print(f"{'folder':<12}{'branches':>20}{'lines':>20}")
    for folder, (taken, of, ran, all_lines) in sorted(figures(branches, lines).items()):
        held = "" if folder in HELD else "  (no verdict)"
        print(f"{folder:<12}{share(taken, of):>20}{share(ran, all_lines):>20}{held}")
    return 1 if failed else 0


def share(part, whole):
    return f"{part}/{whole} {100 * part / whole:5.1f} %" if whole else "0"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
