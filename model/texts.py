#!/usr/bin/env python3
"""Makes the texts that `confusion.bin` is learnt from, out of clones of the repositories named below.

    python3 model/texts.py CLONES OUT

CLONES holds a git clone of each repository as OWNER+NAME, or OWNER+NAME/repo; a bare one will do. OUT/train gets a text for
each source, OUT/held every tenth document, or of texts that are one document every tenth run of 40 paragraphs. Taken are
paragraphs that end in a mark and hold no markup, addresses or formulas, each once. The same clones give the same bytes.
Needs git and Python 3.11. What each source is, and its licence, is in README.md beside this file.
"""

import html
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

# Files with what a book says of itself are left out.
BOOK = r"src/epub/text/(?!.*(?:imprint|colophon|uncopy|toc|title|endnotes)).*\.xhtml$"
STATE = r"(?!.*package-lock).*\.xml$"
BOOKS = """
    arthur-conan-doyle_the-lost-world@c57c0903
    arthur-conan-doyle_the-return-of-sherlock-holmes@241eb87c
    arnold-bennett_the-old-wives-tale@bda8c3a2
    booker-t-washington_up-from-slavery@07585f67
    booth-tarkington_alice-adams@f4942167
    booth-tarkington_the-magnificent-ambersons@2448116f
    booth-tarkington_the-turmoil@84ba32b2
    e-phillips-oppenheim_the-great-impersonation@9661b28e
    edith-wharton_the-age-of-innocence@9fbd80b6
    edith-wharton_the-house-of-mirth@709c6bb5
    ernest-shackleton_south@49eddc56
    f-scott-fitzgerald_short-fiction@f10a42e6
    f-scott-fitzgerald_the-beautiful-and-damned@4df45788
    f-scott-fitzgerald_the-great-gatsby@194dc118
    h-g-wells_the-world-set-free@dbeb4eb3
    h-g-wells_tono-bungay@72df3217
    henry-adams_the-education-of-henry-adams@0a2715c9
    jack-london_martin-eden@f150c69f
    jack-london_the-iron-heel@08965c5b
    jacob-riis_how-the-other-half-lives@abb018be
    jane-addams_twenty-years-at-hull-house@7e1c71d5
    john-buchan_greenmantle@9549ed9e
    john-buchan_mr-standfast@dcac45f9
    john-galsworthy_the-forsyte-saga@69b36212
    john-maynard-keynes_the-economic-consequences-of-the-peace@295ec2bb
    john-reed_ten-days-that-shook-the-world@43bdd5c0
    o-henry_short-fiction@fe33e908
    s-s-van-dine_the-benson-murder-case@6dc32535
    sinclair-lewis_arrowsmith@2e17ff5a
    sinclair-lewis_babbitt@6ea7c30d
    sinclair-lewis_main-street@1fdbcaff
    t-e-lawrence_seven-pillars-of-wisdom@ddfa6af3
    theodore-dreiser_an-american-tragedy@d2d8e26a
    theodore-dreiser_sister-carrie@8caeb879
    willa-cather_one-of-ours@6f4f36d0
    willa-cather_the-song-of-the-lark@b37fbf2c
""".split()

# Repository, commit, how it is read, which files.
SOURCES = [
    ("GSA/digitalgov.gov", "49795832", "markdown", r"content/(?!authors).*\.md$"),
    ("18F/18f.gsa.gov", "0a55c75e", "markdown", r"content/.*\.md$"),
    ("18F/guides", "debc24b3", "markdown", r".*\.md$"),
    ("18F/handbook", "1e495563", "markdown", r".*\.md$"),
    ("18F/methods", "f9305795", "markdown", r".*\.md$"),
    ("HistoryAtState/milestones", "d0a1f8c9", "tei", STATE),
    ("HistoryAtState/other-publications", "cb3de398", "tei", r"(?!serial-set|.*package-lock).*\.xml$"),
    ("HistoryAtState/frus-history", "a6bd97c2", "tei", STATE),
    ("HistoryAtState/rdcr", "f3c53549", "tei", STATE),
    ("HistoryAtState/administrative-timeline", "30aee8ca", "tei", r"timeline/.*\.xml$"),
    ("kfogel/presidential-speeches", "a4c8b38e", "lines", r"data/(19[3-9]|20).*\.txt$"),
    ("nltk/nltk_data", "5db857e6", "zip", r"packages/corpora/state_union\.zip$"),
    ("openstax/osbooks-college-success-bundle", "4c04b87e", "tei", r"modules/.*\.cnxml$"),
    ("openstax/osbooks-introduction-anthropology", "418eedd9", "tei", r"modules/.*\.cnxml$"),
    ("openstax/osbooks-introduction-intellectual-property", "be76c2d9", "tei", r"modules/.*\.cnxml$"),
    ("openstax/osbooks-life-liberty-and-pursuit-happiness", "acb6fbe2", "tei", r"modules/.*\.cnxml$"),
    ("openstax/osbooks-nursing-external-bundle", "7876f90a", "tei", r"modules/.*\.cnxml$"),
    ("openstax/osbooks-principles-economics-bundle", "cd31beb1", "tei", r"modules/.*\.cnxml$"),
    ("google-research-datasets/wiki-split", "80f5bddf", "split", r"(test|tune|validation)\.tsv$"),
    ("fordred/wikinews", "0441f527", "bullets", r"docs/_posts/.*\.md$"),
    ("pytorch/examples", "77f55b91", "wikitext", r"word_language_model/data/wikitext-2/(valid|test)\.txt$"),
] + [(f"standardebooks/{name}", commit, "tei", BOOK) for name, commit in (book.split("@") for book in BOOKS)]

MARKUP = re.compile(r"[<>{}\[\]|=*_#`~^\\@]|https?:|www\.|\.(?:gov|com|org)\b")
SPOKEN = re.compile(r"^(?:THE |The )?[A-Z][\w.’' -]{1,40}:\s+")


def git(clone, *command):
    return subprocess.run(["git", "-C", str(clone), *command], capture_output=True, check=True).stdout


def files(clones, name, commit, pattern):
    """The files of a repository that fit a pattern, in the order of their names."""
    base = clones / name.replace("/", "+")
    clone = next(path for path in (base / "repo/.git", base / "repo", base) if path.exists())
    names = git(clone, "ls-tree", "-r", "-z", "--name-only", commit).decode().split("\0")
    for path in sorted(path for path in names if re.match(pattern, path)):
        yield git(clone, "show", f"{commit}:{path}")


def blocks(text):
    return re.split(r"\n[ \t]*\n", text)


def markdown(data):
    text = re.sub(r"\A---\n.*?\n---\n", "", data.decode("utf-8", "replace"), flags=re.S)
    text = re.sub(r"```.*?```", "", text, flags=re.S)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"</?(?:a|em|strong|p|b|i)\b[^>]*>", "", text)
    text = re.sub(r"\*\*?([^*\n]+)\*\*?", r"\1", text)
    yield [block for block in blocks(text) if not re.match(r"\s*(?:[-*+#>|]|\d+\.)", block)]


def tei(data):
    text = data.decode("utf-8", "replace")
    text = re.sub(r"<(?:note|metadata|glossary|m:math|table|teiHeader|figure)\b.*?</(?:note|metadata|glossary|m:math|table|teiHeader|figure)>", "", text, flags=re.S)
    found = re.findall(r"<(?:p|para)\b[^>/]*>(.*?)</(?:p|para)>", text, flags=re.S)
    yield [html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br[^>]*>", " ", block))) for block in found]


def bullets(data):
    """Items of a list in Markdown that are sentences, without the sources behind them."""
    text = re.sub(r"\[\(.*?\)\]\((?:[^()]|\([^()]*\))*\)", "", data.decode("utf-8", "replace"))
    text = re.sub(r"\[([^\]]*)\]\((?:[^()\"]|\([^()]*\)|\"[^\"]*\")*\)", r"\1", text)
    text = re.sub(r"\*\*?([^*\n]+)\*\*?", r"\1", text)
    yield [re.sub(r"\s+([.,])", r"\1", item) for item in re.findall(r"^\s*[*+-]\s+(.*)$", text, flags=re.M)]


def lines(data):
    yield [SPOKEN.sub("", line) for line in html.unescape(data.decode("utf-8", "replace")).split("\n")[1:]]


def zip_(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in sorted(name for name in archive.namelist() if re.search(r"/(19[4-9]|20)\d\d.*\.txt$", name)):
        yield [SPOKEN.sub("", block) for block in re.split(r"\n\s*\n|\n(?=[A-Z“\"])", archive.read(name).decode("latin-1"))]


def joined(text):
    """Words and marks that were cut apart, put together again."""
    text = re.sub(r" @([-,.])@ ", r"\1", text)
    text = re.sub(r"(?:''|``|\") ?(.*?) ?(?:''|``|\")", r"“\1”", text)
    text = re.sub(r" ([,.;:!?%)’]|'(?:s|re|ve|ll|d|m)?\b|n't\b)", r"\1", text)
    return re.sub(r"([($£€]) ", r"\1", text)


def split(data):
    yield [joined(line.split("\t")[0]) for line in data.decode().split("\n")]


def wikitext(data):
    sentences = (sentence for line in data.decode().split("\n") for sentence in re.split(r"(?<= [.?!]) (?=[A-Z])", line))
    yield [joined(sentence) for sentence in sentences if "<unk>" not in sentence]


READERS = {"markdown": markdown, "tei": tei, "lines": lines, "zip": zip_, "split": split, "bullets": bullets, "wikitext": wikitext}


def prose(block):
    """A paragraph that is running text; nothing where it is not."""
    text = re.sub(r"\s+", " ", block.replace("\u00a0", " ").replace("\u2060", "").replace("\u200a", " ")).strip()
    text = text.replace("--", "—")
    words = text.split(" ")
    if len(words) < 6 or not re.search(r"[.!?][”’\")]*$", text) or MARKUP.search(text):
        return None
    letters = sum(1 for character in text if character.isascii() and character.isalpha())
    return text if letters > 0.7 * len(text) and text[0] not in ",.;:)" else None


def main():
    clones, out = Path(sys.argv[1]), Path(sys.argv[2])
    seen, total = set(), {"train": 0, "held": 0}
    for folder in total:
        (out / folder).mkdir(parents=True, exist_ok=True)
    for name, commit, kind, pattern in SOURCES:
        parts = {"train": [], "held": []}
        documents = [list(filter(None, map(prose, blocks_of))) for data in files(clones, name, commit, pattern) for blocks_of in READERS[kind](data)]
        if len(documents) < 30:
            everything = [block for document in documents for block in document]
            documents = [everything[at : at + 40] for at in range(0, len(everything), 40)]
        for number, document in enumerate(documents):
            part = parts["held" if number % 10 == 9 else "train"]
            for block in document:
                if hash_of(block) not in seen:
                    seen.add(hash_of(block))
                    part.append(block)
        for folder, part in parts.items():
            (out / folder / (name.replace("/", "+") + ".txt")).write_text("\n\n".join(part) + "\n", encoding="utf-8")
            words = sum(block.count(" ") + 1 for block in part)
            total[folder] += words
            print(f"{name}\t{folder}\t{words}")
    print(total)


def hash_of(block):
    return re.sub(r"\W+", " ", block).lower()


if __name__ == "__main__":
    main()
