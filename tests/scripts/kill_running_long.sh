#!/usr/bin/env bash
# kill_running.sh, for longer.
exec bash "$(dirname "$0")/kill_running.sh" "$1" 200
