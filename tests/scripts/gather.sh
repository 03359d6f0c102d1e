#!/usr/bin/env bash
# Two people in one place: each node tells who is here, that both have what they may have, and what is
# proposed, as it comes; what was agreed is recorded and signed meanwhile, beside the running nodes.
source "$(dirname "$0")/script.bash"
source "$(dirname "$0")/people.bash"

nodes=()
trap 'for node in "${nodes[@]}" ${beside-}; do kill -9 "$node" 2>/dev/null || true; done; rm -rf "$base"' EXIT

# gathers NAME ARGUMENT…: from now on, in the background; what it tells is in NAME.told.
gathers() {
  local name=$1
  shift
  "$program" --home "$base/$name" gather "$@" >"$name.told" 2>"$name.err" &
  nodes+=($!)
  tells "$name" "is up, at home in"
}
tells() { # tells NAME WORDS: within 30 seconds
  for ((polls = 0; polls < 600; ++polls)); do
    grep -qF -- "$2" "$1.told" && return 0
    sleep 0.05
  done
  fail "$1 does not tell: $2; but: $(cat "$1.told" "$1.err")"
}

for name in ana ben; do k "$name" init --name "$name" --no-passphrase; done
know ana ben
k ana circle new garden
k ana include garden ben
gives ana ben
k ben join garden
gives ben ana
k ana propose garden "We water at dawn." --title "Dawn"
dawn=$(field id)

# --- bad input: a sentence, and nothing runs
refused 2 "no address to listen at" --home "$base/ana" gather --listen nowhere
refused 2 "." --home "$base/ana" gather nonsense

# --- one comes, then the other
gathers ana --listen 127.0.0.1:0 --no-lan
tells ana "a card of yours"
grep -q "^kith:" ana.told || fail "the card is not there"
tells ana "garden: Dawn, by ana, version 1; you brought it"
at=$(grep -o 'tcp:127\.0\.0\.1:[0-9]*' ana.told | head -n 1)
refused 1 "runs on the home" --home "$base/ana" gather --no-lan
# Where a node runs already it is looked at beside it.
"$program" --home "$base/ana" gather >beside.told 2>beside.err &
beside=$!
tells beside "a card of yours"
tells beside "garden: Dawn, by ana, version 1; you brought it"
k ben way add ana "$at"
gathers ben --no-lan
tells ana "ben is here."
tells beside "ben is here."
kill "$beside"
beside=
tells ben "ana is here."
tells ana "You and ben have all that each may have of the other."
tells ben "You and ana have all that each may have of the other."
tells ben "garden: Dawn, by ana, version 1; it waits for your word"

# --- what they agree is recorded here, and signed there
k ana gather record garden "The hose stays by the gate." --title "The hose" --present ben
hose=$(field id)
tells ana "garden: The hose, by ana, version 1; you go along"
tells ben "garden: The hose, by ana, version 1; it waits for your word (\`kith proposal"
k ben agree "$hose"
tells ben "garden: The hose, by ana, version 1; you go along"
k ben stance "$dawn" but "Not on Sundays."
tells ben "garden: Dawn, by ana, version 1; you: with it, but"
signed() {
  k ana proposal "$hose"
  python3 -c 'import json, sys
sys.exit(sorted(a["name"] for a in json.load(open(sys.argv[1]))["agreements"]) != ["ana", "ben"])' "$base/out"
}
for ((polls = 0; polls < 200; ++polls)); do signed && break; sleep 0.1; done
signed || fail "ana does not see that ben signed"

# --- and who goes is told to have gone
kill -TERM "${nodes[1]}"
wait "${nodes[1]}" || fail "gather ended with $?"
tells ana "ben went."
kill -TERM "${nodes[0]}"
wait "${nodes[0]}" || fail "gather ended with $?"
nodes=()

# --- as JSON: a document a line
timeout 5 "$program" --home "$base/ana" --json gather --no-lan >lines 2>err || true
python3 - <<'END' || fail "not a document a line"
import json
told = [json.loads(line) for line in open("lines")]
assert "ways" in told[0], told[0]
assert [one["told"] for one in told[1:]].count("proposal") == 2, told
assert told[1]["told"] == "card" and told[1]["card"].startswith("kith:"), told[1]
END
