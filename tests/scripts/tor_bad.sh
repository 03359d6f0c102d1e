#!/usr/bin/env bash
# A Tor that is missing, dead, mute or lying gets one sentence in `status`, everything else goes on, and
# whatever becomes well is used by itself. Usage: tor_bad.sh PATH-TO-KITH
source "$(dirname "${BASH_SOURCE[0]}")/script.bash"

node=
fake=
stop_all() {
  for pid in $node $fake; do kill "$pid" 2>/dev/null || true; done
  for pid in $node $fake; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$base"
}
trap stop_all EXIT

up() {
  "$program" up "$@" >"$base/up.out" 2>"$base/up.err" </dev/null &
  node=$!
  for _ in $(seq 200); do
    "$program" --json status >"$base/out" 2>/dev/null && grep -q '"node"' "$base/out" && return
    sleep 0.05
  done
  fail "the node is not there: $(<"$base/up.err")"
}
down() {
  kill "$node"
  wait "$node" || fail "the node ended with $?"
  node=
}
# says WORDS: soon there is a sentence in status that holds them; and the node answers all along.
says() {
  for _ in $(seq "${seconds:-20}0"); do
    does status
    if grep -q "^  Tor: .*$1" "$base/out"; then
      [[ $(grep -c "Tor:" "$base/out") == 1 ]] || fail "more than one sentence"
      return
    fi
    sleep 0.1
  done
  fail "status does not say: $1"
}
stand_in() {
  [[ -z $fake ]] || { kill "$fake"; wait "$fake" || true; }
  python3 "$root/tests/scripts/fake_tor.py" "$base/control" "$1" >"$base/fake.out" 2>&1 &
  fake=$!
  for _ in $(seq 100); do grep -q ready "$base/fake.out" && return; sleep 0.05; done
  fail "no stand-in: $(<"$base/fake.out")"
}

try init --name ana --no-passphrase

# What cannot be meant.
refused 2 "one of --only-tor and --any-road" up --only-tor --any-road
refused 2 "no place where a Tor" up --tor --tor-at 192.0.2.1:9051
refused 1 "neither listens nor looks around" up --only-tor --listen 127.0.0.1:0
refused 1 "over Tor alone" up --lan
refused 1 "over Tor alone" up --page 0.0.0.0:0
does up --help

# One that is not what it seems.
up --any-road --tor --tor-at "unix:$base/control"
says "No Tor answers there"
stand_in noise
says "does not speak as a Tor does"
stand_in endless
says "does not speak as a Tor does"
down
for how in password:"lets nobody in" liar:"is not the Tor that it says it is" onion:"keeps no onion service" \
  gone:"Tor ended"; do
  stand_in "${how%%:*}"
  up --tor --tor-at "unix:$base/control"
  says "${how#*:}"
  does circle new "while it is ${how%%:*}"
  down
done
stand_in silent
up --tor --tor-at "unix:$base/control"
seconds=60 says "does not answer any more"
down
kill "$fake"
wait "$fake" || true
fake=

# One of our own that does not like its settings; on a disk that is full, and has room again.
mkdir "$base/bin"
cat >"$base/bin/tor" <<'TOR'
#!/bin/sh
echo "Nov 26 12:00:00.000 [warn] The stars are wrong"
echo "Nov 26 12:00:00.000 [err] Reading config failed--see warnings above."
exit 1
TOR
chmod +x "$base/bin/tor"
PATH=$base/bin:$PATH up --tor --tor-at own
says "ended as soon as it began (The stars are wrong)"
[[ $(stat -c %a "$KITH_HOME/tor") == 700 ]] || fail "others may look into the folder of kith's own Tor"
down

if unshare --mount true 2>/dev/null; then
  small() {
    mkdir "$base/small"
    mount -t tmpfs -o size=8m none "$base/small"
    export KITH_HOME=$base/small/home
    try init --name ana --no-passphrase
    PATH=$base/bin:$PATH up --tor --tor-at own
    says "The stars are wrong"
    cat /dev/zero >"$base/small/filling" 2>/dev/null || true
    says "The disk is full"
    rm "$base/small/filling"
    says "The stars are wrong"
    down
    # And no Tor at all.
    for tor in $(type -ap tor); do mount --bind /dev/null "$tor"; done
    up --tor --tor-at own
    says "There is no Tor on this machine"
    down
    # A sync that goes over Tor alone brings one up, where no node runs; here there is none.
    local onion card
    does --json --home "$base/small/home" card
    card=$(field card)
    onion=$(printf 'a%.0s' $(seq 55))d.onion
    try --home "$base/small/ben" init --name ben --no-passphrase
    does --json --home "$base/small/ben" meet "$card" --as ana
    does --json --home "$base/small/ben" way add ana "tor:$onion:20847"
    refused 1 "over Tor alone. There is no Tor on this machine" --home "$base/small/ben" sync ana
  }
  export -f small up down says does try fail field refused is_refusal
  export base program root
  unshare --mount bash -c 'set -euo pipefail; node=; small'
else
  printf '*** NOT TESTED: tor_bad.sh: a full disk, and no Tor at all, take root ***\n' >&2
fi
