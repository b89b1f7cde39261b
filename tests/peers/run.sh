#!/bin/sh
# Measures Longhand against Handright from PyPI; see README.md beside this file.
# usage: tests/peers/run.sh [HAND]
set -eu

HANDRIGHT=8.2.0
CAVEAT=5.3.0
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${PEERS_DIR:-$root/out/peers}
mkdir -p "$work"

[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "handright==$HANDRIGHT"

font=$work/package/files/caveat-latin-400-normal.woff
if [ ! -f "$font" ]; then
    (cd "$work" && npm pack --silent "@fontsource/caveat@$CAVEAT" >/dev/null && tar xzf "fontsource-caveat-$CAVEAT.tgz")
fi

target=${CARGO_TARGET_DIR:-$root/target}
(cd "$root" && cargo build --quiet --release -p longhand-ink --example timings)
"$work/venv/bin/python" "$here/compare.py" \
    "$target/release/examples/timings" "${1:-Perry}" "$work/venv/bin/python" "$font" "$work"
