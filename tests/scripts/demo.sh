#!/usr/bin/env bash
# A home among imaginary people, whose month is that of month_release.sh, opens in one command, is marked as
# that, talks back, and leaves nothing behind.
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

homes=("$base"/kith-demo-*/Ana)
[[ -d ${homes[0]} ]] || fail "there is no home of Ana's"
export KITH_HOME=${homes[0]}

does --json today
holds 'answer["said"] and answer["introductions"] and answer["leases"] and answer["late"] and answer["joins"]'
does --json who Orchard
holds 'sum(one["seen"] for one in answer["people"]) >= 8'
does --json contacts
holds 'len(answer) >= 11'

# It is the month of the script: what each did there is what Ana sees, and what she does not.
does --json proposals Garden
water=$(python3 -c 'import json,sys; print(next(p["id"] for p in json.load(open(sys.argv[1])) if p["title"] == "The roof tank"))' "$base/out")
does --json proposal "$water"
holds 'sorted((s["name"], s["position"]) for s in answer["stances"]) == [("Ben", "with it, but"), ("Cem", "cannot live with it")]'
holds 'sorted(a["name"] for a in answer["agreements"]) == ["Ana", "Ben", "Cem"] and all(a["number"] == 2 for a in answer["agreements"])'
does --json promises Garden
holds '[(p["open"], p["turns"][0]["turning"]) for p in answer if p["text"] == "I open the well on Saturday."] == [(False, "kept")]'
holds '[(p["open"], p["went_by"]) for p in answer if p["text"] == "I bring the long hose."] == [(True, True)]'
does --json events Garden
holds '[(e["title"], len(e["days_off"])) for e in answer] == [("Van to the compost yard", 1)]'
does --json read Garden
holds 'not any("Does anyone hear me?" in e["text"] for e in answer)'
holds 'any("Your beds drink for three." in e["text"] for e in answer)'
does --json who Garden
holds 'not any(one["speaker"] == "Cem" and one["hearer"] == "Eli" for one in answer["hears"])'
holds 'any(one["speaker"] == "Eli" and one["hearer"] == "Cem" for one in answer["hears"])'
does --json read Kitchen
holds '[e["text"] for e in answer if e["kind"] == "message"] == ["Leek and potato.", "Is anyone there?", "Nettles now.", "I go on for another week."]'

# Somebody answers, as a node of their own and not from here.
does --json say Garden "who is around?"
said=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["id"])' "$base/out")
is_answered() {
  does --json read Garden --last 5
  python3 -c 'import json,sys
sys.exit(not any(sys.argv[2] in one["answers"] and one["author"] != "Ana" for one in json.load(open(sys.argv[1]))))' "$base/out" "$said"
}
soon is_answered

# Whoever is included back answers to that as well.
does --json circle new Choir
does --json include Choir Ben
hears_ben() {
  does --json who Choir
  python3 -c 'import json,sys
sys.exit(not any(one["speaker"] == "Ben" and one["hearer"] == "Ana" for one in json.load(open(sys.argv[1]))["hears"]))' "$base/out"
}
soon hears_ben

kill -TERM "$demo"
wait "$demo" || fail "the demo ended with $?"
[[ -z $(compgen -G "$base/kith-demo-*") ]] || fail "the demo left its homes behind"
