#!/usr/bin/env bash
# slow_lan.sh on worse networks. Usage: slow_lan_long.sh PATH-TO-KITH
exec bash "$(dirname "${BASH_SOURCE[0]}")/slow_lan.sh" "$1" long
