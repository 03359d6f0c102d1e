#!/usr/bin/env bash
# Three people on one machine decide about a garden's water, through the command line alone: a proposal, stances in their
# own words, an amendment, another's version, an agreement and stepping out, over sticks and sessions.
source "$(dirname "$0")/script.bash"
source "$(dirname "$0")/people.bash"

everyone_gives() {
  for round in 1 2; do
    gives ana ben
    gives ana cem
    gives ben ana
    gives ben cem
    gives cem ana
    gives cem ben
  done
}

for name in ana ben cem; do k "$name" init --name "$name" --no-passphrase; done
know ana ben
know ben cem
know ana cem
k ana circle new garden
k ana include garden ben
k ana include garden cem
gives ana ben
gives ana cem
k ben join garden
k ben include garden cem
k cem join garden
k cem include garden ben

# --- a text, those whom it concerns, and who was not heard yet
k ana propose garden "From December on we water only from the roof tank." --title "The roof tank"
water=$(field id)
holds 'sorted(h["name"] for h in answer["audience"]) == ["ben", "cem"] and not answer["aside"]'
k ana proposal "$water"
holds '[p["name"] for p in answer["not_heard_yet"]] == ["ben", "cem", "ana"]'
everyone_gives
k ben today
holds '[(p["title"], p["author"], p["circle"]) for p in answer["waiting"]] == [("The roof tank", "ana", "garden")]'
k ana today
holds 'answer["waiting"] == []'

# --- each for themself, in words of their own, to who hears both
k ben stance "$water" but "The slate gets rained on."
holds 'sorted(h["name"] for h in answer["audience"]) == ["ana", "cem"]'
k ben today
holds 'answer["waiting"] == []'
k cem stance "$water" aside
k cem stance "$water" cannot "My hands are too cold in winter."
everyone_gives
k ana proposal "$water"
holds '[(s["name"], s["position"], s["words"]) for s in answer["stances"]] == [("ben", "with it, but", "The slate gets rained on."), ("cem", "cannot live with it", "My hands are too cold in winter.")]'
holds '[p["name"] for p in answer["not_heard_yet"]] == ["ana"]'
holds '[p["name"] for p in answer["of_those_you_hear"]] == ["ben", "cem"]'
holds 'not any(word in str(answer).lower() for word in ["passed", "rejected", "quorum", "tally", "votes", "majority"])'

# --- amended by its author alone; stances stay where they were given
refused 1 "Only ana amends" --home "$base/ben" amend "$water" "No water at all."
k ana amend "$water" "From December on we water only from the roof tank, the herb spiral excepted."
second=$(field id)
everyone_gives
k cem proposal "$water"
holds '[(v["number"], v["newest"]) for v in answer["versions"]] == [(1, False), (2, True)]'
holds 'all(s["number"] == 1 for s in answer["stances"])'
k cem today
holds 'answer["waiting"][0]["you_spoke_of_an_earlier_version"]'
k cem stance "$second" with
everyone_gives
k ana proposal "$second"
holds '[(s["number"], s["position"], s["latest"]) for s in answer["stances"] if s["name"] == "cem"] == [(1, "cannot live with it", False), (2, "with it", True)]'

# --- as a person reads it: the list names the version to stand with; who brought a text was heard
does --home "$base/ana" proposals garden
grep -q "The roof tank.*${second:0:16}" out || fail "the list does not name the newest version"
does --home "$base/ana" proposal "$water"
! grep -q "not heard yet" out || fail "who brought a text is said not to be heard"
does --home "$base/ana" search nothing-of-the-kind
grep -qx "Nothing was found." out || fail "what is not there is not said to be"
refused 2 "write a number" --home "$base/ana" read garden --last many

# --- another's version is their own proposal, beside it
k ben propose garden "A slate inside the shed, then as ana says." --beside "$second"
beside=$(field id)
everyone_gives
k ana proposal "$water"
holds 'answer["beside"][0]["author"] == "ben" and len(answer["versions"]) == 2'
k cem proposal "$beside"
holds 'answer["author"] == "ben" and answer["beside_of"][0]["author"] == "ana"'
refused 1 "of your own" --home "$base/ana" propose garden "Again." --beside "$water"

# --- going along binds who signs, and each may step out
k cem agree "$second"
k ben agree "$second" "With the slate inside."
refused 1 "already" --home "$base/ben" agree "$second"
refused 1 "nothing to step out of" --home "$base/ben" step-out "$water"
everyone_gives
k ana proposal "$water"
holds '[(a["name"], a["goes_along"], a["number"]) for a in answer["agreements"]] == [("ben", True, 2), ("cem", True, 2)]'
k ben step-out "$second" "The tank leaks."
everyone_gives
k cem proposal "$water"
holds '[(a["name"], a["goes_along"], a["words"]) for a in answer["agreements"]] == [("ben", False, "The tank leaks."), ("cem", True, None)]'

# --- the three views are one
for name in ana ben cem; do
  k "$name" proposal "$water"
  python3 - "$base/out" >"$name.view" <<'END'
import json, sys
view = json.load(open(sys.argv[1]))
keys = ["id", "versions", "stances", "agreements", "beside"]
def bare(thing):  # without the names that each gives, and lists by id
    if isinstance(thing, dict):
        return {k: bare(v) for k, v in thing.items() if k not in ("name", "author")}
    return sorted((bare(one) for one in thing), key=str) if isinstance(thing, list) else thing
print(json.dumps(bare({key: view[key] for key in keys}), sort_keys=True))
END
  cmp -s ana.view "$name.view" || fail "$name sees another view: $(diff ana.view "$name.view")"
done

# --- an aside stays one: who did not hear a proposal hears none of its answers
k ana propose garden "A cake for cem." --to ben
cake=$(field id)
everyone_gives
k ben stance "$cake" with
holds 'answer["aside"] and [h["name"] for h in answer["audience"]] == ["ana"]'
everyone_gives
k cem proposals garden
holds 'not any("cake" in p["title"] for p in answer)'
refused 1 "will not hear" --home "$base/ana" propose garden "Cake." --to ben --concerns cem

# --- it reads, is found, and is exported in plain sentences
k cem read garden
holds 'any(e["kind"] == "stance" and e["says"] == "is with “The roof tank”, but" and e["text"] == "The slate gets rained on." for e in answer)'
does --home "$base/cem" read garden
grep -q "ben is with “The roof tank”, but: The slate gets rained on." out || fail "it does not read as a sentence"
grep -q "cem goes along with the exact text of “The roof tank”" out || fail "it does not read as a sentence"
k cem search slate
holds 'len(answer) >= 2'
k cem search '"herb spiral"'
holds '[e["kind"] for e in answer] == ["proposal"]'
k cem export plain
grep -q "proposes “The roof tank”" plain/*/talk.md || fail "the export lacks the proposal"
does --home "$base/cem" proposal "$water"
grep -q "Of those you hear: ana, ben" out || fail "it does not say over whose view"

# --- how they like to do it
k ana practice garden "A round" "At the tap, the quiet first." --prompt "What do you need?"
k ana practice garden "A round" "At the shed, the quiet first."
everyone_gives
k ben practice garden
holds '[(p["title"], p["text"], p["prompts"], p["name"]) for p in answer] == [("A round", "At the shed, the quiet first.", [], "ana")]'

# --- bad input
refused 2 "one of: with, but, aside, cannot" --home "$base/ben" stance "$second" yes
refused 2 "in your own words" --home "$base/ben" stance "$second" but
refused 1 "no proposal" --home "$base/ben" stance "$(k ben say garden hello; field id)" with
refused 1 "not the id" --home "$base/ben" proposal nonsense
refused 1 "text may not be empty" --home "$base/ben" propose garden ""
refused 1 "1 to 256 bytes" --home "$base/ben" propose garden x --title "$(printf 'x%.0s' {1..300})"
refused 1 "more than one entry holds" --home "$base/ben" propose garden "$(head -c 70000 /dev/zero | tr '\0' x)"
refused 1 "not valid UTF-8" --home "$base/ben" propose garden x --title $'\xff'

# --- muting: their word is not shown, and that is said
k ana mute ben
k ana proposal "$water"
holds 'not any(s["name"] == "ben" for s in answer["stances"])'
holds 'next(p for p in answer["of_those_you_hear"] if p["name"] == "ben")["muted"]'

# --- asking and promising: only who promises can, and says what becomes of it
k ana ask garden "Could someone drive the compost run?" --by 2026-12-05 --tags rides
compost=$(field id)
everyone_gives
k ben promise garden "I drive it." --answer "$compost" --for ana --by 2026-12-05T08:00:00Z --tags rides
ride=$(field id)
holds 'sorted(h["name"] for h in answer["audience"]) == ["ana", "cem"]'
k ben today
holds '[(p["text"], p["by"]) for p in answer["promised"]] == [("I drive it.", "2026-12-05T08:00:00Z")]'
everyone_gives
k ana unmute ben
k cem asks garden
holds '[(a["text"], [p["author"] for p in a["promises"]]) for a in answer] == [("Could someone drive the compost run?", ["ben"])]'
k ana promises garden
holds 'answer[0]["open"] and answer[0]["for_you"] and answer[0]["tags"] == ["rides"]'
refused 1 "Only ben" --home "$base/ana" kept "$ride"
k ben renegotiate "$ride" --by 2026-12-06 --say "The yard is closed on Saturday."
everyone_gives
k ana promises garden
holds '(answer[0]["text"], answer[0]["by"], answer[0]["turns"][0]["turning"]) == ("I drive it.", "2026-12-06T23:59:59Z", "changed")'
k ben kept "$ride"
refused 1 "not open" --home "$base/ben" withdraw "$ride"
everyone_gives
k cem promises garden
holds 'not answer[0]["open"] and [t["turning"] for t in answer[0]["turns"] if t["stands"]] == ["kept"]'
k cem promise garden "The long ladder." --for ana
ladder=$(field id)
k cem withdraw "$ladder" "It broke."
everyone_gives
does --home "$base/ana" read garden
grep -q "ben promises ana by Sat 5 Dec 2026 08:00: I drive it." out || fail "a promise does not read as a sentence"
grep -q "cem takes back the promise “The long ladder.”: It broke." out || fail "a turn does not read as a sentence"
k ben today
holds 'answer["promised"] == []'
k ben search compost
holds 'len(answer) == 1'

# --- how it went is for me alone
k ana observe "$ride" late
holds '(answer["name"], answer["went"], answer["tags"]) == ("ben", "late", ["rides"])'
k ana observe ben came-through --tags rides --at 2026-11-01
k ana observe cem came-through --tags rides --at 2026-11-02
k ana observe cem not --tags "early mornings" --at 2026-11-03
k ana pattern ben
holds '[(g["group"], g["came_through"], g["of"]) for g in answer["by_tag"]] == [("rides", 1, 2)]'
holds 'answer["by_tag"][0]["next"]["of"] == 10 and [n["went"] for n in answer["by_tag"][0]["strip"]] == ["came through", "late"]'
k ana came-through rides
holds '[p["name"] for p in answer] == ["ben", "cem"]'
does --home "$base/ana" pattern ben
grep -q "came through" out || fail "a pattern does not begin with counts"
everyone_gives
for name in ben cem; do
  k "$name" observing
  holds 'answer["notes"] == 0'
  k "$name" export "notes-$name" --notes
  [[ $(cat "notes-$name/notes.json") == "[]" ]] || fail "$name has notes of ana's"
done
k ana export plain-ana --logs
! grep -rqi "came through\|early mornings" plain-ana || fail "an export holds notes that nobody asked for"
[[ ! -e plain-ana/notes.json ]] || fail "an export holds notes that nobody asked for"
k ana export with-notes --notes
python3 -c 'import json; assert len(json.load(open("with-notes/notes.json"))) == 4'
refused 1 "of your own" --home "$base/ben" observe "$ride" late
refused 1 "not valid UTF-8" --home "$base/ana" observe ben late --tags $'\xff'
refused 1 "at most 8\|no list" --home "$base/ana" observe ben late --tags "$(printf 'x%.0s' {1..65})"
refused 2 "one of: came-through" --home "$base/ana" observe ben great
k ana observing --off
refused 1 "keep no such notes" --home "$base/ana" observe ben late
k ana wipe-notes cem
holds 'answer["wiped"] == 2'
k ana observing --on
holds 'answer["on"] and answer["notes"] == 2'
k ana wipe-notes
k ana pattern ben
holds 'answer["notes"] == 0 and answer["by_tag"] == []'
