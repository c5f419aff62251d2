#!/usr/bin/env bash
# Makes the pictures of the README anew from what the program says: docs/report.svg by the test that holds it current, and
# docs/proof.png with Chromium. docs/pictures.sh BINARY; NODE_TOOLS is a folder with playwright-core, such as
# .ci/integrations makes.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$(realpath "${1:-target/release/copydesk}")
WRITE_README=1 cargo test --quiet --locked --test promises pictures
page=$(mktemp -d)
trap 'rm -rf "$page"' EXIT
"$bin" check --no-config --fail-on error --format "html=$page/proof.html" examples/harbor-slips.txt || [ $? = 1 ]
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
ls -l docs/report.svg docs/proof.png
