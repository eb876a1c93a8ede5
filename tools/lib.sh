# shellcheck shell=bash disable=SC2034 # some variables are for the scripts that read this
# Shared by the scripts: paths, messages, and commands that run with a log and a sign of life.
# Read with `.` from a script; sets ROOT, TOOLS, LOGS and PATH.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Tools built for this project: outside of it, so that a second clone and `cargo clean` keep them.
TOOLS=${CARTEIRO_TOOLS:-${XDG_CACHE_HOME:-${HOME:-$ROOT/target}/.cache}/carteiro/tools}
LOGS=$ROOT/target/logs
cd "$ROOT" || exit
mkdir -p "$LOGS"

WASM_PACK_VERSION=0.15.1
CARGO_DENY_VERSION=0.20.2
CARGO_FUZZ_VERSION=0.13.2
GECKODRIVER_VERSION=0.37.1
NODE_VERSION=20.19
WASM_TARGET=wasm32-unknown-unknown

export NO_COLOR=1 CARGO_TERM_COLOR=never CARGO_TERM_PROGRESS_WHEN=never
export npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false
# setup.sh installs what rust-toolchain.toml names. Without this each cargo command tries to, and fails offline.
export RUSTUP_AUTO_INSTALL=0
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1

say() { printf '\n==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

# die WHAT REMEDY: exits with what went wrong, and what to do about it.
die() {
    printf '\nerror: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '       %s\n' "$2" >&2
    exit 1
}

# The version of a package in Cargo.lock.
locked() {
    [ -f Cargo.lock ] || die "Cargo.lock is missing." "It is part of the repository: \`git checkout Cargo.lock\`."
    awk -v name="\"$1\"" '$1 == "name" { n = $3 } $1 == "version" && n == name { gsub(/"/, "", $3); print $3; exit }' Cargo.lock
}

# While a command runs, prints its elapsed time and the last line it wrote, every half minute.
heartbeat() {
    local log=$1 parent=$$ seconds=0
    while sleep 1 >/dev/null 2>&1 && kill -0 "$parent" 2>/dev/null; do
        seconds=$((seconds + 1))
        if [ $((seconds % 30)) = 0 ]; then
            note "... ${seconds} s: $(tail -n 1 "$log" 2>/dev/null | tr -d '\r' | cut -c 1-100)"
        fi
    done
}

# logged LOG COMMAND...: runs the command with its output in target/logs/LOG, and a sign of life.
# With VERBOSE=1 the output is shown as well. Returns the command's exit code.
logged() {
    local log=$LOGS/$1 code=0 beat
    shift
    if [ -n "${VERBOSE:-}" ]; then
        "$@" 2>&1 | tee "$log" || code=${PIPESTATUS[0]}
        return "$code"
    fi
    : >"$log"
    heartbeat "$log" &
    beat=$!
    "$@" >"$log" 2>&1 </dev/null || code=$?
    kill "$beat" 2>/dev/null || true
    wait "$beat" 2>/dev/null || true
    return "$code"
}

# excerpt LOG: the end of a log, indented.
excerpt() {
    tail -n "${2:-40}" "$LOGS/$1" | sed 's/^/    | /'
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "installing a system package needs root, and there is no sudo." "Run this once as root: $*"
    fi
}

# apt_install PACKAGE...: from Debian's or Ubuntu's repositories; false when that is not possible.
apt_install() {
    have apt-get || return 1
    note "Installing $* with apt-get."
    logged apt.log as_root apt-get update -qq || true
    logged apt.log as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" || { excerpt apt.log 15; return 1; }
}

# Whether the Rust toolchain in use has the standard library for wasm32.
has_wasm_target() { [ -d "$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET/lib" ]; }

# Without it, Debian's rustc-web (made to build Chromium and Firefox) builds the library from source:
# sets WASM_CARGO_ARGS, what every cargo command for wasm32 needs, and puts Debian's cargo first.
DEBIAN_RUST=$TOOLS/debian-rust
use_wasm_toolchain() {
    WASM_CARGO_ARGS=()
    if ! has_wasm_target && [ -d "$DEBIAN_RUST" ]; then
        export RUSTC_BOOTSTRAP=1 PATH="$DEBIAN_RUST:$PATH"
        WASM_CARGO_ARGS=("-Zbuild-std=std,panic_abort")
    fi
}

# Sets CHROME and CHROMEDRIVER to an installed pair of the same major version; false when there is none.
find_browser() {
    local chrome driver major
    for chrome in "${CHROME:-}" google-chrome google-chrome-stable chromium chromium-browser \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        have "$chrome" || continue
        major=$("$chrome" --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1)
        for driver in "${CHROMEDRIVER:-}" "${CHROMEWEBDRIVER:+$CHROMEWEBDRIVER/chromedriver}" \
            chromedriver /usr/lib/chromium/chromedriver /usr/lib/chromium-browser/chromedriver; do
            have "$driver" || continue
            if [ "$("$driver" --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1)" = "$major" ]; then
                CHROME=$(command -v "$chrome")
                CHROMEDRIVER=$(command -v "$driver")
                export CHROME CHROMEDRIVER
                return 0
            fi
        done
    done
    return 1
}

# Sets FIREFOX and GECKODRIVER; false when one is not there.
find_firefox() {
    local firefox driver
    for firefox in "${FIREFOX:-}" firefox-esr firefox /Applications/Firefox.app/Contents/MacOS/firefox; do
        have "$firefox" || continue
        for driver in "${GECKODRIVER:-}" "${GECKOWEBDRIVER:+$GECKOWEBDRIVER/geckodriver}" geckodriver; do
            have "$driver" || continue
            FIREFOX=$(command -v "$firefox")
            GECKODRIVER=$(command -v "$driver")
            export FIREFOX GECKODRIVER
            return 0
        done
    done
    return 1
}

# Sets MINIBROWSER (WebKitGTK's own browser) and WEBKITDRIVER; false when one is not there, or no display for them.
find_webkit() {
    local browser
    have Xvfb || return 1
    for browser in "${MINIBROWSER:-}" /usr/lib/*/webkit2gtk-4.1/MiniBrowser /usr/libexec/webkit2gtk-4.1/MiniBrowser; do
        if have "$browser" && have "${WEBKITDRIVER:-WebKitWebDriver}"; then
            MINIBROWSER=$browser
            WEBKITDRIVER=$(command -v "${WEBKITDRIVER:-WebKitWebDriver}")
            export MINIBROWSER WEBKITDRIVER
            return 0
        fi
    done
    return 1
}

# plain_examples FOLDER: the example pages that need no framework, beside the built site, in FOLDER/site.
plain_examples() {
    rm -rf "$1/site"
    mkdir -p "$1"
    cp -R www/dist "$1/site"
    cp examples/*.html www/dist-single/carteiro.html "$1/site"
}

# The tools' folders come first in PATH: each holds exactly the version wanted.
tool_dir() { printf '%s/%s-%s' "$TOOLS" "$1" "$2"; }
if [ -f Cargo.lock ]; then
    PATH=$(tool_dir wasm-bindgen-cli "$(locked wasm-bindgen)")/bin:$PATH
fi
PATH=$ROOT/www/node_modules/.bin:$(tool_dir wasm-pack "$WASM_PACK_VERSION")/bin:$(tool_dir cargo-deny "$CARGO_DENY_VERSION")/bin:$PATH
PATH=$(tool_dir cargo-fuzz "$CARGO_FUZZ_VERSION")/bin:$(tool_dir geckodriver "$GECKODRIVER_VERSION")/bin:$PATH
export PATH
