#!/usr/bin/env bash
# Three people's first day, whose machines have nothing in common but a private Tor network: an answer, a
# hole, a shared past, an introduction, words that a third carries, a parting. Then one of them is
# unplugged, moved to another address and frozen, while both go on writing, and everything that kith
# acknowledged is there on both sides, once. Usage: tor_first_day_long.sh PATH-TO-KITH
source "$(dirname "${BASH_SOURCE[0]}")/script.bash"
source "$(dirname "${BASH_SOURCE[0]}")/tor_world.bash"
own_world

card() { on "$1" card | field '["card"]'; }
texts() { on "$1" read garden --last 1000 | python3 -c 'import json, sys
print("\n".join(m["text"] for m in json.load(sys.stdin) if m["kind"] == "message"))'; }
has() { grep -qxF -- "$2" <<<"$(texts "$1")"; }
has_not() { ! has "$@" || fail "$1 has: $2"; }
says() { on "$1" say garden "$2" "${@:3}" | field '["id"]'; }
is_in() { on "$1" circles | grep -qF '"garden"'; }
offered() { [[ $(on "$1" introductions | field '.__len__()') == 1 ]]; }

machine ana 1
machine ben 2
machine cem 3
[[ $(</proc/sys/net/ipv4/ip_forward) == 0 ]] || fail "the relays' machine passes packets on"
on_air

# --- cards, by any way; cem and ana have never met
card_of_ana=$(card ana) card_of_ben=$(card ben)
on ana meet "$card_of_ben" --as ben >/dev/null
on ben meet "$card_of_ana" --as ana >/dev/null
card_of_ben=$(card ben) card_of_cem=$(card cem)
on ben meet "$card_of_cem" --as cem >/dev/null
on cem meet "$card_of_ben" --as ben >/dev/null
soon with ana ben
soon with ben cem

# --- ben hears ana from the moment that she included him, and answers
on ana circle new garden >/dev/null
says ana "before anyone else was here" >/dev/null
on ana include garden ben >/dev/null
hello=$(says ana "shall we dig on saturday?")
soon is_in ben
on ben join garden >/dev/null
soon has ben "shall we dig on saturday?"
has_not ben "before anyone else was here"
says ben "yes, and i bring forks" --answer "$hello" >/dev/null
soon has ana "yes, and i bring forks"

# --- ben shares his past; what it answers is a hole for cem
on ben include garden cem --past all >/dev/null
soon is_in cem
on cem join garden >/dev/null
soon has cem "yes, and i bring forks"
has_not cem "shall we dig on saturday?"
holes=$(on cem read garden | python3 -c 'import json, sys; print(sum(m["unseen_answers"] for m in json.load(sys.stdin)))')
[[ $holes -ge 1 ]] || fail "no hole shows"

# --- introduced; and ana's words get to cem although the two are never up together
on ben introduce cem to ana >/dev/null
soon offered ana
on ana accept "$(on ana introductions | field '[0]["id"]')" --as cem >/dev/null
[[ $(on ana contacts | field '.__str__()') == *introduc* ]] || fail "ana does not see how she knows cem"
down cem
on ana include garden cem >/dev/null
says ana "welcome" >/dev/null
soon has ben "welcome"
down ana
up cem --tor --tor-at own
soon has cem "welcome"
up ana --tor --tor-at own
soon with ana ben

# --- ana parts from cem: ben and cem go on
on ana part garden cem >/dev/null
says ana "only ben hears this" >/dev/null
soon has ben "only ben hears this"
soon with ben cem
says cem "i am still here with ben" >/dev/null
soon has ben "i am still here with ben"
has_not cem "only ben hears this"

# --- nothing new costs next to nothing; a refusal is one line
on ben sync ana >/dev/null
on ben sync ana >"$base/answer"
bytes=$(python3 -c 'import json, sys; r = json.load(open(sys.argv[1])); print(r["bytes_in"] + r["bytes_out"])' "$base/answer")
[[ $bytes -le 4096 ]] || fail "nothing new cost $bytes bytes"
on ana say nowhere x >"$base/out" 2>"$base/err" && fail "she spoke in a circle that is none"
is_refusal "say nowhere"
head -c 5000 /dev/urandom >"$base/junk"
on cem bundle read "$base/junk" >"$base/out" 2>"$base/err" && fail "junk was taken for a bundle"
is_refusal "bundle read junk"

# --- what was acknowledged, from here on
said=()
acknowledged() {
  says "$1" "$2" >/dev/null || fail "$1 could not say: $2"
  said+=("$2")
}
both_write() {
  local i
  for i in 1 2 3; do
    acknowledged ana "ana, $1, $i"
    acknowledged ben "ben, $1, $i"
  done
}
both_have() { has ana "ben, $1, 3" && has ben "ana, $1, 3"; }

# Unplugged for a while, and at the same place again.
ip link set to-ben down
both_write "in a dead line"
sleep 20
ip link set to-ben up
most=180 soon both_have "in a dead line"
unplugged=$took

# Elsewhere, all at once, in the middle of a talk.
both_write "before the move"
lives_at ben 12
both_write "after the move"
most=180 soon both_have "after the move"
moved=$took
both_have "before the move" || fail "what was said before the move is not there"

# Asleep, kith and its Tor, and awake again.
asleep=("${node_of[ben]}" $(tors_of ben))
[[ ${#asleep[@]} == 2 ]] || fail "ben has not one kith and one Tor: ${asleep[*]}"
acknowledged ben "ben, before he slept"
kill -STOP "${asleep[@]}"
for i in 1 2 3; do acknowledged ana "ana, while ben slept, $i"; done
sleep 30
kill -CONT "${asleep[@]}"
awake() { has ben "ana, while ben slept, 3" && has ana "ben, before he slept"; }
most=180 soon awake
slept=$took

# Carried elsewhere while asleep.
kill -STOP "${asleep[@]}"
ip link set to-ben down
acknowledged ana "ana, while ben was carried"
sleep 15
lives_at ben 22
ip link set to-ben up
lives_at ben 22
kill -CONT "${asleep[@]}"
acknowledged ben "ben, from where he is now"
arrived() { has ben "ana, while ben was carried" && has ana "ben, from where he is now"; }
most=180 soon arrived
carried=$took

# Nothing is lost, nothing is there twice; and so it is in what is kept.
hold_all() {
  local name text
  for name in ana ben; do
    texts "$name" >"$base/texts"
    for text in "${said[@]}"; do
      [[ $(grep -cxF -- "$text" "$base/texts") == 1 ]] || fail "$name does not have it once: $text"
    done
  done
}
hold_all
for name in ana ben cem; do down "$name"; done
hold_all
has_not cem "ana, in a dead line, 1"
for name in ana ben cem; do no_tor_of "$name" || fail "a Tor of $name's is left over"; done
echo "Back, in seconds: $unplugged on the same line, $moved after a move, $slept after a sleep, $carried carried asleep."
