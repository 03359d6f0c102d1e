#!/usr/bin/env bash
# The gateway is asked to let others in only by whoever wishes it, never over Tor alone; one that
# refuses, lies, is silent or is none gets one sentence in `status`, and everything else goes on.
# Usage: map_port.sh PATH-TO-KITH
source "$(dirname "${BASH_SOURCE[0]}")/script.bash"

command -v ip >/dev/null || skip "map_port.sh: there is no ip (iproute2)"
unshare --net true 2>/dev/null || skip "map_port.sh: network namespaces take root"
if [[ -z ${KITH_ON_OWN_NET-} ]]; then
  KITH_ON_OWN_NET=1 exec unshare --net "$BASH" "${BASH_SOURCE[0]}" "$program"
fi
ip link set lo up
ip link add wire type veth peer name end
ip link set end up
ip link set wire up
ip address add 10.5.0.1/24 dev wire
ip address add 10.5.0.2/24 dev wire

gateway='' node=''
trap 'kill $gateway $node 2>/dev/null || true; wait; rm -rf "$base"' EXIT
stop() { [[ -z $1 ]] || { kill "$1" && wait "$1"; } 2>/dev/null || true; }
# gateway HOW; up [ARGUMENT…]
gateway() {
  stop "$gateway"
  rm -f asked
  python3 "$root/tests/scripts/fake_gateway.py" 10.5.0.1 "$1" >asked &
  gateway=$!
  until [[ -s asked ]]; do sleep 0.02; done
}
up() {
  stop "$node"
  rm -f port
  "$program" up --listen 0.0.0.0:0 --port-file port "$@" >up.out 2>up.err &
  node=$!
  until [[ -s port ]]; do kill -0 "$node" || fail "the node ended: $(<up.err)"; sleep 0.02; done
}
soon() { # soon SECONDS EXPRESSION: of `status`
  for ((polls = 0; polls < $1 * 20; ++polls)); do
    does --json status
    python3 -c 'import json, sys
answer = json.load(open(sys.argv[1]))
sys.exit(0 if eval(sys.argv[2]) else 1)' "$base/out" "$2" && return
    sleep 0.05
  done
  fail "not so within $1 seconds: $2: $(<out)"
}

new_home
refused 2 'without --listen' up --map-port

# --- nobody asked for it: the gateway hears nothing. And where there is none, one sentence.
gateway honest
up
does --json status
holds '"port_map" not in answer["node"]'
[[ $(<asked) == ready ]] || fail "the gateway was asked without a wish"
up --map-port
soon 5 'answer["node"]["port_map"]["says"].startswith("The gateway of this network opens no ports")'
ip route add default via 10.5.0.1

# --- an honest one: its address goes into cards, first; it is given back at the end
up --map-port
soon 5 'answer["node"]["port_map"] == {"state": "mapped", "code": "", "says": "", "address": "tcp:203.0.113.9:40404"}'
holds 'answer["node"]["ways"][0] == "tcp:203.0.113.9:40404"'
does status
grep -q 'From outside: others reach you at tcp:203.0.113.9:40404' out || fail "status does not say it"
stop "$node"
node=
for ((polls = 0; polls < 50; ++polls)); do tail -n 1 asked | grep -q '00000000$' && break; sleep 0.05; done
tail -n 1 asked | grep -q '^12 bytes 00020000....000000000000$' || fail "not given back: $(tail -n 1 asked)"

# --- and others
for lie in private:another refuses:"does not let" full:"no port left"; do
  gateway "${lie%%:*}"
  up --map-port
  soon 5 "'${lie#*:}' in answer['node']['port_map']['says'] and answer['node']['port_map']['state'] == 'failing'"
  holds 'not any("203.0.113" in way or "192.168" in way for way in answer["node"]["ways"])'
done
for lie in noise nobody other silent; do
  gateway "$lie"
  up --map-port
  sleep 0.3
  does --json status
  holds 'answer["node"]["port_map"]["state"] == "asking" and len(answer["node"]["ways"]) == 2'
done
soon 30 '"does not answer" in answer["node"]["port_map"]["says"]'
[[ $(grep -c bytes asked) == 5 ]] || fail "it was asked $(grep -c bytes asked) times"
does say garden "all the while"

# --- never over Tor alone
stop "$node"
node=
refused 1 'over Tor alone' up --only-tor --map-port
echo "Mapped where it was wished and could be."
