"""Prints a block of code of a documentation page: page.py PAGE LANGUAGE WORD, the first one that holds the word."""

import re
import sys

page, language, word = sys.argv[1:]
blocks = re.findall(r"^```" + re.escape(language) + r"\n(.*?)^```$", open(page, encoding="utf-8").read(), re.M | re.S)
found = [block for block in blocks if word in block]
if not found:
    sys.exit(f"{page} has no block of {language} with {word}")
print(found[0], end="")
