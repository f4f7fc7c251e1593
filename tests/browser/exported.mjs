/** A page that is one file, from the disk: it draws, its cases and its slider work by keyboard, it asks for nothing. */

import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { barriers, calm, check, launch, open, report } from "./browser.mjs";

const FOLDER = process.argv[3] ?? "shots";
mkdirSync(FOLDER, { recursive: true });
const browser = await launch();
try {
  const page = await open(browser, pathToFileURL(resolve(process.argv[2])).href);
  await barriers(page, "exported");
  if (await page.evaluate(() => document.body.classList.contains("lesson-only"))) await compared(page);
  else await played(page);
} finally {
  await browser.close();
}

/** A page without a fibre to be run: all cases are drawn at once, and recorded. */
async function compared(page) {
  const cases = await page.locator("#guide [data-case]").count();
  check((await page.locator("#compared canvas").count()) > 0, "nothing is drawn");
  check((await page.locator("#records tbody tr").count()) === cases, "not every case is recorded");
  await page.screenshot({ path: `${FOLDER}/exported-lesson.png` });
  report({ cases });
}

async function played(page) {
  const told = () => page.locator("#measures").textContent();
  const before = await told();
  await page.locator("#controls button").last().press("Enter");
  await calm(page);
  check((await page.locator("#controls .bar button").count()) < 2 || (await told()) !== before, "another case shows the same measurements");
  const axis = page.locator("#axis");
  if (await axis.count()) {
    await axis.press("End");
    check(/^1/.test(await page.locator("output[for=axis]").textContent()), "the slider does not reach its end");
  }
  const cases = await page.locator("#controls .bar button").count();
  if (cases > 1) {
    await page.getByRole("button", { name: "Run and record all" }).press("Enter");
    await calm(page);
    check((await page.locator("#records tbody tr").count()) === cases, "not every case is recorded");
  }
  check(!(await page.locator("#status").isVisible()), `says: ${await page.locator("#status").textContent()}`);
  await page.screenshot({ path: `${FOLDER}/exported.png` });
  await page.locator("#compare").press("Enter");
  await page.locator("#compared canvas").first().waitFor({ state: "visible" });
  await barriers(page, "exported, compared");
  report({ cases, slider: await axis.count() });
}
