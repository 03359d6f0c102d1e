#!/usr/bin/env bash
# A home among imaginary people opens in one command, is marked as that, talks back, and leaves
# nothing behind.
# Usage: demo.sh PATH-TO-KITH
source "$(dirname "${BASH_SOURCE[0]}")/script.bash"

export TMPDIR=$base
"$program" --json page --demo --no-browser >"$base/link" 2>"$base/demo.err" &
demo=$!
trap 'kill "$demo" 2>/dev/null || true; wait "$demo" 2>/dev/null || true; rm -rf "$base"' EXIT

# soon WORDS…: within 30 seconds the command after it succeeds.
soon() {
  for _ in $(seq 300); do
    "$@" && return
    kill -0 "$demo" 2>/dev/null || fail "the demo ended: $(<"$base/demo.err")"
    sleep 0.1
  done
  fail "not within 30 seconds: $*"
}
is_up() { grep -q '"page":"http://127.0.0.1:[0-9]*/#' "$base/link"; }
soon is_up

homes=("$base"/kith-demo-*/Robin)
[[ -d ${homes[0]} ]] || fail "there is no home of Robin's"
export KITH_HOME=${homes[0]}

does --json today
holds 'answer["said"] and answer["introductions"] and answer["leases"] and answer["late"] and answer["joins"]'
does --json who Orchard
holds 'sum(one["seen"] for one in answer["people"]) >= 8'
does --json contacts
holds 'len(answer) == 9'

# Somebody answers, as a node of their own and not from here.
does --json say Garden "who is around?"
said=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["id"])' "$base/out")
is_answered() {
  does --json read Garden --last 5
  python3 -c 'import json,sys
sys.exit(not any(sys.argv[2] in one["answers"] and one["author"] != "Robin" for one in json.load(open(sys.argv[1]))))' "$base/out" "$said"
}
soon is_answered

# Whoever is included back answers to that as well.
does --json circle new Choir
does --json include Choir Oda
hears_oda() {
  does --json who Choir
  python3 -c 'import json,sys
sys.exit(not any(one["speaker"] == "Oda" and one["hearer"] == "Robin" for one in json.load(open(sys.argv[1]))["hears"]))' "$base/out"
}
soon hears_oda

kill -TERM "$demo"
wait "$demo" || fail "the demo ended with $?"
[[ -z $(compgen -G "$base/kith-demo-*") ]] || fail "the demo left its homes behind"
