#!/usr/bin/env bash
# Runs every check and test, one stage after the other, and prints a table of what ran. A stage that fails stops only
# the stages that need it; the exit code is 1 then. ONLY="id id" runs some stages, and installs what PARTS names.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

parts=${PARTS:-rust wasm npm browser valgrind deny}
tools/setup.sh "$parts"
case $parts in *browser*) find_browser ;; esac
# These are visited where they are; `make browsers` installs them.
find_firefox || true
find_webkit || true
use_wasm_toolchain
wasm_args=(--target "$WASM_TARGET" ${WASM_CARGO_ARGS[@]+"${WASM_CARGO_ARGS[@]}"})

passed=0 failed=0 broken="" table=""

# The sums of a log's closing lines. Every test runner used here ends with "N passed, N failed", or with "; " between.
count() {
    awk 'match($0, /[0-9]+ passed[;,] [0-9]+ failed/) {
        split(substr($0, RSTART, RLENGTH), word, " ")
        passed += word[1]; failed += word[3]
    } END { print passed + 0, failed + 0 }' "$1"
}

# stage ID TEXT KIND NEEDS COMMAND...: KIND is `tests`, which must say how many ran, or `check`, which counts
# as one; NEEDS is the ID of a stage without which this one is pointless, or `-`.
stage() {
    local id=$1 text=$2 kind=$3 needs=$4 start=$SECONDS code=0 ok=0 bad=0
    shift 4
    case " ${ONLY:-$id} " in *" $id "*) ;; *) return 0 ;; esac
    say "$text"
    case " $broken " in
    *" $needs "*)
        note "skipped: it needs '$needs', which failed."
        failed=$((failed + 1)) broken="$broken $id"
        table="$table$(printf '  %-12s %-42s %8s %8s %8s' "$id" "$text" - skipped 0)"$'\n'
        return 0
        ;;
    esac
    logged "$id.log" "$@" || code=$?
    if [ "$kind" = tests ]; then
        read -r ok bad <<<"$(count "$LOGS/$id.log")"
        if [ "$code" = 0 ] && [ "$ok" = 0 ]; then
            echo "The command ended well, but ran no test." | tee -a "$LOGS/$id.log"
            code=1
        fi
    else
        ok=1
    fi
    if [ "$code" != 0 ]; then
        [ "$kind" = tests ] || ok=0
        [ "$bad" != 0 ] || bad=1
        excerpt "$id.log"
        note "FAILED. The whole log is target/logs/$id.log; \`make test ONLY=$id\` runs this stage alone."
        broken="$broken $id"
    fi
    passed=$((passed + ok)) failed=$((failed + bad))
    table="$table$(printf '  %-12s %-42s %8d %8d %8d' "$id" "$text" "$ok" "$bad" $((SECONDS - start)))"$'\n'
    { grep -o '^.*: skipped\. .*' "$LOGS/$id.log" || true; } | while IFS= read -r line; do note "$line"; done
    note "$ok passed, $bad failed, $((SECONDS - start)) s."
}

# With wasm-pack where it can: it looks for the target's library in the toolchain, and Debian's has none. Only files with
# such tests are built: each one costs a link.
wasm_tests() {
    local file tests=()
    for file in $(grep -l wasm_bindgen_test tests/*.rs); do tests+=(--test "$(basename "$file" .rs)"); done
    export WASM_BINDGEN_TEST_TIMEOUT=300
    if [ ${#WASM_CARGO_ARGS[@]} = 0 ]; then
        wasm-pack test --headless --chrome --chromedriver "$CHROMEDRIVER" --mode no-install . "${tests[@]}"
    else
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner cargo test "${wasm_args[@]}" "${tests[@]}"
    fi
}
# The packages of a figure, of the classroom and of the lab have code of their own.
wasm_lint() {
    cargo clippy --all-targets "${wasm_args[@]}" -- -D warnings &&
        cargo clippy --lib --features grade "${wasm_args[@]}" -- -D warnings &&
        cargo clippy --lib --features lab "${wasm_args[@]}" -- -D warnings &&
        cargo clippy --lib --no-default-features "${wasm_args[@]}" -- -D warnings
}
# `make examples` builds and visits the others, too.
visit_plain_examples() {
    plain_examples "$ROOT/target/examples"
    npm --prefix www run --silent examples -- plain
}
native_docs() { RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --all-features --document-private-items; }
# The fuzz targets are a workspace of their own. To lint them nothing is linked, so no C++ compiler need build libFuzzer.
fuzz_lint() {
    cargo fmt --manifest-path fuzz/Cargo.toml --check &&
        CUSTOM_LIBFUZZER_PATH=$ROOT/target/no/libfuzzer.a cargo clippy --manifest-path fuzz/Cargo.toml --all-targets -- -D warnings
}
site() { npm --prefix www run build && npm --prefix www run build:single && npm --prefix www run build:sco; }
npm_package() { npm --prefix www run build:package && npm --prefix www run check:package; }

stage fmt         "Format of the Rust code"           check -      cargo fmt --all --check
stage clippy      "Clippy, native"                    check -      cargo clippy --all-targets --all-features -- -D warnings
stage clippy-wasm "Clippy, wasm32"                    check -      wasm_lint
stage fuzz-lint   "Format and Clippy, fuzz targets"   check -      fuzz_lint
stage docs        "Documentation without a warning"   check -      native_docs
# What `make check` runs of the native tests.
[ -z "${ONLY:-}" ] || stage quick "Unit tests, model behaviour, layers" tests - \
    cargo test --all-features --lib --bins --test model_behaviour --test layers
stage native      "Native tests"                      tests -      cargo test --all-features --no-fail-fast
stage budget      "Instructions of the reference workload" check -  tools/instructions.sh
stage wasm        "WebAssembly package"               check -      env FEATURES=--all-features make --no-print-directory wasm
stage paths       "No folder of this machine in it"   check wasm   tools/reproducible.sh paths
stage browser     "WebAssembly tests in the browser"  tests -      wasm_tests
stage types       "Types of the page"                 check wasm   npm --prefix www run check
stage lint        "Format and lint of the page"       check -      npm --prefix www run lint
stage unit        "Unit tests of the page"            tests wasm   npm --prefix www run test
stage build       "The site, the single file, packages" check wasm   site
stage size        "Size budget"                       check build  npm --prefix www run size
stage package     "The package for npm"               check wasm   npm_package
stage e2e         "End to end, as a person"           tests build  npm --prefix www run e2e
stage browsers    "A person's journey in each browser" tests build npm --prefix www run browsers
stage examples    "The examples without a framework"  tests build  visit_plain_examples
stage deny        "Licences, bans, sources of crates" check -      cargo deny check licenses bans sources
stage readme      "Every command in README and docs"  tests build  tools/readme.sh

say "Summary"
printf '  %-12s %-42s %8s %8s %8s\n' stage "" passed failed seconds
printf '%s' "$table"
printf '  in all: %d min %d s\n' $((SECONDS / 60)) $((SECONDS % 60))
[ -z "$broken" ] || note "Failed:$broken. Their logs are in target/logs."
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ -z "$broken" ] && [ "$passed" != 0 ]
