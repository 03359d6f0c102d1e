#!/usr/bin/env bash
# Two people whose networks have nothing in common talk over a private Tor network; each of the two
# starts again, and they still do; a stranger who knows the address cannot even connect; one of them
# goes over Tor alone, and a capture finds nothing else that leaves their machine; killed, kith takes
# its Tor along. Usage: tor_long.sh PATH-TO-KITH
source "$(dirname "${BASH_SOURCE[0]}")/script.bash"
scripts=$root/tests/scripts

for tool in ip tor tor-gencert; do
  command -v "$tool" >/dev/null || skip "tor_long.sh: there is no $tool (packages tor and iproute2)"
done
unshare --net --mount true 2>/dev/null || skip "tor_long.sh: network namespaces take root"

# In a network of our own, out of which nothing goes.
if [[ -z ${KITH_ON_OWN_NET-} ]]; then
  KITH_ON_OWN_NET=1 exec unshare --net --mount "$BASH" "${BASH_SOURCE[0]}" "$program"
fi
mount -t tmpfs none /run
ip link set lo up
relay=10.9.0.1
ip address add "$relay/32" dev lo

declare -A node_of
net=
capture=
stop_all() {
  for pid in "${node_of[@]}" $capture $net; do kill "$pid" 2>/dev/null || true; done
  for pid in "${node_of[@]}" $capture $net; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$base"
}
trap stop_all EXIT

# machine NAME NUMBER: a cable to the relays' machine, which passes nothing on.
machine() {
  ip netns add "$1"
  ip link add "to-$1" type veth peer name eth0 netns "$1"
  ip address add "10.9.$2.1/24" dev "to-$1"
  ip link set "to-$1" up
  ip -n "$1" link set lo up
  ip -n "$1" link set eth0 up
  ip -n "$1" address add "10.9.$2.2/24" dev eth0
  ip -n "$1" route add default via "10.9.$2.1"
}
on() {
  local name=$1
  shift
  ip netns exec "$name" "$program" --home "$base/$name" --json "$@" </dev/null
}
field() { python3 -c 'import json,sys; print(eval("json.load(sys.stdin)" + sys.argv[1]))' "$1"; }
up() {
  local name=$1
  shift
  ip netns exec "$name" "$program" --home "$base/$name" up "$@" >"$base/$name.log" 2>&1 &
  node_of[$name]=$!
}
down() {
  kill "${node_of[$1]}"
  wait "${node_of[$1]}" || fail "$1's node ended with $?"
  unset "node_of[$1]"
}
# within SECONDS COMMAND…: by then it succeeds.
within() {
  local seconds=$1
  shift
  for _ in $(seq $((seconds * 4))); do
    "$@" 2>/dev/null && return
    sleep 0.25
  done
  return 1
}
soon() {
  within 90 "$@" && return
  for name in ana ben; do on "$name" status >&2 || true; done
  tail -n 20 "$base"/*.log "$base"/*/tor/log >&2
  fail "not within 90 seconds: $*"
}
is_reachable() { [[ $(on "$1" status | field '["node"]["tor"]["state"]') == reachable ]]; }
with() { [[ $(on "$1" status | field '["node"]["with"]') == *"'$2'"* ]]; }
heard() { on "$1" read "$2" | grep -qF "$3"; }
tells() {
  on "$1" say garden "$3" >/dev/null
  soon heard "$2" garden "$3"
}
tors_of() { pgrep -f -- "-f $base/$1/tor/torrc" || true; }
no_tor_of() { [[ -z $(tors_of "$1") ]]; }

# The network's first vote may go wrong: then once more, from the beginning.
network() {
  rm -rf "$base/net"
  python3 "$scripts/tor_net.py" "$base/net" "$relay" < <(sleep 3600) >"$base/net.out" &
  net=$!
  within 60 grep -q started "$base/net.out" || fail "the Tor network did not start"
  for name in ana ben eve; do
    mkdir -p -m 700 "$base/$name/tor"
    cp "$base/net/lines" "$base/$name/tor/lines"
  done
  up ana --tor --tor-at own
  up ben --tor --tor-at own --listen 10.9.2.2:4000
  up eve --tor --tor-at own
  within 120 is_reachable ana && within 30 is_reachable ben && within 30 is_reachable eve
}

machine ana 1
machine ben 2
machine eve 3
for name in ana ben eve; do on "$name" init --name "$name" --no-passphrase >/dev/null; done
if ! network; then
  for name in ana ben eve; do down "$name"; done
  kill "$net" && wait "$net" || true
  network || fail "no onion service within two minutes, twice"
fi

# Cards of each other, by any way; and no other network in common.
card_of_ana=$(on ana card | field '["card"]')
card_of_ben=$(on ben card | field '["card"]')
on ana meet "$card_of_ben" --as ben >/dev/null
on ben meet "$card_of_ana" --as ana >/dev/null
soon with ana ben
on ana circle new garden >/dev/null
on ana include garden ben >/dev/null
tells ana ben "over the hills"
on ana sync ben --at tcp:10.9.2.2:4000 >"$base/out" 2>"$base/err" && fail "they do share a network"

# A stranger who knows the address; those who may come, by the same way, get through.
address=$(on ben status | field '["node"]["tor"]["address"]')
[[ $address =~ ^tor:([a-z2-7]{56}\.onion):([0-9]+)$ ]] || fail "that is no address: $address"
asked() { ip netns exec "$1" python3 "$scripts/tor_ask.py" "$base/$1/tor/socks" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"; }
soon on ana sync ben
[[ $(asked eve) == no ]] || fail "a stranger came in"
[[ $(asked ana) == yes ]] || fail "whoever may come does not get through"

# Each starts again, under the same address; killed, it takes its Tor along.
down ben
no_tor_of ben || fail "ben's Tor is left over"
up ben --tor --tor-at own
tells ana ben "after ben slept"
[[ $(on ben status | field '["node"]["tor"]["address"]') == "$address" ]] || fail "ben's address changed"
kill -KILL "${node_of[ana]}"
wait "${node_of[ana]}" || true
within 20 no_tor_of ana || fail "ana was killed, and her Tor was not"
up ana --tor --tor-at own
tells ana ben "after ana was killed"

# Over Tor alone: from here on all that leaves ana's machine is looked at.
down ana
watch_ana() {
  ip netns exec ana python3 "$scripts/tor_capture.py" "$base/captured" "$relay" >"$base/capture.out" &
  capture=$!
  within 10 grep -q capturing "$base/capture.out" || fail "nothing is captured"
}
unwatch() {
  kill "$capture"
  wait "$capture" 2>/dev/null || true
  capture=
}
watch_ana
down ben
up ben --tor --tor-at own --listen 10.9.2.2:4000
up ana --only-tor --tor-at own
tells ana ben "by one road alone"
[[ $(on ana status | field '["node"]["ways"]') == "['tor:"*"']" ]] || fail "a card of ana's would tell another way"
for at in tcp:10.9.2.2:4000 tcp:ben.example:4000; do
  on ana sync ben --at "$at" >"$base/out" 2>"$base/err" && fail "ana went to $at"
  is_refusal "sync --at $at"
done
down ana
on ana sync ben >"$base/out" 2>"$base/err" && fail "ana went to ben without Tor"
for words in "--listen 0.0.0.0:0" --lan "--page 0.0.0.0:0"; do
  # shellcheck disable=SC2086
  timeout 20 ip netns exec ana "$program" --home "$base/ana" --json up $words >"$base/out" 2>"$base/err" </dev/null &&
    fail "up $words was not refused"
  is_refusal "up $words"
done
# It is remembered: nobody has to say it again, and the page does not look around either.
ip netns exec ana "$program" --home "$base/ana" page --no-browser --tor-at own >"$base/ana.log" 2>&1 &
node_of[ana]=$!
soon is_reachable ana
tells ana ben "remembered"
down ana
unwatch
[[ ! -s $base/captured ]] || fail "this left ana's machine: $(sort "$base/captured" | uniq -c)"

# The capture does see what goes another way.
watch_ana
up ana --any-road --lan
within 20 test -s "$base/captured" || fail "the capture sees nothing"
down ana
unwatch
down ben
down eve
for name in ana ben eve; do no_tor_of "$name" || fail "a Tor of $name's is left over"; done
