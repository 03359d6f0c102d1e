#!/usr/bin/env bash
# A thousand strangers a second hold no more than eight places, and who talks already is not kept
# waiting twice as long. A measurement: three tries, the best of them counts.
# Usage: strangers_long.sh PATH-TO-KITH
source "$(dirname "$0")/script.bash"

nodes=()
trap 'for node in "${nodes[@]}"; do kill -9 "$node" 2>/dev/null || true; done; rm -rf "$base"' EXIT
up() {
  local name=$1
  shift
  "$program" --home "$base/$name" up "$@" >"$name.up" 2>&1 &
  nodes+=($!)
  until [[ -s $name.up ]]; do sleep 0.02; done
}

new_home "$base/ana"
does --json --home "$base/ben" init --name ben --no-passphrase
up ana --listen 127.0.0.1:0 --port-file "$base/port"
does --json --home "$base/ana" card
does --home "$base/ben" meet "$(field card)" --as ana
does --json --home "$base/ben" card
does --home "$base/ana" meet "$(field card)" --as ben
does --home "$base/ana" include garden ben
up ben
for ((polls = 0; polls < 500; ++polls)); do
  does --json --home "$base/ben" status
  grep -q '"with":\["ana"\]' out && break
  sleep 0.02
done
does --home "$base/ana" say garden "hello"
for ((polls = 0; polls < 500; ++polls)); do
  does --json --home "$base/ben" circles
  grep -q '"garden"' out && break
  sleep 0.02
done

for try in 1 2 3; do
  python3 "$root/tests/scripts/strangers.py" ana/socket ben/socket "$(<port)" >out || fail "no measurement"
  cat out
  holds 'answer["sessions_most"] <= 1 + 8'
  holds 'answer["strangers_a_second"] > 900'
  if python3 -c 'import json; a = json.load(open("out")); exit(a["amid_ms"] >= 2 * a["calm_ms"])'; then
    echo "Strangers were here, and nobody waited for them."
    exit 0
  fi
done
fail "amid strangers it takes more than twice as long"
