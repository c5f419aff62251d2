// The commands for GitHub against those that its own toolkit writes, and Checkstyle's report under a reader of it.
// node formats.mjs FOLDER with out.json, out.github and out.checkstyle of one run; NODE_TOOLS is where npm's packages are.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const tools = process.env.NODE_TOOLS ?? process.cwd();
const [folder] = process.argv.slice(2);
const read = (name) => readFileSync(join(folder, name), "utf8");
const findings = JSON.parse(read("out.json")).files.flatMap((file) => file.findings.map((one) => ({ path: file.path, ...one })));
const told = ({ message, help }) => [message, ...help.map((one) => `help: ${one}`)].join("\n");

/// What a function writes to standard output.
function written(run) {
  const { write } = process.stdout;
  let all = "";
  process.stdout.write = (text) => ((all += text), true);
  try {
    run();
  } finally {
    process.stdout.write = write;
  }
  return all;
}

const core = await import(pathToFileURL(join(tools, "node_modules/@actions/core/lib/core.js")));
const commands = written(() => {
  for (const one of findings) {
    const { start, end } = one.span;
    const columns = start.line === end.line ? { startColumn: start.column, endColumn: end.column } : {};
    const place = { title: one.rule, file: one.path, startLine: start.line, endLine: end.line, ...columns };
    ({ error: core.error, warning: core.warning, note: core.notice })[one.severity](told(one), place);
  }
});
assert.equal(read("out.github"), commands);
console.log("github: the commands are those that its toolkit writes");

const require = createRequire(join(tools, "package.json"));
const { parseCheckstyle } = require("danger-plugin-lint-report/dist/parse/checkstyle_parser.js");
const violations = parseCheckstyle(require("xml-js").xml2js(read("out.checkstyle")), folder);
const plain = (text) => text.replaceAll("&quot;", '"').replaceAll("&apos;", "'").replaceAll("&#10;", "\n").replaceAll("&#xa;", "\n")
  .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
assert.deepEqual(
  violations.map((one) => ({ ...one, message: plain(one.message) })),
  findings.map((one) => ({
    file: one.path,
    line: one.span.start.line,
    column: one.span.start.column,
    severity: one.severity === "note" ? "info" : one.severity,
    message: told(one),
  })),
);
console.log("checkstyle: a reader of its reports finds the same");
