"""Holds the reports of a real run against the programs and schemas that read them.

python formats.py COPYDESK; SARIF_SCHEMA, SARIF_MULTITOOL, JUNIT_SCHEMA and NODE_TOOLS name what is there besides Python's
packages. The drafts have line feeds, carriage returns, byte order marks, wide characters, and findings at their ends.
"""

import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile
from pathlib import Path

import jsonschema
from junitparser import JUnitXml

PROGRAM = Path(sys.argv[1]).resolve()
HERE = Path(__file__).parent
SLIPS = Path("examples/harbor-slips.txt").read_text()
DRAFTS = {
    "lf.txt": SLIPS,
    "crlf.txt": SLIPS.replace("\n", "\r\n"),
    "mark.txt": "\ufeffThe the pier in 漢字 “could of” 🦉 town\n\nThe council saw the the pier, 漢字🦉 it could of",
    "ends.md": "# Fair\r\n\r\n“漢字” 🦉🦉 — Ruth saw the the pier; it could of\r\n",
    "Stück #1.txt": "Fair\n\nNothing to see in Port Lyle.\n",
    "hostile.html": '\ufeff<p>Odd <b>x</b> ]]> the the & "so", 100% it could of.</p>\r\n<p>漢字 🦉 the the</p>',
}
FORMATS = ["json", "jsonl", "sarif", "gitlab", "junit", "checkstyle", "rdjson", "github", "concise"]
LEVELS = {"error": "errors", "warning": "warnings", "note": "notes"}


def run(folder, *arguments):
    done = subprocess.run([PROGRAM, "check", "--no-config", ".", *arguments], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout.decode()


def told(finding):
    return "\n".join([finding["message"], *(f"help: {one}" for one in finding["help"])])


def offset(text, place, width):
    """The offset in characters of a line and a column that is counted in some width of a character."""
    line, column = place
    at = sum(len(one) + 1 for one in text.split("\n")[: line - 1])
    left = column - 1
    while left > 0:
        left -= width(text[at])
        at += 1
    assert left == 0, place
    return at


def there(folder, path, start, end, width=lambda _: 1):
    """What stands at a place of a draft."""
    text = (folder / path).read_bytes().decode("utf-8-sig")
    return text[offset(text, start, width) : offset(text, end, width)].replace("\r", "")


class Run:
    """The reports of one run over the drafts, and what JSON says of it."""

    def __init__(self, folder):
        self.folder = folder
        for path, text in DRAFTS.items():
            (folder / path).write_bytes(text.encode())
        run(folder, *[word for one in FORMATS for word in ("--format", f"{one}=out.{one}")], "--format", "text")
        self.truth = json.loads(self.read("json"))
        self.findings = [(file["path"], one) for file in self.truth["files"] for one in file["findings"]]
        self.words = [one["text"].replace("\r", "") for _, one in self.findings]
        assert len(self.findings) > 20
        ends = [path for path, text in DRAFTS.items() if path != "Stück #1.txt"]
        for path in ends:
            last = [one["span"]["end"]["byte"] for where, one in self.findings if where == path][-1]
            assert last >= len(DRAFTS[path].encode()) - 60, f"{path} has no finding at its end"

    def read(self, form):
        return (self.folder / f"out.{form}").read_text(encoding="utf-8")

    def json(self):
        schema = json.loads(Path("docs/json-v1.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(self.truth, schema, jsonschema.Draft202012Validator)
        for path, one in self.findings:
            start, end = one["span"]["start"], one["span"]["end"]
            data = (self.folder / path).read_bytes()
            assert data[start["byte"] : end["byte"]].decode() == one["text"]
            utf16 = lambda character: len(character.encode("utf-16-le")) // 2
            for key, width, first in (("column", lambda _: 1, 0), ("utf16", utf16, 1)):
                places = [(place["line"], place[key] + first) for place in (start, end)]
                assert there(self.folder, path, *places, width) == one["text"].replace("\r", "")
        *files, end = map(json.loads, self.read("jsonl").splitlines())
        assert (files, end) == (self.truth["files"], {key: self.truth[key] for key in ("summary", "problems")})
        for part, name in [*((file, "file") for file in files), (end, "end")]:
            part_schema = {"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}
            jsonschema.validate(part, part_schema, jsonschema.Draft202012Validator)
        self.office(schema)
        print("json, jsonl: hold to their schema; bytes, characters and UTF-16 are at the words")

    def office(self, schema):
        """In a word processor's file places are paragraphs and characters, bytes those of the text that `parse` gives."""
        paragraphs = ["Fair", "", "“漢字” 🦉 saw the the pier; it could of won."]
        body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
        path = self.folder / "ferry.docx"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("word/document.xml", f"<w:document><w:body>{body}</w:body></w:document>")
        command = [PROGRAM, "check", "--no-config", "--format", "json", path]
        report = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
        command = [PROGRAM, "parse", "--no-config", "--format", "json", path]
        text = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["text"]
        path.unlink()
        jsonschema.validate(report, schema, jsonschema.Draft202012Validator)
        found = [one for one in report["files"][0]["findings"] if one["rule"].startswith("typo/")]
        assert [one["text"] for one in found] == ["the the", "could of"]
        for one in found:
            start, end = one["span"]["start"], one["span"]["end"]
            assert paragraphs[start["paragraph"] - 1][start["character"] - 1 : end["character"] - 1] == one["text"]
            assert text.encode()[start["byte"] : end["byte"]].decode() == one["text"]

    def concise(self):
        lines = self.read("concise").splitlines()
        wanted = [
            f"{path}:{one['span']['start']['line']}:{one['span']['start']['column']}: {one['severity']}[{one['rule']}]: {one['message']}"
            for path, one in self.findings
        ]
        assert [line for line in lines if "]: " in line] == wanted
        print("concise: a line for each finding")

    def sarif(self):
        sarif = json.loads(self.read("sarif"))
        if schema := os.environ.get("SARIF_SCHEMA"):
            jsonschema.validate(sarif, json.loads(Path(schema).read_text(encoding="utf-8-sig")))
            print("sarif: holds to its schema")
        places = []
        for result in sarif["runs"][0]["results"]:
            place = result["locations"][0]["physicalLocation"]
            region = place["region"]
            start, end = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
            places.append(there(self.folder, place["artifactLocation"]["uri"], start, end))
        assert places == self.words
        if tool := os.environ.get("SARIF_MULTITOOL"):
            done = subprocess.run(
                [tool, "validate", "out.sarif", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"],
                cwd=self.folder, capture_output=True, text=True, check=False,
            )
            wrong = [line for line in done.stdout.splitlines() if ": error" in line or ": warning" in line]
            # There is no address to give yet.
            wrong = [line for line in wrong if "informationUri" not in line]
            assert done.returncode == 0 and not wrong, wrong
            print("sarif: Sarif.Multitool finds nothing")
        summary = self.sarif_tool("summary")
        lines = [line.split(":") for line in summary.splitlines() if line[:1] in "ewn" and ": " in line]
        counts = {level: int(count) for level, count in lines}
        assert counts == {level: self.truth["summary"][name] for level, name in LEVELS.items()}, summary
        print("sarif: sarif-tools counts the same")

    def sarif_tool(self, *words):
        command = [sys.executable, "-m", "sarif", *words[:1], "out.sarif", *words[1:]]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True).stdout

    def rdjson(self):
        width = lambda character: len(character.encode())
        places = []
        for one in json.loads(self.read("rdjson"))["diagnostics"]:
            start, end = ((place["line"], place["column"]) for place in one["location"]["range"].values())
            places.append(there(self.folder, one["location"]["path"], start, end, width))
        assert places == self.words
        schema = json.loads((HERE / "rdjson.schema.json").read_text())
        jsonschema.validate(json.loads(self.read("rdjson")), schema)
        print("rdjson: holds to its schema, columns are bytes")

    def gitlab(self):
        entries = json.loads(self.read("gitlab"))
        keys = {"description", "check_name", "fingerprint", "severity", "location"}
        assert all(set(entry) == keys for entry in entries)
        assert len({entry["fingerprint"] for entry in entries}) == len(entries)
        places = []
        for entry in entries:
            start, end = ((place["line"], place["column"]) for place in entry["location"]["positions"].values())
            places.append(there(self.folder, entry["location"]["path"], start, end))
        assert places == self.words
        # What a program that knows the format makes of the same run.
        self.sarif_tool("codeclimate", "-o", "out.climate")
        known = [(one["check_name"], one["location"]["lines"]["begin"]) for one in json.loads(self.read("climate"))]
        ours = [(one["check_name"], one["location"]["positions"]["begin"]["line"]) for one in entries]
        assert sorted(known) == sorted(ours)
        of_lf = lambda name: {
            one["fingerprint"] for one in json.loads(self.read(name)) if one["location"]["path"] == "lf.txt"
        }
        (self.folder / "lf.txt").write_text(SLIPS.replace("\n\n", "\n\nA new paragraph stands here.\n\n", 1))
        run(self.folder, "--format", "gitlab=out.moved")
        (self.folder / "lf.txt").write_text(SLIPS)
        assert of_lf("gitlab") == of_lf("moved")
        print("gitlab: as sarif-tools writes it, fingerprints survive moved lines")

    def junit(self):
        junit = JUnitXml.fromfile(str(self.folder / "out.junit"))
        suites = {suite.name: suite for suite in junit}
        assert set(suites) == set(DRAFTS) and suites["Stück #1.txt"].failures == 0
        failing = [one for _, one in self.findings if one["severity"] != "note"]
        assert sum(suite.failures for suite in junit) == len(failing)
        assert sum(1 for suite in junit for case in suite for _ in case.result) >= len(failing)
        if schema := os.environ.get("JUNIT_SCHEMA"):
            command = ["xmllint", "--noout", "--schema", schema, self.folder / "out.junit"]
            subprocess.run(command, check=True, capture_output=True)
            print("junit: holds to Jenkins' schema")
        print("junit: junitparser counts the same")

    def lines(self):
        """Formats that are a line or an element a finding; what their own tools say of them is in formats.mjs."""
        errors = tree.parse(self.folder / "out.checkstyle").getroot().findall("file/error")
        assert [(int(one.get("line")), int(one.get("column")), one.get("message")) for one in errors] == [
            (one["span"]["start"]["line"], one["span"]["start"]["column"], told(one)) for _, one in self.findings
        ]
        commands = self.read("github").splitlines()
        assert len(commands) == len(self.findings) and all(line.startswith("::") for line in commands)
        print("checkstyle, github: one for each finding")
        tools = Path(os.environ.get("NODE_TOOLS", "/nowhere")) / "node_modules"
        if all((tools / name).is_dir() for name in ("@actions/core", "danger-plugin-lint-report")):
            subprocess.run(["node", HERE / "formats.mjs", self.folder], check=True)
        else:
            print("left out: GitHub's toolkit and a reader of Checkstyle: npm's packages are missing")


with tempfile.TemporaryDirectory() as name:
    reports = Run(Path(name))
    for check in (reports.json, reports.concise, reports.sarif, reports.rdjson, reports.gitlab, reports.junit, reports.lines):
        check()
