#!/usr/bin/env bash
# Visits the page with Chromium, Firefox and WebKitGTK (ONLY="firefox" for some), each as wide as a desktop and as a phone.
# Installs what is missing, builds the page, and keeps pictures in www/test-results/browsers.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

read -ra wanted <<<"${ONLY:-chromium firefox webkit}"
parts="rust wasm npm"
for name in "${wanted[@]}"; do
    case $name in
    chromium) parts+=" browser" ;;
    firefox | webkit) parts+=" $name" ;;
    *) die "no browser is called '$name'." "Name some of: chromium firefox webkit." ;;
    esac
done
tools/setup.sh "$parts"
for name in "${wanted[@]}"; do
    case $name in chromium) find_browser ;; *) "find_$name" ;; esac
done
make --no-print-directory wasm
say "Building the page"
logged www-build.log npm --prefix www run build || {
    excerpt www-build.log
    die "the page could not be built." "The whole log is target/logs/www-build.log."
}
say "Visiting the page with ${wanted[*]}"
code=0
VERBOSE=1 logged browsers.log npm --prefix www run --silent browsers -- "${wanted[@]}" || code=$?
note "Pictures of what was seen are in www/test-results/browsers."
[ "$code" = 0 ] || die "the page does not work in each of these browsers." \
    "Above is the first step that failed in each, and what was written on the page; a picture ends in -failed.png."
