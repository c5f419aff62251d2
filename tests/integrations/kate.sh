#!/usr/bin/env bash
# Kate under a display of its own, with the settings that docs/editors.md gives: for plain text and for Markdown it starts
# the server, sends it the draft and is told of the slip at its words. COPYDESK names the program. Takes half a minute.
set -euo pipefail
here=$(pwd)
for program in kate Xvfb dbus-run-session; do
    if ! command -v "$program" >/dev/null; then
        echo "left out: Kate, since there is no $program"
        exit 0
    fi
done
work=$(mktemp -d)
display=""
cleanup() {
    # What is left of Kate goes with its display, and writes until then.
    if [ -n "$display" ]; then kill "$display" 2>/dev/null || true; wait "$display" 2>/dev/null || true; fi
    sleep 0.5
    rm -rf "$work" 2>/dev/null || true
}
trap cleanup EXIT
mkdir -p -m 700 "$work/run" "$work/bin" "$work/home/.config/kate/lspclient"
cat > "$work/bin/copydesk" <<SCRIPT
#!/usr/bin/env bash
exec "$COPYDESK" "\$@" > >(tee -a "$work/said")
SCRIPT
chmod +x "$work/bin/copydesk"
python3 "$here/tests/integrations/page.py" "$here/docs/editors.md" json highlightingModeRegex \
    > "$work/home/.config/kate/lspclient/settings.json"
# What Kate asks its user, whether the server may be started, is answered.
printf '[Kate Plugins]\nlspclientplugin=true\n[General]\nShow welcome view for new window=false\n[lspclient]\nAllowedServerCommandLines=%s lsp\n' \
    "$work/bin/copydesk" > "$work/home/.config/katerc"

exec 3> "$work/number"
Xvfb -displayfd 3 -screen 0 800x600x24 2>/dev/null &
display=$!
for _ in $(seq 100); do [ -s "$work/number" ] && break; sleep 0.1; done
export DISPLAY=":$(cat "$work/number")" HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" XDG_RUNTIME_DIR="$work/run"
export PATH="$work/bin:$PATH" QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1
for name in owl.txt owl.md; do
    printf 'Fair\n\n“The owl” 🦉 saw the the fair.\n' > "$work/$name"
    : > "$work/said"
    timeout 40 dbus-run-session -- kate "$work/$name" > "$work/log" 2>&1 &
    kate=$!
    for _ in $(seq 300); do
        grep -q '"typo/doubled-word"' "$work/said" && break
        kill -0 "$kate" 2>/dev/null || break
        sleep 0.1
    done
    kill "$kate" 2>/dev/null || true
    wait "$kate" 2>/dev/null || true
    # UTF-16: quotation marks are one, the owl is two.
    grep -q '"range":{"end":{"character":24,"line":2},"start":{"character":17,"line":2}}' "$work/said" || {
        echo "failed: Kate with $name: $(tail -c 500 "$work/said") $(tail -5 "$work/log")" >&2
        exit 1
    }
done
echo "Kate: starts the server for text and Markdown and is told where the words are"
