#!/usr/bin/env bash
# kill.sh, for longer.
exec bash "$(dirname "$0")/kill.sh" "$1" 200
