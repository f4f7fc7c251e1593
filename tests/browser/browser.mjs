/** A browser that is let out nowhere, and what is asked of every page. */

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const SIZES = [[1366, 768], [1920, 1080], [390, 844]];
export const problems = [];

export function check(holds, message) {
  if (!holds) problems.push(message);
}

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
}

/** Return a page that reports what it asks of other machines, its errors and its messages. */
export async function open(browser, address, [width, height] = SIZES[0], colorScheme = "light", reducedMotion = "no-preference") {
  const page = await blank(browser, [width, height], colorScheme, reducedMotion);
  await page.goto(address);
  await page.waitForSelector("body[data-drawn]", { timeout: 180000 });
  return page;
}

/** Return an empty page that reports likewise. */
export async function blank(browser, [width, height] = SIZES[0], colorScheme = "light", reducedMotion = "no-preference") {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion });
  const own = (url) => /^(data:|blob:|file:|(http|ws):\/\/(127\.0\.0\.1|localhost)[:/])/.test(url);
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (own(url)) return route.continue();
    check(false, `asks another machine: ${url}`);
    return route.abort();
  });
  page.on("websocket", (socket) => check(own(socket.url()), `asks another machine: ${socket.url()}`));
  page.on("console", (message) => check(false, `says on the console: ${message.text()}`));
  page.on("pageerror", (error) => check(false, `error on the page: ${error.stack}`));
  return page;
}

export async function barriers(page, where) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
  for (const v of violations) problems.push(`axe, ${where}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any?.[0]?.message ?? ""}`).join("; ")}`);
  return violations.length;
}

/** Wait until nothing has been drawn for some time. */
export async function calm(page, quiet = 250) {
  let last = null;
  for (let i = 0; i < 400; i += 1) {
    const now = await page.evaluate(() => document.body.dataset.drawn);
    if (now === last) return;
    last = now;
    await page.waitForTimeout(quiet);
  }
}

export function report(figures) {
  process.stdout.write(`${JSON.stringify(figures, null, 1)}\n`);
  for (const problem of problems) process.stdout.write(`PROBLEM ${problem}\n`);
  process.exitCode = problems.length ? 1 : 0;
}
