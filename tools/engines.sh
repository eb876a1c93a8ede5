#!/usr/bin/env bash
# Runs one plan in parts by xargs, Dask and Ray, and compares the bytes of all with those of one part (ONLY="xargs dask" for
# some, PARTS=7). The last rows are put together by DuckDB. Installs the engines into target/engines.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

engines="xargs dask ray"
read -ra wanted <<<"${ONLY:-$engines}"
for name in "${wanted[@]}"; do
    case " $engines " in
    *" $name "*) ;;
    *) die "no engine is called '$name'." "Name some of: $engines." ;;
    esac
done
tools/setup.sh rust
have python3 || die "Python 3 is missing: Dask, Ray and DuckDB are Python packages." "Install python3 with its venv module."

built=$ROOT/target/engines parts=${PARTS:-7}
python=$built/venv/bin/python
mkdir -p "$built"

# step LOG TEXT COMMAND...: a command that must end well.
step() {
    say "$2"
    logged "$1" "${@:3}" || {
        excerpt "$1"
        die "that failed." "The whole log is target/logs/$1."
    }
}
environment() {
    [ -x "$python" ] || python3 -m venv "$built/venv"
    "$python" -c 'import dask.distributed, duckdb, ray' 2>/dev/null ||
        "$python" -m pip install --disable-pip-version-check 'dask[distributed]' duckdb ray
}
step engines-build.log "Building the command line" cargo build --release --features cli
step engines-venv.log "Installing Dask, Ray and DuckDB" environment

export CARTEIRO=$ROOT/target/release/carteiro
plan=$ROOT/docs/studies/attempts.json
step engines-whole.log "The whole plan in one part" "$CARTEIRO" sweep "$plan" --rows "$built/whole.csv"
for name in "${wanted[@]}"; do
    rows=$built/$name start=$SECONDS
    rm -rf "$rows"
    mkdir -p "$rows"
    case $name in
    xargs) run=("examples/engines/run_xargs.sh") ;;
    *) run=("$python" "examples/engines/run_$name.py") ;;
    esac
    step "engines-$name.log" "$parts parts by $name" "${run[@]}" "$plan" "$parts" "$rows"
    # The first part has the head of the table, as every part has.
    for index in $(seq "$parts"); do
        if [ "$index" = 1 ]; then cat "$rows/part-1.csv"; else tail -n +2 "$rows/part-$index.csv"; fi
    done >"$rows/all.csv"
    cmp "$built/whole.csv" "$rows/all.csv" || die "the rows of $name are other than those of one part."
    note "the same $(wc -c <"$rows/all.csv" | tr -d ' ') bytes, $((SECONDS - start)) s"
done
say "The rows of all parts, by DuckDB"
(cd "$rows" && "$python" -c 'import duckdb, sys; print(duckdb.sql(open(sys.argv[1]).read()))' "$ROOT/examples/engines/merge.sql")
