#!/usr/bin/env python3
"""Writes rules/lists/words.txt, the words of English that `spelling/unknown-word` knows, from lists of SCOWL.

    apt-get install wamerican{-small,,-huge} wbritish{-small,,-huge} wcanadian-huge
    python3 model/words.py /usr/share/dict > rules/lists/words.txt

The lists are those of SCOWL 2020.12.07 as Debian packs them: 35 (small), 50 (usual) and 80 (huge), American, British and
Canadian. Names lose their capital, words their accents; possessives and words of one or two letters are left out.
"""
import re
import sys
import unicodedata
from pathlib import Path

SECTIONS = {
    "common": ["american-english-small", "british-english-small"],
    "usual": ["american-english", "british-english"],
    "rare": ["american-english-huge", "british-english-huge", "canadian-english-huge"],
}
HEAD = Path(__file__).with_name("words.head.txt")


def words(path):
    """The words of a list that are letters alone; `True` beside those written in small letters."""
    for line in path.read_text(encoding="utf-8").splitlines():
        plain = "".join(sign for sign in unicodedata.normalize("NFD", line) if not unicodedata.combining(sign))
        if re.fullmatch(r"[A-Za-z]{3,}", plain):
            yield plain.lower(), plain.islower()


def stems(known):
    """Lines `stem ending ending`: a word, and the words that begin with it or with all of it but its last letter."""
    left, lines = set(known), []
    for word in sorted(known):
        if word not in left:
            continue
        stem = word[:-1] if word[-1] in "ey" and len(word) > 4 else word
        family = [other for other in (stem + ending for ending in ENDINGS) if other in left]
        if len(family) * len(stem) < len(family) + len(stem):
            stem, family = word, [word]
        left.difference_update(family)
        endings = [other[len(stem):] or "-" for other in family]
        lines.append(stem if endings == ["-"] else " ".join([stem, *endings]))
    return lines


ENDINGS = """ a able ably age al ally an ance ant ants ate ated ates ating ation ational ations e ed edly ee ees en ence ency
ent er ers ery es est ful fully hood ial ian ians ible ibly ic ical ically ics ied ier ies iest ility iness ily ing ingly ings
ion ions is ise ised ises ish ising ism isms ist ists ities ity ive ively ization ize ized izes izing less lessly lessness ly man
men ment ments ness nesses or ors ory ous ously ousness s ship th ty ure y""".split(" ")
ENDINGS = [ending.strip() for part in ENDINGS for ending in part.split("\n")]


def main():
    folder = Path(sys.argv[1])
    print(HEAD.read_text(encoding="utf-8"), end="")
    seen = set()
    for section, names in SECTIONS.items():
        found = {word for name in names for word, small in words(folder / name) if small or section == "rare"}
        print(f"== {section}")
        print("\n".join(stems(found - seen)))
        seen |= found


main()
