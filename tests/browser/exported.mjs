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
  const told = () => page.locator("#measures").textContent();
  const before = await told();
  await page.locator("#controls button").last().press("Enter");
  await calm(page);
  check((await told()) !== before, "another case shows the same measurements");
  const axis = page.locator("#axis");
  if (await axis.count()) {
    await axis.press("End");
    check(/^1/.test(await page.locator("output[for=axis]").textContent()), "the slider does not reach its end");
  }
  await page.getByRole("button", { name: "Run and record all" }).press("Enter");
  await calm(page);
  const cases = await page.locator("#guide [data-case]:enabled").count();
  check((await page.locator("#records tbody tr").count()) === cases, "not every case is recorded");
  check(!(await page.locator("#status").isVisible()), `says: ${await page.locator("#status").textContent()}`);
  await page.screenshot({ path: `${FOLDER}/exported.png` });
  report({ cases, slider: await axis.count() });
} finally {
  await browser.close();
}
