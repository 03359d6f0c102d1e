#!/usr/bin/env bash
# Asks a circle for what is due on a day, each duty once, however often it is run: by cron, or by hand.
#
#   examples/garden-duties.sh CIRCLE FILE [YYYY-MM-DD]
#
# FILE has a duty a line, behind the day of the week on which it comes:  Mon water the beans
# Whoever hears it may promise one, and nobody has to. Needs kith on the PATH, and python3.
set -euo pipefail

circle=${1:?of which circle?} file=${2:?which file has the duties?} day=${3-$(date +%F)}
weekday=$(LC_ALL=C date -d "$day" +%a)
tag=duty-$day
me=$(kith --json whoami | python3 -c 'import json, sys; print(json.load(sys.stdin)["person"])')

# What I asked for that day already, one a line.
asked=$(kith --json read "$circle" | python3 -c '
import json, sys
me, tag = sys.argv[1:]
for entry in json.load(sys.stdin):
    if entry["author_id"] == me and entry["kind"] == "ask" and tag in entry["thing"]["tags"]:
        print(entry["thing"]["text"])
' "$me" "$tag")

while read -r on duty; do
  [[ $on == "$weekday" && -n $duty ]] || continue
  grep -Fxq -- "$duty" <<<"$asked" && continue
  kith ask "$circle" "$duty" --by "$day" --tags "$tag" </dev/null
done <"$file"
