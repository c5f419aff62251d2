#!/usr/bin/env bash
# A writer's commit under the real pre-commit, a plain hook and the action's script. COPYDESK names the program.
set -euo pipefail
here=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/hooks" "$work/desk"
ln -s "$COPYDESK" "$work/bin/copydesk"
export PATH="$work/bin:$PATH" PRE_COMMIT_HOME="$work/cache" HOME="$work"
git config --global user.name Desk
git config --global user.email desk@example.org
git config --global init.defaultBranch main

fail() { echo "failed: $*" >&2; exit 1; }
commits() { git -C "$work/desk" rev-list --count HEAD 2>/dev/null || echo 0; }

# The hooks of this repository, as a repository of their own: only their file matters to `copydesk-system`.
cp "$here/.pre-commit-hooks.yaml" "$work/hooks/"
git -C "$work/hooks" init -q
git -C "$work/hooks" add .
git -C "$work/hooks" commit -q -m hooks
revision=$(git -C "$work/hooks" rev-parse HEAD)

cd "$work/desk"
git init -q
cat > .pre-commit-config.yaml <<YAML
repos:
  - repo: $work/hooks
    rev: $revision
    hooks:
      - id: copydesk-system
YAML
printf 'exclude = ["old/"]\n' > copydesk.toml
pre-commit install >/dev/null
mkdir old
printf 'Fair\n\nIt could of been left out.\n' > old/left-out.txt
printf 'Fair\n\nThe owl saw the the fair. It could of won.\n' > draft.txt
git add .
if git commit -q -m bad > commit.log 2>&1; then fail "a draft with slips was committed"; fi
grep -q "typo/doubled-word" commit.log || fail "the hook does not say why: $(cat commit.log)"
grep -q "draft.txt:3:13" commit.log || fail "the hook does not say where"
grep -q "left-out" commit.log && fail "a draft that the settings leave out was checked"
[ "$(commits)" = 0 ] || fail "there is a commit"
copydesk check --fix -q draft.txt 2>/dev/null || copydesk check --fix draft.txt >/dev/null 2>&1
git add .
git commit -q -m good > commit.log 2>&1 || fail "a mended draft cannot be committed: $(cat commit.log)"
echo "x" > notes.csv
git add notes.csv
git commit -q -m none > commit.log 2>&1 || fail "a commit without drafts fails: $(cat commit.log)"
[ "$(commits)" = 2 ] || fail "there are $(commits) commits"
pre-commit uninstall >/dev/null
echo "pre-commit: a bad draft stops the commit, the mended one passes"

printf '#!/bin/sh\nexec copydesk check --staged --allow-empty\n' > .git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
printf 'Fair\n\nThe owl saw the fair. It should of won.\n' > draft.txt
git add draft.txt
printf 'Fair\n\nThe owl saw the fair.\n' > draft.txt
if git commit -q -m bad > commit.log 2>&1; then fail "a staged slip was committed"; fi
grep -q "typo/could-of" commit.log || fail "the plain hook does not say why: $(cat commit.log)"
git add draft.txt
git commit -q -m good > commit.log 2>&1 || fail "what is staged is clean: $(cat commit.log)"
echo "plain hook: only what is staged counts"

rm .git/hooks/pre-commit
if [ -n "${LEFTHOOK:-}" ]; then
    cat > lefthook.yml <<'YAML'
pre-commit:
  jobs:
    - name: copydesk
      glob: "*.{md,txt,html}"
      run: copydesk check --force-exclude --allow-empty {staged_files}
YAML
    "$LEFTHOOK" install >/dev/null 2>&1
    export LEFTHOOK_BIN="$LEFTHOOK"
    printf 'Fair\n\nThe owl saw the fair. It must of won.\n' > draft.txt
    git add draft.txt
    if git commit -q -m bad > commit.log 2>&1; then fail "lefthook let a slip pass"; fi
    grep -q "typo/could-of" commit.log || fail "lefthook does not say why: $(cat commit.log)"
    printf 'Fair\n\nThe owl saw the fair. It must have won.\n' > draft.txt
    git add draft.txt
    git commit -q -m good > commit.log 2>&1 || fail "lefthook stops a mended draft: $(cat commit.log)"
    echo "lefthook: a bad draft stops the commit, the mended one passes"
else
    echo "left out: lefthook"
fi

if command -v man >/dev/null && command -v groff >/dev/null; then
    copydesk man pages >/dev/null
    for page in pages/*.1; do
        said=$(LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null || true)
        [ -z "$said" ] || fail "$page: $said"
    done
    rm -r pages
    echo "manual pages: groff has nothing to say"
fi
bash -c 'source <(copydesk completions bash) && complete -p copydesk' >/dev/null || fail "bash does not read the completions"

printf 'Fair\n\nThe owl saw the the fair.\n' > 'a draft.txt'
set +e
out=$(COPYDESK_PATHS=$'a draft.txt\ndraft.txt' COPYDESK_ARGUMENTS=$'--fail-on=warning\n--no-config' COPYDESK_SARIF=out.sarif \
    bash "$here/action/check.sh")
status=$?
set -e
[ "$status" = 1 ] || fail "the action's status is $status"
[ "$out" = "::error title=typo/doubled-word,file=a draft.txt,line=3,endLine=3,col=13,endColumn=20::“the” is written twice%0Ahelp: delete one" ] ||
    fail "the action writes: $out"
[ -s out.sarif ] || fail "the action writes no SARIF"
echo "action: its script writes commands and SARIF"
