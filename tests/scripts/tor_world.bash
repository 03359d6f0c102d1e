# Machines that have nothing in common but a private Tor network, a home on each. Sourced after
# script.bash, in a network of our own; names the machines' nodes by their people. Knows no command's
# meaning beyond that a home runs and is reachable.

scripts=$root/tests/scripts
relay=10.9.0.1
people=()
declare -A node_of
declare -A up_with  # what else a node is brought up with at first
net=
capture=

# own_world [ARGUMENT…]: begins again, with these, in a network out of which nothing goes; skips, loudly,
# where that cannot be.
script=$(cd "$OLDPWD" && realpath "$0")
own_world() {
  local tool
  for tool in ip tor tor-gencert; do
    command -v "$tool" >/dev/null || skip "$(basename "$0"): there is no $tool (packages tor and iproute2)"
  done
  unshare --net --mount true 2>/dev/null || skip "$(basename "$0"): network namespaces take root"
  if [[ -z ${KITH_ON_OWN_NET-} ]]; then
    cd /
    rm -rf "$base"
    KITH_ON_OWN_NET=1 exec unshare --net --mount "$BASH" "$script" "$program" "$@"
  fi
  mount -t tmpfs none /run
  ip link set lo up
  ip address add "$relay/32" dev lo
  trap stop_all EXIT
}
stop_all() {
  local pid
  for pid in "${node_of[@]}" $capture $net; do
    kill -CONT "$pid" 2>/dev/null && kill "$pid" 2>/dev/null || true
  done
  for pid in "${node_of[@]}" $capture $net; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$base"
}

# machine NAME NUMBER: a cable to the relays' machine, which passes nothing on; a home on it.
machine() {
  people+=("$1")
  ip netns add "$1"
  ip link add "to-$1" type veth peer name eth0 netns "$1"
  ip link set "to-$1" up
  ip -n "$1" link set lo up
  lives_at "$1" "$2"
  on "$1" init --name "$1" --no-passphrase >/dev/null
}
# lives_at NAME NUMBER: that machine's address from now on, and no other; its way to the relays.
lives_at() {
  ip address flush dev "to-$1"
  ip address add "10.9.$2.1/24" dev "to-$1"
  ip -n "$1" address flush dev eth0 scope global
  ip -n "$1" link set eth0 up
  ip -n "$1" address add "10.9.$2.2/24" dev eth0
  ip -n "$1" route replace default via "10.9.$2.1"
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
# within SECONDS COMMAND…: by then it succeeds; how long it took is in $took, in seconds.
within() {
  local seconds=$1 begun=$SECONDS
  shift
  while ((SECONDS - begun <= seconds)); do
    if "$@" 2>/dev/null; then
      took=$((SECONDS - begun))
      return
    fi
    sleep 0.25
  done
  return 1
}
soon() {
  local name
  within "${most:-90}" "$@" && return
  for name in "${people[@]}"; do on "$name" status >&2 || true; done
  tail -n 20 "$base"/*.log "$base"/*/tor/log >&2
  fail "not within ${most:-90} seconds: $*"
}
is_reachable() { [[ $(on "$1" status | field '["node"]["tor"]["state"]') == reachable ]]; }
with() { [[ $(on "$1" status | field '["node"]["with"]') == *"'$2'"* ]]; }
heard() { on "$1" read "$2" --last 1000 | grep -qF "$3"; }
tors_of() { pgrep -f -- "-f $base/$1/tor/torrc" || true; }
no_tor_of() { [[ -z $(tors_of "$1") ]]; }

# on_air: everybody's node runs and is reachable over Tor. The network's first vote may go wrong: then
# once more, from the beginning.
try_network() {
  local name
  rm -rf "$base/net"
  python3 "$scripts/tor_net.py" "$base/net" "$relay" < <(sleep 3600) >"$base/net.out" &
  net=$!
  within 60 grep -q started "$base/net.out" || fail "the Tor network did not start"
  for name in "${people[@]}"; do
    mkdir -p -m 700 "$base/$name/tor"
    cp "$base/net/lines" "$base/$name/tor/lines"
    # shellcheck disable=SC2086
    up "$name" --tor --tor-at own ${up_with[$name]-}
  done
  within 150 is_reachable "${people[0]}" || return
  for name in "${people[@]}"; do within 30 is_reachable "$name" || return; done
}
on_air() {
  local name
  try_network && return
  for name in "${people[@]}"; do down "$name"; done
  kill "$net" && wait "$net" || true
  try_network || fail "no onion service within two minutes, twice"
}
