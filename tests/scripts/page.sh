#!/usr/bin/env bash
# kith page as people start it: from no home to an open one, locked and unlocked, beside a node that
# runs, and how the browser gets the link.
source "$(dirname "$0")/script.bash"

page=
trap '[[ -z $page ]] || kill -9 "$page" 2>/dev/null || true; rm -rf "$base"' EXIT

# start_page COMMAND…: returns when it has told its link; the page's own out in told, port and key.
start_page() {
  rm -f told
  "$program" --json "$@" >told 2>page.err &
  page=$!
  for ((polls = 0; polls < 500; ++polls)); do
    [[ -s told ]] && break
    kill -0 "$page" 2>/dev/null || fail "the page ended: $(cat page.err)"
    sleep 0.02
  done
  take_link told
}

take_link() { # take_link FILE: port and key of the link in it
  local link
  link=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["page"])' "$1")
  [[ $link =~ ^http://127\.0\.0\.1:([0-9]+)/#([A-Za-z0-9_-]{43})$ ]] || fail "no link: $link"
  port=${BASH_REMATCH[1]} key=${BASH_REMATCH[2]}
}

end_page() {
  status=0
  kill -TERM "$page"
  wait "$page" || status=$?
  page=
  [[ $status == 0 && ! -s page.err ]] || fail "the page ended with $status: $(cat page.err)"
  [[ ! -e home/socket ]] || fail "the socket stayed"
}

# asks CODE NAME JSON: of the page, by the cookie of the last enter; what is answered, in out.
asks() {
  python3 - "$port" "$@" "$base/cookie" >"$base/out" <<'END' || fail "asked $2: $(tail -n 1 "$base/out")"
import http.client, json, pathlib, sys
port, code, name, body, jar = sys.argv[1:]
jar = pathlib.Path(jar)
call = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
headers = {"Content-Type": "application/json", "Cookie": jar.read_text() if jar.exists() else ""}
call.request("GET" if name == "state" else "POST", "/api/" + name, body, headers)
answer = call.getresponse()
print(answer.read().decode())
if name == "enter" and answer.status == 200:
    jar.write_text(answer.getheader("Set-Cookie").split(";")[0])
sys.exit(answer.status != int(code))
END
}

enter() { asks 200 enter "{\"key\": \"$key\"}"; }
state_is() {
  asks 200 state ""
  holds 'answer["state"] == wanted' "wanted=$1"
}

# --- no home: the page makes one, and then the node runs
start_page page --no-browser
asks 401 state ""
enter
asks 401 enter "{\"key\": \"$key\"}"
state_is none
asks 200 init '{"name": "ana", "passphrase": "over the wall"}'
state_is open
asks 200 circle/new '{"name": "garden"}'
does say garden "by the door"
asks 200 read '{"circle": "garden"}'
holds 'answer[0]["text"] == "by the door"'

# --- another `kith page` gives a link to the one that runs, and ends
first=$port
does --json page --no-browser
take_link out
[[ $port == "$first" ]] || fail "a second page was served"
enter
does page --no-browser
[[ $(head -n 1 out) =~ ^http://127\.0\.0\.1:$first/#[A-Za-z0-9_-]{43}$ ]] || fail "no link in its first line"
asks 200 lock '{}'
state_is locked
asks 423 read '{"circle": "garden"}'
does --json read garden
holds 'answer[0]["text"] == "by the door"'
end_page

# --- a locked home: served, not open, until its passphrase comes
start_page page --no-browser
enter
state_is locked
[[ ! -e home/socket ]] || fail "a locked home runs a node"
asks 423 unlock '{"passphrase": "under the wall"}'
for ((tries = 0; tries < 100; ++tries)); do
  sleep 0.1
  (asks 200 unlock '{"passphrase": "over the wall"}') 2>/dev/null && break
done
state_is open
does --json read garden
asks 200 burn '{"typed": "yes"}'
state_is none
[[ ! -e home ]] || fail "burned, the folder stayed"
end_page

# --- beside a node: by its wish, or when somebody asks
new_home
start_page up --page 127.0.0.1:0
enter
state_is open
asks 409 lock '{}'
end_page
start_page up --page 127.0.0.1:0
end_page
"$program" up >up.out 2>page.err &
page=$!
for ((polls = 0; polls < 500; ++polls)); do [[ -s up.out ]] && break; sleep 0.02; done
does --json page --no-browser
take_link out
enter
state_is open
end_page

# --- the browser gets a file that only its owner may read, and no argument says the key
mkdir programs
cat >programs/xdg-open <<'END'
#!/usr/bin/env bash
stat -c %a "$1" >"$SEEN.mode"
cp "$1" "$SEEN.file"
printf '%s\n' "$@" >"$SEEN"
END
chmod +x programs/xdg-open
export SEEN=$base/seen
DISPLAY=:7 PATH=$base/programs:$PATH start_page page
for ((polls = 0; polls < 500; ++polls)); do [[ -s seen ]] && break; sleep 0.02; done
[[ $(cat seen.mode) == 600 ]] || fail "the browser's file has mode $(cat seen.mode)"
grep -q "#$key\"" seen.file || fail "the browser's file does not lead to the link"
grep -q "$key" seen && fail "the key is an argument"
end_page

# --- wrong wishes
refused 2 'no address for the page' page --no-browser --at localhost:0
refused 1 'no address of this machine' page --no-browser --at 203.0.113.7:0
refused 2 'no address for the page' up --page here
start_page up --page 127.0.0.1:0
KITH_HOME=$base/other refused 1 'Somebody else listens' page --no-browser --at "127.0.0.1:$port"
end_page
