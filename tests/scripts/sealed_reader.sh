#!/usr/bin/env bash
# What kith wrote opens without kith: the sealed logs of `kith export --logs` under the second reader,
# which was written from docs/protocol.md alone, entry by entry and text by text.
source "$(dirname "$0")/script.bash"

new_home
say garden "Shall we plant beans?" >/dev/null
question=$(field id)
say garden "Yes — ✓ and a somewhat longer answer, $(printf 'line %s, ' {1..200})" --answer "$question" >/dev/null
forgotten=$(say garden "forget these words")
say garden "and this stays" --answer "$forgotten" --answer "$question" >/dev/null
does --json circle new kitchen
for ((i = 0; i < 700; ++i)); do printf '[10:%02d] <nick%d> line %d of an old talk\n' $((i % 60)) $((i % 7)) "$i"; done >talk
for ((i = 1; i < 700; i += 3)); do printf '%d %d -\n' $((i - 1)) "$i"; done >answers
does --json import irc talk --circle kitchen --answers answers
does --json forget "$forgotten"

# A copied home writes new logs: two logs in one circle.
cp -a "$KITH_HOME" copied
cp "$KITH_HOME.key" copied.key
export KITH_HOME=$base/copied
say garden "from the copy" --answer "$question" >/dev/null

does --json status
entries=$(field entries)
does --json export plain --logs --notes  # with those of one's own devices
[[ $(stat -c %a plain) == 700 ]] || fail "others may read the keys"
for circle in garden kitchen; do
  does --json read "$circle"
  cp out "$circle.json"
done

python3 "$root/tools/read_kith.py" range plain/logs/*.range --keys plain/logs/keys.json >opened.jsonl ||
  fail "the second reader refuses what kith exported"
python3 - "$entries" <<'END' || fail "the second reader reads something else"
import json, sys

KINDS = {1: "message", 2: "quote"}
opened = [json.loads(line) for line in open("opened.jsonl", encoding="utf-8")]
assert len(opened) == int(sys.argv[1]), f"{len(opened)} entries, kith holds {sys.argv[1]}"
closed = [one for one in opened if not one["opened"] or "why" in one]
assert not closed, closed[0]
assert len({one["link"] for one in opened}) == len(opened), "an entry twice"
shown = {one["link"][:32]: one for one in opened if one["kind"] in KINDS}
told = [entry for circle in ("garden", "kitchen") for entry in json.load(open(circle + ".json", encoding="utf-8"))]
assert len(told) == len(shown) == 705, (len(told), len(shown))
for entry in told:
    other = shown[entry["id"]]
    assert KINDS[other["kind"]] == entry["kind"]
    if entry["forgotten"]:
        assert other["body state"] == "forgotten" and not other["body"], other
        continue
    body = other["body"]
    assert body["0"] == entry["text"], (entry["text"], body)
    assert [one[:32] for one in other.get("references", [])] == entry["answers"], entry
    if entry["kind"] == "quote":
        assert [body.get(key) for key in "123"] == [entry["quoted"][key] for key in ("who", "when", "source")], body
END

# The second reader shows each circle in the order in which kith does.
for circle in garden kitchen; do
  mapfile -t logs < <(python3 - "$circle.json" <<'END'
import json, sys
ids = {one["id"] for one in json.load(open(sys.argv[1], encoding="utf-8"))}
opened = [json.loads(line) for line in open("opened.jsonl", encoding="utf-8")]
print("\n".join(sorted({one["log"] for one in opened if one["link"][:32] in ids})))
END
  )
  ranges=()
  for log in "${logs[@]}"; do ranges+=(plain/logs/"$log".*.range); done
  python3 "$root/tools/read_kith.py" range "${ranges[@]}" --keys plain/logs/keys.json --order >ordered.jsonl ||
    fail "the second reader finds no order for $circle"
  python3 - "$circle.json" <<'END' || fail "the second reader shows $circle in another order"
import json, sys
ordered = [json.loads(line) for line in open("ordered.jsonl", encoding="utf-8")]
shown = [one["link"][:32] for one in ordered if one["kind"] in (1, 2)]
assert shown == [one["id"] for one in json.load(open(sys.argv[1], encoding="utf-8"))]
END
done

# Without its key a log stays closed.
python3 - <<'END'
import json
keys = json.load(open("plain/logs/keys.json"))
json.dump({"epochs": []}, open("no_keys.json", "w"))
END
python3 "$root/tools/read_kith.py" range plain/logs/*.range --keys no_keys.json >closed.jsonl
! grep -q '"opened": true' closed.jsonl || fail "something opens without a key"
