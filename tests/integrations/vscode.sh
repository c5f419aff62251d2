#!/usr/bin/env bash
# The extension for Visual Studio Code: its tests, the protocol under VS Code's own client, and the package. COPYDESK names
# the program, NODE_TOOLS the folder where npm's packages are. What is not installed is said and left out.
set -euo pipefail
tools=$NODE_TOOLS
fail() { echo "failed: $*" >&2; exit 1; }

if [ ! -d "$tools/node_modules/vscode-languageserver-protocol" ]; then
    echo "left out: the protocol under VS Code's client: npm's packages are missing"
fi
NODE_PATH="$tools/node_modules" timeout 120 node --test editors/vscode/test/*.test.js > "$tools/vscode.log" 2>&1 ||
    fail "the extension: $(grep -A12 '^not ok' "$tools/vscode.log" || tail -20 "$tools/vscode.log")"
echo "extension: $(grep -c '^ok' "$tools/vscode.log") tests"

# Packaged in a folder of its own, with the program in it.
stage="$tools/vscode"
mkdir -p "$stage/bin"
cp -R editors/vscode/. "$stage/"
cp LICENSE-MIT "$stage/LICENSE"
cp LICENSE-APACHE "$stage/LICENSE-APACHE"
cp -f "$COPYDESK" "$stage/bin/copydesk"
if [ ! -d "$stage/node_modules/vscode-languageclient" ]; then
    (cd "$stage" && npm install --silent --no-audit --no-fund --omit=dev --ignore-scripts) >> "$tools/install.log" 2>&1 || true
fi
vsce="$tools/node_modules/.bin/vsce"
if [ ! -x "$vsce" ] || [ ! -d "$stage/node_modules/vscode-languageclient" ]; then
    echo "left out: the package of the extension: npm's packages are missing"
    exit 0
fi
rm -f "$tools/copydesk.vsix"
(cd "$stage" && "$vsce" package -o "$tools/copydesk.vsix") > "$tools/vsce.log" 2>&1 || fail "vsce: $(tail -5 "$tools/vsce.log")"
python3 - "$tools/copydesk.vsix" <<'PYTHON'
import json, sys, zipfile
package = zipfile.ZipFile(sys.argv[1])
names = set(package.namelist())
wanted = ["extension.js", "program.js", "package.json", "readme.md", "LICENSE.txt", "bin/copydesk",
          "node_modules/vscode-languageclient/lib/node/main.js", "node_modules/vscode-jsonrpc/lib/node/main.js"]
nested = {name.replace("vscode-languageclient/node_modules/", "") for name in names}
missing = [name for name in wanted if f"extension/{name}" not in nested]
tests = [name for name in names if name.startswith("extension/test/")]
if missing or tests:
    sys.exit(f"failed: the package lacks {missing} and must not have {tests}")
print(f"extension: packaged, {len(names)} files")
PYTHON
