#!/usr/bin/env bash
# hunt.sh PROGRAM NAME FOLDER SECONDS|long: one libFuzzer target over its committed corpus. New inputs
# go to FOLDER/corpus/NAME, crashes to FOLDER/crashes; nothing is written beside the sources. "long":
# an hour, or for as many seconds as $KITH_FUZZ_SECONDS says.
set -euo pipefail

program=$1 name=$2 folder=$3 seconds=$4
[[ $seconds == long ]] && seconds=${KITH_FUZZ_SECONDS:-3600}
committed=$(dirname "$0")/corpus/$name
mkdir -p "$folder/corpus/$name" "$folder/crashes"
corpora=("$folder/corpus/$name")
[[ -d $committed ]] && corpora+=("$committed")

# Weighing inputs by how rare each thing is that they touch takes two thirds of the time where a run touches tens of
# thousands of them: without it three times as many runs, and more found by them.
weighing=1
case $name in session | things) weighing=0 ;; esac

exec "$program" -entropic="$weighing" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
  -artifact_prefix="$folder/crashes/$name-" "${corpora[@]}"
