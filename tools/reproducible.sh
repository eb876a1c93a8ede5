#!/usr/bin/env bash
# Builds the page's WebAssembly packages from the last commit in two new folders, each with its own Cargo home, and compares them
# byte by byte. With `paths` only checks that the package that is built names no folder of this machine: the quick sign
# of a build that depends on where it is made.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

packages=(www/pkg/carteiro_bg.wasm www/pkg/figure/figure_bg.wasm www/pkg/grade/grade_bg.wasm www/pkg/lab/lab_bg.wasm) cargo_home=${CARGO_HOME:-$HOME/.cargo}

if [ "${1:-}" = paths ]; then
    # The standard library's own sources are under /rustc, on every machine.
    for folder in "$ROOT" "$cargo_home" "$TOOLS" "$HOME"; do
        # Not for a home such as `/`.
        [ ${#folder} -gt 3 ] || continue
        for package in "${packages[@]}"; do
            if found=$(grep -aobF "$folder/" "$package" | head -n 3) && [ -n "$found" ]; then
                die "$package names a folder of this machine, $folder (at byte ${found%%:*})." \
                    "Cut it from the paths: --remap-path-prefix in tools/wasm.sh."
            fi
        done
    done
    exit
fi

tools/setup.sh rust wasm npm
[ -z "$(git status --porcelain)" ] || note "What is not committed is not compared."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
clones=("$folder/one" "$folder/another/with-a-longer-name")
for clone in "${clones[@]}"; do
    say "Building in $clone"
    git clone --quiet . "$clone"
    ln -s "$ROOT/www/node_modules" "$clone/www/node_modules"
    # The crates are not downloaded again, but their sources are at another path.
    mkdir "$clone/cargo"
    ln -s "$cargo_home/registry" "$clone/cargo/registry"
    CARGO_HOME=$clone/cargo "$clone/tools/wasm.sh" || die "the package could not be built in $clone." "The log is above."
done
for package in "${packages[@]}"; do
    if difference=$(cmp "${clones[0]}/$package" "${clones[1]}/$package"); then
        note "$package: the same, byte for byte: $(cksum <"${clones[0]}/$package" | cut -d ' ' -f 1)."
    else
        say "${difference#*.wasm differ: }; $(cmp -l "${clones[0]}/$package" "${clones[1]}/$package" | wc -l) bytes differ."
        die "$package depends on the folder in which it is built." \
            "See what differs: build in both, and compare the output of \`wasm-dis\`."
    fi
done
