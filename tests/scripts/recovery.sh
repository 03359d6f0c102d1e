#!/usr/bin/env bash
# A recovery key by the command line: made, lost its home, used, ended; and each way in which it is
# not one.
source "$(dirname "$0")/script.bash"
source "$root/tests/scripts/people.bash"

node=
trap '[[ -z $node ]] || { kill -9 "$node"; wait "$node"; } 2>/dev/null || true; rm -rf "$base"' EXIT
# One's own words come back in a session: no bundle returns them.
ben_is_up() {
  "$program" --home ben up --listen 127.0.0.1:0 --port-file ben.port >ben.log 2>&1 &
  node=$!
  for ((polls = 0; polls < 500; ++polls)); do
    [[ -s ben.port ]] && return
    sleep 0.02
  done
  fail "ben does not run: $(cat ben.log)"
}

echo "the passphrase of the backup" >backup.pass
texts() { k "$1" read garden; }
# What is to be on paper is nowhere in a home; SQLite's pages are sealed, so only files beside tell.
nowhere_in() {
  ! grep -rqF "$(sed -n 2p "$2")" "$1" || fail "the key lies in $1"
}

for name in ana ben; do k "$name" init --name "$name" --no-passphrase; done
know ana ben
k ana circle new garden
k ana include garden ben
k ana say garden "before the backup"
gives ana ben
k ben join garden

# --- none yet
k ana status
holds 'answer["recovery_key"] is None'
refused 1 'no recovery key' --home ana recovery end
refused 2 'FILE' --home ana recovery make
refused 2 'subcommand' --home ana recovery
k ana backup old --passphrase-file backup.pass

# --- made: once, for its owner's eyes, not in the home
refused 1 'folder' --home ana recovery make nowhere/paper
refused 1 'would lie in the home' --home ana recovery make ana/paper
mkdir ana/deep
refused 1 'would lie in the home' --home ana recovery make ana/deep/../paper
cd ana
refused 1 'would lie in the home' --home "$base/ana" recovery make paper
cd "$base"
k ana status
holds 'answer["recovery_key"] is None'
k ana recovery make paper
holds 'answer == {"file": file, "replaces": False}' "file=paper"
[[ $(stat -c %a paper) == 600 ]] || fail "others may read the key"
[[ $(head -n 1 paper) == kith-recovery: && $(wc -l <paper) == 4 ]] || fail "the paper has another form"
nowhere_in ana paper
refused 1 'already' --home ana recovery make paper
k ana status
holds 're.fullmatch(r"20\d\d-.*Z", answer["recovery_key"]["made"])'
does --home ana status
grep -q 'recovery key of' out || fail "status says nothing of the key"
k ana say garden "after the backup"
k ana say garden "and more"
gives ana ben
gives ben ana

# --- the home is lost; others give back what it said, and nothing opens it
restored() {
  rm -rf restored restored.key
  does --json --home restored restore "$1" --passphrase-file backup.pass --no-passphrase
  k restored sync ben --at "tcp:127.0.0.1:$(<ben.port)"
}
ben_is_up
restored old
texts restored
holds '[one["text"] for one in answer] == ["before the backup"]'
k restored status
holds 'answer["recovery_key"] is None and sum(one["unreadable"] for one in answer["own_returned"]) == 2'

# --- what is not that key
ask="--home restored recovery use"
# shellcheck disable=SC2086
refused 1 'no file' $ask nowhere
# shellcheck disable=SC2086
refused 1 'no recovery key' $ask backup.pass
# shellcheck disable=SC2086
refused 1 'no recovery key' $ask old
head -c 60 paper >cut
# shellcheck disable=SC2086
refused 1 'not whole' $ask cut
tr 'k' 'q' <paper | sed '1s/.*/kith-recovery:/' >slip
cmp -s slip paper && tr 'b' 'q' <paper | sed '1s/.*/kith-recovery:/' >slip
# shellcheck disable=SC2086
refused 1 'differs' $ask slip
k ben recovery make bens
# shellcheck disable=SC2086
refused 1 'somebody else' $ask bens
k restored status
holds 'sum(one["unreadable"] for one in answer["own_returned"]) == 2'

# --- that key, with capitals and in one line
tr 'a-z\n' 'A-Z ' <paper >typed
k restored recovery use typed
holds 'answer == {"opened": 2, "unreadable": 0, "in_force": False}'
texts restored
holds '[one["text"] for one in answer] == ["before the backup", "after the backup", "and more"]'
holds 'answer[1]["audience"] == [] or answer[1]["audience"][0]["name"] == "ben"'
k restored search backup
holds 'len(answer) == 2'
nowhere_in restored paper
k restored recovery use paper
holds 'answer == {"opened": 0, "unreadable": 0, "in_force": False}'
does --home restored recovery use paper
grep -q 'Nothing of yours is closed' out || fail "there was nothing to open, and it does not say so"

# --- through a pipe, and forgotten for good
restored old
"$program" --home restored --json recovery use - <paper >out 2>err || fail "no key came through the pipe"
holds 'answer["opened"] == 2'
texts restored
id=$(python3 -c 'import json; print(json.load(open("out"))[1]["id"])')
k restored forget "$id"
k restored recovery use paper
texts restored
holds 'answer[1]["forgotten"] is True and answer[1]["text"] == ""'

# --- shown instead, in the place of the first; ended
does --home ana recovery make -
grep -q '^kith-recovery:$' out || fail "the key is not shown"
grep -q 'in force no more' out || fail "it does not say that the first is in force no more"
sed -n '/^kith-recovery:$/,/^$/p' out >second
[[ ! -e - ]] || fail "the key went into a file of that name"
k ana backup new --passphrase-file backup.pass
k ana say garden "under the second"
k ana recovery end
k ana status
holds 'answer["recovery_key"] is None'
k ana say garden "under none"
gives ana ben
restored new
k restored recovery use paper
holds 'answer["opened"] == 0 and answer["unreadable"] == 2'
does --home restored recovery use paper
grep -q 'opened nothing' out || fail "it does not say that it opened nothing"
k restored status
holds 'answer["recovery_key"] is not None'
k restored recovery use second
holds 'answer == {"opened": 1, "unreadable": 1, "in_force": True}'
texts restored
holds '[one["text"] for one in answer][-1] == "under the second"'
does --home restored recovery end
grep -q 'burn the paper' out || fail "it does not say what to do with the paper"
