#!/usr/bin/env bash
# The ways in which a hook and the action get the program: built by cargo, in a wheel, by the action's script. The builds
# are not optimized and share BUILDS, which is kept between runs. Without the network they are left out.
set -euo pipefail
here=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_TARGET_DIR=$BUILDS CARGO_HOME=${CARGO_HOME:-$HOME/.cargo} RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup}
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
export PRE_COMMIT_HOME="$work/cache" HOME="$work"
fail() { echo "failed: $*" >&2; exit 1; }
git config --global user.name Desk
git config --global user.email desk@example.org
git config --global init.defaultBranch main

# The project as it is here, committed or not.
mkdir "$work/hooks"
git -C "$here" ls-files -z --cached --others --exclude-standard | (cd "$here" && xargs -0 cp --parents -t "$work/hooks")
git -C "$work/hooks" init -q
git -C "$work/hooks" add .
git -C "$work/hooks" commit -q -m hooks
revision=$(git -C "$work/hooks" rev-parse HEAD)

mkdir "$work/desk"
cd "$work/desk"
git init -q
printf 'Fair\n\nThe owl saw the the fair.\n' > bad.txt
printf 'Fair\n\nThe owl saw the fair.\n' > good.txt
git add .
for hook in copydesk copydesk-wheel; do
    printf 'repos:\n  - repo: %s\n    rev: %s\n    hooks:\n      - id: %s\n' "$work/hooks" "$revision" "$hook" > .pre-commit-config.yaml
    if ! timeout 900 pre-commit install-hooks > "$work/log" 2>&1; then
        # Only what the network lacks may be left out.
        grep -qiE "could not resolve|failed to download|connection|network|timed out|temporary failure" "$work/log" ||
            fail "the hook $hook cannot be installed: $(tail -20 "$work/log")"
        echo "left out: the hook $hook, since there is no network"
        continue
    fi
    pre-commit run "$hook" --files good.txt > "$work/log" 2>&1 || fail "the hook $hook stops a clean draft: $(cat "$work/log")"
    if pre-commit run "$hook" --files bad.txt > "$work/log" 2>&1; then fail "the hook $hook lets a slip pass"; fi
    grep -q "bad.txt:3:13" "$work/log" || fail "the hook $hook does not say where: $(cat "$work/log")"
    echo "pre-commit: $hook is built, stops a bad draft and lets a clean one pass"
done

# The action's script, where no copydesk is on the path and where one is.
sources=$(find "$work/cache" -maxdepth 2 -name action.yml -exec dirname {} \; | head -1)
mkdir "$work/runner"
export RUNNER_TEMP="$work/runner" GITHUB_PATH="$work/github-path"
: > "$GITHUB_PATH"
plain=$(printf '%s' "$PATH" | tr ':' '\n' | while IFS= read -r one; do [ -x "$one/copydesk" ] || printf '%s:' "$one"; done)
if PATH=$plain timeout 900 bash "${sources:-$here}/action/install.sh" > "$work/log" 2>&1; then
    added=$(cat "$GITHUB_PATH")
    [ -x "$added/copydesk" ] || fail "the action puts $added on the path, where no copydesk is"
    PATH="$added:$plain" bash "$here/action/install.sh" | grep -q "^copydesk " || fail "the action installs what is there"
    [ "$(wc -l < "$GITHUB_PATH")" = 1 ] || fail "the action names its folder twice"
    echo "action: its script installs the program once"
else
    grep -qiE "could not resolve|failed to download|connection|network|timed out" "$work/log" || fail "action/install.sh: $(tail -5 "$work/log")"
    echo "left out: action/install.sh, since there is no network"
fi
