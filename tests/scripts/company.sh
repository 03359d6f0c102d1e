#!/usr/bin/env bash
# Four people on one machine, through the command line alone: cards, names, introductions, leases,
# asides, answers, parting with words, leaving, joining under another name, muting, sticks.
source "$(dirname "$0")/script.bash"
source "$(dirname "$0")/people.bash"

nodes=()
trap '((${#nodes[@]} == 0)) || kill -9 "${nodes[@]}" 2>/dev/null || true; rm -rf "$base"' EXIT

know() { # know ONE OTHER: face to face for one, for the other a text
  local one other
  one=$(card_of "$1")
  other=$(card_of "$2")
  k "$1" meet "$other" --as "$2" --in-person
  k "$2" meet "$one" --as "$1"
}
up() {
  rm -f "$base/$1.port"
  "$program" --home "$base/$1" up --listen 127.0.0.1:0 --port-file "$base/$1.port" >"$1.log" 2>&1 &
  nodes+=($!)
  for ((polls = 0; polls < 1000; ++polls)); do
    [[ -s $base/$1.port ]] && return 0
    sleep 0.02
  done
  fail "$1 does not come up: $(cat "$1.log")"
}
meets() { k "$1" sync "$2" --at "tcp:127.0.0.1:$(cat "$base/$2.port")"; } # $2 is up
hears() { # hears NAME CIRCLE TEXT
  k "$1" read "$2"
  holds 'any(one["text"] == text for one in answer)' "text=$3"
}
hears_not() {
  k "$1" read "$2"
  holds 'not any(one["text"] == text for one in answer)' "text=$3"
}

hears_in_picture() { # hears_in_picture SPEAKER HEARER, with no end
  holds 'any((one["speaker"], one["hearer"], one["until"]) == (s, h, None) for one in answer["hears"])' "s=$1" "h=$2"
}

for name in ana ben cem dov; do k "$name" init --name "$name" --no-passphrase; done
know ana ben
know ben cem
know ana dov
for name in ana ben; do up "$name"; done

# --- names and how well one knows
k ana contacts
holds '{c["name"]: c["verification"] for c in answer} == {"ben": "met in person", "dov": "met in person"}'
k ben contacts
holds 'next(c for c in answer if c["name"] == "ana")["verification"] == "pasted"'
k ben words ana
ben_words=$(field words)
k ana words ben
[[ $(field words) == "$ben_words" ]] || fail "the two do not read the same words"
refused 1 "not a whole card" --home "$base/ana" meet "kith:abc" --as eve
refused 1 "already use that name" --home "$base/ana" meet "$(card_of cem)" --as ben

# --- a circle, under the name that each gives
k ana circle new band
k ana include band ben
k ana say band "first rehearsal on monday"
hello=$(field id)
meets ben ana
k ben circles
holds 'answer[0]["name"] == "band" and answer[0]["unread"] == 1 and answer[0]["to_answer"] == ["ana"]'
k ben join band --as music
holds '[h["name"] for h in answer["audience"]] == ["ana"]'
hears ben music "first rehearsal on monday"
k ben circles
holds 'answer[0]["name"] == "music" and answer[0]["unread"] == 0'

# --- an answer goes to those who hear both
k ben include music cem
k ben say music "i come" --answer "$hello"
holds 'answer["aside"] and [h["name"] for h in answer["audience"]] == ["ana"]'
meets ben ana
meets cem ben
hears ana band "i come"
k cem join music
hears_not cem music "i come"

# --- an aside, and whom one may speak aside to
refused 1 "people who hear you" --home "$base/ana" say band "psst" --to dov
k ana include band dov
k ana say band "a secret for ben" --to ben
holds 'answer["aside"] and [h["name"] for h in answer["audience"]] == ["ben"]'
meets ben ana
meets dov ana
hears ben music "a secret for ben"
hears_not dov band "a secret for ben"

# --- a newcomer introduced to everyone in one act, answered by each
refused 1 "" --home "$base/cem" accept 00000000
k ben introduce cem in music --note "plays the drums"
holds 'answer["to"] == ["ana"]'
meets ben ana
k ana introductions
holds 'answer[0]["name"] == "cem" and answer[0]["by"] == "ben" and answer[0]["note"] == "plays the drums"'
refused 1 "know nobody" --home "$base/ana" include band cem
k ana accept cem --as drummer
holds 'answer["verification"] == "introduced by ben, unchecked"'
k ana include band --like ben
holds '"drummer" in [h["name"] for h in answer["audience"]]'
k ana say band "welcome"
meets ben ana
meets cem ben
k cem introductions
holds 'answer[0]["name"] == "ana"'
hears cem music "welcome"
k cem ignore ana
k cem introductions
holds 'answer == []'

# --- who hears whom
k ana who band
hears_in_picture ana drummer
hears_in_picture ben ana

# --- a lease ends by itself, with the next word
k ana include band dov --until "$(date -u -d '+3 seconds' +%Y-%m-%dT%H:%M:%SZ)"
sleep 4
k ana say band "dov's lease is over"
meets dov ana
hears_not dov band "dov's lease is over"

# --- parting with words: in the tie, to that person alone
k ana part band ben --say "it was good"
k ana say band "without ben"
meets ben ana
hears_not ben music "without ben"
hears ben ana "it was good"
hears_not dov ana "it was good"
k ben say ana "for me too"
meets ben ana
hears ana ben "for me too"
# --- and stands: an act for several people does not undo it
k ana join band
holds '"ben" not in [h["name"] for h in answer["audience"]]'
holds '["ben"] == [one["name"] for one in answer["apart"] if not one["lapsed"]]'
"$program" --home "$base/ana" join band >out.txt
grep -q "Left out: ben, from whom you parted" out.txt || fail "nothing is said of ben: $(cat out.txt)"
k ana who band
holds '["ben", "dov"] == sorted(one["name"] for one in answer["apart"])'
k ana today
holds 'answer["joins"] == []'
holds 'all(one["circle"] != "ben" for one in answer["said"])'  # it was read just now
k ana circle rename band orchestra
k ana note ben "plays well"
k ana note ben
holds 'answer["text"] == "plays well"'
k ana circle rename orchestra band
k ben status

# --- muting is mine alone
k ben include music ana
k ben say music "loud"
meets ben ana
hears ana band "loud"
k ana mute ben --in band
hears_not ana band "loud"
k ana unmute ben --in band
hears ana band "loud"

# --- leaving: what I hold stays mine
k ben leave music
holds 'answer["audience"] == []'
hears ben music "first rehearsal on monday"

# --- a stick: for those named, no word to be seen, twice the same
k ana include band dov --past all
does --home "$base/ana" read band
grep -q "given later to dov" "$base/out" || fail "who was given the past is not shown"
k ana bundle write stick --for dov
refused 1 "another name" --home "$base/ana" bundle write stick --for dov
! strings -n 6 stick | grep -qiE 'rehearsal|band|ana' || fail "the stick shows words"
k dov bundle read stick
holds 'answer["entries"] > 0'
hears dov band "first rehearsal on monday"
k dov bundle read stick
holds 'answer["entries"] == 0'
refused 1 "for you" --home "$base/cem" bundle read stick
head -c 500 stick >short
refused 1 "cut short" --home "$base/dov" bundle read short
refused 1 "is not a bundle" --home "$base/dov" bundle read "$0"
