#!/usr/bin/env bash
# What holds on aarch64 too, under emulation:
#
#     tests/aarch64.sh golden    # the golden hashes
#     tests/aarch64.sh cold      # the functions' start, and their sizes
#
# Needs Debian or Ubuntu on x86-64, and the network once: rustup fetches the standard library for aarch64
# (static.rust-lang.org), apt the linker, the C library and the emulator. Only what is asked for is built.
set -euo pipefail
cd "$(dirname "$0")/.."

what="${1:-}"
case "$what" in
golden | cold) shift ;;
*)
    echo 'usage: tests/aarch64.sh golden|cold' >&2
    exit 2
    ;;
esac

target=aarch64-unknown-linux-gnu
linker=aarch64-linux-gnu-gcc
emulator=qemu-aarch64-static
library=/usr/aarch64-linux-gnu

if ! command -v "$linker" >/dev/null || ! command -v "$emulator" >/dev/null; then
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" apt-get install -q -y --no-install-recommends \
        gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static
fi
rustup target list --installed | grep -qx "$target" || rustup target add "$target"

# A build folder of its own, so that the next build for this machine is not begun anew.
ours="${LONGHAND_TARGET:-${CARGO_TARGET_DIR:-target}}"
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=$linker
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="$emulator -L $library"
# Accepting is for the machine on which people look at the images.
unset LONGHAND_ACCEPT
if [ "$what" = golden ]; then
    CARGO_TARGET_DIR="$ours/aarch64" cargo test --locked -p longhand-tests --test golden --target "$target" "$@"
else
    CARGO_TARGET_DIR="$ours/aarch64" cargo build --locked --release --target "$target" \
        -p longhand-render --bins --examples -p longhand-tokens -p longhand-rollup -p longhand-disputes
    # The interface that starts them is this machine's.
    CARGO_TARGET_DIR="$ours" cargo run --locked --release -p longhand-tests --example cold -- \
        "$ours/aarch64/$target/release" "$emulator" -L "$library"
fi
