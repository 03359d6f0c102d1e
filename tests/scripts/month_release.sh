#!/usr/bin/env bash
# Five people through a month, by the command line alone: a garden's water, a shared van, a quarrel
# and a parting, one who leaves and takes their past along, and a kitchen shared for three weeks
# with another circle. What they do stands in docs/month/month.txt, which the demo plays too; here it is
# done on its own days, and held at each step what each sees, and what they do not.
source "$(dirname "$0")/script.bash" "$@"
source "$(dirname "$0")/people.bash"

faketime=$(compgen -G '/usr/lib/*/faketime/libfaketime.so.1' | head -n 1) || true
[[ -n $faketime ]] || skip "a month by the command line: faketime is not installed"

day=2027-03-01
hour=09:00
month=$root/docs/month/month.txt
read -r _ everyone < <(grep '^people ' "$month")
# The library itself: the command that loads it refuses where one with the same process number was
# killed before, and left something behind.
on_that_day() {
  FAKETIME="@$day $hour:00" FAKETIME_DONT_FAKE_MONOTONIC=1 LD_PRELOAD=$faketime "$@"
}
# k WHO ARGUMENT…: on that day, at that hour; what was printed is in out.
k() {
  local who=$1
  shift
  status=0
  on_that_day "$program" --json --home "$base/$who" "$@" >"$base/out" 2>"$base/err" </dev/null || status=$?
  [[ $status == 0 ]] || fail "$day: $who: kith $* ended with $status"
}
# no WORDS WHO ARGUMENT…: refuses, in a sentence that holds WORDS.
no() {
  local words=$1 who=$2
  shift 2
  status=0
  on_that_day "$program" --home "$base/$who" "$@" >"$base/out" 2>"$base/err" </dev/null || status=$?
  [[ $status == 1 ]] || fail "$day: $who: kith $* ended with $status"
  is_refusal "kith $*"
  grep -q -e "$words" "$base/err" || fail "kith $* does not speak of: $words"
}
gives() { # gives FROM TO…: all that they may have, on one stick
  local from=$1 to stick=stick$((++sticks)) IFS=,
  shift
  k "$from" bundle write "$stick" --for "$*"
  for to in "$@"; do k "$to" bundle read "$stick"; done
}
# moment NAME: whoever wants to look at their homes on that day may (page/tests/month.mjs does).
moment() { [[ -z ${KITH_MONTH_MOMENT:-} ]] || $KITH_MONTH_MOMENT "$1" "$base" "$day $hour:00"; }
everyone_gives() {
  local one other known
  for one in $everyone; do
    known=()
    for other in $everyone; do
      if [[ $one != "$other" ]] && knows "$one" "$other"; then known+=("$other"); fi
    done
    [[ ${#known[@]} == 0 ]] || gives "$one" "${known[@]}"
  done
}
declare -A met
knows() { [[ ${met[$1 $2]:-} || ${met[$2 $1]:-} ]]; }
meets() { know "$1" "$2"; met["$1 $2"]=1; }
# play SCENE: its lines, one after the other.
played=0
play() {
  local scene= line name
  while IFS= read -r line <&3; do
    if [[ $line == "== "* ]]; then scene=${line#== }; fi
    [[ $scene == "$1" && -n $line && $line != "== "* ]] || continue
    played=$((played + 1)) name=
    if [[ $line =~ ^([a-z]+)" = "(.*)$ ]]; then name=${BASH_REMATCH[1]} line=${BASH_REMATCH[2]}; fi
    case $line in
      "on "*) read -r _ day hour <<<"$line" ;;
      "everyone gives") everyone_gives ;;
      *" meets "*) meets "${line%% *}" "${line##* }" ;;
      *) eval "k $line" ;;
    esac
    [[ -z $name ]] || eval "$name=\$(field id)"
  done 3<"$month"
}
texts() { # texts WHO CIRCLE: what they read there
  k "$1" read "$2"
  python3 -c 'import json, sys; print("\n".join(e["text"] for e in json.load(open(sys.argv[1]))))' "$base/out" >texts
}
sees() { texts "$1" "$2"; grep -qF "$3" texts || fail "$day: $1 does not see in $2: $3"; }
sees_not() {
  texts "$1" "$2"
  ! grep -qF "$3" texts || fail "$day: $1 sees in $2, and should not: $3"
}

for name in $everyone; do k "$name" init --name "$name" --no-passphrase; done

# --- 1 March: a garden of five, each of whom includes each
play garden

# --- the garden's water: a text, stances, a new text, who goes along
play water
k Ana proposal "$water"
holds 'sorted((s["name"], s["position"]) for s in answer["stances"]) == [("Ben", "with it, but"), ("Cem", "cannot live with it")]'
holds '[p["name"] for p in answer["not_heard_yet"]] == ["Dov", "Eli", "Ana"]'
moment stances
play "water again"
for name in Ana Ben Cem Dov Eli; do
  k "$name" proposal "$water"
  holds 'sorted(a["name"] for a in answer["agreements"]) == ["Ana", "Ben", "Cem"] and all(a["number"] == 2 for a in answer["agreements"])'
  holds 'not any(word in str(answer).lower() for word in ["passed", "rejected", "majority"])'
done
# Whoever said nothing is bound by nothing, and nothing is done about it.
k Dov today
holds '[p["title"] for p in answer["waiting"]] == ["The roof tank"]'

# --- promises kept and not, and what Ana notes for herself alone
play promises
k Ana promises Garden
holds 'sorted((p["author"], p["open"], p["went_by"]) for p in answer) == [("Ben", False, True), ("Dov", True, True)]'
k Ana came-through water
holds '[(p["name"]) for p in answer] == ["Ben", "Dov"]'
everyone_gives
moment promises
for name in Ben Cem Dov Eli; do
  k "$name" observing
  holds 'answer["notes"] == 0'
done

# --- a shared van: when it goes, who comes along, across the change of clocks
play van
no "Only Dov" Ben call-off "$van"
no "does not take place" Ben coming "$van" yes --on 2027-03-22
k Ana today
holds '[(e["title"], e["next"]["starts"], e["bring"]) for e in answer["events"]] == [("Van to the compost yard", "2027-03-14T17:00:00Z", ["gloves", "rope"])]'
k Ana events Garden
holds 'sorted((c["name"], c["coming"], c["day"], c["words"]) for c in answer[0]["coming"]) == [("Ben", "no", "2027-03-21", None), ("Cem", "perhaps", None, None), ("Eli", "yes", None, "I sit in front.")]'
moment van
play driving
day=2027-03-22
k Eli events Garden
holds '(answer[0]["next"]["day"], answer[0]["next"]["at"], answer[0]["next"]["starts"]) == ("2027-04-04", "2027-04-04T18:00", "2027-04-04T16:00:00Z")'
holds 'answer[0]["days_off"] == ["2027-03-28"] and not answer[0]["called_off"]'
k Eli calendar van.ics
grep -q "TZID=Europe/Madrid:20270314T180000" van.ics || fail "the calendar lacks the van"
grep -q "EXDATE;TZID=Europe/Madrid:20270328T180000" van.ics || fail "the calendar has the day off"

# --- a quarrel and a parting: with words, by one alone; the boundary holds on every road
play quarrel
sees_not Cem Garden "drink for three"
sees Ana Garden "drink for three"
play parting
k Eli read Cem
holds 'any("Not like this" in e["text"] for e in answer)'
play apart
sees Ben Garden "The well is open again."
sees_not Eli Garden "The well is open again."
k Ana bundle write round --for Eli
k Eli bundle read round
sees_not Eli Garden "The well is open again."
play "half a line"
sees_not Cem Garden "I still speak" # muted, by Cem's own act
play calm
sees Cem Garden "I still speak"
moment apart

# --- Dov leaves, with all that was said to Dov; some go on as another circle
play leaving
grep -q "roof tank" taken/*/talk.md || fail "Dov's own copy does not hold the past"
sees Dov Garden "roof tank"
for name in Ana Ben Cem Eli; do sees_not "$name" Garden "Does anyone hear me?"; done
play orchard
holds 'not answer["found"] and answer["past_not_given"] == [] and sorted(answer["past_given"]) == ["Ben", "Dov"]'
orchard=$(field circle)
for scene in "orchard of two" "orchard of three"; do
  play "$scene"
  holds 'answer["found"] and answer["circle"] == orchard' orchard="$orchard"
done
play "three trees"
sees Ana Orchard "Three trees"
sees Dov Orchard "Three trees"
moment orchard
for name in Cem Eli; do
  k "$name" circles
  holds '"Orchard" not in [c["name"] for c in answer]'
  sees "$name" Garden "roof tank" # nothing was taken from anyone
done

# --- a kitchen shared with another circle for three weeks: persons, not delegates; then it lapses
play fay
play kitchen
holds 'answer["juncture"]["until"] == "2027-04-22T23:59:59Z"'
play introduced
k Cem introductions
holds '[(o["name"], o["by"]) for o in answer] == [("Fay", "Ana")]'
met["Cem Fay"]=1
play accepted
holds 'len(answer["audience"]) == 2 and all(h["until"] == "2027-04-22T23:59:59Z" for h in answer["audience"])'
play soup
sees Cem Kitchen "Leek and potato."
k Eli circles
holds '"Kitchen" not in [c["name"] for c in answer]'
day=2027-04-18
k Cem today
holds '[j["circle"] for j in answer["junctures"]] == ["Kitchen"] and not any(l["circle"] == "Kitchen" for l in answer["leases"])'
moment ends
# Fay and Cem go on with each other; Ana says nothing, and that is that.
play "going on"
holds '{h["name"]: h["until"][:10] for h in answer["audience"]} == {"Ana": "2027-05-20", "Cem": "2027-05-20", "Eli": "2027-04-25"}'
play over
holds 'answer["audience"] == []'
play nettles
holds 'answer["audience"] == []'
play "after the end"
sees_not Cem Kitchen "Is anyone there?"
sees_not Fay Kitchen "Is anyone there?"
sees_not Fay Kitchen "I said nothing of going on."
sees Cem Kitchen "Nettles now." # Fay's own lease to Cem goes on
sees Ana Kitchen "Nettles now."
sees Ana Kitchen "Leek and potato." # what I hold stays mine
no "kith renew" Cem include Kitchen Fay
play "of his own"
sees Fay Kitchen "I go on for another week."
moment over

# --- and that was all of it
[[ $played == $(grep -cEv '^(#|==|people |$)' "$month") ]] || fail "$played lines of the month were played"
