#!/usr/bin/env bash
# examples/ do what they say at their top, with the built kith first on PATH.
source "$(dirname "$0")/script.bash"

node= follower=
trap 'for one in $node $follower; do kill -9 "$one" 2>/dev/null || true; done; rm -rf "$base"' EXIT
mkdir programs
ln -s "$program" programs/kith
export PATH=$base/programs:$PATH
for example in "$root"/examples/*; do
  grep -q "examples/$(basename "$example")" "$root/tests/scripts/examples.sh" || fail "nothing runs $example"
done

# --- examples/garden-duties.sh: each duty of the day once, and of no other day
new_home
printf '%s\n' 'Mon water the beans' 'Tue turn the compost' 'Mon close the "cold" frame $(and lock it)' '' >duties
duties() { "$root/examples/garden-duties.sh" garden duties "$@" >>asked 2>err || fail "the duties: exit $?"; }
asked_are() { # asked_are TEXT…: what was asked in the garden, in order
  does --json read garden
  holds '[entry["thing"]["text"] for entry in answer if entry["kind"] == "ask"] == wanted.split("|")' "wanted=$1"
}
duties 2026-11-23
asked_are 'water the beans|close the "cold" frame $(and lock it)'
holds 'all(entry["thing"]["by"] == "2026-11-23T23:59:59Z" for entry in answer)'
duties 2026-11-23
asked_are 'water the beans|close the "cold" frame $(and lock it)'
echo 'Mon sweep' >>duties
duties 2026-11-23
duties 2026-11-24
asked_are 'water the beans|close the "cold" frame $(and lock it)|sweep|turn the compost'
duties 2026-11-30
holds 'len(answer) == 4'
does --json read garden
holds 'len(answer) == 7'

# --- examples/follow.py: what stands there, then what comes while it looks, each once
does --json circle new talk
does say talk "before"
"$program" up >up.out 2>err.node &
node=$!
for ((polls = 0; polls < 500; ++polls)); do [[ -s up.out ]] && break; sleep 0.02; done
"$root/examples/follow.py" talk 4 >followed 2>err &
follower=$!
for ((polls = 0; polls < 500; ++polls)); do [[ -s followed ]] && break; sleep 0.02; done
for text in one two three; do does say talk "$text"; done
wait "$follower" || fail "the follower: exit $?"
follower=
printf '%s\n' "ana: before" "ana: one" "ana: two" "ana: three" | cmp -s - followed || fail "followed: $(cat followed)"
if "$root/examples/follow.py" nowhere 1 >followed 2>err; then fail "nowhere was followed"; fi
grep -q nowhere err || fail "the follower does not say what is wrong: $(cat err)"
kill -TERM "$node"
wait "$node" || fail "the node ended badly: $(cat err.node)"
node=
