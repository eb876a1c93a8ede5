#!/usr/bin/env bash
# Builds the WebAssembly packages of the page: the whole core into www/pkg, the smaller one of a figure into
# www/pkg/figure, without the default features, the one that grades into www/pkg/grade, and that of the lab into
# www/pkg/lab. With `lessons` the built-in scenarios as a figure loads them, into www/pkg/lessons. With `node` one into
# target/wasm-node, with what the benchmark needs.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
tools/setup.sh rust wasm npm
use_wasm_toolchain

package=${1:-page}
if [ "$package" = lessons ]; then
    say "Preparing the lessons for figures"
    lessons=()
    for file in lessons/*.json; do [ "$file" = lessons/index.json ] || lessons+=("$file"); done
    # FEATURES are those of what is already built: `make test` has the tests' own.
    prepare() {
        # shellcheck disable=SC2086
        cargo run ${FEATURES:-} --bin prepare-lessons -- "$@"
    }
    rm -rf www/pkg/lessons
    {
        logged lessons.log prepare www/pkg/lessons "${lessons[@]}" &&
            # In end-to-end tests these stand in for the lessons of their names.
            logged lessons.log prepare www/pkg/lessons/kept tests/scenarios/*.json
    } || {
        excerpt lessons.log
        die "the lessons could not be prepared." "The whole log is target/logs/lessons.log."
    }
    exit
fi

mode=no-install
[ ${#WASM_CARGO_ARGS[@]} = 0 ] || mode=force # it looks for the target in the sysroot otherwise
# As fast as levels 2 and 3 in WebAssembly, and 5 % smaller: what is hot is inlined by name.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=s
# A panic names its source file; the build machine's folders are cut from the path.
export RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src= ${RUSTFLAGS:-}"

# build LOG OPTION... -- CARGO-OPTION...
build() {
    local log=$1
    shift
    logged "$log" wasm-pack build --release --mode "$mode" --no-gitignore "$@" \
        ${WASM_CARGO_ARGS[@]+"${WASM_CARGO_ARGS[@]}"} || {
        excerpt "$log"
        die "the WebAssembly package could not be built." "The whole log is target/logs/$log."
    }
}

say "Building the WebAssembly package ($package)"
case $package in
page)
    # Always built in full, even when a quick run of the benchmark sets these.
    unset CARGO_PROFILE_RELEASE_LTO CARGO_PROFILE_RELEASE_CODEGEN_UNITS
    # Two at a time: linking, which takes longest, uses one core. Each has its own folder, since cargo locks it.
    (
        export CARGO_TARGET_DIR=$ROOT/target/wasm-beside
        build wasm-pack-figure.log --target web --out-dir www/pkg/figure --out-name figure . -- --no-default-features
        # Nobody waits for it at first, and it counts runs: as fast as can be.
        export CARGO_PROFILE_RELEASE_OPT_LEVEL=3
        build wasm-pack-lab.log --target web --out-dir www/pkg/lab --out-name lab . -- --features lab
    ) &
    beside=$!
    trap 'kill "$beside" 2>/dev/null || true' EXIT
    build wasm-pack.log --target web --out-dir www/pkg . --
    build wasm-pack-grade.log --target web --out-dir www/pkg/grade --out-name grade . -- --features grade
    wait "$beside" || exit 1
    trap - EXIT
    ;;
node)
    # A trial run of the benchmark skips wasm-opt.
    [ "${SCALE:-1}" = 1 ] && skipped=() || skipped=(--no-opt)
    build wasm-pack.log --target nodejs --out-dir target/wasm-node ${skipped[@]+"${skipped[@]}"} . -- --features bench
    ;;
*) die "unknown package '$package'." "It is 'page', 'lessons' or 'node'." ;;
esac
