#!/usr/bin/env python3
"""Runs what README.md tells people to type: each ```sh block under `<!-- run -->`, in order, in a new
folder, with the built kith ($KITH) first on PATH and a home of its own. Exit 77: nothing to run."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^<!-- run -->\n+```sh\n(.*?)^```$", re.M | re.S)
SECONDS = 300


def blocks(text):
    return [(text.count("\n", 0, found.start(1)) + 1, found[1]) for found in BLOCK.finditer(text)]


def run(blocks_of_readme, kith):
    """Blocks share one folder and home, as a reader's would."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "PATH": f"{Path(kith).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": folder,
            "KITH_HOME": str(Path(folder, "home")),
        }
        for line, commands in blocks_of_readme:
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", commands],
                cwd=folder, env=environment, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )
            print(f"README.md:{line}: exit {done.returncode}\n{commands}{done.stdout}")
            if done.returncode:
                return 1
    return 0


def main():
    readme = ROOT / "README.md"
    kith = os.environ.get("KITH")
    found = blocks(readme.read_text(encoding="utf-8")) if readme.exists() else []
    if not kith or not found:
        print("Skipped: no kith was built, or README.md has no block to run.")
        return 77
    return run(found, kith)


if __name__ == "__main__":
    sys.exit(main())
