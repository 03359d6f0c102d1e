#!/usr/bin/env python3
"""A private Tor network on one address of this machine: three authorities, two relays.

tor_net.py FOLDER ADDRESS makes it, writes FOLDER/lines (what a client's torrc needs to use it), prints
"started", and ends with whoever started it. tor_net.py --check lists what is missing here.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

AUTHORITIES, RELAYS = 3, 2
OR_PORT, DIR_PORT, RELAY_PORT = 5000, 7000, 5100

SHARED = """
TestingTorNetwork 1
EnforceDistinctSubnets 0
AssumeReachable 1
PathsNeededToBuildCircuits 0.25
"""

SERVER = """
Address {address}
ExitRelay 0
SocksPort 0
ShutdownWaitLength 0
DataDirectory {folder}
Nickname {name}
Log notice file {folder}/log
__OwningControllerProcess {owner}
"""

AUTHORITY = """
ORPort {address}:{or_port}
DirPort {address}:{dir_port}
AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
ContactInfo nobody@example.invalid
TestingV3AuthInitialVotingInterval 10
TestingV3AuthInitialVoteDelay 2
TestingV3AuthInitialDistDelay 2
V3AuthVotingInterval 10
V3AuthVoteDelay 2
V3AuthDistDelay 2
V3AuthNIntervalsValid 2
TestingDirAuthVoteGuard *
TestingDirAuthVoteHSDir *
TestingDirAuthVoteExit *
TestingMinExitFlagThreshold 0
"""


def private(folder):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def authority_line(base, address, number):
    """Makes an authority's keys; the line by which everybody knows it."""
    folder = private(base / f"a{number}")
    keys = private(folder / "keys")
    dir_port = DIR_PORT + number
    subprocess.run(
        ["tor-gencert", "--create-identity-key", "--passphrase-fd", "0", "-m", "12", "-a", f"{address}:{dir_port}"],
        cwd=keys, input=b"x\n", check=True, capture_output=True)
    identity = re.search(r"^fingerprint (\w+)", (keys / "authority_certificate").read_text(), re.M).group(1)
    told = subprocess.run(
        ["tor", "--quiet", "--list-fingerprint", "--orport", "1", "--dirauthority", "x 127.0.0.1:1 " + "f" * 40,
         "--datadirectory", str(folder), "-f", "/dev/null", "--ignore-missing-torrc", "--nickname", f"a{number}"],
        capture_output=True, text=True, check=True).stdout
    fingerprint = told.split(" ", 1)[1].strip()
    return (f"DirAuthority a{number} orport={OR_PORT + number} no-v2 v3ident={identity} "
            f"{address}:{dir_port} {fingerprint}")


def start(base, name, text):
    folder = private(base / name)
    (folder / "torrc").write_text(text)
    return subprocess.Popen(["tor", "--quiet", "-f", str(folder / "torrc"), "--defaults-torrc", "/dev/null"],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def end(processes):
    for process in processes:
        process.terminate()
    until = time.monotonic() + 2  # seen: one that hung while it ended
    for process in processes:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main():
    if sys.argv[1:] == ["--check"]:
        print(" ".join(name for name in ("tor", "tor-gencert") if shutil.which(name) is None))
        return
    base, address = pathlib.Path(sys.argv[1]), sys.argv[2]
    authorities = [authority_line(base, address, number) for number in range(AUTHORITIES)]
    shared = "\n".join(authorities) + SHARED
    (base / "lines").write_text(shared)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    processes = []
    try:
        for number in range(AUTHORITIES + RELAYS):
            is_authority = number < AUTHORITIES
            name = f"a{number}" if is_authority else f"r{number - AUTHORITIES}"
            own = AUTHORITY if is_authority else f"ORPort {address}:{RELAY_PORT + number - AUTHORITIES}\n"
            values = dict(address=address, folder=base / name, name=name, owner=os.getpid(),
                          or_port=OR_PORT + number, dir_port=DIR_PORT + number)
            processes.append(start(base, name, shared + SERVER.format(**values) + own.format(**values)))
        print("started", flush=True)
        sys.stdin.read()  # ends when its starter does
    finally:
        end(processes)


if __name__ == "__main__":
    main()
