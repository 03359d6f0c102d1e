#!/usr/bin/env bash
# What a node costs to which nobody comes, with every transport on: a port, its beacon, its page, and a Tor
# of its own on a private network; 150 contacts, at whose addresses, direct and over Tor, nobody answers.
# kith and its Tor apart, from their fourth minute on, over SECONDS (120).
# Usage: idle_over_tor.sh PATH-TO-KITH [SECONDS]
measured=${2:-120}
source "$(dirname "${BASH_SOURCE[0]}")/../tests/scripts/script.bash"
source "$root/tests/scripts/tor_world.bash"
own_world "$measured"

contacts=150
machine ana 1
for i in $(seq "$contacts"); do
  "$program" --home "$base/p" init --name "p$i" --no-passphrase >/dev/null 2>&1
  "$program" --home "$base/p" --json card | field '["card"]' >>"$base/cards"
  rm -rf "$base/p" "$base/p.key"
done
i=0
while read -r card; do
  on ana meet "$card" --as "p$((++i))" >/dev/null
done <"$base/cards"
# Addresses of services that are nobody's: a key, its checksum, the version.
python3 - "$contacts" >"$base/onions" <<'END'
import base64, hashlib, os, sys
for _ in range(int(sys.argv[1])):
    key = os.urandom(32)
    check = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    print(base64.b32encode(key + check + b"\x03").decode().lower() + ".onion")
END
i=0
while read -r onion; do
  on ana way add "p$((++i))" tcp:127.0.0.1:9 >/dev/null
  on ana way add "p$i" "tor:$onion:20847" >/dev/null
done <"$base/onions"

up_with[ana]="--listen 0.0.0.0:0 --lan --page 127.0.0.1:0"
on_air
sleep 180
python3 - "${node_of[ana]}" "$(tors_of ana)" "$measured" <<'END'
import os, pathlib, sys, time

def so_far(pid):
    proc = pathlib.Path("/proc") / pid
    fields = (proc / "stat").read_text().rsplit(")", 1)[1].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    wakes = 0
    for task in (proc / "task").iterdir():
        for line in (task / "status").read_text().splitlines():
            if line.startswith("voluntary"):
                wakes += int(line.split()[1])
    resident = next(l for l in (proc / "status").read_text().splitlines() if l.startswith("VmRSS"))
    return time.monotonic(), cpu, wakes, int(resident.split()[1]) / 1024

who = {"kith": sys.argv[1], "tor": sys.argv[2]}
before = {name: so_far(pid) for name, pid in who.items()}
time.sleep(int(sys.argv[3]))
for name, pid in who.items():
    then, now = before[name], so_far(pid)
    seconds = now[0] - then[0]
    print(f"{name}: {100 * (now[1] - then[1]) / seconds:.3f} % of a core, {now[3]:.0f} MiB, "
          f"{3600 * (now[2] - then[2]) / seconds:.0f} wake-ups an hour, {then[1]:.1f} s of CPU before; over {seconds:.0f} s")
END
down ana
