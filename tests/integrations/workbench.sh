#!/usr/bin/env bash
# The extension in a real Visual Studio Code: code-server, its workbench in Chromium. NODE_TOOLS is where npm's packages and
# copydesk.vsix are (vscode.sh makes it), CHROMIUM the browser. What it needs takes five minutes and 700 MB the first time, so
# that .ci/integrations runs it only with WORKBENCH=1.
set -euo pipefail
here=$(pwd)
tools=$NODE_TOOLS
place="$tools/workbench"
fail() { echo "failed: $*" >&2; exit 1; }
leave() { echo "left out: Visual Studio Code: $*"; exit 0; }
[ -f "$tools/copydesk.vsix" ] || leave "there is no package of the extension"
[ -n "${CHROMIUM:-}" ] || leave "there is no Chromium"

mkdir -p "$place"
cd "$place"
if [ ! -f node_modules/code-server/out/node/entry.js ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get install -y -qq --no-install-recommends libkrb5-dev pkg-config libsecret-1-dev > install.log 2>&1 || leave "$(tail -1 install.log)"
    fi
    # It asks for a Node of its own, which npm has; its modules in C++ are compiled.
    { mkdir -p node && (cd node && npm init -y && npm install --no-audit --no-fund node@24); } >> install.log 2>&1 || leave "there is no Node 24"
    npm=$(dirname "$(realpath "$(command -v npm)")")/npm-cli.js
    npm init -y >> install.log 2>&1
    PATH="$place/node/node_modules/node/bin:$PATH" npm_config_nodedir=/usr npm_config_unsafe_perm=true \
        "$place/node/node_modules/node/bin/node" "$npm" install --no-audit --no-fund --dangerously-allow-all-scripts \
        code-server@4.139.1 >> install.log 2>&1 || leave "code-server cannot be installed ($place/install.log)"
fi

rm -rf user extensions drafts
mkdir -p user/User drafts
printf 'auth: none\ncert: false\n' > config.yaml
cat > user/User/settings.json <<'JSON'
{ "security.workspace.trust.enabled": false, "telemetry.telemetryLevel": "off", "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden" }
JSON
cat > drafts/owl.md <<'DRAFT'
# Fair — 🦉

“The owl” 🦉 saw the the fair — it could of won.

Port Director Elena Marchetti said no. “No,” Marchetti said.

Port Director Marchetti left. “No,” she said.
DRAFT
node="$place/node/node_modules/node/bin/node"
server=(node_modules/code-server/out/node/entry.js --config config.yaml --user-data-dir user --extensions-dir extensions)
"$node" "${server[@]}" --install-extension "$tools/copydesk.vsix" > server.log 2>&1 || fail "the extension cannot be installed: $(tail -3 server.log)"
"$node" "${server[@]}" --auth none --bind-addr 127.0.0.1:0 --disable-telemetry --disable-update-check drafts >> server.log 2>&1 &
running=$!
trap 'kill $running 2>/dev/null || true' EXIT
url=""
for _ in $(seq 300); do
    url=$(grep -o 'http://127.0.0.1:[0-9]*' server.log | head -1 || true)
    [ -n "$url" ] && break
    sleep 0.1
done
[ -n "$url" ] || fail "code-server does not start: $(tail -3 server.log)"
timeout 300 node "$here/tests/integrations/workbench.mjs" "$url/?folder=$place/drafts" "${PICTURES:-$place}"
