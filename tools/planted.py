#!/usr/bin/env python3
"""Plants one bug at a time and sees who finds it: the simulator, the crashes, or else a test.

`tools/planted.py` copies the tree to build/plant/tree and builds it in one folder; then, for each
tests/planted/NN_name.patch, it applies the patch there, builds what that changes, lets the searches
run side by side until one speaks, notes how long that took and what it said, and takes the patch
back. Before the first, the searches have to be silent. It ends with a table, and with status 1 where
a bug was not found. `--check` only sees that each patch still applies; it builds nothing.

A patch begins with `Breaks:` and the rule that it breaks; `Asks: BINARY FILTER` names the tests that
are asked where the searches stay silent.
"""

import argparse
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATCHES = ROOT / "tests" / "planted"
FOLDER = ROOT / "build" / "plant"
TREE, BUILD = FOLDER / "tree", FOLDER / "build"
LEAST = 30  # patches; fewer: some were lost

# What looks for a bug, side by side; each ends by itself in about a minute.
SEARCHES = {
    "crash": ["crash", "--every", "13", "--power", "1"],
    "world of few": "world --seed 1 --histories 900 --people 4 --steps 60 --days 8".split(),
    "world of months": "world --seed 5001 --histories 300 --people 6 --steps 120 --days 70".split(),
    "world of liars": "world --seed 1 --histories 400 --people 6 --knobs lying".split(),
}
SAYS = [
    re.compile(r"^  (?:dead at \d+[^:]*: )?(?P<what>\S.*)"),
    re.compile(r"^(?P<what>.*wrong even where nothing dies: .*)"),
    re.compile(r"^(?P<what>kith: a rule of the program itself was broken at .*?)\. Nothing"),
    re.compile(r"^(?P<what>.*error reading variable|terminate called.*|.*Assertion .*)"),
]


class Stop(Exception):
    """The tool cannot go on; in words."""


class Patch:
    def __init__(self, path):
        self.path, self.name = path, path.stem
        text = path.read_text(encoding="utf-8")
        self.breaks = self.line(text, "Breaks")
        self.asks = [words.split() for words in re.findall(r"^Asks: (.+)$", text, re.M)]
        self.files = re.findall(r"^\+\+\+ b/(\S+)$", text, re.M)
        if not self.breaks or not self.files:
            raise Stop(f"{path.name} does not say which rule it breaks, or changes nothing")
        if any(not file.startswith("src/") for file in self.files):
            raise Stop(f"{path.name} changes more than src/")

    @staticmethod
    def line(text, key):
        found = re.search(rf"^{key}: (.+)$", text, re.M)
        return found.group(1) if found else ""

    def apply(self, tree, *how):
        done = subprocess.run(["git", "apply", *how, str(self.path)], cwd=tree,
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise Stop(f"{self.path.name} does not apply any more:\n{done.stderr.strip()}")


def patches(only):
    found = [Patch(path) for path in sorted(PATCHES.glob("*.patch"))]
    if len(found) < LEAST:
        raise Stop(f"only {len(found)} patches are left of at least {LEAST}")
    return [one for one in found if not only or any(one.name.startswith(word) for word in only)]


def check_all():
    for patch in patches([]):
        patch.apply(ROOT, "--check")
    print(f"{len(patches([]))} planted bugs still apply")


def copy_tree():
    """What git knows, as it lies here; what is the same already keeps its time."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=ROOT, capture_output=True, check=True).stdout
    wanted = {Path(name.decode()) for name in listed.split(b"\0") if name}
    for name in wanted:
        source, target = ROOT / name, TREE / name
        if not source.is_file():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != source.read_bytes():
            shutil.copyfile(source, target)
    for path in list(TREE.rglob("*")):
        if path.is_file() and path.relative_to(TREE) not in wanted:
            path.unlink()


def run(command, log):
    with open(FOLDER / log, "w", encoding="utf-8") as out:
        return subprocess.run(command, stdout=out, stderr=subprocess.STDOUT).returncode == 0


def build(targets):
    return run(["nice", "ninja", "-C", str(BUILD), *targets], "build.log")


def configure():
    fine = run(["cmake", "-S", str(TREE), "-B", str(BUILD), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                "-DKITH_TESTS=ON", "-DKITH_UNITY=OFF"], "configure.log")
    if not fine:
        raise Stop(f"cmake failed; {FOLDER}/configure.log says why")


class Search:
    """One program that looks; its output goes to a file, from which what it said is read."""

    def __init__(self, name, command):
        self.name = name
        self.path = FOLDER / f"{name.replace(' ', '_')}.log"
        self.out = open(self.path, "wb")
        self.process = subprocess.Popen(["stdbuf", "-oL", *command], stdout=self.out,
                                        stderr=subprocess.STDOUT, cwd=TREE)

    def said(self):
        ended = self.process.poll()
        for line in self.path.read_text(encoding="utf-8", errors="replace").splitlines():
            for form in SAYS:
                if found := form.match(line):
                    return found.group("what")
        return f"it ended with {ended}" if ended not in (None, 0) else None

    def over(self):
        return self.process.poll() is not None

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.out.close()


def search(seconds_max):
    """Who spoke first, and what they said; nothing: nobody did."""
    begun = time.monotonic()
    running = [Search(name, [str(BUILD / "kith-sim"), *words]) for name, words in SEARCHES.items()]
    try:
        while True:
            over = all(one.over() for one in running)
            for one in running:
                if said := one.said():
                    return one.name, said
            if over or time.monotonic() - begun > seconds_max:
                return None
            time.sleep(0.05)
    finally:
        for one in running:
            one.stop()


def binary_of(target):
    return next(BUILD.glob(f"**/{target}"), None)


def ask_tests(patch):
    for target, *filters in patch.asks:
        if not build([target]):
            raise Stop(f"{patch.name}: {target} does not build; {FOLDER}/build.log says why")
        done = subprocess.run([str(binary_of(target)), "--gtest_fail_fast",
                               f"--gtest_filter={':'.join(filters) or '*'}"],
                              cwd=TREE, capture_output=True, text=True)
        if done.returncode != 0:
            failed = re.search(r"^\[  FAILED  \] ([\w./]+)", done.stdout, re.M)
            broke = re.search(r"a rule of the program itself was broken at (\S+)", done.stderr)
            return "test", failed.group(1) if failed else broke.group(0) if broke else target
    return None


def play(patch, seconds_max):
    patch.apply(TREE)
    try:
        begun = time.monotonic()
        if not build(["kith-sim"]):
            raise Stop(f"{patch.name} does not build; {FOLDER}/build.log says why")
        built = time.monotonic()
        found = search(seconds_max) or ask_tests(patch)
        return found, built - begun, time.monotonic() - built
    finally:
        patch.apply(TREE, "--reverse")


def baseline(seconds_max, wanted):
    print("building the tree as it is", flush=True)
    targets = sorted({target for patch in wanted for target, *_ in patch.asks})
    if not build(["kith-sim", *targets]):
        raise Stop(f"the tree does not build; {FOLDER}/build.log says why")
    if found := search(seconds_max):
        raise Stop(f"nothing is planted yet, and {found[0]} says: {found[1]}")


def table_of(rows):
    lines = ["| planted | breaks | found by | seconds | what it said |", "| --- | --- | --- | ---: | --- |"]
    for patch, found, seconds in rows:
        who, what = found or ("**nobody**", "")
        # Names and seeds differ from run to run.
        lines.append(f"| {patch.name} | {patch.breaks} | {who} | {seconds:.0f} | {what[:110]} |")
    return "\n".join(lines) + "\n"


def write_table(rows):
    table = table_of(rows)
    (FOLDER / "table.md").write_text(table, encoding="utf-8")
    page = ROOT / "docs" / "testing.md"
    marks = ("<!-- planted -->\n", "<!-- /planted -->\n")
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    if all(mark in text for mark in marks):
        before, rest = text.split(marks[0], 1)
        after = rest.split(marks[1], 1)[1]
        page.write_text(before + marks[0] + table + marks[1] + after, encoding="utf-8")


def play_all(wanted, seconds_max, has_baseline):
    begun = time.monotonic()
    FOLDER.mkdir(parents=True, exist_ok=True)
    copy_tree()
    for patch in wanted:
        patch.apply(TREE, "--check")
    configure()
    if has_baseline:
        baseline(seconds_max, wanted)
    rows = []
    for patch in wanted:
        found, building, seconds = play(patch, seconds_max)
        rows.append((patch, found, seconds))
        who = f"{found[0]}: {found[1]}" if found else "NOT FOUND"
        print(f"{patch.name}: built in {building:.0f} s, {seconds:.0f} s, {who}", flush=True)
    lost = [patch.name for patch, found, _ in rows if not found]
    print(f"{len(rows) - len(lost)} of {len(rows)} found, {(time.monotonic() - begun) / 60:.0f} min")
    return rows, lost


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="see that each patch applies; no build")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="those that begin so")
    parser.add_argument("--seconds", type=float, default=120, help="at most, for the searches of one")
    parser.add_argument("--no-baseline", action="store_true", help="the searches were silent before")
    said = parser.parse_args()
    try:
        if said.check:
            return check_all()
        rows, lost = play_all(patches(said.only), said.seconds, not said.no_baseline)
        if not said.only:
            write_table(rows)
        return sys.exit(1) if lost else None
    except Stop as stopped:
        sys.exit(f"planted: {stopped}")


if __name__ == "__main__":
    main()
