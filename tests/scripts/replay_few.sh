#!/usr/bin/env bash
# Real conversations among people with nodes of their own end with everyone seeing what they may, and
# nothing else (docs/replay.md). replay_few.sh KITH [HOW MANY LOGS] [HOW MANY PEOPLE…]
source "$(dirname "$0")/script.bash"

data=${KITH_SHARED:-$root/../shared}/data/irc
wanted=${2:-3}
crowds=("${@:3}")
program=$(dirname "$program")/kith-sim
[[ -x $program ]] || skip "$program is not built"
logs=("$data"/*.raw.txt)
[[ -f ${logs[0]} ]] || skip "$data holds no IRC logs (set KITH_SHARED to the folder that holds data/)"
step=$((${#logs[@]} > wanted ? ${#logs[@]} / wanted : 1))

replay() {
  does replay "$1" --answers "${1%.raw.txt}.annotation.txt" --people "$2" --json
  printf '%s %s\n' "$(basename "$1" .raw.txt)" "$(cat out)"
}

for ((i = 0; i < ${#logs[@]} && i / step < wanted; i += step)); do
  for people in "${crowds[@]:-5}"; do
    replay "${logs[i]}" "$people"
  done
done
[[ ${#crowds[@]} -gt 0 ]] && exit 0

# The same seed gives the same day, to the byte; another seed another.
count() { python3 -c 'import json,sys; print(json.load(sys.stdin)["wire_bytes"])' <out; }
replay "${logs[1]}" 5 && first=$(count)
replay "${logs[1]}" 5 && [[ $(count) == "$first" ]] || fail "one seed gave two days"
does replay "${logs[1]}" --people 5 --seed 2 --json
[[ $(count) != "$first" ]] || fail "two seeds gave one day"

# What cannot be replayed says why.
try replay missing.txt --people 5
[[ $status == 1 ]] && grep -q 'Cannot read' err || fail "a missing file was taken"
try replay "${logs[0]}" --people 2
[[ $status == 2 ]] || fail "two people were taken for a circle"
printf '[10:00] <ann> hello\n[10:01] <ben> hello\n' >two
try replay two --people 5
[[ $status == 1 ]] && grep -q 'Fewer than three' err || fail "two people were taken for a circle"
