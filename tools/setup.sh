#!/usr/bin/env bash
# Installs what is missing of: rust wasm npm browser valgrind deny (or of those named, which may include fuzz, firefox and
# webkit). Quick when nothing is missing.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

want_rust() {
    if ! have cargo || ! have rustc; then
        die "Rust is missing." "Install it from https://rustup.rs, then try again."
    fi
    if ! cargo --version >/dev/null 2>&1; then
        say "Installing the Rust toolchain of rust-toolchain.toml"
        { have rustup && logged rustup.log rustup toolchain install; } ||
            die "the Rust toolchain of rust-toolchain.toml is missing." "Install it: \`rustup toolchain install\`."
    fi
    if cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1; then return; fi
    say "Adding clippy and rustfmt to the Rust toolchain"
    { have rustup && logged rustup.log rustup component add clippy rustfmt; } ||
        die "cargo clippy or cargo fmt is missing." "Install both: \`rustup component add clippy rustfmt\`."
}

wasm_target() {
    if has_wasm_target || [ -d "$DEBIAN_RUST" ]; then return; fi
    say "Adding the $WASM_TARGET target"
    if have rustup && logged rustup.log rustup target add "$WASM_TARGET" && has_wasm_target; then
        return
    fi
    note "rustup cannot add it: trying Debian's rustc-web, which builds the standard library from source."
    apt_install rustc-web cargo-web rust-web-src rust-web-llvm lld-22 ||
        die "there is no standard library for $WASM_TARGET." \
            "Install it with \`rustup target add $WASM_TARGET\`, on a machine with a network."
    mkdir -p "$DEBIAN_RUST"
    ln -sf /usr/bin/rustc /usr/bin/cargo /usr/bin/rustdoc "$DEBIAN_RUST"
}

# cargo_tool PACKAGE VERSION COMMAND [OPTION...]: a tool from crates.io, unless PATH has that version.
# Built without optimisation: that halves the wait, and the work they do here is small.
cargo_tool() {
    local package=$1 version=$2 command=$3
    shift 3
    [ "$("$command" --version 2>/dev/null | awk '{ print $2; exit }')" = "$version" ] && return
    say "Building $package $version (once, one or two minutes) into $TOOLS"
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_DEBUG=0 \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_TERM_PROGRESS_WHEN=never \
        logged "install-$package.log" cargo install "$package" --version "$version" "$@" \
        --no-track --force --root "$(tool_dir "$package" "$version")" --target-dir target/tools-build || {
        excerpt "install-$package.log"
        die "$package $version could not be built." "Check the network, or put that version on PATH yourself."
    }
}

want_wasm() {
    wasm_target
    # No --locked: one of the crates that wasm-bindgen-cli locks may have been yanked.
    cargo_tool wasm-bindgen-cli "$(locked wasm-bindgen)" wasm-bindgen --no-default-features
    cargo_tool wasm-pack "$WASM_PACK_VERSION" wasm-pack --locked --no-default-features
}

want_fuzz() { cargo_tool cargo-fuzz "$CARGO_FUZZ_VERSION" cargo-fuzz --locked; }

want_deny() { cargo_tool cargo-deny "$CARGO_DENY_VERSION" cargo-deny --locked --no-default-features; }

want_npm() {
    local wanted="Install Node.js $NODE_VERSION or newer with npm: https://nodejs.org."
    if ! have node || ! have npm; then die "Node.js or npm is missing." "$wanted"; fi
    printf '%s\n' "$NODE_VERSION" "$(node -p process.versions.node)" | sort -C -V ||
        die "Node.js $(node --version) is too old." "$wanted"
    cmp -s www/package-lock.json www/node_modules/.installed-lock.json && return
    say "Installing the page's packages (npm ci)"
    logged npm.log npm --prefix www ci || {
        grep -m 12 'npm error' "$LOGS/npm.log" || excerpt npm.log
        die "npm ci failed in www/." "Check the network; the whole log is target/logs/npm.log."
    }
    cp www/package-lock.json www/node_modules/.installed-lock.json
}

want_browser() {
    find_browser && return
    say "Installing Chromium and its driver"
    apt_install chromium chromium-driver || true
    find_browser || die "there is no Chrome or Chromium with a chromedriver of the same version." \
        "Install both, or name them: CHROME=/path/to/chrome CHROMEDRIVER=/path/to/chromedriver."
}

want_firefox() {
    find_firefox && return
    if ! have "${FIREFOX:-firefox-esr}" && ! have firefox; then
        say "Installing Firefox"
        apt_install firefox-esr || true
    fi
    have "${GECKODRIVER:-geckodriver}" || cargo_tool geckodriver "$GECKODRIVER_VERSION" geckodriver --locked
    find_firefox || die "there is no Firefox with geckodriver." \
        "Install both, or name them: FIREFOX=/path/to/firefox GECKODRIVER=/path/to/geckodriver."
}

want_webkit() {
    find_webkit && return
    say "Installing WebKitGTK's browser, its driver, and a display for them"
    apt_install webkit2gtk-driver xvfb || true
    find_webkit || die "there is no WebKitGTK with MiniBrowser and WebKitWebDriver, or no Xvfb." \
        "Install them (Debian: webkit2gtk-driver xvfb), or leave WebKit out: \`make browsers ONLY=\"chromium firefox\"\`."
}

want_valgrind() {
    have valgrind || [ "$(uname)" != Linux ] && return
    say "Installing Valgrind, which counts instructions"
    apt_install valgrind || true
    have valgrind || die "there is no valgrind, which counts instructions." "Install it: https://valgrind.org."
}

for part in "${@:-rust wasm npm browser valgrind deny}"; do
    for name in $part; do "want_$name"; done
done
rm -rf target/tools-build
