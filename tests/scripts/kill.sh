#!/usr/bin/env bash
# Killed at any moment, kith keeps what it acknowledged: a loop of `kith say` under kill -9, then
# imports killed midway. kill.sh KITH [ROUNDS]
source "$(dirname "$0")/script.bash"

rounds=${2:-10}
victim=
trap 'kill_victim; rm -rf "$base"' EXIT

# Runs in a session of its own, so that kill reaches whatever kith runs at that moment, too.
start_victim() {
  setsid "$@" 2>errors &
  victim=$!
}

kill_victim() {
  [[ -n $victim ]] || return 0
  kill -9 -- "-$victim" 2>/dev/null || true
  wait "$victim" 2>/dev/null || true
  victim=
}

bytes_of_home() {
  cat "$KITH_HOME"/home.db* 2>/dev/null | wc -c
}

# Speaks until it is killed. A line of `acknowledged` is an id that kith printed, and its text.
cat >speak.sh <<'END'
program=$1 round=$2
for ((i = 0; ; ++i)); do
  text="round $round message $i"
  id=$("$program" --json say garden "$text" | grep -o '[0-9a-f]\{32\}') && echo "$id $text" >>acknowledged
done
END

new_home
: >acknowledged
for ((round = 0; round < rounds; ++round)); do
  before=$(wc -l <acknowledged)
  start_victim bash speak.sh "$program" "$round"
  # Every round has something to lose.
  for ((polls = 0; polls < 1500; ++polls)); do
    (($(wc -l <acknowledged) > before)) && break
    sleep 0.02
  done
  sleep "0.$((RANDOM % 400 + 100))"
  kill_victim
  (($(wc -l <acknowledged) > before)) || fail "nothing was said in round $round: $(cat errors)"
  does --json read garden
  python3 - <<'END' || fail "round $round lost what was acknowledged"
import json

said = {one["id"]: one["text"] for one in json.load(open("out", encoding="utf-8"))}
for line in open("acknowledged", encoding="utf-8"):
    known, _, text = line.rstrip("\n").partition(" ")
    assert said.get(known) == text, f"{line!r} is not there; {len(said)} are"
END
done
does --json search message
holds 'len(answer) >= int(acknowledged)' "acknowledged=$(wc -l <acknowledged)"

# What an import brought before it was killed is a beginning of the log, whole and in order.
python3 - <<'END'
with open("talk", "w", encoding="utf-8") as file:
    file.writelines(f"[10:00] <ann> line {i} of a long talk\n" for i in range(60000))
END
for ((round = 0; round < (rounds + 4) / 5; ++round)); do
  does --json circle new "talk $round"
  enough=$(($(bytes_of_home) + RANDOM * 30))
  start_victim "$program" import irc talk --circle "talk $round"
  while (($(bytes_of_home) < enough)) && kill -0 "$victim" 2>/dev/null; do sleep 0.01; done
  kill_victim
  does --json read "talk $round"
  holds '[one["text"] for one in answer] == [f"line {i} of a long talk" for i in range(len(answer))]'
  echo "killed after $(python3 -c 'import json; print(len(json.load(open("out"))))') lines"
  does --json say "talk $round" "and it goes on"
  does --json read "talk $round" --last 1
  holds 'answer[0]["text"] == "and it goes on"'
done
