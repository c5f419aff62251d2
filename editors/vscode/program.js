// The program: where it is, how it is asked, and the proof it makes. Knows nothing of VS Code.
"use strict";

const { spawn } = require("node:child_process");
const { statSync } = require("node:fs");
const { delimiter, isAbsolute, join } = require("node:path");

const windows = process.platform === "win32";
const names = windows ? ["copydesk.exe", "copydesk.cmd"] : ["copydesk"];

function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/// The program of the settings, else the one on the path, else the one that comes with the extension; undefined where
/// there is none. A relative path counts from `folder`.
function find(setting, folder, extension, path = process.env.PATH ?? "") {
  if (setting) {
    const asked = isAbsolute(setting) || !folder ? setting : join(folder, setting);
    return isFile(asked) ? asked : undefined;
  }
  const folders = path.split(delimiter).filter((one) => one && isAbsolute(one));
  const places = [...folders, join(extension, "bin")];
  return places.flatMap((place) => names.map((name) => join(place, name))).find(isFile);
}

/// The arguments that the settings ask for, behind those of a subcommand.
function settings({ config = "", profile = "", more = [] }) {
  return [...(config ? ["--config", config] : []), ...(profile ? ["--profile", profile] : []), ...more];
}

/// The proof of a draft as it is in the editor, as a page.
function proof(program, { text, name, folder, more = [] }) {
  const words = ["check", "--format", "html", "--stdin-filename", name, ...more, "-"];
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: folder, windowsHide: true });
    let page = "";
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (part) => (page += part));
    child.stderr.setEncoding("utf8").on("data", (part) => (said += part));
    child.on("error", reject);
    // It may have ended before it read all of the draft; its status tells.
    child.stdin.on("error", () => {});
    child.on("close", (status) => {
      if (status === 0 || status === 1) resolve(page);
      else reject(new Error(said.trim() || `copydesk ended with status ${status}`));
    });
    child.stdin.end(text);
  });
}

module.exports = { find, proof, settings };
