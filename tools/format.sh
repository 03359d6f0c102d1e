#!/usr/bin/env bash
# format.sh: formats our C++ in place. format.sh --check: fails if that would change anything; skipped
# (77) with another clang-format than 14, because each version lays some lines out in its own way.
set -euo pipefail
cd "$(dirname "$0")/.."

program=$(command -v clang-format-14 || command -v clang-format || true)
if [[ -z $program ]] || ! "$program" --version | grep -q 'version 14\.'; then
  echo "Skipped: clang-format 14 is not installed." >&2
  exit 77
fi

mode=(-i)
[[ ${1-} == --check ]] && mode=(--dry-run -Werror)
find src tests fuzz bench \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
  xargs -0 --no-run-if-empty "$program" "${mode[@]}"
