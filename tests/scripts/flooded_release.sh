#!/usr/bin/env bash
# A node that is flooded, by strangers and by someone whom it knows, goes on: it answers, loses
# nothing, syncs with a friend, and never holds more than 64 MiB.
source "$(dirname "$0")/script.bash"
source "$(dirname "$0")/people.bash"

flooding=$(dirname "$program")/kith-sim
[[ -x $flooding ]] || skip "$flooding is not built"
node=
trap '[[ -z $node ]] || { kill -9 "$node"; wait "$node"; } 2>/dev/null || true; rm -rf "$base"' EXIT

meet() {
  k "$2" card
  k "$1" meet "$(field card)" --as "$2"
}

for name in ana ben eve; do k "$name" init --name "$name" --no-passphrase; done
for name in ben eve; do
  meet "$name" ana
  meet ana "$name"
done
k ana circle new garden
k ana include garden ben
k ana include garden eve
"$program" --home "$base/ana" up --listen 127.0.0.1:0 --port-file port >up.log 2>&1 &
node=$!
for ((polls = 0; polls < 1000; ++polls)); do
  [[ -s port ]] && break
  sleep 0.02
done
k ana say garden "before the flood"

"$flooding" flood "$base/eve" "$XDG_STATE_HOME/kith" "$(cat port)" >flood.out &
flood=$!
said=0
while kill -0 "$flood" 2>/dev/null; do
  k ana say garden "and it goes on $said"
  said=$((said + 1))
  sleep 0.2
done
wait "$flood" || fail "the flood did not end well"
kill -0 "$node" 2>/dev/null || fail "the node ended: $(cat up.log)"

k ben sync ana --at "tcp:127.0.0.1:$(cat port)"
k ben read garden --last 1000
holds '[one["text"] for one in answer] == ["before the flood"] + ["and it goes on %d" % i for i in range(int(said))]' "said=$said"
peak=$(awk '/^VmHWM/ {print $2}' "/proc/$node/status")
printf 'said %d meanwhile; %s; the node held %d KiB at most\n' "$said" "$(cat flood.out)" "$peak"
[[ $said -gt 0 ]] || fail "nothing was said during the flood"
((peak < 64 * 1024)) || fail "the node held $peak KiB"
