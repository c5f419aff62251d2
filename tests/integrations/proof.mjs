// The proof in a browser: what it loads, what axe finds, whether it fits a phone, and pictures of it.
// node proof.mjs PAGE… with PICTURES=folder; run by .ci/integrations, which installs what this needs.
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.NODE_TOOLS ?? process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
const pictures = process.env.PICTURES ?? mkdtempSync(join(tmpdir(), "proof-"));
let failed = 0;

function expect(holds, what) {
  if (holds) return;
  failed += 1;
  console.error(`failed: ${what}`);
}

for (const file of process.argv.slice(2)) {
  const url = pathToFileURL(resolve(file)).href;
  const name = basename(file, ".html");
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1680, 1280, 390]) {
      // The policy of the page forbids scripts; axe is one.
      const context = await browser.newContext({ bypassCSP: true, colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      await page.goto(url);
      await page.addScriptTag({ content: axe });
      const { violations } = await page.evaluate(() => window.axe.run());
      for (const violation of violations) {
        expect(false, `${name} ${colorScheme} ${width}: axe ${violation.id}: ${violation.nodes[0]?.html}`);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wide <= 0, `${name} at ${width} px is ${wide} px too wide`);
      // Notes go on beside further rows; none may lie over the copy or the people.
      const over = await page.evaluate(() => {
        const box = (one) => one.getBoundingClientRect();
        const apart = (one, other) => one.right <= other.left + 1 || other.right <= one.left + 1 ||
          one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
        const others = [...document.querySelectorAll(".copy, .cast section")];
        return [...document.querySelectorAll(".notes")].flatMap((note) => others
          .filter((other) => !apart(box(note), box(other))).map((other) => other.textContent.slice(0, 40)));
      });
      expect(over.length === 0, `${name} at ${width} px has notes over ${over.slice(0, 2)}`);
      await page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      await context.close();
    }
  }
  const context = await browser.newContext();
  const page = await context.newPage();
  const requests = [];
  const said = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => said.push(message.text()));
  page.on("dialog", (dialog) => { said.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(url);
  expect(requests.length === 1 && requests[0] === url, `${name} asks for ${requests.slice(1)}`);
  expect(said.length === 0, `${name} says ${said}`);
  expect((await page.locator("script, img, link, iframe, object, form").count()) === 0, `${name} holds what it must not`);
  // Every number leads to its note and back.
  const lost = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
    .filter((link) => !document.getElementById(link.getAttribute("href").slice(1))).map((link) => link.outerHTML));
  expect(lost.length === 0, `${name} has links that lead nowhere: ${lost.slice(0, 3)}`);
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((one) => one.id));
  expect(new Set(ids).size === ids.length, `${name} has an id twice`);
  await page.pdf({ path: join(pictures, `${name}.pdf`), format: "A4", preferCSSPageSize: true });
  await context.close();
}
await browser.close();
console.log(`${process.argv.length - 2} pages looked at, ${failed} faults; pictures in ${pictures}`);
process.exit(failed ? 1 : 0);
