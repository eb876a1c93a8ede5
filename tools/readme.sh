#!/usr/bin/env bash
# Runs every command of README.md, CONTRIBUTING.md and docs/*.md: each line of each block that is fenced with ```sh. The
# command line is installed into target/readme, and `make play` is started, asked for its page, and stopped again. The
# JSON scenarios that the pages show must be docs/lesson.json or what `carteiro new` writes.
# `make test` is not run: this script is a stage of it.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

tools/setup.sh rust wasm npm
make --no-print-directory wasm
pages=(README.md)
for page in CONTRIBUTING.md docs/*.md; do [ ! -f "$page" ] || pages+=("$page"); done

scratch=$ROOT/target/readme
rm -rf "$scratch" && mkdir -p "$scratch/author"
export CARGO_INSTALL_ROOT=$scratch CARGO_TARGET_DIR=$ROOT/target PATH=$scratch/bin:$PATH
# Speed does not matter here. All commands share one build, which is quick with this profile.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
export RUNS=1 SCALE=100
passed=0 failed=0 failures=""
# A port that nothing uses; a fixed one may be taken by any program that asked the system for one.
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')

# The content of a page's blocks of a kind.
block() { awk -v fence="\`\`\`$2" '$0 == fence { inside = 1; next } /^```/ { inside = 0 } inside' "$1"; }

# Every command with its page before it; the installation comes first.
commands() {
    local page line
    for page in "${pages[@]}"; do
        while IFS= read -r line; do printf '%s\t%s\n' "$page" "$line"; done < <(block "$page" sh | grep . || true)
    done | awk -F '\t' '{ print ($2 ~ /^cargo install/ ? 0 : 1) "\t" $0 }' | sort -s -n -k 1,1 | cut -f 2-
}

# Starts the playground, waits until it says its address, fetches the page and what it names, and stops it.
play() {
    local log=$scratch/play.log server code=0
    PORT=$port FILE=${1:-} bash tools/play.sh "${@:2}" >"$log" 2>&1 &
    server=$!
    until grep -q "plays at" "$log" || ! kill -0 "$server" 2>/dev/null; do sleep 0.2; done
    PORT=$port node tools/fetch-page.mjs ${1:+local-scenario.json} || { code=1; cat "$log"; }
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    return "$code"
}

while IFS=$'\t' read -r page line; do
    command=${line%%  #*}
    printf -- '--- %s: %s\n' "$page" "$command"
    code=0 start=$SECONDS
    # With the locked dependencies, so that `make bench` finds its program built.
    [[ $command != "cargo install --path"* || $command == *--locked* ]] || command+=" --locked"
    case $command in
    "make test") echo "This is it." ;;
    "make check"* | "make test "*) echo "This is a part of it." ;;
    "make clean" | "make distclean" | "make fuzz"*)
        echo "It is not for a test to do that: only whether the target exists is looked at."
        eval "make -n ${command#make }" >/dev/null || code=$?
        ;;
    "make play") play || code=$? ;;
    "make dev") play "" --dev || code=$? ;;
    "make play FILE="*) play "$scratch/author/${command#*FILE=}" || code=$? ;;
    "carteiro new "* | *coffee.json*) (cd "$scratch/author" && bash -euo pipefail -c "$command" </dev/null) || code=$? ;;
    *) bash -euo pipefail -c "$command" </dev/null || code=$? ;;
    esac
    if [ "$code" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1)) failures+="FAILED with exit code $code: $command"$'\n'
        printf 'FAILED with exit code %s: %s\n' "$code" "$command"
    fi
    [ "$SECONDS" = "$start" ] || printf '(%d s)\n' $((SECONDS - start))
done < <(commands)

# Each scenario that a page shows must equal one of these files.
for page in "${pages[@]}"; do
    block "$page" json | grep -q '^  "version": 1' || continue
    case $page in docs/lesson.md) file=src/cli/template.json ;; *) file=docs/lesson.json ;; esac
    printf -- '--- %s: the scenario is %s\n' "$page" "$file"
    if diff <(block "$page" json) "$file"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1)) failures+="FAILED: the scenario of $page"$'\n'
    fi
done

# Once more at the end, where a log that was cut still shows them.
printf '\n%s%d passed, %d failed\n' "$failures" "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
