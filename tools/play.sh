#!/usr/bin/env bash
# Builds the playground, serves it and prints its address. With --dev: served from source, with live reload.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
tools/setup.sh rust wasm npm
make --no-print-directory wasm

host=${HOST:-127.0.0.1} port=${PORT:-4173} mode=preview
if [ "${1:-}" = --dev ]; then
    mode=serve
else
    say "Building the page"
    logged www-build.log npm --prefix www run build || {
        excerpt www-build.log
        die "the page could not be built." "The whole log is target/logs/www-build.log."
    }
fi
say "Carteiro plays at http://$host:$port/ (Ctrl-C stops it)"
cd www
exec vite "$mode" --host "$host" --port "$port" --strictPort
