#!/usr/bin/env bash
# Two nodes that run, talk over a socket and are asked through their doors, killed again and again in
# the middle of it: what either acknowledged is there when its home opens again, and in the end both
# have all of it, in logs of one story. kill_running.sh KITH [KILLS]
source "$(dirname "$0")/script.bash"
source "$(dirname "$0")/people.bash"

kills=${2:-10}
declare -A node port
speakers=()
trap 'for one in "${node[@]}"; do kill -9 "$one" 2>/dev/null || true; done; rm -f go; wait; rm -rf "$base"' EXIT

# Returns when it says that it is up; always at the port that it had first.
start() {
  local polls
  rm -f "$1.up"
  "$program" --home "$base/$1" up --listen "127.0.0.1:${port[$1]:-0}" --port-file "$1.port" >"$1.up" 2>"$1.errors" &
  node[$1]=$!
  for ((polls = 0; polls < 1000; ++polls)); do
    [[ -s $1.up ]] && break
    kill -0 "${node[$1]}" 2>/dev/null || fail "the node of $1 ended: $(cat "$1.errors")"
    sleep 0.02
  done
  [[ -s $1.up ]] || fail "the node of $1 does not say that it is up"
  port[$1]=$(cat "$1.port")
}

stop() {
  { kill -9 "${node[$1]}" && wait "${node[$1]}" || true; } 2>/dev/null
  unset "node[$1]"
}

# Speaks at the door while there is a file `go`. A line of NAME.acknowledged is an id that kith printed.
cat >speak.sh <<'END'
program=$1 home=$2 name=$3 round=$4
for ((i = 0; ; ++i)); do
  [[ -e go ]] || exit 0
  id=$("$program" --home "$home" --json say garden "$name $round.$i" 2>/dev/null | sed -n 's/^[^}]*"id": \?"\([0-9a-f]\{32\}\)".*/\1/p')
  [[ -z $id ]] || echo "$id" >>"$name.acknowledged"
done
END

# has WHO NAME: all that NAME was told to have said is in the home of WHO.
has() {
  does --home "$base/$1" --json read garden
  python3 - "$2.acknowledged" <<'END'
import json, sys

held = {one["id"] for one in json.load(open("out", encoding="utf-8"))}
lacking = [line for line in open(sys.argv[1], encoding="utf-8") if line.strip() not in held]
sys.exit(1 if lacking else 0)
END
}

for name in ana ben; do
  k "$name" init --name "$name" --no-passphrase
  : >"$name.acknowledged"
done
know ana ben
k ana circle new garden
k ana include garden ben
gives ana ben
k ben join garden
start ana
start ben
k ben way add ana "tcp:127.0.0.1:${port[ana]}"
k ana way add ben "tcp:127.0.0.1:${port[ben]}"

for ((round = 0; round < kills; ++round)); do
  victim=$([[ $((RANDOM % 2)) == 0 ]] && echo ana || echo ben)
  touch go
  for name in ana ben; do bash speak.sh "$program" "$base/$name" "$name" "$round" & speakers+=($!); done
  sleep "0.$((RANDOM % 600 + 200))"
  stop "$victim"
  rm go
  wait "${speakers[@]}"
  speakers=()
  has "$victim" "$victim" || fail "kill $round: $victim lost what was acknowledged"
  start "$victim"
done

for name in ana ben; do [[ -s $name.acknowledged ]] || fail "$name said nothing"; done
for ((polls = 0; polls < 150; ++polls)); do
  has ana ben && has ben ana && break
  sleep 0.2
done
has ana ben || fail "ana lacks what ben was told to have said"
has ben ana || fail "ben lacks what ana was told to have said"
for name in ana ben; do
  k "$name" read garden
  holds 'not any(one["two_stories"] for one in answer)'
done
echo "$kills kills, $(cat ana.acknowledged ben.acknowledged | wc -l) acknowledged"
