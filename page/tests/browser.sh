#!/usr/bin/env bash
# Real homes in a real browser. $KITH is the program. Exit 77: skipped.
set -euo pipefail
cd "$(dirname "$0")"
lacks() {
  echo "SKIPPED, AND NOTHING OF THE PAGE WAS TRIED IN A BROWSER: $1"
  exit 77
}
command -v node > /dev/null || lacks "there is no node."
[[ -x ${CHROMIUM:-/usr/bin/chromium} ]] || lacks "there is no chromium (apt-get install chromium)."
[[ -d node_modules/playwright-core && -d node_modules/axe-core ]] ||
  lacks "run \`npm ci --ignore-scripts\` in page/tests once."
exec node --test ./*.test.mjs
