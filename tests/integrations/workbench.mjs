// Visual Studio Code's workbench in Chromium with the extension in it: the slips are underlined and listed, a rule is
// explained, a fix and all fixes are applied, the proof opens. node workbench.mjs URL PICTURES; run by workbench.sh.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.NODE_TOOLS ?? process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const [url, pictures] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1400, height: 850 } });
const pause = (time) => page.waitForTimeout(time);
const picture = (name) => page.screenshot({ path: join(pictures, `workbench-${name}.png`) });
const labels = (rows) => page.locator(rows).evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? one.textContent));
const copy = async () => (await page.locator(".view-lines").first().innerText()).replaceAll("\u00a0", " ");

async function quick(keys, words, shown) {
  await page.keyboard.press(keys);
  await page.waitForSelector(".quick-input-widget:visible");
  await page.keyboard.type(words, { delay: 40 });
  await page.locator(".quick-input-list .monaco-list-row", { hasText: shown }).first().waitFor({ timeout: 20000 });
  await pause(1500);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".quick-input-widget", { state: "hidden", timeout: 20000 });
  await pause(1000);
}

try {
  await page.goto(url);
  await page.waitForSelector(".monaco-workbench", { timeout: 120000 });
  await pause(4000);
  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: "owl.md" }).dblclick();
  await page.waitForSelector(".squiggly-error", { timeout: 90000 });
  await page.waitForFunction(() => document.querySelectorAll(".squiggly-error").length === 2, null, { timeout: 20000 });
  await page.keyboard.press("Control+Shift+m");
  await page.waitForSelector(".markers-panel .monaco-list-row");
  await pause(1000);
  const listed = (await labels(".markers-panel .monaco-list-row")).join("\n");
  assert.match(listed, /“the” is written twice\nhelp: delete one at line 3 and character 18/);
  assert.match(listed, /first reference: title and full name at line 5 and character 1/);
  await picture("problems");

  await page.keyboard.press("Control+1");
  await quick("Control+g", "3:20", "line 3");
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+i");
  await page.waitForSelector(".monaco-hover:visible");
  await pause(1500);
  assert.match(await page.locator(".monaco-hover:visible").first().innerText(), /typo\/doubled-word/);
  await picture("hover");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+.");
  await page.waitForSelector(".action-widget .monaco-list-row");
  await pause(800);
  const offered = await labels(".action-widget .monaco-list-row");
  assert.ok(offered.some((one) => one.includes("Delete one")) && offered.some((one) => one.includes("with a reason")), offered.join());
  await picture("fixes");
  await page.keyboard.press("Enter");
  await pause(1500);
  assert.match(await copy(), /🦉 saw the fair — it could of/);

  await quick("F1", "copydesk: Mend all", "Mend all");
  await pause(2000);
  assert.match(await copy(), /🦉 saw the fair — it could have/);
  await quick("F1", "copydesk: Open the proof", "Open the proof");
  await page.waitForSelector("iframe.webview", { timeout: 20000 });
  await pause(4000);
  const proof = page.frames().find((frame) => frame.name() && frame.url().includes("fake.html")) ?? page.frames().at(-1);
  assert.match(await proof.locator("body").innerText(), /should be fixed/i);
  await picture("proof");
  assert.equal(await page.locator(".notification-list-item.error, .notifications-toasts .codicon-error").count(), 0);
  console.log("Visual Studio Code: underlined, listed, explained, mended, proofed");
} catch (error) {
  await picture("failed");
  console.error(`failed: ${error.message}; ${join(pictures, "workbench-failed.png")}`);
  process.exitCode = 1;
}
await browser.close();
