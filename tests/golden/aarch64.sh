#!/usr/bin/env bash
# Checks that aarch64 gives the golden hashes too, under emulation:
#
#     tests/golden/aarch64.sh
#
# Needs Debian or Ubuntu on x86-64, and the network once: rustup fetches the standard library for aarch64
# (static.rust-lang.org), apt the linker, the C library and the emulator. Only the golden test is built.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=aarch64-unknown-linux-gnu
linker=aarch64-linux-gnu-gcc
emulator=qemu-aarch64-static

if ! command -v "$linker" >/dev/null || ! command -v "$emulator" >/dev/null; then
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" apt-get install -q -y --no-install-recommends \
        gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static
fi
rustup target list --installed | grep -qx "$target" || rustup target add "$target"

# A build folder of its own, so that the next build for this machine is not begun anew.
export CARGO_TARGET_DIR="${LONGHAND_TARGET:-${CARGO_TARGET_DIR:-target}}/aarch64"
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=$linker
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="$emulator -L /usr/aarch64-linux-gnu"
# Accepting is for the machine on which people look at the images.
unset LONGHAND_ACCEPT
cargo test --locked -p longhand-tests --test golden --target "$target" "$@"
