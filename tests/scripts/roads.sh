#!/usr/bin/env bash
# Over Tor alone, chosen at the page while kith runs: two machines on a network talk; from the answer on
# nothing but the kernel's own no leaves the one that chose it; and they talk again once it is taken back.
# Usage: roads.sh PATH-TO-KITH
source "$(dirname "${BASH_SOURCE[0]}")/script.bash"

command -v ip >/dev/null || skip "roads.sh: there is no ip (iproute2)"
unshare --net --mount true 2>/dev/null || skip "roads.sh: network namespaces take root"

# In a network of our own, out of which nothing goes.
if [[ -z ${KITH_ON_OWN_NET-} ]]; then
  KITH_ON_OWN_NET=1 exec unshare --net --mount "$BASH" "${BASH_SOURCE[0]}" "$program"
fi
mount -t tmpfs none /run

pids=()
stop_all() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$base"
}
trap stop_all EXIT

ip netns add ana
ip netns add ben
ip link add eth0 netns ana type veth peer name eth0 netns ben
for name in ana ben; do
  ip -n "$name" link set lo up
  ip -n "$name" link set eth0 up
done
ip -n ana address add 10.8.0.1/24 dev eth0
ip -n ben address add 10.8.0.2/24 dev eth0

on() {
  local name=$1
  shift
  ip netns exec "$name" "$program" --home "$base/$name" --json "$@" </dev/null
}
card_of() { on "$1" card | python3 -c 'import json,sys; print(json.load(sys.stdin)["card"])'; }
soon() {
  for _ in $(seq 300); do
    "$@" 2>/dev/null && return
    sleep 0.1
  done
  fail "not within 30 seconds: $* $(cat "$base"/*.err)"
}
with() { on "$1" status | python3 -c 'import json,sys; sys.exit(sys.argv[1] not in json.load(sys.stdin)["node"]["with"])' "$2"; }
alone() { on "$1" status | grep -qF '"with":[]'; }
heard() { on "$1" read garden | grep -qF "$2"; }
# roads JSON: asked of ana's page.
roads() {
  ip netns exec ana python3 - "$base/link" "$base/cookie" "$1" <<'END'
import http.client, json, pathlib, re, sys
link, jar, body = pathlib.Path(sys.argv[1]).read_text(), pathlib.Path(sys.argv[2]), sys.argv[3]
port, key = re.search(r"127\.0\.0\.1:(\d+)/#([\w-]+)", link).groups()
def ask(name, body):
    call = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    call.request("POST", "/api/" + name, body, {"Content-Type": "application/json", "Cookie": jar.read_text() if jar.exists() else ""})
    answer = call.getresponse()
    if name == "enter":
        jar.write_text(answer.getheader("Set-Cookie").split(";")[0])
    return answer.read().decode()
if not jar.exists():
    ask("enter", json.dumps({"key": key}))
print(ask("roads", body))
END
}

for name in ana ben; do on "$name" init --name "$name" --no-passphrase >/dev/null; done
ana=$(card_of ana)
ben=$(card_of ben)
on ana meet "$ben" --as ben >/dev/null
on ben meet "$ana" --as ana >/dev/null
ip netns exec ana "$program" --home "$base/ana" --json page --no-browser --tor-at unix:/nowhere \
  >"$base/link" 2>"$base/ana.err" &
pids+=($!)
ip netns exec ben "$program" --home "$base/ben" up --lan >"$base/ben.log" 2>"$base/ben.err" &
pids+=($!)
soon with ana ben
on ana circle new garden >/dev/null
on ana include garden ben >/dev/null

# What leaves ana's machine, a line a packet: what it is. Neighbours are found by the kernel.
ip netns exec ana python3 -u - >"$base/left" <<'END' &
import socket
listener = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
print("capturing")
while True:
    packet, (interface, kind, direction, *_) = listener.recvfrom(65536)
    if interface == "lo" or direction != socket.PACKET_OUTGOING or kind not in (0x0800, 0x86DD):
        continue
    protocol, body = (packet[9], packet[(packet[0] & 15) * 4:]) if kind == 0x0800 else (packet[6], packet[40:])
    if protocol == 6:
        print("tcp reset" if body[13] & 4 else "tcp")
    elif protocol == 17:
        print("udp to", int.from_bytes(body[2:4], "big"))
    else:
        print({0: "groups", 2: "groups", 58: "neighbours"}.get(protocol, f"protocol {protocol}"))
END
pids+=($!)
soon grep -q capturing "$base/left"
on ana say garden "seen from everywhere" >/dev/null
soon heard ben "seen from everywhere"
grep -qx tcp "$base/left" || fail "the capture is blind"

roads '{"by": "only_tor"}' >"$base/out"
before=$(wc -l <"$base/left")
grep -qF '"by":"only_tor"' "$base/out" || fail "it does not go over Tor alone: $(<"$base/out")"
soon alone ben
on ana say garden "nobody sees from where" >/dev/null
sleep 12 # three beacons and some dials would have gone
tail -n "+$((before + 1))" "$base/left" | sort | uniq -c >"$base/counted"
! grep -qE 'tcp$|udp|protocol' "$base/counted" || fail "over Tor alone left: $(<"$base/counted")"
! heard ben "nobody sees from where" || fail "it went"
[[ -z $(ip netns exec ana ss -Hlntu | grep -v 127.0.0.1) ]] || fail "somebody listens: $(ip netns exec ana ss -Hlntu)"

roads '{"by": "direct"}' >"$base/out"
grep -qF address_seen "$base/out" || fail "it was not asked once more: $(<"$base/out")"
roads '{"by": "direct", "seen": true}' >"$base/out"
soon heard ben "nobody sees from where"
