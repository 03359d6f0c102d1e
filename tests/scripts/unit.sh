#!/usr/bin/env bash
# The unit of packaging/: systemd takes it where it is there, its program is where README.md puts it, and what it starts is a
# node that runs until it is told to end.
source "$(dirname "$0")/script.bash"

unit=$root/packaging/kith.service
installed=$HOME/.local/bin/kith
node=
trap '[[ -z $node ]] || kill -9 "$node" 2>/dev/null || true; rm -rf "$base"' EXIT

# setting KEY: what stands there; once.
setting() {
  local found
  found=$(grep "^$1=" "$unit") || fail "the unit has no $1"
  [[ $(wc -l <<<"$found") == 1 ]] || fail "the unit has more than one $1"
  printf '%s\n' "${found#*=}"
}

# --- what every system can look at
line=$(setting ExecStart)
[[ $line == %h/.local/bin/kith\ up\ * ]] || fail "the unit starts: $line"
grep -q -- '--prefix ~/.local' "$root/README.md" || fail "README.md does not put the program there"
grep -q 'packaging/kith.service ~/.config/systemd/user/kith.service' "$root/README.md" ||
  fail "README.md does not put the unit into its place"
[[ $(setting WantedBy) == default.target ]] || fail "the unit is wanted by nothing that a user has"

# --- what systemd says of it; without the program it has to complain
verify() { systemd-analyze --user --man=no verify "$unit" >verified 2>&1; }
if command -v systemd-analyze >/dev/null; then
  export XDG_RUNTIME_DIR=$base
  if verify; then fail "systemd does not miss the program, so that this test says nothing"; fi
  grep -q "$installed is not executable" verified || fail "systemd: $(cat verified)"
fi
install -Dm755 "$program" "$installed"
if command -v systemd-analyze >/dev/null; then
  verify || fail "systemd: $(cat verified)"
  [[ ! -s verified ]] || fail "systemd: $(cat verified)"
fi

# --- what it starts
listen=$(setting Environment)
[[ $listen == KITH_LISTEN=* ]] || fail "the unit does not say where it listens"
unset KITH_HOME
"$installed" init --name ana --no-passphrase >/dev/null 2>&1
line=${line//%h/$HOME}
KITH_LISTEN=127.0.0.1:0 bash -c "exec $line" >told 2>err.node &
node=$!
for ((polls = 0; polls < 500; ++polls)); do [[ -s told ]] && break; sleep 0.02; done
[[ -s told ]] || fail "the node says nothing: $(cat err.node)"
"$installed" --json status >out
holds 'answer["name"] == "ana"'
status=0
kill -TERM "$node"
wait "$node" || status=$?
node=
[[ $status == 0 ]] || fail "the node ended with $status: $(cat err.node)"
