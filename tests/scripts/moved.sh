#!/usr/bin/env bash
# A laptop is unplugged, frozen, carried to another network and plugged in there, its node running all
# the while: it is back within ten seconds, also where it is not looked for, and nothing is lost.
# Usage: moved.sh PATH-TO-KITH
source "$(dirname "${BASH_SOURCE[0]}")/script.bash"

command -v ip >/dev/null || skip "moved.sh: there is no ip (iproute2)"
unshare --net --mount true 2>/dev/null || skip "moved.sh: network namespaces take root"
if [[ -z ${KITH_ON_OWN_NET-} ]]; then
  KITH_ON_OWN_NET=1 exec unshare --net --mount "$BASH" "${BASH_SOURCE[0]}" "$program"
fi
mount -t tmpfs none /run
ip link set lo up

declare -A node_of
stop_all() {
  for pid in "${node_of[@]}"; do kill -CONT "$pid" 2>/dev/null && kill "$pid" 2>/dev/null || true; done
  for pid in "${node_of[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$base"
}
trap stop_all EXIT

for place in home work; do ip link add "$place" type bridge && ip link set "$place" up; done
# plug NAME CARD PLACE ADDRESS: a card of that machine into the switch of that place.
plug() {
  ip link show "$1-$2" >/dev/null 2>&1 || ip link add "$1-$2" type veth peer name "$2" netns "$1"
  ip link set "$1-$2" master "$3" up
  ip -n "$1" link set "$2" up
  ip -n "$1" address flush dev "$2" scope global
  ip -n "$1" address add "$4" dev "$2"
}
unplug() { ip link set "$1-$2" down nomaster; }

on() {
  local name=$1
  shift
  ip netns exec "$name" "$program" --home "$base/$name" --json "$@" </dev/null
}
card() { on "$1" card | python3 -c 'import json,sys; print(json.load(sys.stdin)["card"])'; }
up() {
  local name=$1
  shift
  ip netns exec "$name" "$program" --home "$base/$name" up "$@" >"$base/$name.log" 2>&1 &
  node_of[$name]=$!
}
heard() { on "$1" read "$2" | grep -qF "$3"; }
with() { on "$1" status | grep -o '"with":\[[^]]*\]' | grep -qF "\"$2\""; }
network() { [[ $(on "$1" status | grep -o '"network":{"state":"[a-z]*"') == *"\"$2\"" ]]; }
# tells NAME WORDS: a sentence of `status`, as people read it.
tells() { [[ $(ip netns exec "$1" "$program" --home "$base/$1" status | grep -cF "$2") == 1 ]]; }
# soon SECONDS COMMAND…: how long it took, in $took, in tenths.
soon() {
  local most=$1
  shift
  for ((took = 0; took <= most * 10; ++took)); do
    "$@" 2>/dev/null && return
    sleep 0.1
  done
  for log in "$base"/*.log; do echo "$log: $(<"$log")" >&2; done
  fail "not within $most seconds: $*"
}

for name in ana ben; do
  ip netns add "$name"
  ip -n "$name" link set lo up
done
plug ana eth0 home 10.1.0.1/24
plug ana eth1 work 10.2.0.1/24
plug ben eth0 home 10.1.0.2/24
for name in ana ben; do on "$name" init --name "$name" --no-passphrase >/dev/null 2>&1; done
up ana --listen 0.0.0.0:4040 --port-file "$base/ana.port"
soon 10 test -s "$base/ana.port"
on ben meet "$(card ana)" --as ana >/dev/null
on ana meet "$(card ben)" --as ben >/dev/null
on ana circle new garden >/dev/null
on ana include garden ben >/dev/null
up ben
soon 10 with ben ana
on ana say garden "at home" >/dev/null
soon 10 heard ben garden "at home"
on ben join garden >/dev/null
on ben say garden "hello from home" >/dev/null
soon 10 heard ana garden "hello from home"

# --- carried to another network, and frozen on the way; status has a sentence of it
network ben there || fail "something is said of a network that is as ever"
unplug ben eth0
soon 10 network ben none
tells ben "This machine is on no network; what is said is kept" || fail "status does not say that there is none"
on ben say garden "written on the way" >/dev/null
on ana say garden "said while he was away" >/dev/null
kill -STOP "${node_of[ben]}"
sleep 3
plug ben eth0 work 10.2.0.2/24
kill -CONT "${node_of[ben]}"
soon 10 heard ben garden "said while he was away"
moved=$took
network ben changed || fail "status does not say that the network changed"
tells ben "The network changed just now" || fail "status has no sentence of it"
soon 10 heard ana garden "written on the way"

# --- the line was out for a while, and is the same again
unplug ben eth0
on ana say garden "said into a dead line" >/dev/null
on ben say garden "said into it, too" >/dev/null
sleep 3
ip link set ben-eth0 master work up
soon 10 heard ben garden "said into a dead line"
again=$took
soon 10 heard ana garden "said into it, too"

# --- and back: another address, in the middle of a talk
for i in $(seq 20); do on ben say garden "in the middle $i" >/dev/null; done &
writer=$!
plug ben eth0 home 10.1.0.77/24
wait "$writer"
soon 10 heard ana garden "in the middle 20"
back=$took
on ana read garden --last 100 >out
holds 'all(sum(e["text"] == f"in the middle {i}" for e in answer) == 1 for i in range(1, 21))'
for name in ana ben; do
  kill "${node_of[$name]}"
  wait "${node_of[$name]}" || fail "$name's node ended with $?"
  unset "node_of[$name]"
done
echo "Back, in tenths of a second: $moved after a move, $again on the same line, $back at home."
