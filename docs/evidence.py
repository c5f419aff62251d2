#!/usr/bin/env python3
"""Makes the table of docs/evidence.md: what each rule says of a folder of published copy, in findings per million words.

    python3 docs/evidence.py --bin target/release/copydesk FOLDER [--keep docs/evidence.md] [--places]

FOLDER holds plain text files. The columns right, wrong and doubtful are a reader's; those of a table that stands in the
file of --keep are taken over where a rule has as many findings as there, and left open where it has not. --places lists
where each finding is, without the text. Needs nothing but the program and Python 3.9.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bin", default="target/release/copydesk")
    parser.add_argument("--keep", type=Path, help="a file with an earlier table")
    parser.add_argument("--places", action="store_true", help="list the places too")
    return parser.parse_args()


def findings(program, folder):
    """The findings of every file, in order of file and place."""
    command = [program, "check", "--format", "jsonl", "--no-config", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode > 1:
        sys.exit(f"{' '.join(command)}: {run.stderr.strip()}")
    for line in run.stdout.splitlines():
        row = json.loads(line)
        for finding in row.get("findings", []):
            yield row["path"], finding


def read_by(path):
    """What a reader said of each rule in an earlier table: findings, right, wrong, doubtful."""
    if path is None or not path.exists():
        return {}
    rows = re.findall(r"^\| ([a-z]+/[a-z-]+) \| (\d+) \| \d+ \| (\d*) \| (\d*) \| (\d*) \|$", path.read_text(), re.M)
    return {rule: tuple(counts) for rule, *counts in rows}


def main():
    options = arguments()
    words = sum(len(path.read_text(encoding="utf-8").split()) for path in sorted(options.folder.glob("*.txt")))
    found = list(findings(options.bin, options.folder))
    counts = Counter(finding["rule"] for _, finding in found)
    known = read_by(options.keep)
    print(f"{words} words, {sum(counts.values())} findings\n")
    print("| rule | findings | per million words | right | wrong | doubtful |")
    print("| --- | --- | --- | --- | --- | --- |")
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        before = known.get(rule)
        read = before[1:] if before and int(before[0]) == count else ("", "", "")
        print(f"| {rule} | {count} | {count * 1e6 / words:.0f} | {' | '.join(read)} |")
    if options.places:
        print()
        for path, finding in found:
            start = finding["span"]["start"]
            print(f"{finding['rule']} {Path(path).name}:{start['line']}:{start['column']}")


if __name__ == "__main__":
    main()
