#!/usr/bin/env bash
# The story that the project promises to tell through its command line: shared/scenarios, where it is.
source "$(dirname "$0")/script.bash"

story=$root/../shared/scenarios/first-day.sh
[[ -r $story ]] || skip "first-day.sh: ../shared is not here"
bash "$story" "$program" || fail "the first day does not hold"
