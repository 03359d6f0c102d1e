#!/usr/bin/env bash
# Real conversations come in by `kith import irc`, keep their lines, order and answers, and are found
# again. irc.sh KITH [HOW MANY LOGS]
source "$(dirname "$0")/script.bash"

data=${KITH_SHARED:-$root/../shared}/data/irc
wanted=${2:-3}
compare=$root/tests/scripts/compare_irc.py
logs=("$data"/*.raw.txt)
[[ -f ${logs[0]} ]] || skip "$data holds no IRC logs (set KITH_SHARED to the folder that holds data/)"
step=$((${#logs[@]} > wanted ? ${#logs[@]} / wanted : 1))


new_home
for ((i = 0; i < ${#logs[@]} && i / step < wanted; i += step)); do
  log=${logs[i]}
  answers=${log%.raw.txt}.annotation.txt
  circle=$(basename "$log" .raw.txt)
  lines=$(python3 "$compare" count "$log")
  does --json circle new "$circle"
  does --json import irc "$log" --circle "$circle" --answers "$answers"
  holds 'answer == {"messages": int(lines)}' "lines=$lines"
  does --json read "$circle"
  cp out entries
  python3 "$compare" read "$log" "$answers" <entries || fail "$circle came out otherwise than it went in"
  while IFS=$'\t' read -r number query; do
    does --json search "$query" --in "$circle"
    python3 "$compare" found "$log" "$number" "$query" entries <out || fail "$circle: searching for $query"
  done < <(python3 "$compare" words "$log")
done

# Nothing is left to be made searchable, and the home opens again with all of it.
does --json status
holds 'answer["not_yet_searchable"] == 0'

# What cannot be imported brings nothing along.
log=${logs[0]}
does --json circle new empty
refused 1 'no circle' import irc "$log" --circle nowhere
refused 1 'cannot be read' import irc missing.txt --circle empty
refused 1 'cannot be read' import irc "$base" --circle empty
refused 1 'cannot be read' import irc "$log" --circle empty --answers missing.txt
printf '0 999999 -\n' >beyond
refused 1 'Line 1' import irc "$log" --circle empty --answers beyond
printf '0 1 -\nnonsense\n' >nonsense
refused 1 'Line 2' import irc "$log" --circle empty --answers nonsense
{ printf '[00:01] <ann> short\n[00:02] <ben> ' && head -c 70000 /dev/zero | tr '\0' a; } >long
refused 1 'Line 2' import irc long --circle empty
does --json read empty
holds 'answer == []'

# Other encodings, line ends and forms than the data has.
printf '\xef\xbb\xbf[10:00] <zoë> gr\xc3\xbc\xc3\x9fe\r\n[10:01] <max> gr\xfc\xdfe\r\n=== max left\n\n[10:02] tail' >odd
does --json import irc odd --circle empty
does --json read empty
holds '[one["text"] for one in answer] == ["grüße", "grüße", "=== max left", "", "tail"]'
holds '[one["quoted"]["who"] for one in answer] == ["zoë", "max", None, None, None]'
holds '[one["quoted"]["when"] for one in answer] == ["10:00", "10:01", None, None, "10:02"]'
holds 'all(one["quoted"]["source"] == "odd" for one in answer)'
