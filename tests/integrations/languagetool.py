"""language_tool_python, a client of LanguageTool, against `copydesk serve`. `python languagetool.py COPYDESK`."""

import subprocess
import sys

import language_tool_python


def holds(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")


def main():
    server = subprocess.Popen([sys.argv[1], "serve", "--no-config", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().split()[1].removesuffix("/v2")
        text = "😀 Bréda saw that the the pier was old. But unsurprising the port says it could of been worse."
        with language_tool_python.LanguageTool("en-US", remote_server=url) as tool:
            matches = tool.check(text)
            there = lambda match: text[match.offset : match.offset + match.error_length]
            found = {there(match): match.replacements[:1] for match in matches}
            holds(found.get("the the") == ["the"], found)
            holds(found.get("unsurprising") == ["unsurprisingly"], found)
            mended = language_tool_python.utils.correct(text, matches)
            wanted = "😀 Bréda saw that the pier was old. But unsurprisingly the port says it could have been worse."
            holds(mended == wanted, mended)
            tool.disabled_rules.add("typo/doubled-word")
            holds("the the" not in [there(match) for match in tool.check(text)], "a rule is switched off")
        print(f"language_tool_python: {len(matches)} findings where they are, and mended")
    finally:
        server.terminate()
        server.wait(20)


main()
