#!/usr/bin/env bash
# Runs a plan in parts on this machine's cores: run_xargs.sh PLAN PARTS FOLDER. CARTEIRO= names the program.
set -euo pipefail
plan=$1 parts=$2 folder=$3
seq "$parts" | xargs -P "$(getconf _NPROCESSORS_ONLN)" -I '{}' \
    "${CARTEIRO:-carteiro}" sweep "$plan" --shard "{}/$parts" --rows "$folder/part-{}.csv"
