#!/usr/bin/env bash
# Checks drafts and writes a command for each finding, which GitHub shows at its line. What is asked comes by the
# environment, a line each, so that no shell reads it twice.
set -euo pipefail
arguments=(--format github)
if [ -n "${COPYDESK_SARIF:-}" ]; then
    arguments+=(--format "sarif=$COPYDESK_SARIF")
fi
while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$line"); fi
done <<< "${COPYDESK_ARGUMENTS:-}"
arguments+=(--)
while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$line"); fi
done <<< "${COPYDESK_PATHS:-.}"
exec copydesk check "${arguments[@]}"
