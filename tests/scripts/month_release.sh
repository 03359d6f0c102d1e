#!/usr/bin/env bash
# Five people through a month, by the command line alone: a garden's water, a shared van, a quarrel
# and a parting, one who leaves and takes their past along, and a kitchen shared for three weeks
# with another circle. At each step what each sees, and what they do not.
source "$(dirname "$0")/script.bash" "$@"
source "$(dirname "$0")/people.bash"

faketime=$(compgen -G '/usr/lib/*/faketime/libfaketime.so.1' | head -n 1) || true
[[ -n $faketime ]] || skip "a month by the command line: faketime is not installed"

day=2027-03-01
hour=09:00
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
gives() { # gives FROM TO…: all that each may have, by a stick
  local from=$1 to
  shift
  for to in "$@"; do
    k "$from" bundle write "stick$((++sticks))" --for "$to"
    k "$to" bundle read "stick$sticks"
  done
}
# moment NAME: whoever wants to look at their homes on that day may (page/tests/month.mjs does).
moment() { [[ -z ${KITH_MONTH_MOMENT:-} ]] || $KITH_MONTH_MOMENT "$1" "$base" "$day $hour:00"; }
everyone="ana ben cem dov eli"
everyone_gives() {
  local one other
  for one in $everyone; do
    for other in $everyone; do
      [[ $one == "$other" ]] || ! knows "$one" "$other" || gives "$one" "$other"
    done
  done
}
declare -A met
knows() { [[ ${met[$1 $2]:-} || ${met[$2 $1]:-} ]]; }
meets() { know "$1" "$2"; met["$1 $2"]=1; }
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
for one in ana ben cem dov; do
  for other in ben cem dov eli; do
    [[ $one < $other ]] && meets "$one" "$other"
  done
done
[[ ${met[ana eli]:-} ]] || meets ana eli

# --- 1 March: a garden of five, each of whom includes each
k ana circle new garden
for other in ben cem dov eli; do k ana include garden "$other"; done
gives ana ben cem dov eli
for name in ben cem dov eli; do
  k "$name" join garden
  for other in $everyone; do [[ $other == "$name" || $other == ana ]] || k "$name" include garden "$other"; done
done
everyone_gives

# --- the garden's water: a text, stances, a new text, who goes along
k ana propose garden "From April on we water only from the roof tank." --title "The roof tank"
water=$(field id)
everyone_gives
k ben stance "$water" but "The slate gets rained on."
k cem stance "$water" cannot "The beds by the wall dry out."
everyone_gives
k ana proposal "$water"
holds 'sorted((s["name"], s["position"]) for s in answer["stances"]) == [("ben", "with it, but"), ("cem", "cannot live with it")]'
holds '[p["name"] for p in answer["not_heard_yet"]] == ["dov", "eli", "ana"]'
moment stances
day=2027-03-03
k ana amend "$water" "From April on we water from the roof tank, and the beds by the wall from the well."
second=$(field id)
everyone_gives
for name in ana ben cem; do k "$name" agree "$second"; done
everyone_gives
for name in $everyone; do
  k "$name" proposal "$water"
  holds 'sorted(a["name"] for a in answer["agreements"]) == ["ana", "ben", "cem"] and all(a["number"] == 2 for a in answer["agreements"])'
  holds 'not any(word in str(answer).lower() for word in ["passed", "rejected", "majority"])'
done
# Whoever said nothing is bound by nothing, and nothing is done about it.
k dov today
holds '[p["title"] for p in answer["waiting"]] == ["The roof tank"]'

# --- promises kept and not, and what ana notes for herself alone
k ben promise garden "I open the well on Saturday." --for ana --by 2027-03-06T08:00:00Z --tags water
well=$(field id)
k dov promise garden "I bring the long hose." --by 2027-03-06T08:00:00Z --tags water
hose=$(field id)
everyone_gives
day=2027-03-06 hour=18:00
k ben kept "$well"
everyone_gives
k ana observe "$well" came-through
k ana observe "$hose" not
k ana promises garden
holds 'sorted((p["author"], p["open"], p["went_by"]) for p in answer) == [("ben", False, True), ("dov", True, True)]'
k ana came-through water
holds '[(p["name"]) for p in answer] == ["ben", "dov"]'
everyone_gives
moment promises
for name in ben cem dov eli; do
  k "$name" observing
  holds 'answer["notes"] == 0'
done

# --- a shared van: when it goes, who comes along, across the change of clocks
day=2027-03-08 hour=09:00
k dov event garden "Van to the compost yard" --at 2027-03-14T18:00 --zone Europe/Madrid --for 2h --where "the gate" --bring "gloves,rope" --repeat weekly
van=$(field id)
everyone_gives
k eli coming "$van" yes "I sit in front."
k ben coming "$van" no --on 2027-03-21
k cem coming "$van" perhaps
no "Only dov" ben call-off "$van"
no "does not take place" ben coming "$van" yes --on 2027-03-22
everyone_gives
k ana today
holds '[(e["title"], e["next"]["starts"], e["bring"]) for e in answer["events"]] == [("Van to the compost yard", "2027-03-14T17:00:00Z", ["gloves", "rope"])]'
k ana events garden
holds 'sorted((c["name"], c["coming"], c["day"], c["words"]) for c in answer[0]["coming"]) == [("ben", "no", "2027-03-21", None), ("cem", "perhaps", None, None), ("eli", "yes", None, "I sit in front.")]'
moment van
k ana ask garden "Who drives on the 14th?" --tags van
drive=$(field id)
everyone_gives
k dov promise garden "I drive." --answer "$drive" --by 2027-03-14T17:00:00Z --tags van
driving=$(field id)
everyone_gives
day=2027-03-15
k dov kept "$driving" "Two loads."
k dov call-off "$van" "The yard is closed." --on 2027-03-28
everyone_gives
k eli observe "$driving" came-through
day=2027-03-22
k eli events garden
holds '(answer[0]["next"]["day"], answer[0]["next"]["at"], answer[0]["next"]["starts"]) == ("2027-04-04", "2027-04-04T18:00", "2027-04-04T16:00:00Z")'
holds 'answer[0]["days_off"] == ["2027-03-28"] and not answer[0]["called_off"]'
k eli calendar van.ics
grep -q "TZID=Europe/Madrid:20270314T180000" van.ics || fail "the calendar lacks the van"
grep -q "EXDATE;TZID=Europe/Madrid:20270328T180000" van.ics || fail "the calendar has the day off"

# --- a quarrel and a parting: with words, by one alone; the boundary holds on every road
k eli say garden "Your beds drink for three."
everyone_gives
k cem mute eli --in garden
sees_not cem garden "drink for three"
sees ana garden "drink for three"
k cem part garden eli --say "Not like this. I water my beds myself."
gives cem eli ana
k eli read cem
holds 'any("Not like this" in e["text"] for e in answer)'
k cem say garden "The well is open again."
everyone_gives
sees ben garden "The well is open again."
sees_not eli garden "The well is open again."
k ana bundle write round --for eli
k eli bundle read round
sees_not eli garden "The well is open again."
k eli say garden "I still speak to all who include me."
everyone_gives
sees_not cem garden "I still speak" # muted, by cem's own act
k cem unmute eli --in garden
sees cem garden "I still speak"
moment apart

# --- dov leaves, with all that was said to dov; some go on as another circle
day=2027-03-24
k dov leave garden
k dov export taken
grep -q "roof tank" taken/*/talk.md || fail "dov's own copy does not hold the past"
k ana say garden "Dov is gone."
gives ana dov
everyone_gives
sees dov garden "roof tank"
k dov say garden "Does anyone hear me?"
everyone_gives
for name in ana ben cem eli; do sees_not "$name" garden "Does anyone hear me?"; done
k ana re-form garden orchard --with ben,dov --past all
holds 'not answer["found"] and answer["past_not_given"] == [] and sorted(answer["past_given"]) == ["ben", "dov"]'
orchard=$(field circle)
gives ana ben dov
for name in ben dov; do
  other=$([[ $name == ben ]] && echo dov || echo ben)
  k "$name" re-form garden orchard --with "ana,$other"
  holds 'answer["found"] and answer["circle"] == orchard' orchard="$orchard"
done
everyone_gives
k ben say orchard "Three trees are enough to begin with."
everyone_gives
sees ana orchard "Three trees"
sees dov orchard "Three trees"
moment orchard
for name in cem eli; do
  k "$name" circles
  holds '"orchard" not in [c["name"] for c in answer]'
  sees "$name" garden "roof tank" # nothing was taken from anyone
done

# --- a kitchen shared with another circle for three weeks: persons, not delegates; then it lapses
day=2027-04-01
k fay init --name fay --no-passphrase
know ana fay
know fay eli
met["ana fay"]=1 met["fay eli"]=1
everyone="$everyone fay"
gives ana fay eli cem
gives fay ana eli
gives cem ana
k ana juncture kitchen --until 2027-04-22 --with cem,fay --text "Soup on Thursdays"
holds 'answer["juncture"]["until"] == "2027-04-22T23:59:59Z"'
gives ana cem fay
k cem introductions
holds '[(o["name"], o["by"]) for o in answer] == [("fay", "ana")]'
k cem accept fay
k fay accept cem
met["cem fay"]=1
gives ana cem fay
for name in cem fay; do
  k "$name" join kitchen
  holds 'answer["juncture"]["until"] == "2027-04-22T23:59:59Z"'
  k "$name" include kitchen --like ana
  holds 'len(answer["audience"]) == 2 and all(h["until"] == "2027-04-22T23:59:59Z" for h in answer["audience"])'
done
everyone_gives
k fay say kitchen "Leek and potato."
everyone_gives
sees cem kitchen "Leek and potato."
k eli circles
holds '"kitchen" not in [c["name"] for c in answer]'
day=2027-04-18
k cem today
holds '[j["circle"] for j in answer["junctures"]] == ["kitchen"] and not any(l["circle"] == "kitchen" for l in answer["leases"])'
moment ends
# fay and cem go on with each other; ana says nothing, and that is that.
day=2027-04-20
k fay include kitchen eli --until 2027-04-25 # a taste, by a lease of its own
k fay renew kitchen --until 2027-05-20
holds '{h["name"]: h["until"][:10] for h in answer["audience"]} == {"ana": "2027-05-20", "cem": "2027-05-20", "eli": "2027-04-25"}'
everyone_gives
day=2027-04-23
k ana say kitchen "Is anyone there?"
holds 'answer["audience"] == []'
k fay say kitchen "Nettles now."
k cem say kitchen "I said nothing of going on."
holds 'answer["audience"] == []'
everyone_gives
sees_not cem kitchen "Is anyone there?"
sees_not fay kitchen "Is anyone there?"
sees_not fay kitchen "I said nothing of going on."
sees cem kitchen "Nettles now." # fay's own lease to cem goes on
sees ana kitchen "Nettles now."
sees ana kitchen "Leek and potato." # what I hold stays mine
no "kith renew" cem include kitchen fay
k cem renew kitchen --until 2027-05-01
k cem say kitchen "I go on until May."
everyone_gives
sees fay kitchen "I go on until May."
moment over
