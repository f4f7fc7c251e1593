/** The laboratory's page, from its server: controls by keyboard, speed, barriers, pictures. */

import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { SIZES, barriers, calm, check, launch, open, report } from "./browser.mjs";

const FOLDER = process.argv[2] ?? "shots";
mkdirSync(FOLDER, { recursive: true });
const MOST = 60; // ms, of the slowest twentieth of redraws
const TIMES = 25;

function server() {
  const child = spawn(process.env.PYTHON ?? "python3", ["-m", "simulator", "lab", "--no-browser", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, PYTHONUNBUFFERED: "1" } });
  const address = new Promise((resolve, reject) => {
    child.stdout.on("data", (data) => { const found = /http:\S+/.exec(data); if (found) resolve(found[0]); });
    child.on("exit", () => reject(new Error("the server did not start")));
  });
  return { address, stop: () => child.kill("SIGINT") };
}

/** Press keys on every control; each must be reachable and must do something without an error. */
async function keyboard(page) {
  await page.evaluate(() => { globalThis.reached = new Set(); });
  let [sliders, rounds] = [0, 0];
  await page.locator("details").evaluateAll((all) => all.forEach((d) => { d.open = true; }));
  await page.evaluate(() => document.body.focus());
  for (let i = 0; i < 1400; i += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const node = document.activeElement;
      const seen = globalThis.reached.has(node);
      globalThis.reached.add(node);
      return { seen, name: node.id || node.textContent.slice(0, 30), tag: node.tagName, type: node.type, outline: getComputedStyle(node).outlineStyle };
    });
    if (at.tag === "BODY" && (rounds += 1) > 1) break;
    if (at.tag === "BODY" || at.seen) continue;
    check(at.outline !== "none", `no visible focus on ${at.tag} ${at.name}`);
    if (at.type === "range") {
      const before = await page.evaluate(() => document.activeElement.value);
      const step = (key) => page.keyboard.press(key);
      await step("ArrowRight");
      const after = await page.evaluate(() => document.activeElement.value);
      if (after === before) await step("ArrowLeft");
      check((await page.evaluate(() => document.activeElement.value)) !== before, `slider ${at.name} does not move by keys`);
      sliders += 1;
    }
  }
  const missed = await page.evaluate(() => [...document.querySelectorAll("button, input, select, textarea, summary")]
    .filter((node) => !globalThis.reached.has(node) && !node.disabled && node.checkVisibility({ visibilityProperty: true }))
    .map((node) => node.id || node.textContent.slice(0, 30)));
  check(!missed.length, `not reached by Tab: ${missed.slice(0, 8).join(", ")}`);
  return { reached: await page.evaluate(() => globalThis.reached.size), sliders };
}

/** Use what is more than a slider: conditions, marks, rows, lessons, predictions, links. */
async function use(page) {
  await page.locator("#start-again").press("Enter");
  await page.locator("#add-conditions").selectOption("myotonia congenita");
  await page.locator("#add-drugs").selectOption("mexiletine");
  await calm(page);
  check((await page.locator(".given").count()) === 2, "a condition and a drug are not both shown");
  await page.locator("#without-mexiletine").press("Enter");
  await page.locator("#at").press("Home");
  await page.locator("#set-mark").press("Enter");
  await page.locator("#at").press("End");
  check(/Δ/.test(await page.locator("#traces").textContent()), "the mark gives no differences");
  await page.keyboard.press("+");
  await page.keyboard.press("0");
  await page.locator("#record").press("Enter");
  await page.keyboard.press("r");
  check((await page.locator("#records tbody tr").count()) === 2, "rows are not recorded");
  for (const [id, name] of [["Rows as CSV", "rows.csv"], ["Traces as CSV", "traces.csv"], ["Traces as PNG", "traces.png"]]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: id }).press("Enter")]);
    check(file.suggestedFilename() === name, `${id} gives ${file.suggestedFilename()}`);
  }
  await page.waitForTimeout(400);
  const link = await page.evaluate(() => location.hash);
  await page.locator("#start-again").press("Enter");
  await calm(page);
  await page.evaluate((hash) => { location.hash = hash; }, link);
  await calm(page);
  check((await page.locator(".given").count()) === 1, "a link does not restore the condition");
  await page.locator("#lesson").selectOption("myotonia");
  await page.getByRole("button", { name: "Run and record all" }).press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("#records tbody tr").length === 6, null, { timeout: 60000 });
  await page.locator("#predict-switch").press("Space");
  await page.locator("#guide [data-case]").first().press("Enter");
  await page.locator("#reveal").waitFor({ state: "visible" });
  await page.locator("#prediction-text").fill("it will be silent");
  await page.locator("#reveal").press("Enter");
  check(await page.locator("#prediction").isHidden(), "a prediction does not end");
  await page.locator("#predict-switch").press("Space");
  await page.locator("#play").press("Enter");
  await page.waitForTimeout(200);
  await page.locator("#play").press("Enter");
}

/** Compare the cases of lessons that no slider reaches: a muscle's, a curve, days; each must draw and come back by a link. */
async function lessons(page) {
  for (const [name, cases] of [["clonus", 3], ["force-frequency", 2], ["six-weeks", 3], ["stretch", 3]]) {
    await page.locator("#lesson").selectOption(name);
    await page.locator("#compare").press("Enter");
    await page.waitForFunction((n) => document.body.dataset.drawn.startsWith(`${n} `), name, { timeout: 120000 });
    check((await page.locator("#compared canvas").count()) > 1, `${name} is not drawn`);
    check((await page.locator("#guide [data-case]").count()) === cases, `${name} has not ${cases} cases`);
    check(!(await page.locator("#compared table").textContent()).includes("✗"), `${name}: something is not as expected`);
    const values = () => page.locator("#compared h3 output").allTextContents();
    const there = await values();
    await page.locator("#probe").press("Home");
    check((await values()).join() !== there.join(), `${name}: the cursor tells nothing`);
    await page.locator("#probe-mark").press("Space");
    for (let i = 0; i < 3; i += 1) await page.locator("#probe").press("PageUp");
    check((await values()).join().includes("Δ"), `${name}: no differences from a mark`);
    await barriers(page, name);
    await page.screenshot({ path: `${FOLDER}/lesson-${name}.png` });
    await page.locator("#probe-mark").press("Space");
  }
  for (const [id, file] of [["Traces as CSV", "traces.csv"], ["Traces as PNG", "traces.png"]]) {
    const [kept] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: id }).press("Enter")]);
    check(kept.suggestedFilename() === file, `${id} gives ${kept.suggestedFilename()} of a lesson`);
  }
  await page.waitForTimeout(400);
  const link = await page.evaluate(() => location.hash);
  await page.locator("#back").press("Enter");
  check(await page.locator("#traces").isVisible(), "there is no way back to the traces");
  await page.waitForTimeout(400);
  await page.evaluate((hash) => { location.hash = hash; }, link);
  await page.locator("#compared canvas").first().waitFor({ state: "visible" });
  await page.getByLabel("Chloride permeability").first().press("ArrowRight");
  await page.locator("#traces").waitFor({ state: "visible" });
}

/** Play with a whole muscle: another drive, a condition, a stretch; and come back to a fibre. */
async function muscle(page) {
  await page.locator("#start-again").press("Enter");
  await page.locator("#preparation").selectOption("hand");
  await page.locator("body.whole-muscle").waitFor({ timeout: 300000 });
  await calm(page);
  const told = () => page.locator("#measures").textContent();
  let before = await told();
  const changed = async (what) => {
    await page.waitForFunction((old) => document.querySelector("#measures").textContent !== old, before, { timeout: 60000 });
    check((await told()) !== before, `${what} changes nothing`);
    before = await told();
  };
  await page.getByRole("slider", { name: "Voluntary drive" }).press("PageUp");
  await changed("drive");
  await page.locator("#add-conditions").selectOption("spasticity");
  await page.getByRole("slider", { name: "Stretch at 300 ms" }).press("End");
  await changed("a stretch");
  await calm(page, 800);
  await barriers(page, "muscle");
  await page.screenshot({ path: `${FOLDER}/muscle.png` });
  await page.locator("#record").press("Enter");
  await page.waitForTimeout(400);
  const link = await page.evaluate(() => location.hash);
  await page.locator("#preparation").selectOption("slow");
  await page.locator("body:not(.whole-muscle)").waitFor();
  await calm(page, 400);
  await page.evaluate((hash) => { location.hash = hash; }, link);
  await page.locator("body.whole-muscle").waitFor();
  check((await page.locator(".given").count()) === 1, "a link does not restore a muscle");
  await page.locator("#start-again").press("Enter");
  await page.locator("body:not(.whole-muscle)").waitFor();
}

/** Return how long a slider takes to redraw the default twitch (ms). */
async function speed(page) {
  await page.locator("#start-again").press("Enter");
  await calm(page, 400);
  const slider = page.getByLabel("Chloride permeability").first();
  await slider.focus();
  await page.evaluate(() => performance.clearMeasures());
  for (let i = 0; i < TIMES; i += 1) {
    await slider.press(i % 2 ? "ArrowLeft" : "ArrowRight");
    await page.waitForFunction((n) => performance.getEntriesByName("lab:redraw").length > n, i, { polling: 10 });
    await page.waitForTimeout(120);
  }
  const times = await page.evaluate(() => performance.getEntriesByName("lab:redraw").map((e) => e.duration).sort((a, b) => a - b));
  const at = (part) => Math.round(10 * times[Math.min(times.length - 1, Math.floor(part * times.length))]) / 10;
  check(at(0.95) < MOST, `a slider takes ${at(0.95)} ms (p95)`);
  return { n: times.length, p50: at(0.5), p95: at(0.95) };
}

async function pictures(browser, address) {
  for (const size of SIZES) for (const scheme of ["light", "dark"]) {
    const page = await open(browser, address, size, scheme, "reduce");
    await calm(page);
    check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `wider than ${size[0]} px`);
    await barriers(page, `${size[0]} ${scheme}`);
    await page.screenshot({ path: `${FOLDER}/${size[0]}-${scheme}.png` });
    await page.locator("#lesson").selectOption("myotonia");
    await page.getByRole("button", { name: "Run and record all" }).press("Enter");
    await page.waitForFunction(() => document.querySelectorAll("#records tbody tr").length === 4, null, { timeout: 60000 });
    await calm(page);
    await barriers(page, `lesson, ${size[0]} ${scheme}`);
    await page.screenshot({ path: `${FOLDER}/${size[0]}-${scheme}-lesson.png`, fullPage: true });
    await page.locator("#lesson").selectOption("clonus");
    await page.locator("#compare").press("Enter");
    await page.waitForFunction(() => document.body.dataset.drawn.startsWith("clonus "), null, { timeout: 60000 });
    check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `a comparison is wider than ${size[0]} px`);
    await barriers(page, `comparison, ${size[0]} ${scheme}`);
    await page.screenshot({ path: `${FOLDER}/${size[0]}-${scheme}-compared.png`, fullPage: true });
    await page.close();
  }
}

const { address, stop } = server();
const browser = await launch();
try {
  const page = await open(browser, await address);
  const figures = { speed: await speed(page), keyboard: await keyboard(page) };
  await use(page);
  await lessons(page);
  await muscle(page);
  await page.close();
  await pictures(browser, await address);
  report(figures);
} finally {
  await browser.close();
  stop();
}
