#!/usr/bin/env bash
# Measures and prints: the reference workload natively and in WebAssembly under Node, the benchmarks in benches/, the
# page with 1,000 envelopes in transit, and the size of the download. RUNS=3 fresh processes each; SCALE=100 divides
# the work by 100, and leaves out benches/, which take two minutes to build.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
tools/setup.sh rust wasm npm browser valgrind
find_browser

runs=${RUNS:-3} scale=${SCALE:-1}
say "Building the command line"
logged bench-build.log cargo build --release --features cli || {
    excerpt bench-build.log
    die "the command line could not be built." "The whole log is target/logs/bench-build.log."
}
tools/wasm.sh node

# workload NAME COMMAND...: runs it with seeds 1, 2, ... and prints the processor time per event.
workload() {
    local name=$1 seed
    shift
    for seed in $(seq "$runs"); do "$@" --seed "$seed" | grep '^{'; done | node -e '
        const runs = require("fs").readFileSync(0, "utf8").trim().split("\n").map((line) => JSON.parse(line));
        const times = runs.map((run) => (run.cpu_s / run.events) * 1e9).sort((a, b) => a - b);
        const figures = [times[0], times[times.length >> 1], times.at(-1)].map((ns) => ns.toFixed(1).padStart(9));
        console.log("    " + process.argv[1].padEnd(22), ...figures, String(runs[0].events).padStart(12));
    ' "$name"
}

native=(target/release/carteiro bench) wasm=(node tools/bench-wasm.mjs)
narrow=(--orders $((1000000 / scale)) --workers 1) wide=(--orders $((300000 / scale)) --workers 10000)
say "The reference workload: processor time an event, in nanoseconds, of $runs runs"
printf '    %-22s %9s %9s %9s %12s\n' "" min median max events
workload "native, narrow" "${native[@]}" "${narrow[@]}"
workload "native, wide" "${native[@]}" "${wide[@]}"
workload "wasm in Node, narrow" "${wasm[@]}" "${narrow[@]}"
workload "wasm in Node, wide" "${wasm[@]}" "${wide[@]}"

if [ "$scale" = 1 ]; then
    tools/instructions.sh
    say "The engine: time of single runs, seeks and frames"
    cargo bench --quiet --features bench --bench engine
fi

make --no-print-directory wasm
say "The page"
npm --prefix www run --silent build >"$LOGS/www-build.log"
npm --prefix www run --silent bench
say "Sizes"
npm --prefix www run --silent size
