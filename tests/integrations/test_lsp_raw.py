"""The language server under a client that makes mistakes, frame by frame. COPYDESK names the program."""

import json
import os
import subprocess

PROGRAM = os.environ.get("COPYDESK", "target/release/copydesk")


def frame(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def answers(output):
    while output:
        head, _, output = output.partition(b"\r\n\r\n")
        length = int(head.split(b":")[1])
        yield json.loads(output[:length])
        output = output[length:]


def test_what_cannot_be_read_breaks_nothing():
    uri = "file:///nowhere/owl.txt"
    document = {"uri": uri, "languageId": "plaintext", "version": 1, "text": "Fair\n\nThe owl saw the the fair.\n"}
    messages = [
        {"id": 1, "method": "initialize", "params": {"capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didChange", "params": {"textDocument": 7}},
        {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "file:///not/open.txt"}}},
        {"method": "copydesk/unheardOf", "params": None},
        {"id": 2, "method": "copydesk/unheardOf", "params": None},
        {"id": 3, "method": "textDocument/hover", "params": []},
        {"id": 4, "method": "textDocument/hover", "params": {"textDocument": {"uri": uri}, "position": {"line": 9, "character": 9}}},
        {"method": "textDocument/didOpen", "params": {"textDocument": document}},
        {"id": 5, "method": "textDocument/hover", "params": {"textDocument": {"uri": uri}, "position": {"line": 2, "character": 14}}},
        {"id": 6, "method": "shutdown"},
        {"method": "exit"},
    ]
    data = b"".join(frame(message) for message in messages)
    done = subprocess.run([PROGRAM, "lsp"], input=data, capture_output=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr.decode()
    said = {one["id"]: one for one in answers(done.stdout) if "id" in one and "method" not in one}
    assert said[1]["result"]["capabilities"]["positionEncoding"] == "utf-16"
    assert said[2]["error"]["code"] == -32601
    assert said[3]["error"]["code"] == -32602
    assert said[4]["result"] is None
    assert "typo/doubled-word" in said[5]["result"]["contents"]["value"]
    assert said[6]["result"] is None and not done.stderr
