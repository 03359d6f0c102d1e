#!/usr/bin/env bash
# People on one bad network find each other and talk: frames come late, out of order, or never; over
# IPv4, and over IPv6 alone; two machines, then three. With "long": worse networks and more to say.
# Usage: slow_lan.sh PATH-TO-KITH [long]
source "$(dirname "${BASH_SOURCE[0]}")/script.bash"

command -v ip >/dev/null || skip "slow_lan.sh: there is no ip (iproute2)"
[[ -c /dev/net/tun ]] || skip "slow_lan.sh: there is no /dev/net/tun"
unshare --net --mount true 2>/dev/null || skip "slow_lan.sh: network namespaces take root"
if [[ -z ${KITH_ON_OWN_NET-} ]]; then
  KITH_ON_OWN_NET=1 exec unshare --net --mount "$BASH" "${BASH_SOURCE[0]}" "$program" "${2-}"
fi
mount -t tmpfs none /run
mkdir -p /run/netns
ip link set lo up

pids=()
switch=
stop_all() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  pids=()
  [[ -z $switch ]] || { kill "$switch"; wait "$switch"; } 2>/dev/null || true
  switch=
}
trap 'stop_all; rm -rf "$base"' EXIT

on() {
  local name=$1
  shift
  ip netns exec "$name" "$program" --home "$base/$name" --json "$@" </dev/null
}
card() { on "$1" card | python3 -c 'import json,sys; print(json.load(sys.stdin)["card"])'; }
with() { on "$1" status | grep -o '"with":\[[^]]*\]' | grep -qF "\"$2\""; }
has() { (($(on "$1" read "$2" --last 1000 | grep -oF "$3" | wc -l) == $4)); }
# soon SECONDS COMMAND…
soon() {
  local most=$1
  shift
  for _ in $(seq $((most * 5))); do
    "$@" 2>/dev/null && return
    sleep 0.2
  done
  for log in "$base"/*.log; do echo "$log: $(<"$log")" >&2; done
  fail "$what: not within $most seconds: $*"
}

# talk SECONDS MESSAGES SEED DELAY JITTER LOSS FAMILY NAME…: on a network of those people alone.
talk() {
  local most=$1 messages=$2 seed=$3 delay=$4 jitter=$5 loss=$6 family=$7
  shift 7
  what="$# people, IPv$family, ${delay}±${jitter} ms, $loss % lost, seed $seed"
  local names=("$@") number=0
  rm -rf "${base:?}"/{ana,ben,cem}{,.log,.key} state switch.out
  for name in "${names[@]}"; do
    ip netns add "$name"
    ip -n "$name" link set lo up
    # Whether an address of IPv6 is somebody else's already is not worth a second here.
    ip netns exec "$name" sysctl -qw net.ipv6.conf.default.accept_dad=0
    on "$name" init --name "$name" --no-passphrase >/dev/null 2>&1
  done
  python3 "$root/tests/scripts/tap_switch.py" "$seed" "$delay" "$jitter" "$loss" "${names[@]}" >switch.out &
  switch=$!
  soon 5 grep -q ready switch.out
  for name in "${names[@]}"; do
    ((++number))
    [[ $family == 6 ]] || ip -n "$name" address add "10.9.0.$number/24" dev eth0
    [[ $name == ana ]] || { on "$name" meet "$(card ana)" --as ana && on ana meet "$(card "$name")" --as "$name"; } >/dev/null
  done
  on ana circle new garden >/dev/null
  for name in "${names[@]:1}"; do on ana include garden "$name" >/dev/null; done
  for i in $(seq "$messages"); do printf '[10:%02d] <ann> line %s of ana\n' $((i % 60)) "$i"; done >ana.talk
  on ana import irc "$base/ana.talk" --circle garden >/dev/null
  for name in "${names[@]}"; do
    ip netns exec "$name" "$program" --home "$base/$name" up --lan >"$base/$name.log" 2>&1 &
    pids+=($!)
  done
  local begun=$SECONDS
  for name in "${names[@]:1}"; do soon "$most" with ana "$name"; done
  for name in "${names[@]:1}"; do
    soon "$most" has "$name" garden "of ana" "$messages"
    on "$name" join garden >/dev/null
    on "$name" say garden "that was $name" >/dev/null
    soon "$most" has ana garden "that was $name" 1
  done
  echo "$what: $((SECONDS - begun)) s"
  stop_all
  for name in "${names[@]}"; do ip netns del "$name"; done
}

if [[ ${2-} == long ]]; then
  for seed in 1 2 3; do
    talk 120 900 "$seed" 150 60 20 4 ana ben
    talk 120 900 "$seed" 150 60 20 6 ana ben cem
    talk 120 300 "$seed" 400 200 30 4 ana ben cem
  done
else
  talk 30 100 1 30 10 10 4 ana ben cem
  talk 30 100 2 30 10 10 6 ana ben
fi
