#!/usr/bin/env bash
# Fuzzes each target, or those that TARGETS names, for SECONDS_EACH=60, starting from the built-in lessons. Findings are
# written to fuzz/artifacts, and `cargo fuzz run --sanitizer none TARGET FILE` reproduces one.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
tools/setup.sh rust fuzz

lessons=lessons seconds=${SECONDS_EACH:-60}
say "Building the targets"
# No sanitizer: it would need a nightly toolchain, and there is no unsafe code to watch.
logged fuzz-build.log cargo fuzz build --sanitizer none || {
    excerpt fuzz-build.log
    die "the targets could not be built." "The whole log is target/logs/fuzz-build.log."
}

found=""
for target in ${TARGETS:-scenario command record}; do
    say "$target, for $seconds s"
    mkdir -p "fuzz/corpus/$target"
    logged "fuzz-$target.log" cargo fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "$lessons" tests/scenarios \
        -- -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 || {
        found="$found $target"
        grep -E 'panicked at|ERROR: libFuzzer|Failing input|Test unit written' "$LOGS/fuzz-$target.log" || excerpt "fuzz-$target.log"
    }
    note "$(grep -E 'stat::number_of_executed_units' "$LOGS/fuzz-$target.log" | tr -s ' ') $(grep -oE 'cov: [0-9]+' "$LOGS/fuzz-$target.log" | tail -n 1)"
done
[ -z "$found" ] || die "an input breaks:$found." "It is in fuzz/artifacts; the logs are in target/logs."
