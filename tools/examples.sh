#!/usr/bin/env bash
# Builds the pages of examples/ as their authors would, with the package that `npm pack` makes, and visits each in Chromium
# (ONLY="react plain" for some). Downloads the frameworks. Pictures of what was seen are in target/examples.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

frameworks="vitepress astro react"
read -ra wanted <<<"${ONLY:-plain $frameworks}"
for name in "${wanted[@]}"; do
    case " plain $frameworks " in
    *" $name "*) ;;
    *) die "no example is called '$name'." "Name some of: plain $frameworks." ;;
    esac
done
tools/setup.sh rust wasm npm browser
find_browser
make --no-print-directory wasm
export ASTRO_TELEMETRY_DISABLED=1

# step LOG TEXT COMMAND...: a command that must end well.
step() {
    say "$2"
    logged "$1" "${@:3}" || {
        excerpt "$1"
        die "that failed." "The whole log is target/logs/$1."
    }
}

built=$ROOT/target/examples
rm -rf "$built"
mkdir -p "$built"

plain() {
    npm --prefix www run build && npm --prefix www run build:single && plain_examples "$built"
}

# In a copy, so that nothing is left in examples/. The package comes from the file instead of the registry.
framework() (
    cp -R "examples/$1" "$built/$1" && cd "$built/$1" &&
        npm install --no-package-lock "$built/$package" && npm run build
)

package=carteiro-playground-$(node --print "require('./www/package.json').version").tgz
step examples-package.log "Packing the package" npm --prefix www pack ./www --pack-destination "$built"
for name in "${wanted[@]}"; do
    case $name in
    plain) step examples-plain.log "Building the site" plain ;;
    *) step "examples-$name.log" "Building the example for $name" framework "$name" ;;
    esac
done

say "Visiting ${wanted[*]}"
code=0
VERBOSE=1 logged examples.log npm --prefix www run --silent examples -- "${wanted[@]}" || code=$?
note "Pictures of what was seen are in target/examples."
[ "$code" = 0 ] || die "not every example shows its figure." "Above is what failed in each."
