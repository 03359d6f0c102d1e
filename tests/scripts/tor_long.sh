#!/usr/bin/env bash
# Two people whose networks have nothing in common talk over a private Tor network; each of the two
# starts again, and they still do; a stranger who knows the address cannot even connect; one of them
# goes over Tor alone, with a node and without one, and a capture finds nothing else that leaves their
# machine; killed, kith takes its Tor along. Usage: tor_long.sh PATH-TO-KITH
source "$(dirname "${BASH_SOURCE[0]}")/script.bash"
source "$(dirname "${BASH_SOURCE[0]}")/tor_world.bash"
own_world

tells() {
  on "$1" say garden "$3" >/dev/null
  soon heard "$2" garden "$3"
}

machine ana 1
machine ben 2
machine eve 3
up_with[ben]="--listen 10.9.2.2:4000"
on_air

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
# Where no node runs, a sync brings a Tor up for itself, goes to ben through it and no other way, and takes
# it down again; the capture below holds that. An address that is not over Tor is no way even so.
on ana say garden "by a Tor for one sync" >/dev/null
on ana sync ben >"$base/out" 2>"$base/err" || fail "a sync brought no Tor up"
heard ben garden "by a Tor for one sync" || fail "ben did not get what the sync said that it brought"
within 20 no_tor_of ana || fail "the Tor of one sync is left over"
on ana sync ben --at tcp:10.9.2.2:4000 >"$base/out" 2>"$base/err" && fail "a sync of its own went there directly"
is_refusal "sync --at, where no node runs"
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
