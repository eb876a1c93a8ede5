#!/usr/bin/env bash
# Builds the playground, serves it and prints its address. With --dev: served from source, with live reload. With FILE: the
# page opens that scenario file, and again whenever it is saved.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
tools/setup.sh rust wasm npm
make --no-print-directory wasm

host=${HOST:-127.0.0.1} port=${PORT:-4173} mode=preview query=
if [ -n "${FILE:-}" ]; then
    [ -r "$FILE" ] || die "the file $FILE cannot be read." "Name a scenario's JSON file, as in: make play FILE=docs/lesson.json"
    CARTEIRO_FILE=$(realpath "$FILE") query="?file"
    export CARTEIRO_FILE
fi
if [ "${1:-}" = --dev ]; then
    mode=serve
else
    say "Building the page"
    logged www-build.log npm --prefix www run build || {
        excerpt www-build.log
        die "the page could not be built." "The whole log is target/logs/www-build.log."
    }
fi
say "Carteiro plays at http://$host:$port/$query (Ctrl-C stops it)"
cd www
exec vite "$mode" --host "$host" --port "$port" --strictPort
