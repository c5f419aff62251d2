"""LibreOffice, headless: the files it writes are read by copydesk, and its own checker shows what `copydesk serve` finds.

`python3 office.py COPYDESK`, with a Python that has LibreOffice's `uno`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import Locale

COPYDESK = sys.argv[1]

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool"><prop oor:name="BaseURL" oor:op="fuse"><value>{url}</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool"><prop oor:name="IsEnabled" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def value(name, content):
    wanted = PropertyValue()
    wanted.Name, wanted.Value = name, content
    return wanted


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    sys.exit("LibreOffice does not come up")


def write(desktop, folder):
    """A draft with styles, a tracked change, a comment and a footnote, as .odt and as .docx."""
    document = desktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, (value("Hidden", True),))
    text = document.Text
    cursor = text.createTextCursor()

    def paragraph(style, words):
        cursor.ParaStyleName = style
        text.insertString(cursor, words, False)
        text.insertControlCharacter(cursor, 0, False)

    paragraph("Title", "Ferry pier shut after divers’ report 😀")
    paragraph("Heading 1", "What the report says")
    paragraph("Text body", "Port officials said that the the old pier was “unsafe”.")
    paragraph("Quotations", "We could of been warned.")
    cursor.ParaStyleName = "Text body"
    text.insertString(cursor, "It has two lakes", False)
    document.RecordChanges = True
    words = text.createTextCursorByRange(cursor)
    words.goLeft(9, False)
    words.goRight(3, True)
    words.String = "three"
    document.RecordChanges = False
    comment = document.createInstance("com.sun.star.text.textfield.Annotation")
    comment.Author, comment.Content = "Ada", "who counted?"
    text.insertTextContent(text.End, comment, False)
    note = document.createInstance("com.sun.star.text.Footnote")
    text.insertTextContent(text.End, note, False)
    note.insertString(note.createTextCursor(), "So the board says; it should of been four.", False)
    paths = {}
    for kind, form in (("odt", "writer8"), ("docx", "MS Word 2007 XML")):
        paths[kind] = os.path.join(folder, f"pier.{kind}")
        document.storeToURL(uno.systemPathToFileUrl(paths[kind]), (value("FilterName", form),))
    document.close(True)
    return paths


def holds(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")


def read(kind, path):
    run = subprocess.run([COPYDESK, "check", "--no-config", "--format", "json", path], capture_output=True)
    report = json.loads(run.stdout)
    holds(not report["problems"], f"{kind}: {report['problems']}")
    findings = report["files"][0]["findings"]
    parsed = json.loads(subprocess.run([COPYDESK, "parse", "--no-config", "--format", "json", path], capture_output=True).stdout)
    lines = parsed["text"].split("\n")
    found = {}
    for finding in findings:
        start = finding["span"]["start"]
        there = lines[start["paragraph"] - 1][start["character"] - 1 :]
        holds(there.startswith(finding["text"].split("\n")[0]), f"{kind}: {finding['rule']} is not at {start}")
        found.setdefault(finding["rule"], []).append((start["paragraph"], finding["text"]))
    holds(found.get("typo/doubled-word") == [(3, "the the")], f"{kind}: {found}")
    holds((4, "could of") in found.get("typo/could-of", []), f"{kind}: {found}")
    holds("residue/open-change" in found and "residue/open-comment" in found, f"{kind}: {found}")
    holds("three" in lines[4] and "two" not in lines[4], f"{kind}: {lines}")
    holds((len(lines), "should of") in found["typo/could-of"], f"{kind}: the footnote is not read behind the story: {lines}")
    kinds = [block["kind"] for block in parsed["blocks"]]
    holds(kinds[:4] == ["headline", "heading", "paragraph", "block-quote"], f"{kind}: {kinds}")
    print(f"{kind}: LibreOffice's file is read, {len(findings)} findings at their paragraphs and characters")


def proofread(context):
    manager = context.ServiceManager
    locale = Locale("en", "US", "")
    linguist = manager.createInstanceWithContext("com.sun.star.linguistic2.LinguServiceManager", context)
    names = linguist.getAvailableServices("com.sun.star.linguistic2.Proofreader", locale)
    ours = [name for name in names if "LanguageTool" in name]
    if not ours:
        print(f"left out: this LibreOffice has no checker that speaks to LanguageTool ({', '.join(names)})")
        return
    checker = manager.createInstanceWithContext(ours[0], context)
    text = "But unsurprising the Bréda port 😀 says that the the pier was old."
    result = checker.doProofreading("one", text, locale, 0, len(text.encode("utf-16-le")) // 2, ())
    units = text.encode("utf-16-le")
    found = {
        units[2 * error.nErrorStart : 2 * (error.nErrorStart + error.nErrorLength)].decode("utf-16-le"): list(error.aSuggestions)
        for error in result.aErrors
    }
    holds(found.get("the the", [])[:1] == ["the"], f"LibreOffice shows {found}")
    holds(found.get("unsurprising", [])[:1] == ["unsurprisingly"], f"LibreOffice shows {found}")
    print(f"LibreOffice's checker shows {len(found)} findings of copydesk serve, with what to write")


def main():
    folder = tempfile.mkdtemp()
    server = subprocess.Popen([COPYDESK, "serve", "--no-config", "--port", "0"], stdout=subprocess.PIPE, text=True)
    office = None
    try:
        url = server.stdout.readline().split()[1]
        os.makedirs(f"{folder}/profile/user")
        with open(f"{folder}/profile/user/registrymodifications.xcu", "w", encoding="utf-8") as settings:
            settings.write(SETTINGS.format(url=url))
        pipe = f"copydesk{os.getpid()}"
        program = shutil.which("soffice") or shutil.which("libreoffice")
        office = subprocess.Popen(
            [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nologo",
             f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        for kind, path in write(desktop, folder).items():
            read(kind, path)
        proofread(context)
        try:
            desktop.terminate()
        except Exception:
            pass
    finally:
        for process in (server, office):
            if process is not None:
                process.terminate()
                process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


main()
