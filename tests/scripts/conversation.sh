#!/usr/bin/env bash
# Three people on one machine, in three homes, talk live over TCP; each of them is killed in the
# middle of it and comes back, and nobody lacks a word in the end.
source "$(dirname "$0")/script.bash"

declare -A node
trap 'for pid in "${node[@]}"; do kill -9 "$pid" 2>/dev/null || true; done; rm -rf "$base"' EXIT

k() {
  local home=$base/$1
  shift
  does --home "$home" --json "$@"
}
declare -A port
up() {
  rm -f "$base/$1.port"
  "$program" --home "$base/$1" up --listen "127.0.0.1:${port[$1]-0}" --port-file "$base/$1.port" >"$1.log" 2>&1 &
  node[$1]=$!
  for ((polls = 0; polls < 1000; ++polls)); do
    [[ -s $base/$1.port ]] && break
    sleep 0.02
  done
  port[$1]=$(cat "$base/$1.port") || fail "$1 does not come up: $(cat "$1.log")"
}
killed() {
  kill -9 "${node[$1]}"
  wait "${node[$1]}" 2>/dev/null || true
}
# Waits until they hear TEXT; live, so nobody asks for it.
hears() {
  for ((polls = 0; polls < 150; ++polls)); do
    "$program" --home "$base/$1" --json read talk >"$base/out" 2>"$base/err" || true
    grep -qF -- "\"$2\"" "$base/out" && return 0
    sleep 0.2
  done
  fail "$1 does not hear: $2"
}

people=(ana ben cem)
for name in "${people[@]}"; do
  k "$name" init --name "$name" --no-passphrase
  up "$name"
done
declare -A card
for one in "${people[@]}"; do
  for other in "${people[@]}"; do
    [[ $one == "$other" ]] && continue
    k "$other" card
    card[$other]=$(field card)
    k "$one" meet "${card[$other]}" --as "$other"
  done
done

k ana circle new talk
k ana include talk ben
k ana include talk cem
k ana say talk "anyone there?"
for name in ben cem; do
  hears "$name" "anyone there?"
  k "$name" join talk
done
k ben include talk cem
k cem include talk ben
k ben say talk "ben is"
k cem say talk "cem is too"
for name in "${people[@]}"; do
  hears "$name" "ben is"
  hears "$name" "cem is too"
done

for gone in "${people[@]}"; do
  killed "$gone"
  for name in "${people[@]}"; do
    [[ $name == "$gone" ]] || k "$name" say talk "$name while $gone is away"
  done
  k "$gone" say talk "$gone writes with no node" # nothing runs on that home: it is opened directly
  up "$gone"
  for name in "${people[@]}"; do
    for other in "${people[@]}"; do
      [[ $other == "$gone" ]] || hears "$name" "$other while $gone is away"
    done
    hears "$name" "$gone writes with no node"
  done
done

for name in "${people[@]}"; do
  kill -TERM "${node[$name]}"
  wait "${node[$name]}" || fail "$name did not end cleanly"
done
node=()
for name in "${people[@]}"; do
  k "$name" read talk
  sort <(python3 -c 'import json,sys; print("\n".join(one["text"] for one in json.load(open(sys.argv[1]))))' out) >"$name.txt"
done
cmp ana.txt ben.txt && cmp ben.txt cem.txt || fail "they do not hold the same words"
