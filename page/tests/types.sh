#!/usr/bin/env bash
# The page is typed strictly, small, speaks each language that lies there, and builds no markup from
# text. Exit 77: skipped.
set -euo pipefail
page=$(cd "$(dirname "$0")/.." && pwd)
size_max=$((150 * 1024))  # compressed, all of it

for needed in tsc esbuild; do
  if ! command -v "$needed" > /dev/null; then
    echo "SKIPPED: there is no $needed (node-typescript, esbuild)."
    exit 77
  fi
done
tsc -p "$page"

built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
codes=$(cd "$page/src/words" && printf '"%s",' *.ts | sed 's/\.ts//g; s/,$//')
build="esbuild --bundle --minify --format=esm --target=es2022 --log-level=warning"
$build --define:LANGUAGES="[$codes]" --outfile="$built/app.js" "$page/src/main.ts"
for file in "$page"/src/words/*.ts; do
  $build --outfile="$built/words.$(basename "$file" .ts).js" "$file"
done
rm "$built/words.en.js"  # within app.js
$build --outfile="$built/style.css" "$page/style.css"
size=$(cat "$built"/*.js "$built/style.css" "$page/index.html" "$page/icon.svg" | gzip -9 | wc -c)
echo "The page has $size bytes, compressed."
((size <= size_max))

if grep -rnE 'innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\.cssText' "$page/src"; then
  echo "Text becomes markup there."
  exit 1
fi
if grep -ohE 'https?://[^"]*' "$built/app.js" "$built/style.css" | grep -v '^http://www.w3.org/2000/svg$'; then
  echo "An address outside stands there."
  exit 1
fi
