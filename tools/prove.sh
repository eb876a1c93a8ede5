#!/usr/bin/env bash
# Explores random cases with every law checked after every event, for as long as one wants: CASES=20000 of them, or TIME=s
# seconds, or what comes first. Each run is done twice and compared. JOBS= runs so many at once (as many as cores);
# SEED= repeats a search. A case that fails is made smaller and written to target/prove-found, and its seed is kept in
# tests/invariants/seeds.txt, whose cases come first; CASE=file tries one case again.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
tools/setup.sh rust

say "Building the laws, optimised, with the engine's own assertions"
logged prove-build.log cargo test --profile prove --test invariants --no-run || {
    excerpt prove-build.log
    die "the laws could not be built." "The whole log is target/logs/prove-build.log."
}

say "Exploring"
# Straight to the terminal: it tells its progress every half minute.
cargo test --quiet --profile prove --test invariants -- --ignored --exact --nocapture prove::prove 2>&1 | tee "$LOGS/prove.log"
