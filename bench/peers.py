#!/usr/bin/env python3
"""Appends the same 100,000 messages with kith, `git fast-import` and Hypercore, in turns, and prints ratios.

usage: bench/peers.py [--build FOLDER] [--hypercore FOLDER]

--build      where kith_benches were built (build/release)
--hypercore  a folder in which `npm install hypercore corestore` was run; nothing is downloaded here

Each runs three times, the middle one counts. kith verifies, seals and indexes later; git hashes and signs
nothing; Hypercore appends a thousand messages at a time, signs each such head, and does not flush its log.
What is not installed is skipped, in words.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
MESSAGES = 100_000
RUNS = 3
SKIPPED = set()


class Talk:
    """The same messages as bench/talk.hpp."""

    def __init__(self):
        starts, middles = "b st m pr t l gr w s ch".split(), "a ee o ai u e ou i".split()
        self.words = [s + m + e for s in starts for m in middles for e in "nd t ring ve llow".split()]
        self.state = 1

    def draw(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return self.state >> 33

    def message(self):
        size = 120 + self.draw() % 161
        text, held = [], 0
        while held < size:
            word = self.words[self.draw() % len(self.words)] + " "
            text.append(word)
            held += len(word)
        return "".join(text)[:size]


def kith(build):
    """Messages a second, with the machine's own limit in the same run."""
    program = build / "bench" / "node_bench"
    if not program.exists():
        return skipped("kith", f"{program} is not built: cmake --build {build} --target kith_benches")
    asked = [program, "--benchmark_filter=append_one_log", "--benchmark_format=json"]
    told = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    figures = json.loads(told.stdout)["benchmarks"][0]
    return {"kith": figures["append/s"], "the machine's limit": figures["limit/s"]}


def git_stream(folder, messages):
    """One commit a message, the text as its words, without files."""
    stream = folder / "stream"
    with open(stream, "w", encoding="utf-8") as out:
        for second, text in enumerate(messages, 1_700_000_000):
            out.write(f"commit refs/heads/log\ncommitter ana <ana@example> {second} +0000\n")
            out.write(f"data {len(text.encode())}\n{text}\n")
        out.write("done\n")
    return stream


def git(folder, stream):
    if shutil.which("git") is None:
        return skipped("git fast-import", "git is not installed")
    repository = folder / "repository"
    shutil.rmtree(repository, ignore_errors=True)
    clean = dict(os.environ, GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull)
    subprocess.run(["git", "init", "--quiet", "--bare", repository], env=clean, check=True)
    with open(stream, "rb") as source:
        start = time.monotonic()
        asked = ["git", "-C", repository, "fast-import", "--quiet", "--done"]
        subprocess.run(asked, env=clean, stdin=source, check=True)
    return {"git fast-import": MESSAGES / (time.monotonic() - start)}


def hypercore(folder, packages, lines):
    name = "Hypercore, batches of 1000"
    if shutil.which("node") is None:
        return skipped(name, "node is not installed")
    if packages is None or not (packages / "node_modules" / "corestore").exists():
        return skipped(name, "no folder with its packages: --hypercore FOLDER, see --help")
    store = folder / "core"
    shutil.rmtree(store, ignore_errors=True)
    asked = ["node", HERE / "hypercore_append.js", packages, store, lines]
    told = subprocess.run(asked, stdout=subprocess.PIPE, check=True)
    return {name: MESSAGES / float(told.stdout)}


def skipped(name, why):
    if name not in SKIPPED:
        print(f"SKIPPED {name}: {why}", file=sys.stderr)
    SKIPPED.add(name)
    return {}


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--build", type=Path, default=HERE.parent / "build" / "release")
    asked.add_argument("--hypercore", type=Path)
    given = asked.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory(prefix="kith-peers-") as name:
        folder = Path(name)
        talk = Talk()
        messages = [talk.message() for _ in range(MESSAGES)]
        lines = folder / "lines"
        lines.write_text("".join(json.dumps({"ts": i, "text": m}) + "\n" for i, m in enumerate(messages)))
        stream = git_stream(folder, messages)
        for _ in range(RUNS):
            packages = given.hypercore and given.hypercore.resolve()
            for found in (kith(given.build), git(folder, stream), hypercore(folder, packages, lines)):
                for who, rate in found.items():
                    figures.setdefault(who, []).append(rate)
    middle = {who: statistics.median(rates) for who, rates in figures.items()}
    ours = middle.get("kith")
    for who, rate in sorted(middle.items(), key=lambda one: -one[1]):
        ratio = f"  kith is at {ours / rate:.2f} of it" if ours and who != "kith" else ""
        print(f"{who:28} {rate:10,.0f} messages/s{ratio}")


if __name__ == "__main__":
    main()
