// The server under the client that VS Code's is built on: columns, fixes, and the text after them. Needs COPYDESK, and
// vscode-languageserver-protocol where NODE_PATH or npm install put it.
"use strict";

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const test = require("node:test");

function known(name) {
  try {
    return require(name);
  } catch {
    return undefined;
  }
}

const lsp = known("vscode-languageserver-protocol/node");
const skip = !process.env.COPYDESK || !lsp;

/// The text after edits, as VS Code makes them: columns are UTF-16, as strings of JavaScript are.
function edited(text, edits) {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  const at = ({ line, character }) => starts[line] + character;
  const last = [...edits].sort((one, other) => at(other.range.start) - at(one.range.start));
  return last.reduce((done, { range, newText }) => done.slice(0, at(range.start)) + newText + done.slice(at(range.end)), text);
}

function covered(text, { start, end }) {
  return text.split(/\r\n|\n|\r/)[start.line].slice(start.character, end.character);
}

test("columns and fixes are right behind curly quotes and emoji", { skip, timeout: 20000 }, async () => {
  const child = spawn(process.env.COPYDESK, ["lsp", "--no-config"]);
  const connection = lsp.createProtocolConnection(child.stdout, child.stdin);
  const published = new Map();
  let wake = () => {};
  connection.onNotification(lsp.PublishDiagnosticsNotification.type, (one) => {
    published.set(`${one.uri} ${one.version}`, one.diagnostics);
    wake();
  });
  connection.listen();
  const until = async (key) => {
    while (!published.has(key)) await new Promise((resolve) => (wake = resolve));
    return published.get(key);
  };
  const capabilities = {
    textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } },
    workspace: { workspaceEdit: { documentChanges: true } },
  };
  const told = await connection.sendRequest(lsp.InitializeRequest.type, { processId: process.pid, rootUri: null, capabilities });
  assert.equal(told.capabilities.positionEncoding, "utf-16");
  await connection.sendNotification(lsp.InitializedNotification.type, {});

  const uri = "untitled:Untitled-1";
  const text = "Fair\r\n\r\n“🦉 é” saw, “Teh” — 🦉🦉 said the the fair could of closed.\r\n";
  const document = { uri, languageId: "plaintext", version: 1, text };
  await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument: document });
  const found = await until(`${uri} 1`);
  const words = Object.fromEntries(found.map((one) => [one.code, covered(text, one.range)]));
  assert.equal(words["typo/doubled-word"], "the the");
  assert.equal(words["typo/could-of"], "could of");

  const whole = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
  const context = { diagnostics: [], only: ["source.fixAll"] };
  const params = { textDocument: { uri }, range: whole, context };
  const [action] = await connection.sendRequest(lsp.CodeActionRequest.type, params);
  const [change] = action.edit.documentChanges;
  assert.equal(change.textDocument.version, 1);
  const mended = edited(text, change.edits);
  assert.match(mended, /🦉🦉 said the fair could (have|'ve|’ve) ?closed\.\r\n$/);
  assert.ok(mended.startsWith("Fair\r\n\r\n“🦉 é” saw"));

  const changes = change.edits.length;
  assert.ok(changes >= 2);
  const didChange = { textDocument: { uri, version: 2 }, contentChanges: [{ text: mended }] };
  await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, didChange);
  const left = (await until(`${uri} 2`)).map((one) => one.code);
  assert.ok(!left.includes("typo/doubled-word") && !left.includes("typo/could-of"), `left: ${left}`);

  await connection.sendRequest(lsp.ShutdownRequest.type);
  await connection.sendNotification(lsp.ExitNotification.type);
  const status = await new Promise((resolve) => child.once("exit", resolve));
  assert.equal(status, 0);
});
