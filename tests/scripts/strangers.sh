#!/usr/bin/env bash
# Fifteen hundred strangers talk nonsense to a node, and some to its page: nothing of its home changes on
# the disk, nothing is printed, and whoever is known is heard as before. Usage: strangers.sh PATH-TO-KITH
source "$(dirname "$0")/script.bash"

nodes=()
trap 'for node in "${nodes[@]}"; do kill -9 "$node" 2>/dev/null || true; done; rm -rf "$base"' EXIT

new_home "$base/ana"
does --json --home "$base/ben" init --name ben --no-passphrase
"$program" --home "$base/ana" up --listen 127.0.0.1:0 --port-file "$base/port" --page 127.0.0.1:0 \
  >"$base/said" 2>&1 &
nodes+=($!)
for ((polls = 0; polls < 1000; ++polls)); do
  [[ -s port ]] && grep -q http said && break
  sleep 0.02
done
page=$(grep -o 'http://127.0.0.1:[0-9]*' said | head -n 1 | grep -o '[0-9]*$') || fail "no page: $(<said)"
does --json --home "$base/ana" card
does --home "$base/ben" meet "$(field card)" --as ana
does --json --home "$base/ben" card
does --home "$base/ana" meet "$(field card)" --as ben
does --home "$base/ana" include garden ben
does --home "$base/ana" say garden "before they came"
does --home "$base/ben" sync ana

# Every file, by its bytes, its size and when it was written; sockets by their names alone.
home_now() {
  (cd "$base" && find ana ana.key state -printf '%p %s %T@\n' | sort &&
    find ana ana.key state -type f -print0 | sort -z | xargs -0 sha256sum)
}
# What was said before is made findable, and then nothing more is to be done.
for ((polls = 0; polls < 100; ++polls)); do
  before=$(home_now)
  sleep 1
  [[ $(home_now) == "$before" ]] && break
done
[[ $(home_now) == "$before" ]] || fail "a home that nobody came to changes by itself"
cp said said.before

python3 - "$(<port)" "$page" >out 2>err <<'END' || fail "the strangers did not come through"
import random, socket, struct, sys
dice = random.Random(7)
http = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
nonsense = [
    lambda: b"",
    lambda: dice.randbytes(dice.randrange(1, 4096)),
    lambda: bytes(dice.randrange(1, 70000)),
    lambda: b"\xff" * dice.randrange(1, 70000),
    lambda: http,
    lambda: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + dice.randbytes(500),
    lambda: struct.pack(">H", dice.randrange(65536)) + dice.randbytes(dice.randrange(200)),
    lambda: struct.pack("<I", 32) + dice.randbytes(32),
    lambda: struct.pack(">I", 0x7FFFFFFF) + dice.randbytes(64),
    lambda: dice.randbytes(48),
]
at_page = nonsense + [
    lambda: b"POST /api/status HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}",
    lambda: b"POST /api/enter HTTP/1.1\r\nHost: kith.example\r\nContent-Type: application/json\r\n"
            b"Content-Length: 14\r\n\r\n{\"key\": \"0000\"}",
    lambda: b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\n\r\n",
]

def come(port, say):
    with socket.create_connection(("127.0.0.1", port), 20) as stream:
        stream.settimeout(20)
        heard = 0
        try:
            stream.sendall(say())
            stream.shutdown(socket.SHUT_WR)
            while got := stream.recv(65536):
                heard += len(got)
        except (ConnectionError, BrokenPipeError):
            pass  # it closed first
        return heard

for i in range(1500):
    if heard := come(int(sys.argv[1]), nonsense[i % len(nonsense)]):
        sys.exit(f"stranger {i} was told {heard} bytes")
for i in range(150):
    come(int(sys.argv[2]), at_page[i % len(at_page)])
print("1650 came")
END
grep -q '1650 came' out || fail "not all came"

# And a little later, as nothing was put off either.
sleep 1
after=$(home_now)
[[ $after == "$before" ]] || fail "strangers left something on the disk: $(diff <(echo "$before") <(echo "$after"))"
cmp said said.before || fail "something was printed: $(<said)"
does --home "$base/ana" say garden "after they left"
does --home "$base/ben" sync ana
[[ $(home_now) != "$before" ]] || fail "the test sees nothing that is written"
does --json --home "$base/ben" circles
grep -q garden out || fail "ben does not hear ana"
kill "${nodes[0]}"
wait "${nodes[0]}" || fail "the node ended badly"
cmp said said.before || fail "something was printed at the end: $(<said)"
echo "1650 strangers came, and left nothing."
