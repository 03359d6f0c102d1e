#!/usr/bin/env python3
"""Holds crypto, wire, log and seal to this: every branch is taken by some test.

`tools/coverage.py BUILD` reads what the tests of a coverage build left behind (gcov's JSON), prints
`path:line: what no test does` for these folders, figures for every folder of src, and exits 1 if a
branch of these four is missing. gcovr makes the report to look through; the verdict is here,
because gcovr takes the instances of a template for one piece of code and forgets all but one of them.

Excepted, each by a rule and none by a mark in the code:
  thrown    the edge by which a call would throw: the core throws nothing, the compiler cannot know
  check     what stands within `check(…)`: a rule of the program itself that does not break, and so also
            what is behind a `check(false)`
  compared  a comparison that the compiler writes (`= default`)
  listed    of a `switch` without `default` the edge for a value that its `enum` has not, and what is
            behind such a switch
  static    of a local that is made once, the guard that makes it so
  closing   a line that is a brace alone: there the compiler destroys what the block made
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
    """{path: {line: {how many: [counts]}}}: branches of each line, those of a template's instances
    added up; and {path: {line: times}}."""
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
        self.statics = set(self._statics())

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

    def _statics(self):
        for found in re.finditer(r"(?m)^ +static const [^;=]*= *[^;]*;", self.code):
            yield from range(self._line(found.start()), self._line(found.end()) + 1)

    def rule(self, line):
        """By which rule branches of this line need not be taken; nothing where all have to be."""
        row = self.rows[line - 1].strip()
        if line in self.checks:
            return "check"
        if "= default;" in row:
            return "compared"
        if line in self.behind or line in {first for first, _ in self._switches()}:
            return "listed"
        if line in self.statics:
            return "static"
        return "closing" if row in ("}", "};") else ""

    def may_miss(self, line):
        """How many branches of this line need not be taken."""
        rule = self.rule(line)
        if rule == "listed" and line not in self.behind:
            return 1
        return sys.maxsize if rule else 0


def instances(shapes):
    """Of instances of a line that differ in form, those that ran; all where none did."""
    return [counts for counts in shapes.values() if any(counts)] or list(shapes.values())


def missing(source, branches):
    """Yields (line, what) of one file."""
    for number, shapes in sorted(branches.items()):
        of = instances(shapes)
        lost = max(counts.count(0) for counts in of)
        if lost > source.may_miss(number):
            yield number, f"{lost} of {max(map(len, of))} branches not taken"


def figures(sources, branches, lines):
    """{folder: {what: how many}}: branches taken, missed (by rule, or by none), lines that ran, lines."""
    sums = defaultdict(lambda: defaultdict(int))
    for path, numbers in lines.items():
        folder = sums[path.split("/")[1]]
        folder["ran"] += sum(1 for times in numbers.values() if times)
        folder["lines"] += len(numbers)
        for line, shapes in branches[path].items():
            for counts in instances(shapes):
                folder["taken"] += len(counts) - counts.count(0)
                folder[sources[path].rule(line) or "missing"] += counts.count(0)
    return sums


def table(sums):
    rules = ("check", "compared", "listed", "static", "closing")
    yield ("folder", "branches", "taken", "missing", *rules, "lines run")
    for folder, of in sorted(sums.items()):
        counts = [of[what] for what in ("taken", "missing", *rules)]
        lines = f"{100 * of['ran'] / of['lines']:.1f} %" if of["lines"] else ""
        yield (folder, sum(counts), *counts, lines)


def main(build):
    root = Path(__file__).resolve().parents[1]
    branches, lines = counted(build, root)
    sources = {path: Source((root / path).read_text(encoding="utf-8")) for path in lines}
    found = {path: list(missing(sources[path], branches[path]))
             for path in sorted(lines) if path.split("/")[1] in HELD}
    for path, offences in found.items():
        for line, what in offences:
            print(f"{path}:{line}: {what}: {sources[path].rows[line - 1].strip()}")
    for row in table(figures(sources, branches, lines)):
        print(f"{row[0]:<12}" + "".join(f"{cell:>10}" for cell in row[1:]))
    unread = [folder for folder in HELD if not any(path.split("/")[1] == folder for path in lines)]
    if unread:
        print(f"Nothing was counted of {', '.join(unread)}: build the coverage preset and run its tests.")
    return 1 if unread or any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
