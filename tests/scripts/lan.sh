#!/usr/bin/env bash
# People on one network find each other with nothing typed: three machines on a switch, over IPv4, over
# IPv6 alone, with a stranger among them; and one that leaves and comes back under another address.
# Usage: lan.sh PATH-TO-KITH
source "$(dirname "${BASH_SOURCE[0]}")/script.bash"

command -v ip >/dev/null || skip "lan.sh: there is no ip (iproute2)"
unshare --net --mount true 2>/dev/null || skip "lan.sh: network namespaces take root"

# In a network of our own, out of which nothing goes.
if [[ -z ${KITH_ON_OWN_NET-} ]]; then
  KITH_ON_OWN_NET=1 exec unshare --net --mount "$BASH" "${BASH_SOURCE[0]}" "$program"
fi
mount -t tmpfs none /run
ip link set lo up
ip link add switch type bridge
ip link set switch up

declare -A node_of
stop_all() {
  for pid in "${node_of[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${node_of[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$base"
}
trap stop_all EXIT

# machine NAME ADDRESS…: plugged into the switch.
machine() {
  local name=$1 address
  shift
  ip netns add "$name"
  ip link add "to-$name" type veth peer name eth0 netns "$name"
  ip link set "to-$name" master switch up
  ip -n "$name" link set lo up
  ip -n "$name" link set eth0 up
  for address in "$@"; do ip -n "$name" address add "$address" dev eth0; done
}
on() {
  local name=$1
  shift
  ip netns exec "$name" "$program" --home "$base/$name" --json "$@" </dev/null
}
know() {
  local one other
  one=$(on "$1" card | python3 -c 'import json,sys; print(json.load(sys.stdin)["card"])')
  other=$(on "$2" card | python3 -c 'import json,sys; print(json.load(sys.stdin)["card"])')
  on "$1" meet "$other" --as "$2" >/dev/null
  on "$2" meet "$one" --as "$1" >/dev/null
}
up() {
  ip netns exec "$1" "$program" --home "$base/$1" up --lan >"$base/$1.log" 2>&1 &
  node_of[$1]=$!
}
heard() { on "$1" read "$2" | grep -qF "$3"; }
# soon COMMAND…: within 30 seconds it succeeds.
soon() {
  for _ in $(seq 300); do
    "$@" 2>/dev/null && return
    sleep 0.1
  done
  for log in "$base"/*.log; do echo "$log: $(<"$log")" >&2; done
  fail "not within 30 seconds: $*"
}
with() { on "$1" status | python3 -c 'import json,sys; sys.exit(sys.argv[1] not in json.load(sys.stdin)["node"]["with"])' "$2"; }

machine ana 10.7.0.1/24
machine ben 10.7.0.2/24
machine cem                     # a link-local address of IPv6 is all that it has
machine dov 10.7.0.4/24         # knows nobody
for name in ana ben cem dov; do on "$name" init --name "$name" --no-passphrase >/dev/null; done
know ana ben
know ana cem
for name in ana ben cem dov; do up "$name"; done

soon with ana ben
soon with ana cem
on ana circle new garden >/dev/null
on ana include garden ben >/dev/null
on ana include garden cem >/dev/null
on ana say garden "nobody typed an address" >/dev/null
soon heard ben garden "nobody typed an address"
soon heard cem garden "nobody typed an address"
on dov status | grep -qF '"with":[]' || fail "a stranger found somebody"

# Another place on the network: found again, though the address that ana knew is nobody's now.
kill "${node_of[ben]}" && wait "${node_of[ben]}" || fail "ben's node ended with $?"
ip -n ben address flush dev eth0 scope global
ip -n ben address add 10.7.0.77/24 dev eth0
up ben
on ana say garden "where are you now" >/dev/null
soon heard ben garden "where are you now"

for name in ana ben cem dov; do
  kill "${node_of[$name]}"
  wait "${node_of[$name]}" || fail "$name's node ended with $?"
  [[ ! -s $base/$name.err ]] || fail "$name's node complained"
done
