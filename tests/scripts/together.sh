#!/usr/bin/env bash
# Being together beside talking: events as they are typed, gathering with paper, who lost everything
# and is recognised by each alone; and bad input to all of it.
source "$(dirname "$0")/script.bash" "$@"
source "$(dirname "$0")/people.bash"

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
everyone_gives() {
  gives ana ben
  gives ana cem
  gives ben ana
  gives ben cem
  gives cem ana
  gives cem ben
}
everyone_gives

# --- an event reads as sentences, is found, and is exported
k ana event garden "The assembly" --at 2099-03-22T18:00 --zone Europe/Madrid --for 2h --where "the shed" --bring "cake,chairs" --text "Who speaks last speaks first."
assembly=$(field id)
everyone_gives
k ben coming "$assembly" perhaps "If my knee holds."
everyone_gives
does --home "$base/cem" read garden
grep -q "ana invites to “The assembly”, Sun 22 Mar 2099 18:00 (Europe/Madrid) to 20:00, the shed: Who speaks last" out || fail "an event does not read as a sentence"
grep -q "ben comes perhaps to “The assembly”: If my knee holds." out || fail "coming does not read as a sentence"
k cem search chairs
holds '[e["kind"] for e in answer] == ["event"]'
k cem export plain
grep -q "invites to “The assembly”" plain/*/talk.md || fail "the export lacks the event"
refused 1 "Only ana" --home "$base/ben" call-off "$assembly"
refused 1 "Only ana" --home "$base/ben" change-event "$assembly" --title "The party"
k ana change-event "$assembly" --at 2099-03-29T18:00 --say "The hall is taken."
k ana call-off "$assembly" "Nobody has a key."
everyone_gives
does --home "$base/cem" events
grep -q "The assembly, 2099-03-29 18:00 to 20:00 (Europe/Madrid" out || fail "a changed event is not shown as it is now"
grep -q "called off: Nobody has a key." out || fail "it does not say that it was called off"
k cem mute ana
k cem events
holds 'answer == []'
k cem unmute ana

# --- a promise's day is said as a day
k ben promise garden "I bring the key." --by 2099-03-29T16:00:00Z
everyone_gives
does --home "$base/cem" read garden
grep -q "ben promises by Sun 29 Mar 2099 16:00: I bring the key." out || fail "a promise's day is not said as one"

# --- in one place: what was agreed, a form on paper, and typing in who signed
k ana gather record garden "We meet on Thursdays." --title "Thursdays" --present ben
thursdays=$(field id)
everyone_gives
k ben agree "$thursdays"
everyone_gives
k cem proposal "$thursdays"
holds 'sorted(a["name"] for a in answer["agreements"]) == ["ana", "ben"] and sorted(c["name"] for c in answer["concerns"]) == ["ana", "ben"]'
k ben propose garden "<script>alert(1)</script> & more" --title "<b>bold</b>"
k ben gather form garden form.html
grep -q "We meet on Thursdays." form.html || fail "the form lacks a proposal"
grep -q "${thursdays:0:16}" form.html || fail "the form does not say which version it is"
! grep -q "<script>\|<b>" form.html || fail "what somebody typed is a part of the form"
refused 1 "there already" --home "$base/ben" gather form garden form.html
k ben gather paper "$thursdays" "Old Noa,Cem" "Signed in the shed." --at 2099-01-01
everyone_gives
k cem proposal "$thursdays"
holds '[(p["typed_in_by"], p["names"], p["words"]) for p in answer["papers"]] == [("ben", ["Cem", "Old Noa"], "Signed in the shed.")]'
holds 'sorted(a["name"] for a in answer["agreements"]) == ["ana", "ben"]' # nobody signs for cem
refused 2 "Say who signed" --home "$base/ben" gather paper "$thursdays" ","
refused 1 "no proposal" --home "$base/ben" gather paper "$assembly" Noa

# --- ben loses everything; each decides for themself who ben is
k new init --name "ben" --no-passphrase
know ana new ben-again
know cem new ben-again
k new i-was ben --to ana "The phone drowned."
k new i-was ben --to cem
gives new ana
gives new cem
k ana recognised
holds '[(p["name"], p["was"], [(s["name"], s["words"]) for s in p["says"]]) for p in answer] == [("ben-again", None, [("ben", "The phone drowned.")])]'
k ana circles # a claim changes nothing
holds '[h["name"] for c in answer for h in c["hears_me"]] == ["ben", "cem"] or [h["name"] for c in answer for h in c["hears_me"]] == ["cem", "ben"]'
k ana recognise ben-again --as ben --include --past all
holds '(answer["name"], answer["was"]["name"], answer["circles"]) == ("ben", "ben (before)", ["garden"])'
refused 1 "already" --home "$base/ana" recognise ben --as cem
refused 1 "two others" --home "$base/ana" recognise cem --as cem
k cem contacts
holds 'sorted(c["name"] for c in answer) == ["ana", "ben", "ben-again"]' # what ana holds is ana's
k cem circles
holds 'not any(h["name"] == "ben-again" for c in answer for h in c["hears_me"])'
gives ana new ben
k new read garden
holds 'any(e["text"] == "We meet on Thursdays." for e in answer)' # ana's past, by ana's own act
holds 'not any(e["author"] == "cem" for e in answer)'
k ana recognise ben --not
k ana recognised
holds '[p["was"] for p in answer] == [None]'
refused 1 "for anybody else" --home "$base/ana" recognise ben --not

# --- junctures and re-forming, badly asked for
refused 1 "over already" --home "$base/ana" juncture kitchen --until 2001-01-01 --with cem
refused 1 "already use that name" --home "$base/ana" juncture garden --until 2099-01-01 --with cem
refused 2 "several people" --home "$base/ana" juncture kitchen --until 2099-01-01
refused 1 "know nobody" --home "$base/ana" juncture kitchen --until 2099-01-01 --with zoe
refused 1 "did not say" --home "$base/ana" renew garden --until 2099-01-01
refused 2 "with whom" --home "$base/ana" re-form garden orchard
refused 1 "know nobody" --home "$base/ana" re-form garden orchard --with zoe
refused 2 "whole or not" --home "$base/ana" re-form garden orchard --with cem --past some
refused 1 "There is no circle" --home "$base/ana" re-form nowhere orchard --with cem
k ana circles
holds '[c["name"] for c in answer] == ["garden"]' # what was refused began nothing

# --- another's word may choose in which circle I go on, and never who hears me there
k cem re-form garden orchard --with ana
gives cem ana
k ana join orchard
k ana include orchard ben
k ana re-form garden lemons --with cem
holds 'not answer["found"] and answer["name"] == "lemons" and [h["name"] for h in answer["audience"]] == ["cem"]'
k ana circles
holds '{c["name"]: sorted(h["name"] for h in c["hears_me"]) for c in answer if c["name"] != "garden"} == {"orchard": ["ben", "cem"], "lemons": ["cem"]}'

# --- and events
refused 2 "not a time" --home "$base/ana" event garden x --at yesterday-ish
refused 2 "no zone" --home "$base/ana" event garden x --at 2099-01-01T10:00 --zone Narnia
refused 2 "not a way to repeat" --home "$base/ana" event garden x --at 2099-01-01T10:00 --repeat sometimes
refused 1 "title has 1 to 256 bytes" --home "$base/ana" event garden "$(printf 'x%.0s' {1..300})" --at 2099-01-01
refused 1 "not valid UTF-8" --home "$base/ana" event garden $'\xff' --at 2099-01-01
refused 1 "more than one entry holds\|list is longer" --home "$base/ana" event garden x --at 2099-01-01 --text "$(head -c 70000 /dev/zero | tr '\0' x)"
refused 1 "cannot be read" --home "$base/ana" import ics nowhere.ics --circle garden

# --- recognising somebody includes them nowhere where I parted from them by name
k ana circle new shed
k ana include shed "ben (before)"
k ana include shed ben
k ana part shed ben
k ana recognise ben --as "ben (before)" --include
holds 'answer["recognised"] and answer["circles"] == []'
k ana circles
holds '[len(c["hears_me"]) for c in answer if c["name"] == "shed"] == [1]'
