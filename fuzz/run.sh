#!/usr/bin/env bash
# Fuzzes drafts and packs for some minutes each, with the stable toolchain and without cargo-fuzz: fuzz/run.sh SECONDS. Starts
# from the desk's drafts, the examples and the built-in packs; what makes a target fall is written to fuzz/artifacts.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-300}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}
# Overflow and assertions are looked for; optimizing is only for speed.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS=true CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=true
export CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
# What libFuzzer wants to know of the way a run takes.
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
host=$(rustc -vV | sed -n 's/^host: //p')
cargo build --quiet --release --target "$host"
mkdir -p corpus/draft corpus/pack artifacts
python3 - <<'PYTHON'
from pathlib import Path

number = 0
for place in ("../tests/desk/drafts", "../examples", "../tests/integrations"):
    for draft in sorted(Path(place).glob("*")):
        if draft.suffix in (".txt", ".md", ".html"):
            # The first byte chooses the format.
            for form in range(5):
                Path(f"corpus/draft/{number}").write_bytes(bytes([form]) + draft.read_bytes()[:3000])
                number += 1
for pack in Path("../rules").glob("*.toml"):
    for place, rule in enumerate(pack.read_text().split("[[rule]]")[1:]):
        Path(f"corpus/pack/{pack.stem}-{place}").write_text("[[rule]]" + rule[:1500])
PYTHON
for target in draft pack; do
    "$CARGO_TARGET_DIR/$host/release/$target" -max_total_time="$seconds" -max_len=3000 -timeout=20 -rss_limit_mb=2048 \
        -artifact_prefix="artifacts/$target-" "corpus/$target" 2>&1 | tail -1
done
