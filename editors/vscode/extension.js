// The extension: starts the language server, restarts it when settings change, and gives its commands.
"use strict";

const { dirname } = require("node:path");
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");
const { find, proof, settings } = require("./program.js");

const FIX_ALL = "source.fixAll.copydesk";

/// Drafts, settings and packs. `toml` is a language only where another extension makes it one.
const DOCUMENTS = [
  ...["plaintext", "markdown", "html"].flatMap((language) => [
    { scheme: "file", language },
    { scheme: "untitled", language },
  ]),
  { scheme: "file", pattern: "**/*.toml" },
];

let client;
/// What is being started or stopped; the next one waits for it.
let turn = Promise.resolve();

function asked(resource) {
  const all = vscode.workspace.getConfiguration("copydesk", resource);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return {
    setting: all.get("path") ?? "",
    folder,
    more: settings({ config: all.get("config"), profile: all.get("profile"), more: all.get("arguments") }),
  };
}

function program(context, { setting, folder }) {
  const found = find(setting, folder, context.extensionPath);
  if (!found) {
    const where = setting ? `copydesk.path leads to no file: ${setting}` : "copydesk is not on the path";
    vscode.window.showErrorMessage(`${where}. Install it, or set copydesk.path to the program.`);
  }
  return found;
}

async function stop() {
  const old = client;
  client = undefined;
  await old?.dispose();
}

async function start(context) {
  const wanted = asked();
  const command = program(context, wanted);
  if (!command) return;
  const options = wanted.folder ? { cwd: wanted.folder } : {};
  const server = { command, args: ["lsp", ...wanted.more], options, transport: TransportKind.stdio };
  client = new LanguageClient("copydesk", "copydesk", server, { documentSelector: DOCUMENTS });
  await client.start();
}

function restart(context) {
  turn = turn.then(stop).then(() => start(context));
  turn = turn.catch((error) => vscode.window.showErrorMessage(`copydesk: ${error.message}`));
  return turn;
}

function fixAll() {
  return vscode.commands.executeCommand("editor.action.codeAction", { kind: FIX_ALL, apply: "first" });
}

async function openProof(context) {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return;
  const wanted = asked(document.uri);
  const command = program(context, wanted);
  if (!command) return;
  const endings = { markdown: ".md", html: ".html" };
  const name = document.isUntitled ? `Untitled${endings[document.languageId] ?? ".txt"}` : document.fileName;
  const folder = document.isUntitled ? wanted.folder : (wanted.folder ?? dirname(document.fileName));
  try {
    const page = await proof(command, { text: document.getText(), name, folder, more: wanted.more });
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel("copydesk.proof", "Proof", beside, { enableScripts: false });
    panel.webview.html = page;
  } catch (error) {
    vscode.window.showErrorMessage(`copydesk: ${error.message}`);
  }
}

function activate(context) {
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    registerCommand("copydesk.restart", () => restart(context)),
    registerCommand("copydesk.fixAll", fixAll),
    registerCommand("copydesk.openProof", () => openProof(context)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("copydesk")) restart(context);
    }),
  );
  return restart(context);
}

function deactivate() {
  turn = turn.then(stop);
  return turn;
}

module.exports = { activate, deactivate };
