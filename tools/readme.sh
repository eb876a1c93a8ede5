#!/usr/bin/env bash
# Runs every command of README.md, CONTRIBUTING.md and docs/: each line of each block that is fenced with ```sh. The command
# line is installed into target/readme, and `make play` is started, asked for its page, and stopped again.
# `make test` is the run that this is a part of. The scenario that docs/scenario.md shows must be docs/lesson.json.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scratch=$ROOT/target/readme
rm -rf "$scratch" && mkdir -p "$scratch/author"
export CARGO_INSTALL_ROOT=$scratch CARGO_TARGET_DIR=$ROOT/target PATH=$scratch/bin:$PATH
passed=0 failed=0

# The content of a page's blocks of a kind.
block() { awk -v fence="\`\`\`$2" '$0 == fence { inside = 1; next } /^```/ { inside = 0 } inside' "$1"; }

# Starts the playground, waits until it says its address, fetches the page and what it names, and stops it.
play() {
    local log=$scratch/play.log server code=0
    PORT=41730 FILE=${1:-} bash tools/play.sh >"$log" 2>&1 &
    server=$!
    until grep -q "plays at" "$log" || ! kill -0 "$server" 2>/dev/null; do sleep 0.2; done
    PORT=41730 node tools/fetch-page.mjs ${1:+local-scenario.json} || { code=1; cat "$log"; }
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    return "$code"
}

while IFS= read -r line; do
    command=${line%%  #*}
    printf -- '--- %s\n' "$command"
    code=0
    case $command in
    "make test") echo "This is it." ;;
    "make play") play || code=$? ;;
    "make play FILE="*) play "$scratch/author/${command#*FILE=}" || code=$? ;;
    "carteiro new "* | *coffee.json*) (cd "$scratch/author" && bash -euo pipefail -c "$command" </dev/null) || code=$? ;;
    "make bench") RUNS=1 SCALE=100 make bench || code=$? ;;
    *) bash -euo pipefail -c "$command" </dev/null || code=$? ;;
    esac
    if [ "$code" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED with exit code %s: %s\n' "$code" "$command"
    fi
done < <(for page in README.md CONTRIBUTING.md docs/*.md; do block "$page" sh; done | grep .)

echo "--- the scenario in docs/scenario.md is docs/lesson.json"
if diff <(block docs/scenario.md json) docs/lesson.json; then passed=$((passed + 1)); else failed=$((failed + 1)); fi

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
