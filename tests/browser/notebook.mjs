/** The widget of a notebook in a bare page: its module is mounted with a model that is linked to its Python end. */

import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { barriers, blank, check, launch, report } from "./browser.mjs";

const FOLDER = process.argv[2] ?? "shots";
mkdirSync(FOLDER, { recursive: true });
const SHEET = `<!doctype html><html lang="en"><head><title>A notebook</title></head><body><main><h1>A notebook</h1><div id="cell"></div></main></body></html>`;

function kernel(lesson) {
  const child = spawn(process.env.PYTHON ?? "python3", ["kernel.py", lesson], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const tell = (told) => child.stdin.write(`${JSON.stringify(told)}\n`);
  return { lines, tell, stop: () => child.stdin.end() };
}

/** Show a widget; return its page, the frame's page, and what its Python end says of the state. */
async function mounted(browser, lesson, scheme) {
  const { lines, tell, stop } = kernel(lesson);
  const page = await blank(browser, [1100, 1000], scheme);
  const found = { page, stop, known: null };
  const ready = new Promise((resolve) => {
    lines.on("line", (line) => {
      const [content, buffers] = JSON.parse(line);
      if (content.esm) resolve(content);
      else if (content.request) found.known = content;
      else page.evaluate(([c, b]) => globalThis.hear(c, b), [content, buffers]).catch(() => {});
    });
  });
  const { esm, state, height } = await ready;
  await page.exposeFunction("tell", tell);
  await page.setContent(SHEET);
  await page.evaluate(async ([text, first]) => {
    const listeners = new Set();
    const values = { ...first };
    const model = {
      get: (name) => values[name], set: (name, value) => { values[name] = value; }, save_changes: () => globalThis.tell({ set: values.state }),
      send: (content) => globalThis.tell({ content }),
      on: (name, f) => listeners.add(f), off: (name, f) => listeners.delete(f),
    };
    const bytes = (b64) => new DataView(Uint8Array.from(atob(b64), (c) => c.charCodeAt(0)).buffer);
    globalThis.hear = (content, buffers) => listeners.forEach((f) => f(content, buffers.map(bytes)));
    const module = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    globalThis.leave = module.default.render({ model, el: document.getElementById("cell") });
  }, [esm, { state, height }]);
  found.inner = await (await page.waitForSelector("iframe")).contentFrame();
  await found.inner.waitForSelector("body[data-drawn]", { timeout: 180000 });
  return found;
}

const browser = await launch();
const drawn = {};
for (const [lesson, scheme] of [["twitch", "light"], ["myotonia", "dark"]]) {
  const found = await mounted(browser, lesson, scheme);
  const { page, inner } = found;
  const peak = () => inner.locator("#measures").textContent();
  const before = await peak();
  const begun = Date.now();
  await inner.getByLabel("Uptake rate").first().press("PageDown");
  await inner.waitForFunction((old) => document.querySelector("#measures").textContent !== old, before, { polling: 10 });
  drawn[lesson] = `${Date.now() - begun} ms`;
  await inner.locator("#add-conditions").selectOption("myotonia congenita");
  await inner.waitForTimeout(900);
  check(found.known?.fibre === "myotonia congenita", "Python does not know what the page stands at");
  await inner.locator(".skip").press("Enter");
  check(await inner.evaluate(() => document.activeElement.id === "traces"), "the skip link does not lead to the traces");
  await barriers(page, `notebook, ${scheme}`);
  await page.screenshot({ path: `${FOLDER}/notebook-${scheme}.png` });
  await inner.locator("#lesson").selectOption("six-weeks");
  await inner.locator("#compare").press("Enter");
  await inner.waitForFunction(() => document.body.dataset.drawn.startsWith("six-weeks "), null, { timeout: 120000 });
  await page.screenshot({ path: `${FOLDER}/notebook-lesson-${scheme}.png` });
  await page.evaluate(() => globalThis.leave());
  found.stop();
}
await browser.close();
report({ drawn });
