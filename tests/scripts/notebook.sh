#!/usr/bin/env bash
# One person's notebook, as docs and README promise it: each command once over a real home, what it
# prints as JSON, how it refuses.
source "$(dirname "$0")/script.bash"

hex32='[0-9a-f]{64}'
id='[0-9a-f]{32}'

# --- wrong usage, and no home yet
refused 2 'subcommand'
refused 2 'name' init
refused 2 'help' say garden
refused 2 'help' circle
refused 2 'help' whoami --bogus
for command in whoami circles status "read garden" "say garden hello" "search word" \
  "circle new garden" "forget 0123456789abcdef" "export plain"; do
  # shellcheck disable=SC2086
  refused 1 'no home' $command
done
try burn
[[ $status == 1 ]] || fail "burned where there is no home"
[[ ! -e $KITH_HOME ]] || fail "something was made where nothing was asked for"

# --- init, whoami
refused 1 'name' init --name "" --no-passphrase
refused 1 'name' init --name $'a\nb' --no-passphrase
[[ ! -e $KITH_HOME && ! -e $KITH_HOME.key ]] || fail "a refused init left something behind"
does --json init --name "Ana Ñandú" --no-passphrase
holds 'set(answer) == {"person", "device", "name"} and answer["name"] == "Ana Ñandú"'
holds 're.fullmatch(hex, answer["person"]) and re.fullmatch(hex, answer["device"])' "hex=$hex32"
cp out first
refused 1 'already' init --name ana --no-passphrase
does --json whoami
cmp -s out first || fail "whoami says something else than init"
does whoami
grep -q '^Ana Ñandú$' out || fail "whoami does not say the name"
[[ $(stat -c %a "$KITH_HOME") == 700 && $(stat -c %a "$KITH_HOME.key") == 600 ]] ||
  fail "others may look into the home"

# --- circles
does --json circles
holds 'answer == []'
does --json circle new garden
holds 'set(answer) == {"circle", "name"} and re.fullmatch(hex, answer["circle"])' "hex=$hex32"
circle=$(field circle)
refused 1 'already' circle new garden
refused 1 'name' circle new " edges "
does --json circle new kitchen
does --json circles
holds '[one["name"] for one in answer] == ["garden", "kitchen"]'
holds 'all({"circle", "name", "hears_me", "i_hear"} <= set(one) for one in answer)'
holds 'all(one["hears_me"] == [] and one["i_hear"] == [] for one in answer)'

# --- say: as an argument, from stdin, as an answer; by name and by the beginning of an id
does --json say garden "Shall we plant beans?"
holds 'set(answer) == {"id", "audience", "aside"} and re.fullmatch(id, answer["id"]) and answer["audience"] == []' "id=$id"
question=$(field id)
printf 'line one\n\tline two — ✓\n' | "$program" --json say "${circle:0:8}" - >out 2>err ||
  fail "nothing was said from stdin"
from_stdin=$(field id)
answer=$(say garden "Yes, beans" --answer "$question")
both=$(say garden "Both of you" --answer "${question:0:16}" --answer "$answer")
say kitchen "bean soup" >/dev/null

refused 1 'no circle' say nowhere hello
refused 1 'empty' say garden ""
refused 1 'not the id' say garden hello --answer 123
refused 1 'no such entry' say garden hello --answer 00000000000000000000000000000000
refused 1 'UTF-8' say garden $'\xff\xfe'
head -c 70000 /dev/zero | tr '\0' a >long
status=0
"$program" say garden - <long >out 2>err || status=$?
[[ $status == 1 ]] || fail "70,000 bytes were said"
is_refusal "say with 70,000 bytes"
status=0
"$program" say garden - </dev/null >out 2>err || status=$?
[[ $status == 1 ]] || fail "nothing was said, and that was fine"
is_refusal "say with an empty stdin"

# --- read
does --json read garden
holds '[one["id"] for one in answer] == ids.split()' "ids=$question $from_stdin $answer $both"
holds 'all({"id", "author", "time", "kind", "text", "answers", "audience", "past_given_to", "arrived_late",
            "unseen_answers"} <= set(one) for one in answer)'
holds '{one["author"] for one in answer} == {"Ana Ñandú"} and {one["kind"] for one in answer} == {"message"}'
holds 'all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", one["time"]) for one in answer)'
holds 'answer[1]["text"] == "line one\n\tline two — ✓"'
holds 'answer[2]["answers"] == [q] and answer[3]["answers"] == [q, a]' "q=$question" "a=$answer"
holds 'all(one["unseen_answers"] == 0 and one["arrived_late"] is False for one in answer)'
since=$(python3 -c 'import json; print(json.load(open("out"))[2]["time"])')
does --json read garden --last 1
holds '[one["id"] for one in answer] == [last]' "last=$both"
does --json read garden --last 0
holds 'answer == []'
does --json read garden --since "$since"
holds '[one["id"] for one in answer] == ids.split()' "ids=$answer $both"
does --json read garden --since "$since" --last 1
holds '[one["id"] for one in answer] == [last]' "last=$both"
does --json read garden --since 2099-01-01
holds 'answer == []'
refused 2 'not a time' read garden --since yesterday
refused 2 'not a time' read garden --since 2026-02-30
refused 2 'last' read garden --last several
refused 2 'last' read garden --last -1
refused 1 'no circle' read nowhere
does read garden
grep -q 'Shall we plant beans' out || fail "read does not show what was said"
[[ $(grep -c "$(printf '\033')" out) == 0 ]] || fail "colours where there is no terminal"

# --- search
finds() {
  does --json search "${@:2}"
  holds 'sorted(one["text"] for one in answer) == sorted(filter(None, texts.split("|")))' "texts=$1"
}
finds "Shall we plant beans?|Yes, beans" beans
finds "Shall we plant beans?|Yes, beans" BEANS
finds "Shall we plant beans?" we beans
finds "Shall we plant beans?" '"plant beans"'
finds "" '"beans plant"'
finds "Shall we plant beans?|Yes, beans|bean soup" 'bean*'
finds "Shall we plant beans?|Yes, beans" 'bean*' --in garden
finds "" peas
finds "" '"'
finds "" '*'
refused 1 'no circle' search beans --in nowhere

# --- forget
does --json forget "$answer"
holds 'answer["id"] == id and answer["forgotten"] is True and answer["text"] == ""' "id=$answer"
does --json read garden
holds '[one["forgotten"] for one in answer] == [False, False, True, False] and answer[2]["text"] == ""'
holds 'answer[3]["answers"] == [q, a]' "q=$question" "a=$answer"
finds "Shall we plant beans?" beans
refused 1 'no such entry' forget ffffffffffffffff
refused 1 'not the id' forget garden

# --- status
does --json status
holds 'answer["circles"] == 2 and answer["not_yet_searchable"] == 0 and answer["name"] == "Ana Ñandú"'
holds 'answer["opened_by"] == "key file" and answer["entries"] >= 5 and answer["bytes_on_disk"] > 0'
does status

# --- backup, restore
echo "the passphrase of the backup" >backup.pass
echo "another" >wrong.pass
refused 3 'terminal' backup saved
does --json backup saved --passphrase-file backup.pass
holds 'answer["bytes"] > 0'
[[ $(stat -c %a saved) == 600 ]] || fail "others may read the backup"
refused 1 'already\|exists\|there' backup saved --passphrase-file backup.pass
refused 3 'passphrase file' backup other --passphrase-file missing
does --json read garden
cp out before
refused 3 'passphrase' --home restored restore saved --passphrase-file wrong.pass --no-passphrase
refused 1 '.' --home restored restore missing --passphrase-file backup.pass --no-passphrase
refused 1 '.' --home restored restore backup.pass --passphrase-file backup.pass --no-passphrase
[[ ! -e restored && ! -e restored.key ]] || fail "a refused restore left something behind"
refused 1 'already' restore saved --passphrase-file backup.pass --no-passphrase
does --json --home restored restore saved --passphrase-file backup.pass --no-passphrase
cmp -s out first || fail "someone else came back from the backup"
does --json --home restored read garden
cmp -s out before || fail "something else came back from the backup"
does --json --home restored status
logs=$(field logs)
say garden "after the backup" >/dev/null
does --json --home restored say garden "in the restored home"
does --json --home restored status
holds 'answer["logs"] == int(logs) + 1' "logs=$logs"

# --- export
refused 1 'not empty' export "$KITH_HOME"
does --json export plain
holds 'answer["circles"] == 2 and answer["entries"] == 6'
does --json --home restored read garden
[[ -s plain/home.json ]] || fail "the export has no home.json"
grep -q 'Shall we plant beans' plain/garden*/talk.md || fail "the export lacks what was said"
! grep -rq 'Yes, beans' plain || fail "the export has what was forgotten"
does --json read garden
cp plain/garden*/talk.json out2
python3 -c 'import json; assert json.load(open("out")) == json.load(open("out2"))' ||
  fail "the export's talk.json is not what read says"
[[ $(stat -c %a plain) == 700 ]] || fail "others may read the export"
refused 1 'not empty' export plain

# --- a terminal's control characters do not get through
say garden $'bell\a esc\e[2J' >/dev/null
does read garden --last 1
! grep -q "$(printf '[\007\033]')" out || fail "control characters reach the terminal"

# --- manual, completions, help
does manual
grep -q 'kith say' out || fail "the manual lacks say"
for shell in bash zsh fish; do
  does completions $shell
  grep -q forget out || fail "completions for $shell lack a command"
done
refused 2 'SHELL\|tcsh' completions tcsh
does --help
does say --help
does --version

# --- burn
status=0
echo no | "$program" burn >out 2>err || status=$?
[[ $status == 1 && ! -s out && -e $KITH_HOME ]] || fail "burned without a yes"
does whoami
echo yes | "$program" --json burn >out 2>err || fail "did not burn"
holds 'answer["home"].endswith("/home")'
[[ ! -e $KITH_HOME && ! -e $KITH_HOME.key ]] || fail "something of the burned home is left"
refused 1 'no home' whoami

# --- a home with a passphrase
echo "right" >right.pass
export KITH_PASSPHRASE_FILE=$base/right.pass
does --json init --name ben
does --json status
holds 'answer["opened_by"] == "passphrase"'
[[ ! -e $KITH_HOME.key ]] || fail "a key file beside a home with a passphrase"
KITH_PASSPHRASE_FILE=$base/wrong.pass refused 3 'passphrase' whoami
KITH_PASSPHRASE_FILE=$base/none refused 3 'passphrase file' whoami
KITH_PASSPHRASE_FILE='' refused 3 'terminal' whoami
does whoami
