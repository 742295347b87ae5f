// page.mjs - opens every kind of the sandbox's pages in Chromium, and listens.
//
//     node page.mjs /path/to/plazo-sandbox [FOLDER FOR SCREENSHOTS]
//
// Light and dark, 320 and 1280 pixels wide. It fails on any message in the console, on an error or
// a violation of the Content-Security-Policy, on a request to anybody else, on what axe finds serious
// or critical, and on a page that scrolls sideways, at widths between these, too. Without Chromium
// it is skipped with exit code 77.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { fill, start } from "./scene.mjs";

const browserFile = process.env.CHROMIUM ?? "/usr/bin/chromium";
const [program, screenshots] = process.argv.slice(2);
const widths = [320, 1280];
const widthsBetween = [640, 800, 1000];
const schemes = ["light", "dark"];
const refused = { "not-found": 404, "bad-date": 400 };
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

if (!existsSync(browserFile)) {
  console.log(`skipped: there is no ${browserFile}`);
  process.exit(77);
}
if (screenshots) mkdirSync(screenshots, { recursive: true });

const findings = [];

/** What axe has against the page as it stands. */
async function audit(page, where) {
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, impact, help, nodes } of violations) {
    if (impact !== "serious" && impact !== "critical") continue;
    findings.push(`${where}: axe ${id} (${impact}): ${help}: ${nodes[0].html}`);
  }
}

async function measure(page, where) {
  const [content, window] = await page.evaluate(() =>
    [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  if (content > window) findings.push(`${where}: ${content} pixels wide, which scrolls sideways`);
}

async function look(page, where) {
  await measure(page, where);
  if (screenshots) {
    const path = join(screenshots, `${where.replaceAll(" ", "-")}.png`);
    await page.screenshot({ path, fullPage: true });
  }
  await audit(page, where);
}

async function visit(context, url, name) {
  const page = await context.newPage();
  page.on("console", (message) => {
    // A refusal's status is what the page is about, and Chromium reports it.
    if (name in refused && message.text().includes(`status of ${refused[name]}`)) return;
    findings.push(`${name}: console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => findings.push(`${name}: ${error}`));
  page.on("requestfailed", (request) => findings.push(`${name}: failed ${request.url()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(sandbox.url)) findings.push(`${name}: asks ${request.url()}`);
  });
  const response = await page.goto(url);
  if (response.status() !== (refused[name] ?? 200)) {
    findings.push(`${name}: status ${response.status()}`);
  }
  await page.evaluate(axe);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await look(page, `${name} ${width} ${colorScheme}`);
    }
  }
  for (const width of widthsBetween) {
    await page.setViewportSize({ width, height: 900 });
    await measure(page, `${name} ${width}`);
  }
  await page.close();
}

/** The first Tab leads past the navigation, where everybody can see it. */
async function skip(context, url) {
  const page = await context.newPage();
  await page.goto(url);
  await page.keyboard.press("Tab");
  const seen = await page.locator(".skip:focus").boundingBox();
  if (!seen || seen.x < 0) findings.push("overview: the skip link is not shown when it has the focus");
  await page.keyboard.press("Enter");
  if (await page.locator("main:focus").count() === 0) findings.push("overview: it skips nothing");
  await page.close();
}

const sandbox = await start(program);
let browser;
try {
  const paths = await fill(sandbox);
  browser = await chromium.launch({
    executablePath: browserFile,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  for (const [name, path] of Object.entries(paths)) await visit(context, sandbox.url + path, name);
  await skip(context, sandbox.url);
  console.log(`${Object.keys(paths).length} pages`);
} finally {
  await browser?.close();
  await sandbox.stop();
}
for (const finding of findings) console.log(finding);
process.exitCode = findings.length > 0 ? 1 : 0;
