#!/usr/bin/env bash
# A running node: every command works beside it, through its socket; killed it leaves a home that
# works; told to end, it ends cleanly.
source "$(dirname "$0")/script.bash"

node=
trap '[[ -z $node ]] || kill -9 "$node" 2>/dev/null || true; rm -rf "$base"' EXIT

# start_node [ARGUMENT…]: returns when it says that it is up.
start_node() {
  rm -f up.out
  "$program" up "$@" >up.out 2>up.err &
  node=$!
  for ((polls = 0; polls < 500; ++polls)); do
    [[ -s up.out ]] && return 0
    kill -0 "$node" 2>/dev/null || fail "the node ended: $(cat up.err)"
    sleep 0.02
  done
  fail "the node does not say that it is up"
}

# end_node SIGNAL: its exit status, in $status.
end_node() {
  status=0
  kill "-$1" "$node"
  wait "$node" || status=$?
  node=
}

texts_are() { # texts_are TEXT…: of the last entries
  local wanted
  wanted=$(printf '%s\n' "$@")
  does --json read garden --last "$#"
  holds '[one["text"] for one in answer] == wanted.split("\n")' "wanted=$wanted"
}

new_home
say garden "before it runs" >/dev/null

# --- beside a running node every command is the same
start_node --listen 127.0.0.1:0 --port-file port
[[ $(cat port) =~ ^[1-9][0-9]*$ ]] || fail "no port in the port file"
[[ ! -e port.new ]] || fail "the port file is not whole"
grep -q "^ana is up, .*tcp:127\.0\.0\.1:$(cat port)\. Ctrl-C ends it\.$" up.out || fail "it says: $(cat up.out)"
[[ $(stat -c %a home/socket) == 600 ]] || fail "others may ask the node"
say garden "while it runs" >/dev/null
texts_are "before it runs" "while it runs"
does --json status
holds 'answer["node"]["ways"] == ["tcp:127.0.0.1:" + port] and answer["node"]["sessions"] == 0' "port=$(cat port)"
does status
grep -q 'a node runs here, alone' out || fail "status does not say that a node runs"
refused 1 'no circle' say nowhere "hello"
refused 2 'not a time' read garden --since never
does --json card
printf '[10:00] <ann> one line\n' >talk
does --json import irc talk --circle garden
holds 'answer == {"messages": 1}'
mkdir elsewhere
(cd elsewhere && "$program" --json export plain) >out 2>err || fail "export beside a node"
[[ -d elsewhere/plain ]] || fail "the export is not in the folder where it was asked for"
printf 'over the wall\n' >secret
does --json backup elsewhere/saved --passphrase-file secret

# --- what needs the home for itself is refused
refused 1 'A node runs .* already' up
refused 1 'already' init --name ben --no-passphrase
status=0
"$program" burn <<<yes >out 2>err || status=$?
[[ $status == 1 && -e home/keyring ]] || fail "a home was burned under a running node"

# --- many at once
for ((i = 0; i < 12; ++i)); do "$program" --json say garden "at once $i" >"said.$i" & said[i]=$!; done
for ((i = 0; i < 12; ++i)); do wait "${said[i]}" || fail "one of many at once was refused"; done
does --json read garden
holds 'sum(one["text"].startswith("at once ") for one in answer) == 12'

# --- sync: refused in a sentence where there is nobody
refused 1 'nobody called' sync ben
does --json --home "$base/ben" init --name ben --no-passphrase
does --json --home "$base/ben" card
does --json meet "$(field card)" --as ben
refused 1 'No address of ben' sync ben
refused 2 'no address' sync ben --at nowhere
refused 2 'no command "greet"' greet ben
refused 2 'no command "begin"' circle begin music
refused 1 'Nobody answers for ben' sync ben --at tcp:127.0.0.1:1

# --- noise at the port does not disturb it
for ((i = 0; i < 12; ++i)); do
  (head -c 3000 /dev/urandom >"/dev/tcp/127.0.0.1/$(cat port)") 2>/dev/null || true
done
say garden "after the noise" >/dev/null

# --- told to end, it does: exit 0, nothing on stderr, no socket, home free
end_node TERM
[[ $status == 0 && ! -s up.err ]] || fail "SIGTERM ended it with $status: $(cat up.err)"
[[ ! -e home/socket ]] || fail "the socket stayed"
texts_are "after the noise"
does --json status
holds '"node" not in answer'
start_node
end_node INT
[[ $status == 0 ]] || fail "SIGINT ended it with $status"

# --- killed, it leaves a socket that nobody serves: the home works, and so does the next node
start_node
say garden "said before the kill" >/dev/null
end_node KILL
[[ -S home/socket ]] || fail "kill -9 left no socket to test with"
say garden "said after the kill" >/dev/null
texts_are "said before the kill" "said after the kill"
start_node --listen 127.0.0.1:0
say garden "and through the next" >/dev/null
texts_are "said after the kill" "and through the next"
end_node TERM

# --- a socket that nobody serves is no reason not to burn
does --json --home "$base/gone" init --name ana --no-passphrase
export KITH_HOME=$base/gone
start_node
end_node KILL
"$program" burn <<<yes >out 2>err || fail "burn after kill -9"
[[ ! -e gone/socket ]] || fail "burn left the socket"
export KITH_HOME=$base/home

# --- a home deep down
deep=$base/$(printf 'd%.0s' {1..100})/$(printf 'e%.0s' {1..100})
export KITH_HOME=$deep
new_home
start_node
say garden "from the depth" >/dev/null
[[ -S $deep/socket ]] || fail "no socket in a deep folder"
end_node TERM
export KITH_HOME=$base/home

# --- sync without a node, and wrong wishes
refused 1 'Nobody answers for ben' sync ben --at tcp:127.0.0.1:1
refused 2 'no address to listen at' up --listen localhost:0
refused 1 'no address of this machine' up --listen 203.0.113.7:0
refused 2 'without --listen' up --port-file port
refused 1 'cannot be written' up --listen 127.0.0.1:0 --port-file no/such/folder
[[ ! -e home/socket ]] || fail "a node that was refused left its socket"
