#!/usr/bin/env bash
# Where people are looked for, and when they were there: addresses of one's own, in order; struck out
# ones stay so; what was seen is shown, kept over an end, and wiped.
source "$(dirname "$0")/script.bash"

nodes=()
trap 'for node in "${nodes[@]}"; do kill -9 "$node" 2>/dev/null || true; done; rm -rf "$base"' EXIT

# up NAME [ARGUMENT…]: returns when it says that it is up.
up() {
  local name=$1
  shift
  rm -f "$name.up"
  "$program" --home "$base/$name" up "$@" >"$name.up" 2>"$name.err" &
  nodes+=($!)
  for ((polls = 0; polls < 500; ++polls)); do
    [[ -s $name.up ]] && return 0
    sleep 0.02
  done
  fail "the node of $name does not say that it is up: $(cat "$name.err")"
}
down() {
  kill -INT "${nodes[-1]}"
  wait "${nodes[-1]}" || fail "a node ended badly"
  unset 'nodes[-1]'
}
# meets NAME NAME: each takes the other's card.
meets() {
  does --json --home "$base/$1" card
  local card
  card=$(field card)
  does --home "$base/$2" meet "$card" --as "$1"
}
eventually() { # eventually EXPRESSION COMMAND…: within ten seconds
  local expression=$1
  shift
  for ((polls = 0; polls < 200; ++polls)); do
    does "$@"
    if python3 -c 'import json, sys
answer = json.load(open(sys.argv[1]))
sys.exit(0 if eval(sys.argv[2]) else 1)' "$base/out" "$expression"; then return 0; fi
    sleep 0.05
  done
  fail "not so in time: $expression"
}

new_home "$base/ana"
does --json --home "$base/ben" init --name ben --no-passphrase
meets ana ben  # before ana runs: her card names no address
meets ben ana

# --- an address of one's own
refused 2 'no address' --home "$base/ben" way add ana nowhere
refused 2 'no address' --home "$base/ben" way add ana tcp:host:0
refused 1 'nobody' --home "$base/ben" way add zoe tcp:127.0.0.1:9
refused 1 'No address of ana' --home "$base/ben" sync ana
up ana --listen 127.0.0.1:0 --port-file ana.port
port=$(cat ana.port)
does --json --home "$base/ben" way add ana "127.0.0.1:$port"
holds '[w["from"] for w in answer["book"]] == ["mine"] and answer["ways"] == ["tcp:127.0.0.1:" + port]' "port=$port"
does --json --home "$base/ben" sync ana
does --json --home "$base/ben" way add ana tcp:127.0.0.1:9
does --json --home "$base/ben" ways ana
holds '[p["name"] for p in answer["people"]] == ["ana"]'
holds '[w["address"][-2:] for w in answer["people"][0]["book"]][1] == ":9"'

# --- struck out: not there any more, also not by her word
refused 1 'no address of ana' --home "$base/ben" way forget ana tcp:127.0.0.1:10
does --home "$base/ben" way forget ana tcp:127.0.0.1:9
does --home "$base/ben" way forget ana "tcp:127.0.0.1:$port"
does --json --home "$base/ben" ways
holds 'answer["people"][0]["ways"] == []'
does --json --home "$base/ben" sync ana --at "tcp:127.0.0.1:$port"
does --json --home "$base/ben" ways
holds 'answer["people"][0]["ways"] == []'
does --json --home "$base/ben" way add ana "tcp:127.0.0.1:$port"

# --- beside a running node: seen at once, dialled at once
up ben
eventually 'answer["people"][0]["connected"]' --json --home "$base/ben" ways
eventually 'answer["people"][0]["rhythm"] is not None' --json --home "$base/ben" ways
holds 'sum(h == 100 for h in answer["people"][0]["rhythm"]["hours"]) in (1, 2)'
holds 'answer["people"][0]["rhythm"]["over"] == {"direct": 100, "near": None, "tor": None}'
holds 'answer["people"][0]["book"][0]["reached"] is not None'
does --home "$base/ben" ways
grep -q 'ana  connected now' out || fail "it does not say who is connected"
grep -q '  Mon  ' out || fail "no week is drawn"
grep -q '█' out || fail "she was there, and no hour says so"
does --home "$base/ben" way forget ana "tcp:127.0.0.1:$port"
holds_none() { does --json --home "$base/ben" ways; holds 'answer["people"][0]["rhythm"] is None'; }

# --- what was seen outlives the node, and goes when it is wiped
down
does --json --home "$base/ben" ways
holds 'answer["people"][0]["rhythm"]["over"]["direct"] == 100 and answer["people"][0]["ways"] == []'
does --json --home "$base/ben" wipe-rhythm ana
holds 'answer == {"wiped": 1}'
holds_none
does --json --home "$base/ben" wipe-rhythm
holds 'answer == {"wiped": 0}'

# --- nothing of it is told to others: of ben, ana holds what she had, and no rhythm of hers
does --json --home "$base/ana" export "$base/plain"
! grep -rq rhythm "$base/plain" || fail "an export tells of rhythms"
echo "Reached, in order, and forgotten."
