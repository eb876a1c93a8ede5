#!/usr/bin/env bash
# Counts the instructions of the reference workload with callgrind, which gives the same number every time, and compares
# them with a budget. Narrow is one worker a queue, wide is ten thousand. A budget is the count of the day it was set
# and 5 % of room; NARROW= and WIDE= try others.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

orders=20000 seed=1
narrow_budget=${NARROW:-60700000} wide_budget=${WIDE:-104700000}

if [ "$(uname)" != Linux ]; then
    note "Instructions are counted on Linux only."
    exit 0
fi
tools/setup.sh rust valgrind

say "Building the reference workload"
# The page's and the command line's release profile, whatever a quick run has set.
unset CARGO_PROFILE_RELEASE_LTO CARGO_PROFILE_RELEASE_CODEGEN_UNITS CARGO_PROFILE_RELEASE_OPT_LEVEL
logged instructions-build.log cargo build --release --features bench --bin reference-workload \
    --target-dir target/instructions || {
    excerpt instructions-build.log
    die "the reference workload could not be built." "The whole log is target/logs/instructions-build.log."
}

# count NAME WORKERS BUDGET: prints the instructions of a run; false if they exceed the budget.
count() {
    local name=$1 workers=$2 budget=$3 log=$LOGS/instructions-$1.log events instructions
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        target/instructions/release/reference-workload "$orders" "$workers" "$seed" >"$log" 2>&1 || {
        tail -n 20 "$log"
        die "callgrind could not run the workload." "The whole log is $log."
    }
    events=$(grep -o '"events":[0-9]*' "$log" | cut -d : -f 2)
    instructions=$(awk '/Collected *:/ { print $NF }' "$log")
    note "$(printf '%-6s %11d instructions, %5d an event; the budget is %d' \
        "$name" "$instructions" $((instructions / events)) "$budget")"
    [ "$instructions" -le "$budget" ]
}

say "Instructions of $orders orders"
over=0
count narrow 1 "$narrow_budget" || over=1
count wide 10000 "$wide_budget" || over=1
[ "$over" = 0 ] || die "the engine executes more instructions than its budget." \
    "Look for what was added to the way of a message; raise the budget in tools/instructions.sh only with a reason."
