#!/usr/bin/env bash
# The disk is full while someone speaks: that is refused in a sentence, the home stays intact, and once
# there is room again every acknowledged message is there. The disk is a small one in memory, mounted
# where nobody else sees it.
if [[ -z ${KITH_OWN_MOUNTS:-} ]]; then
  if ! unshare -m true 2>/dev/null; then
    printf '\n*** NOT TESTED: a full disk (mounting a small one needs root) ***\n\n' >&2
    exit 77
  fi
  KITH_OWN_MOUNTS=1 exec unshare -m bash "$0" "$@"
fi
source "$(dirname "$0")/script.bash"

disk=$base/disk
mkdir "$disk"
mount -t tmpfs -o size=1m kith-test "$disk" 2>/dev/null || skip "a full disk (a tmpfs cannot be mounted)"
trap 'cd /; umount -l "$disk"; rm -rf "$base"' EXIT
export KITH_HOME=$disk/home

make_room() { mount -o "remount,size=$1" "$disk"; }
take_room() { dd if=/dev/zero of="$disk/ballast" bs=1k 2>/dev/null || true; }

# is_full ARGUMENT…: refused in a sentence that says why.
is_full() {
  try "$@"
  [[ $status == 1 ]] || fail "kith $* on a full disk ended with $status"
  is_refusal "kith $*"
  grep -qi 'full\|room' err || fail "kith $* does not say that the disk is full"
}

# Every message of `acknowledged` is there, and nothing that was refused.
all_is_there() {
  does --json read garden
  python3 - <<'END' || fail "$1: something is lost, or was kept though it was refused"
import json

said = {one["id"]: one["text"] for one in json.load(open("out", encoding="utf-8"))}
told = dict(line.rstrip("\n").split(" ", 1) for line in open("acknowledged", encoding="utf-8"))
assert said == told, (len(said), len(told), set(said.items()) ^ set(told.items()))
END
}

new_home
: >acknowledged
text=$(head -c 20000 /dev/zero | tr '\0' b)
speak_until_full() {
  for ((i = 0; i < 200; ++i)); do
    try --json say garden "$1 $i $text"
    [[ $status == 0 ]] || return 0
    echo "$(field id) $1 $i $text" >>acknowledged
  done
  fail "the disk never became full"
}

speak_until_full "on a small disk"
(($(wc -l <acknowledged) > 3)) || fail "hardly anything was said before the disk was full"
echo "$(wc -l <acknowledged) messages were said before the disk was full"
is_full --json say garden "again $text"

make_room 4m
all_is_there "with room again"
does --json search small
holds 'len(answer) == int(acknowledged)' "acknowledged=$(wc -l <acknowledged)"
echo "$(say garden "room") room" >>acknowledged
all_is_there "speaking again"

# Full to the last byte before kith even begins.
take_room
for command in "say garden hello" "circle new kitchen"; do
  # shellcheck disable=SC2086
  is_full $command
done
rm "$disk/ballast"
all_is_there "after the ballast"

# An import that fills the disk midway: what is there is a beginning of it, in order.
python3 - <<'END'
with open("talk", "w", encoding="utf-8") as file:
    file.writelines(f"[10:00] <ann> line {i} of a talk that is too long for this disk\n" for i in range(30000))
END
does --json circle new talk
is_full --json import irc talk --circle talk
make_room 32m
does --json read talk
holds '[one["text"] for one in answer] == [f"line {i} of a talk that is too long for this disk" for i in range(len(answer))]'
echo "$(python3 -c 'import json; print(len(json.load(open("out"))))') of 30000 lines were imported before the disk was full"
all_is_there "after the import"

# A backup, an export and a new home on a full disk: refused, and nothing half made stays.
echo "the passphrase" >right.pass
take_room
is_full backup "$disk/saved" --passphrase-file right.pass
[[ ! -e $disk/saved ]] || fail "half a backup stays"
rm "$disk/ballast"
all_is_there "after the refused backup"
does --json backup "$base/saved" --passphrase-file right.pass
take_room
is_full --home "$disk/another" init --name ben --no-passphrase
is_full --home "$disk/another" restore "$base/saved" --passphrase-file right.pass --no-passphrase
[[ ! -e $disk/another && ! -e $disk/another.key ]] || fail "half a home stays"
is_full export "$disk/plain"

# What comes to a running node cannot be kept: that is told, and is over once there is room.
rm -f "$disk/ballast" "$disk/plain"
make_room 64m
cem=$base/cem
does --home "$cem" --json init --name cem --no-passphrase
does --json card
card=$(field card)
does --home "$cem" --json card
does --json meet "$(field card)" --as cem
does --home "$cem" --json meet "$card" --as ana
does --home "$cem" --json circle new loom
does --home "$cem" --json include loom ana
head -n 3000 talk >short
does --home "$cem" --json import irc short --circle loom
"$program" up --listen 127.0.0.1:0 --port-file port >/dev/null 2>&1 &
node=$!
for ((i = 0; i < 200; ++i)); do [[ -s port ]] && break || sleep 0.05; done
take_room
try --home "$cem" sync ana --at "tcp:127.0.0.1:$(<port)"
[[ $status == 1 ]] || fail "what did not fit was taken"
does status
grep -q "cannot be kept: see whether the disk is full" "$base/out" || fail "status does not tell of the full disk"
rm "$disk/ballast"
does --home "$cem" --json sync ana --at "tcp:127.0.0.1:$(<port)"
does status
grep -q "cannot be kept" "$base/out" && fail "status tells of a disk that has room"
does --json read loom
holds 'sorted(one["text"] for one in answer) == sorted(f"line {i} of a talk that is too long for this disk" for i in range(3000))'
kill -INT $node
wait $node
