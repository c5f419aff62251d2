// The extension against a stand-in for VS Code: which program it starts with what, and that its commands are there.
"use strict";

const assert = require("node:assert/strict");
const { chmodSync, mkdirSync, mkdtempSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { tmpdir } = require("node:os");
const { delimiter, join } = require("node:path");
const test = require("node:test");

const manifest = require("../package.json");
const { find, settings } = require("../program.js");

function place(...parts) {
  const folder = join(mkdtempSync(join(tmpdir(), "copydesk-")), ...parts);
  mkdirSync(folder, { recursive: true });
  const program = join(folder, process.platform === "win32" ? "copydesk.exe" : "copydesk");
  writeFileSync(program, "");
  chmodSync(program, 0o755);
  return { folder, program };
}

test("the program of the settings comes before the path, and the path before what is bundled", () => {
  const [set, path] = [place(), place()];
  const extension = place("bin");
  const root = join(extension.folder, "..");
  assert.equal(find(set.program, undefined, root, path.folder), set.program);
  assert.equal(find("copydesk", set.folder, root, path.folder), set.program);
  assert.equal(find(join(set.folder, "none"), undefined, root, path.folder), undefined);
  assert.equal(find("", undefined, root, ["", "relative", path.folder].join(delimiter)), path.program);
  assert.equal(find("", undefined, root, ""), extension.program);
  assert.equal(find("", undefined, tmpdir(), ""), undefined);
});

test("settings become arguments", () => {
  assert.deepEqual(settings({}), []);
  assert.deepEqual(settings({ config: "house.toml", profile: "uk", more: ["--select=typo"] }), [
    "--config", "house.toml", "--profile", "uk", "--select=typo",
  ]);
});

/// VS Code, as far as the extension asks it.
function standIn(values) {
  const done = { commands: new Map(), started: [], stopped: 0, executed: [], errors: [], panels: [], changed: [] };
  const vscode = {
    ViewColumn: { Beside: -2 },
    workspace: {
      workspaceFolders: undefined,
      getConfiguration: (section) => ({ get: (key) => (section === "copydesk" ? values[key] : undefined) }),
      onDidChangeConfiguration: (listener) => done.changed.push(listener),
    },
    window: {
      activeTextEditor: undefined,
      showErrorMessage: (message) => done.errors.push(message),
      createWebviewPanel: () => {
        const panel = { webview: { html: "" } };
        done.panels.push(panel);
        return panel;
      },
    },
    commands: {
      registerCommand: (name, run) => done.commands.set(name, run),
      executeCommand: (...words) => done.executed.push(words),
    },
  };
  class LanguageClient {
    constructor(_id, _name, server, options) {
      Object.assign(this, { server, options });
    }
    async start() {
      done.started.push(this);
    }
    async dispose() {
      done.stopped += 1;
    }
  }
  return { vscode, done, client: { LanguageClient, TransportKind: { stdio: 0 } } };
}

function load(stand) {
  const original = Module._load;
  Module._load = (request, ...rest) => {
    if (request === "vscode") return stand.vscode;
    if (request === "vscode-languageclient/node") return stand.client;
    return original(request, ...rest);
  };
  try {
    delete require.cache[require.resolve("../extension.js")];
    return require("../extension.js");
  } finally {
    Module._load = original;
  }
}

test("it starts the server, restarts it when settings change, and has the commands it names", async () => {
  const { program } = place();
  const values = { path: program, config: "", profile: "uk", arguments: ["--select=typo"] };
  const stand = standIn(values);
  const extension = load(stand);
  await extension.activate({ subscriptions: [], extensionPath: tmpdir() });
  const [client] = stand.done.started;
  assert.deepEqual([client.server.command, ...client.server.args], [program, "lsp", "--profile", "uk", "--select=typo"]);
  const languages = client.options.documentSelector.map((one) => one.language ?? one.pattern);
  assert.deepEqual([...new Set(languages)], ["plaintext", "markdown", "html", "**/*.toml"]);
  const named = manifest.contributes.commands.map((one) => one.command).sort();
  assert.deepEqual([...stand.done.commands.keys()].sort(), named);

  values.profile = "us";
  stand.done.changed[0]({ affectsConfiguration: (section) => section === "copydesk" });
  await stand.done.commands.get("copydesk.restart")();
  assert.deepEqual(stand.done.started.at(-1).server.args.slice(0, 3), ["lsp", "--profile", "us"]);
  assert.equal(stand.done.stopped, stand.done.started.length - 1, "one server at a time");
  await stand.done.commands.get("copydesk.fixAll")();
  assert.deepEqual(stand.done.executed, [["editor.action.codeAction", { kind: "source.fixAll.copydesk", apply: "first" }]]);
  await extension.deactivate();
  assert.equal(stand.done.stopped, stand.done.started.length);
});

test("a program that is not there is said", async () => {
  const stand = standIn({ path: join(tmpdir(), "no-such-copydesk") });
  await load(stand).activate({ subscriptions: [], extensionPath: tmpdir() });
  assert.match(stand.done.errors[0], /copydesk\.path leads to no file/);
});

test("every setting that is read is in the manifest", () => {
  const known = Object.keys(manifest.contributes.configuration.properties);
  for (const key of ["path", "config", "profile", "arguments"]) assert.ok(known.includes(`copydesk.${key}`));
});

test("the proof is made of what is in the editor", { skip: !process.env.COPYDESK }, async () => {
  const stand = standIn({ path: process.env.COPYDESK, arguments: ["--no-config"] });
  const extension = load(stand);
  await extension.activate({ subscriptions: [], extensionPath: tmpdir() });
  stand.vscode.window.activeTextEditor = {
    document: { isUntitled: true, languageId: "markdown", getText: () => "# Fair\n\nThe “owl” 🦉 saw the the fair.\n" },
  };
  await stand.done.commands.get("copydesk.openProof")();
  assert.deepEqual(stand.done.errors, []);
  assert.match(stand.done.panels[0].webview.html, /<!doctype html>[\s\S]*typo\/doubled-word/i);
});
