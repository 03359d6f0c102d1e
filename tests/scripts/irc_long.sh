#!/usr/bin/env bash
# irc.sh with every log there is.
exec bash "$(dirname "$0")/irc.sh" "$1" 1000
