#!/usr/bin/env bash
# A home whose store is not what kith wrote: one clear sentence, exit 1 or 3, never a crash, never a
# half-read home.
source "$(dirname "$0")/script.bash"

# shut_or_whole WHAT: refuses in one sentence, or reads all that was there.
shut_or_whole() {
  try --json read garden
  if [[ $status == 0 ]]; then
    cmp -s out whole || fail "$1: the home was half read"
    whole_count=$((whole_count + 1))
  else
    stays_shut "$1"
  fi
}

# --- a home to be damaged, and another one
new_home "$base/other"
new_home
for ((i = 0; i < 400; ++i)); do printf '[10:%02d] <ann> line %d of a talk about beans\n' $((i % 60)) "$i"; done >talk
does --json import irc talk --circle garden
does --json read garden
cp out whole
keep_home
size=$(stat -c %s home/home.db)
whole_count=0

# --- the database: cut, emptied, another's, none, no file at all
for length in 0 1 100 4095 4096 4097 $((size / 2)) $((size / 2 / 4096 * 4096)) $((size - 4096)) $((size - 1)); do
  truncate -s "$length" home/home.db
  stays_shut "home.db cut to $length of $size bytes"
  bring_back
done
cp other/home.db home/home.db
stays_shut "another home's home.db"
bring_back
head -c "$size" /dev/urandom >home/home.db
stays_shut "a home.db of noise"
bring_back
rm home/home.db
stays_shut "no home.db"
[[ ! -e home/home.db ]] || fail "a lost home.db was replaced by an empty one"
bring_back
rm home/home.db && mkdir home/home.db
stays_shut "a folder for a home.db"
bring_back

# --- the database: one bit of one byte, at 40 places
for ((place = 0; place < 40; ++place)); do
  offset=$((place * size / 40 + place * 97 % (size / 40)))
  flip home/home.db "$offset" $((place % 8))
  shut_or_whole "bit $((place % 8)) of byte $offset of home.db flipped"
  bring_back
done
((whole_count <= 20)) || fail "$whole_count of 40 flips were not noticed"
echo "of 40 flips in home.db $((40 - whole_count)) were refused, and $whole_count were in pages that reading does not need"

# --- what SQLite would take for a hot journal or a log to be replayed
head -c 40000 /dev/urandom >home/home.db-wal
shut_or_whole "noise for a home.db-wal"
bring_back
cp home/home.db home/home.db-wal
shut_or_whole "home.db as its own home.db-wal"
bring_back
head -c 40000 /dev/urandom >home/home.db-journal
shut_or_whole "noise for a home.db-journal"
bring_back

# --- no home at all
mkdir empty_folder
stays_shut "an empty folder" --home empty_folder whoami
stays_shut "a file for a home" --home talk whoami
stays_shut "a folder that is not a home" --home "$base" whoami
stays_shut "a way through a file" --home talk/home init --name ana --no-passphrase

# --- every other command on a damaged home
flip home/home.db 5000 3
for command in whoami status circles "say garden hello" "search beans" "export plain" "circle new kitchen" \
  "forget 0123456789abcdef" "import irc talk --circle garden" "backup saved --passphrase-file talk"; do
  # shellcheck disable=SC2086
  stays_shut "home.db flipped at 5000" $command
done
[[ ! -e saved ]] || fail "a damaged home was backed up"
bring_back

# --- after all this the home is what it was
try --json read garden
[[ $status == 0 ]] && cmp -s out whole || fail "the home did not come back"
