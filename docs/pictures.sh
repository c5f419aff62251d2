#!/usr/bin/env bash
# Makes the pictures of the README anew from what the program says: docs/report.svg by the test that holds it current, and
# docs/proof.png with Chromium. docs/pictures.sh BINARY; NODE_TOOLS is a folder with playwright-core, such as
# .ci/integrations makes. docs/pictures.sh --check BINARY says whether docs/proof.png is of the proof that the program writes
# today: the picture holds the digest of what the page shows.
set -euo pipefail
cd "$(dirname "$0")/.."
check=""
if [ "${1:-}" = --check ]; then
    check=1
    shift
fi
bin=$(realpath "${1:-target/release/copydesk}")
page=$(mktemp -d)
trap 'rm -rf "$page"' EXIT
"$bin" check --no-config --fail-on error --format "html=$page/proof.html" examples/harbor-slips.txt || [ $? = 1 ]
digest() {
    # A note of the picture's own kind (tEXt): what was in it, or with a second word what is to be.
    python3 - "$@" <<'PYTHON'
import hashlib, re, struct, sys, zlib
page, picture, write = sys.argv[1], sys.argv[2], len(sys.argv) > 3
key = b"Page\0"
# What is folded away is not in the picture.
shown = re.sub(rb"<details.*?</details>", b"", open(page, "rb").read(), flags=re.S)
digest = hashlib.sha256(shown).hexdigest().encode()
data = open(picture, "rb").read()
at, chunks = 8, []
while at < len(data):
    (length,) = struct.unpack(">I", data[at : at + 4])
    chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
    at += length + 12
if write:
    chunks.insert(1, (b"tEXt", key + digest))
    body = b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks)
    open(picture, "wb").write(data[:8] + body)
elif (b"tEXt", key + digest) not in chunks:
    sys.exit("docs/proof.png is not of the proof that the program writes: docs/pictures.sh makes it anew")
PYTHON
}
if [ -n "$check" ]; then
    digest "$page/proof.html" docs/proof.png
    echo "docs/proof.png is of the proof that the program writes"
    exit 0
fi
WRITE_README=1 cargo test --quiet --locked --test promises pictures
export NODE_TOOLS=${NODE_TOOLS:-${TMPDIR:-/tmp}/copydesk-integrations} CHROMIUM=${CHROMIUM:-$(command -v chromium)}
node --input-type=module - "$page/proof.html" docs/proof.png <<'NODE'
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
const { chromium } = createRequire(join(process.env.NODE_TOOLS, "package.json"))("playwright-core");
const [page, picture] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const context = await browser.newContext({ viewport: { width: 1100, height: 1000 }, colorScheme: "light" });
const tab = await context.newPage();
await tab.goto(pathToFileURL(resolve(page)).href);
await tab.screenshot({ path: picture });
await browser.close();
NODE
digest "$page/proof.html" docs/proof.png write
ls -l docs/report.svg docs/proof.png
