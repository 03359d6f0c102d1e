# What the scripts share: a temporary folder that is all the world a kith of theirs sees, and ways to
# say what it ought to answer. Sourced with the script's own arguments. Knows no command's meaning.

set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=$(realpath "${1:?usage: $0 KITH}")
base=$(mktemp -d "${TMPDIR:-/tmp}/kith-script-XXXXXX")
trap 'rm -rf "$base"' EXIT
cd "$base"
export HOME=$base/user XDG_DATA_HOME=$base/data XDG_STATE_HOME=$base/state XDG_CONFIG_HOME=$base/config
export KITH_HOME=$base/home
unset KITH_PASSPHRASE_FILE NO_COLOR
# Some machines' python3 is a script that looks for the real one, for a third of a second each time.
PATH=$(python3 -c 'import os, sys; print(os.path.dirname(sys.executable))'):$PATH
mkdir -p "$HOME"

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  for stream in out err; do
    [[ -s $base/$stream ]] && { echo "--- std$stream:"; head -c 2000 "$base/$stream"; } >&2
  done
  exit 1
}

# The script ends here, and says loudly what it leaves untested.
skip() {
  printf '\n*** NOT TESTED: %s ***\n\n' "$*" >&2
  exit 77
}

# kith's exit status, in $status; what it wrote, in the files out and err.
try() {
  status=0
  "$program" "$@" >"$base/out" 2>"$base/err" </dev/null || status=$?
}

# Does it, and says nothing on stderr.
does() {
  try "$@"
  [[ $status == 0 ]] || fail "kith $* ended with $status"
  [[ ! -s $base/err ]] || fail "kith $* wrote to stderr"
}

# What every refusal looks like: nothing on stdout, one line on stderr.
is_refusal() {
  [[ ! -s $base/out ]] || fail "$* wrote to stdout though it was refused"
  [[ $(wc -l <"$base/err") == 1 ]] || fail "$* did not refuse in exactly one line"
  [[ $(tail -c 1 "$base/err" | od -An -tx1) == " 0a" ]] || fail "$* ended without a line feed"
  grep -q '^kith: [^ ].*[.)]$' "$base/err" || fail "$* did not refuse in a sentence"
}

# refused STATUS WORDS ARGUMENT…: refuses with that status, in one line that holds WORDS (a pattern).
refused() {
  local wanted=$1 words=$2
  shift 2
  for json in "" --json; do
    try ${json:+"$json"} "$@"
    [[ $status == "$wanted" ]] || fail "kith $json $* ended with $status, not $wanted"
    is_refusal "kith $json $*"
    grep -q -e "$words" "$base/err" || fail "kith $json $* does not speak of: $words"
  done
}

# holds EXPRESSION [NAME=VALUE…]: Python, over what was printed as JSON (`answer`).
holds() {
  local expression=$1
  shift
  python3 - "$base/out" "$expression" "$@" <<'END' || fail "not so: $expression"
import json, re, sys
with open(sys.argv[1], encoding="utf-8") as file:
    answer = json.load(file)
names = dict(pair.split("=", 1) for pair in sys.argv[3:])
if not eval(sys.argv[2], {"answer": answer, "re": re, **names}):
    sys.exit(json.dumps(answer, ensure_ascii=False)[:2000])
END
}

# A field of what was printed as JSON.
field() {
  python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$base/out" "$1"
}

# say CIRCLE TEXT [ARGUMENT…]: its id.
say() {
  does --json say "$@"
  field id
}

# A home with a key file and a circle "garden". new_home [FOLDER]
new_home() {
  does --json ${1:+--home "$1"} init --name ana --no-passphrase
  does --json ${1:+--home "$1"} circle new garden
}

# keep_home, bring_back: the home, its key file and the marks of this installation, as they are.
keep_home() {
  rm -rf "$base/kept"
  mkdir "$base/kept"
  cp -a "$KITH_HOME" state "$base/kept/"
  [[ ! -e $KITH_HOME.key ]] || cp -a "$KITH_HOME.key" "$base/kept/"
}
bring_back() {
  rm -rf "$KITH_HOME" "$KITH_HOME.key" state
  cp -a kept/. .
}

# stays_shut WHAT [ARGUMENT…]: refuses in one sentence, and says nothing else.
stays_shut() {
  local what=$1
  shift
  (($# > 0)) || set -- --json read garden
  try "$@"
  [[ $status == 1 || $status == 3 ]] || fail "$what: kith $* ended with $status"
  is_refusal "$what: kith $*"
}

# flip FILE OFFSET BIT
flip() {
  local byte
  byte=$(od -An -tu1 -j "$2" -N 1 "$1")
  printf '%b' "\\x$(printf %x $((byte ^ 1 << $3)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
