#!/usr/bin/env bash
# On a terminal a short passphrase is said to be quick to guess, once; typed again it is taken, and
# another is asked for a second time.
source "$(dirname "$0")/script.bash" "$@"

# at_terminal HOME WORD…: makes that home where each question is answered by the next word; what the
# terminal showed is in seen, the exit status in status.
at_terminal() {
  local home=$1
  shift
  status=0
  python3 - "$program" "$home" "$@" >seen <<'PY' || status=$?
import os, pty, sys
program, home, *words = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(program, [program, "--home", home, "init", "--name", "Ana"])
seen = b""
while True:
    try:
        piece = os.read(terminal, 1024)
    except OSError:  # it ended
        break
    if not piece:
        break
    seen += piece
    if piece.rstrip(b" ").endswith(b":") and words:
        os.write(terminal, words.pop(0).encode() + b"\n")
sys.stdout.write(seen.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
PY
}
opens() { # opens HOME PASSPHRASE
  echo "$2" >typed
  KITH_PASSPHRASE_FILE=typed does --home "$1" whoami
}

at_terminal short abc abc
[[ $status == 0 ]] || fail "a short passphrase was not taken: $(cat seen)"
grep -q "quick to guess" seen || fail "nothing was said of a short passphrase"
grep -q "words that have nothing to do with each other" seen || fail "nothing better was named"
opens short abc

at_terminal other abc "lamp river button wool" "lamp river button wool"
[[ $status == 0 ]] || fail "a longer one was not taken: $(cat seen)"
opens other "lamp river button wool"

at_terminal long "lamp river button wool" "lamp river button wool"
[[ $status == 0 ]] || fail "a long one was not taken: $(cat seen)"
! grep -q "quick to guess" seen || fail "a long passphrase was said to be short"

at_terminal unlike abc "lamp river button wool" "lamp river button will"
[[ $status == 1 ]] || fail "two unlike ones made a home"
[[ ! -e unlike ]] || fail "a home was made all the same"
echo "A short passphrase is said to be short, and taken when it is wished for."
