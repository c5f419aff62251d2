#!/usr/bin/env bash
# Editors that run the program for each check, with the settings that docs/editors.md gives: ALE, flymake, flycheck.
# COPYDESK names the program. What is not installed is said and left out.
set -euo pipefail
here=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$COPYDESK" "$work/bin/copydesk"
export PATH="$work/bin:$PATH"
fail() { echo "failed: $*" >&2; exit 1; }
block() { python3 "$here/tests/integrations/page.py" "$here/docs/editors.md" "$@"; }

ale=""
for place in "${ALE:-}" /usr/share/vim-ale /usr/share/vim/addons /usr/share/vim-scripts/ale "$HOME"/.vim/pack/*/start/ale; do
    if [ -f "$place/plugin/ale.vim" ]; then ale=$place; break; fi
done
if [ -n "$ale" ] && command -v vim >/dev/null; then
    mkdir -p "$work/ale/ale_linters/text"
    block vim ale#linter#Define > "$work/ale/ale_linters/text/copydesk.vim"
    printf 'Fair\n\n“The owl” 🦉 saw the the fair. It could of won.\n' > "$work/ale/owl.txt"
    (cd "$work/ale" && ALE="$ale" TERM=dumb timeout 30 vim -es -u NONE -S "$here/tests/integrations/ale.vim" \
        >/dev/null 2>&1 </dev/null) || true
    [ "$(cat "$work/ale/landed" 2>/dev/null)" = $'typo/doubled-word E the the\ntypo/could-of E could of' ] ||
        fail "ALE: $(cat "$work/ale/landed" 2>&1)"
    echo "ALE: the words are marked"
else
    echo "left out: ALE"
fi

if command -v emacs >/dev/null; then
    block elisp copydesk-flymake > "$work/flymake.el"
    block elisp flycheck-define-checker > "$work/flycheck.el"
    FLYMAKE="$work/flymake.el" FLYCHECK="$work/flycheck.el" timeout 60 \
        emacs --batch -q -l "$here/tests/integrations/fly.el" > "$work/emacs" 2>&1 || fail "$(tail -5 "$work/emacs")"
    grep "the words are marked" "$work/emacs"
    grep -q "flycheck: " "$work/emacs" || echo "left out: flycheck"
else
    echo "left out: flymake and flycheck"
fi
