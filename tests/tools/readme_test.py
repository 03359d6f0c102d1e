#!/usr/bin/env python3
"""Runs what README.md and the pages for beginners tell people to type: each ```sh block under `<!-- run -->`, in order, in a
new folder a page, with the built kith ($KITH) first on PATH and a home of its own. Exit 77: nothing to run."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^<!-- run -->\n+```sh\n(.*?)^```$", re.M | re.S)
SECONDS = 300
PAGES = ["README.md", "docs/first-evening.md", "docs/meeting.md"]


def blocks(text):
    return [(text.count("\n", 0, found.start(1)) + 1, found[1]) for found in BLOCK.finditer(text)]


def run(page, blocks_of_page, kith):
    """Blocks share one folder and home, as a reader's would."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "PATH": f"{Path(kith).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": folder,
            "KITH_HOME": str(Path(folder, "home")),
        }
        for line, commands in blocks_of_page:
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", commands],
                cwd=folder, env=environment, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )
            print(f"{page}:{line}: exit {done.returncode}\n{commands}{done.stdout}")
            if done.returncode:
                return 1
    return 0


def main():
    kith = os.environ.get("KITH")
    if not kith:
        print("Skipped: no kith was built.")
        return 77
    failed = 0
    for page in PAGES:
        found = blocks((ROOT / page).read_text(encoding="utf-8"))
        if not found:
            print(f"{page} has no block to run.")
            failed = 1
        failed |= run(page, found, kith)
    return failed


if __name__ == "__main__":
    sys.exit(main())
