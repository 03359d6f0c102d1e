#!/usr/bin/env bash
# replay_few.sh with every log there is, among 5, 30 and 60 people.
exec bash "$(dirname "$0")/replay_few.sh" "$1" 1000 5 30 60
