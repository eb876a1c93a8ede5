#!/usr/bin/env bash
# Builds the WebAssembly package: for the page into www/pkg, or with `node` into target/wasm-node, with
# what the benchmark needs.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
tools/setup.sh rust wasm npm
use_wasm_toolchain

case ${1:-page} in
page) target=(--target web --out-dir www/pkg) features=() ;;
node)
    target=(--target nodejs --out-dir target/wasm-node) features=(--features bench)
    # A trial run of the benchmark skips wasm-opt.
    [ "${SCALE:-1}" = 1 ] || target+=(--no-opt)
    ;;
*) die "unknown package '$1'." "It is 'page' or 'node'." ;;
esac

mode=no-install
[ ${#WASM_CARGO_ARGS[@]} = 0 ] || mode=force # it looks for the target in the sysroot otherwise
# As fast as levels 2 and 3 in WebAssembly, and 5 % smaller: what is hot is inlined by name.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=s
# The page's package is always built in full, even when a quick run of the benchmark sets these.
[ "${1:-page}" != page ] || unset CARGO_PROFILE_RELEASE_LTO CARGO_PROFILE_RELEASE_CODEGEN_UNITS
# A panic names its source file; the build machine's folders are cut from the path.
export RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src= ${RUSTFLAGS:-}"
say "Building the WebAssembly package (${1:-page})"
logged wasm-pack.log wasm-pack build --release --mode "$mode" --no-gitignore "${target[@]}" . -- \
    ${features[@]+"${features[@]}"} ${WASM_CARGO_ARGS[@]+"${WASM_CARGO_ARGS[@]}"} || {
    excerpt wasm-pack.log
    die "the WebAssembly package could not be built." "The whole log is target/logs/wasm-pack.log."
}
