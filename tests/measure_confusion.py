#!/usr/bin/env python3
"""Measures the sets of rules/confusion.toml, rules/wrong-word.toml and rules/small-slip.toml: one word of a set after the other is written in the place of another in clean
copy, and the program is asked.

    python3 tests/measure_confusion.py --bin target/release/copydesk FOLDER

FOLDER holds plain text files. A substitution is caught where a finding of any rule overlaps it. An alarm is a finding of
the set's own rule on the copy as it was: read each, some are slips. Capitals inside a sentence are left alone. Needs nothing
but the program and Python 3.11.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

RULES = Path(__file__).resolve().parent.parent / "rules"


def sets():
    """The sets, by rule or, of the rules with many, by their words."""
    found = {rule["id"]: rule["words"] for rule in tomllib.loads((RULES / "confusion.toml").read_text())["rule"]}
    for path in (RULES / "wrong-word.toml", RULES / "small-slip.toml"):
        for rule in tomllib.loads(path.read_text())["rule"]:
            found |= {f"{rule['id']} {'/'.join(one['words'])}": one["words"] for one in rule["sets"] if any(one["odds"])}
    return found


def check(program, folder):
    """The findings of each file of a folder by its name: rule, start and end in bytes."""
    command = [program, "check", "--format", "jsonl", "--no-config", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode > 1:
        sys.exit(run.stderr)
    found = defaultdict(list)
    for line in run.stdout.splitlines():
        row = json.loads(line)
        for finding in row.get("findings", []):
            span = finding["span"]
            found[Path(row["path"]).name].append((finding["rule"], span["start"]["byte"], span["end"]["byte"]))
    return found


def sentences(folder):
    """Roughly the sentences of the copy: enough to put a word into one and leave the others out."""
    for path in sorted(folder.glob("*.txt")):
        for paragraph in path.read_text(encoding="utf-8").split("\n\n")[1:]:
            for sentence in re.split(r"(?<=[.!?][”\"]) |(?<=[a-z][.!?]) (?=[A-Z“\"])", paragraph.strip()):
                if len(sentence.split()) > 3:
                    yield sentence.replace("\n", " ")


def substitutions(words, sentence):
    """Every way to write another word of a set: the sentence, the place in bytes, what was written, what was there."""
    forms = sorted(words, key=len, reverse=True)
    pattern = "|".join(re.escape(word).replace("’", "[’']") for word in forms)
    for match in re.finditer(rf"(?<![\w’'-])(?:{pattern})(?![\w’'-])", sentence, re.I):
        there = match.group().replace("'", "’").lower()
        if there not in words or match.group()[1:] != match.group()[1:].lower():
            continue
        if match.group()[0].isupper() and match.start() > 1:
            continue
        for written in words:
            if written != there:
                new = written.capitalize() if match.group()[0].isupper() else written
                at = len(sentence[: match.start()].encode())
                yield sentence[: match.start()] + new + sentence[match.end() :], at, at + len(new.encode()), written, there


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bin", default="target/release/copydesk")
    options = parser.parse_args()
    count = sum(len(path.read_text(encoding="utf-8").split()) for path in options.folder.glob("*.txt"))
    alarms = Counter(rule for found in check(options.bin, options.folder).values() for rule, *_ in found)
    copy = list(sentences(options.folder))
    print(f"{count} words\n\n| rule | substitutions | caught | % | alarms | per million words | by word written |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    shares = []
    for rule, words in sets().items():
        with tempfile.TemporaryDirectory() as folder:
            places = {}
            for sentence in copy:
                for text, start, end, written, _ in substitutions(words, sentence):
                    name = f"{len(places)}.txt"
                    Path(folder, name).write_text(text + "\n", encoding="utf-8")
                    places[name] = (start, end, written)
            found = check(options.bin, folder)
        caught = Counter()
        everything = Counter(written for *_, written in places.values())
        for name, (start, end, written) in places.items():
            caught[written] += any(first < end and start < last for _, first, last in found[name])
        share = sum(caught.values()) * 100 / max(1, len(places))
        shares.append(share)
        each = ", ".join(f"{word} {caught[word]}/{everything[word]}" for word in words)
        rate = alarms[f"typo/{rule}"] * 1e6 / count
        print(f"| {rule} | {len(places)} | {sum(caught.values())} | {share:.1f} | {alarms[f'typo/{rule}']} | {rate:.1f} | {each} |")
    print(f"\nmean of the sets: {sum(shares) / len(shares):.1f} %")


if __name__ == "__main__":
    main()
