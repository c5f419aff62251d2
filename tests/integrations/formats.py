"""Holds the reports of a real run against the programs and schemas that read them.

python formats.py COPYDESK; SARIF_SCHEMA, SARIF_MULTITOOL and JUNIT_SCHEMA name what is there besides Python's packages.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
from junitparser import JUnitXml

PROGRAM = Path(sys.argv[1]).resolve()
SLIPS = Path("examples/harbor-slips.txt").read_text()
DRAFTS = {
    "lf.txt": SLIPS.encode(),
    "crlf.txt": SLIPS.replace("\n", "\r\n").encode(),
    "mark.txt": "\ufeffThe the pier in 漢字 “could of” 🦉 town\n\nThe council saw the the pier, 漢字🦉 it could of".encode(),
    "Stück #1.txt": "Fair\n\nNothing to see in Port Lyle.\n".encode(),
    "hostile.html": '<p>Odd <b>x</b> ]]> the the & "so" it could of.</p>'.encode(),
}


def run(folder, *arguments):
    done = subprocess.run([PROGRAM, "check", "--no-config", ".", *arguments], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout.decode()


def offsets(text, line, column, width):
    """The offset in characters of a place, its column counted in some width of a character."""
    start = sum(len(one) for one in text.split("\n")[: line - 1]) + line - 1
    left, at = column - 1, start
    while left > 0:
        left -= width(text[at])
        at += 1
    assert left == 0, (line, column)
    return at


def check_places(folder, found, path, start, end, width):
    text = (folder / path).read_bytes().decode("utf-8-sig")
    return text[offsets(text, *start, width) : offsets(text, *end, width)].replace("\r", "")


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    for path, data in DRAFTS.items():
        (folder / path).write_bytes(data)
    formats = ["json", "sarif", "gitlab", "junit", "checkstyle", "rdjson", "github"]
    run(folder, *[argument for one in formats for argument in ("--format", f"{one}=out.{one}")], "--format", "concise")
    truth = json.loads((folder / "out.json").read_text())
    findings = [(file["path"], one) for file in truth["files"] for one in file["findings"]]
    words = [one["text"].replace("\r", "") for _, one in findings]
    assert len(findings) > 20

    sarif = json.loads((folder / "out.sarif").read_text())
    if schema := os.environ.get("SARIF_SCHEMA"):
        jsonschema.validate(sarif, json.loads(Path(schema).read_text(encoding="utf-8-sig")))
        print("sarif: holds to its schema")
    places = []
    for result in sarif["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        start, end = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
        path = place["artifactLocation"]["uri"]
        places.append(check_places(folder, result, path, start, end, lambda _: 1))
    assert places == words
    if tool := os.environ.get("SARIF_MULTITOOL"):
        done = subprocess.run(
            [tool, "validate", "out.sarif", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"],
            cwd=folder, capture_output=True, text=True, check=False,
        )
        wrong = [line for line in done.stdout.splitlines() if ": error" in line or ": warning" in line]
        # There is no address to give yet.
        wrong = [line for line in wrong if "informationUri" not in line]
        assert done.returncode == 0 and not wrong, wrong
        print("sarif: Sarif.Multitool finds nothing")
    summary = subprocess.run([sys.executable, "-m", "sarif", "summary", folder / "out.sarif"], capture_output=True, text=True, check=False)
    counts = {line.split(":")[0]: int(line.split(":")[1]) for line in summary.stdout.splitlines() if line[:1] in "ewn" and ": " in line}
    expected = {"error": "errors", "warning": "warnings", "note": "notes"}
    assert counts == {level: truth["summary"][name] for level, name in expected.items()}, summary.stdout + summary.stderr
    print("sarif: sarif-tools counts the same")

    rdjson = json.loads((folder / "out.rdjson").read_text())["diagnostics"]
    ranges = [(one["location"]["path"], one["location"]["range"]) for one in rdjson]
    places = [
        check_places(folder, None, path, (one["start"]["line"], one["start"]["column"]),
                     (one["end"]["line"], one["end"]["column"]), lambda character: len(character.encode()))
        for path, one in ranges
    ]
    assert places == words
    print("rdjson: columns are bytes")

    gitlab = json.loads((folder / "out.gitlab").read_text())
    keys = {"description", "check_name", "fingerprint", "severity", "location"}
    assert len(gitlab) == len(findings) and all(set(entry) == keys for entry in gitlab)
    assert len({entry["fingerprint"] for entry in gitlab}) == len(gitlab)
    before = {entry["fingerprint"] for entry in gitlab if entry["location"]["path"] == "lf.txt"}
    (folder / "lf.txt").write_text(SLIPS.replace("\n\n", "\n\nA new paragraph stands here.\n\n", 1))
    run(folder, "--format", "gitlab=moved.gitlab")
    moved = [entry for entry in json.loads((folder / "moved.gitlab").read_text()) if entry["location"]["path"] == "lf.txt"]
    assert before == {entry["fingerprint"] for entry in moved}
    print("gitlab: fingerprints survive moved lines")

    junit = JUnitXml.fromfile(str(folder / "out.junit"))
    suites = {suite.name: suite for suite in junit}
    assert set(suites) == set(DRAFTS) and suites["Stück #1.txt"].failures == 0
    failing = [one for _, one in findings if one["severity"] != "note"]
    assert sum(suite.failures for suite in junit) == len(failing)
    assert sum(1 for suite in junit for case in suite for _ in case.result) >= len(failing)
    if schema := os.environ.get("JUNIT_SCHEMA"):
        subprocess.run(["xmllint", "--noout", "--schema", schema, folder / "out.junit"], check=True, capture_output=True)
        print("junit: holds to Jenkins' schema")
    print("junit: junitparser counts the same")

    import xml.etree.ElementTree as tree

    checkstyle = tree.parse(folder / "out.checkstyle").getroot()
    assert len(checkstyle.findall("file/error")) == len(findings)
    commands = (folder / "out.github").read_text().splitlines()
    assert len(commands) == len(findings) and all(line.startswith("::") for line in commands)
    print("checkstyle, github: one for each finding")
