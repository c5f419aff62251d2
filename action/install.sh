#!/usr/bin/env bash
# Installs copydesk from this repository, unless it is on the path already. Needs the Rust toolchain, which GitHub's
# runners have.
set -euo pipefail
if command -v copydesk >/dev/null; then
    copydesk --version
    exit 0
fi
root="${RUNNER_TEMP:-/tmp}/copydesk"
cargo install --quiet --locked --path "$(dirname "$0")/.." --root "$root"
echo "$root/bin" >> "$GITHUB_PATH"
