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

STATE = r"(?!.*package-lock).*\.xml$"
NOVELS = """
    arthur-conan-doyle_the-lost-world arthur-conan-doyle_the-return-of-sherlock-holmes arnold-bennett_the-old-wives-tale
    booker-t-washington_up-from-slavery booth-tarkington_alice-adams booth-tarkington_the-magnificent-ambersons
    booth-tarkington_the-turmoil e-phillips-oppenheim_the-great-impersonation edith-wharton_the-age-of-innocence
    edith-wharton_the-house-of-mirth ernest-shackleton_south f-scott-fitzgerald_short-fiction
    f-scott-fitzgerald_the-beautiful-and-damned f-scott-fitzgerald_the-great-gatsby h-g-wells_the-world-set-free
    h-g-wells_tono-bungay henry-adams_the-education-of-henry-adams jack-london_martin-eden jack-london_the-iron-heel
    jacob-riis_how-the-other-half-lives jane-addams_twenty-years-at-hull-house john-buchan_greenmantle
    john-buchan_mr-standfast john-galsworthy_the-forsyte-saga john-maynard-keynes_the-economic-consequences-of-the-peace
    john-reed_ten-days-that-shook-the-world o-henry_short-fiction s-s-van-dine_the-benson-murder-case
    sinclair-lewis_arrowsmith sinclair-lewis_babbitt sinclair-lewis_main-street t-e-lawrence_seven-pillars-of-wisdom
    theodore-dreiser_an-american-tragedy theodore-dreiser_sister-carrie willa-cather_one-of-ours
    willa-cather_the-song-of-the-lark
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
    ("pytorch/examples", "", "wikitext", r"word_language_model/data/wikitext-2/(valid|test)\.txt$"),
    ("chaojiang06/wiki-auto", "5b4ee987", "columns", r"wiki-auto/GEM2021/full_no_split/valid\.tsv$"),
] + [(f"standardebooks/{name}", "", "tei", r"src/epub/text/(chapter|(?!.*(imprint|colophon|uncopy|toc|title|endnotes))).*\.xhtml$") for name in NOVELS]

MARKUP = re.compile(r"[<>{}\[\]|=*_#`~^\\@]|https?:|www\.|\.(?:gov|com|org)\b")
SPOKEN = re.compile(r"^(?:THE |The )?[A-Z][\w.’' -]{1,40}:\s+")


def git(clone, *command):
    return subprocess.run(["git", "-C", str(clone), *command], capture_output=True, check=True).stdout


def files(clones, name, commit, pattern):
    """The files of a repository that fit a pattern, in the order of their names."""
    base = clones / name.replace("/", "+")
    clone = next(path for path in (base / "repo/.git", base / "repo", base) if path.exists())
    commit = commit or "HEAD"
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


def columns(data):
    yield [joined(cell) for line in data.decode().split("\n") for cell in line.split("\t")[:2]]


def wikitext(data):
    sentences = (sentence for line in data.decode().split("\n") for sentence in re.split(r"(?<= [.?!]) (?=[A-Z])", line))
    yield [joined(sentence) for sentence in sentences if "<unk>" not in sentence]


READERS = {"markdown": markdown, "tei": tei, "lines": lines, "zip": zip_, "split": split, "columns": columns, "wikitext": wikitext}


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
