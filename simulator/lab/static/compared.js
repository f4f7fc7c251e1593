/** The cases of a lesson compared, whatever they are runs of: pictures above each other, and what is expected of them. */

import { button, colour, el } from "./dom.js";
import { AXIS, BARE, LOOKS, figure, titled } from "./figure.js";
import { told, unit, words } from "./numbers.js";
import { label } from "./measures.js";
import { Probe } from "./probe.js";

const LEAST = 74; // px of a panel
const LOW = 40; // px of the stimuli
const PATIENCE = 700; // ms after which is told what takes so long

/** The picture; `show(scenario, numbers)` runs cases and draws those that have come. */
export class Comparison {
  constructor(root, lessons, { oncase, onback, say }) {
    Object.assign(this, { root, lessons, oncase, onback, say, found: [], scenario: null, wanted: 0, plots: [] });
    this.legend = el("div", { className: "bar" });
    this.panels = el("div", { className: "panels" });
    this.table = el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "What was expected, and what came out" });
    const back = onback ? button("Back to the traces", onback, { id: "back" }) : null;
    this.probe = new Probe();
    root.replaceChildren(el("div", { className: "bar spread" }, this.legend, back), this.probe.node, this.panels, this.table);
    new ResizeObserver(() => this.draw()).observe(root);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(true));
  }

  /** Run cases of a scenario, one after another; return whether all have come. */
  async show(scenario, numbers) {
    const turn = (this.wanted += 1);
    if (scenario !== this.scenario) this.found = [];
    this.scenario = scenario;
    for (const number of numbers) {
      const { name } = scenario.cases[number];
      const slow = setTimeout(() => this.say(`Running ${name} … The first time on a machine this takes some seconds.`), PATIENCE);
      const found = await this.lessons.case(scenario.name, number).catch((error) => ({ error }));
      clearTimeout(slow);
      if (turn !== this.wanted) return false;
      if (found.error) { this.say(`No run of ${name}: ${found.error.message}`); return false; }
      if (!this.found[number]) this.oncase(found, scenario.cases[number], scenario);
      this.found[number] = found;
      this.draw(true);
    }
    this.say("");
    return true;
  }

  /** Come from another lesson or from the traces to nothing. */
  leave() { this.wanted += 1; }

  draw(anew = false) {
    const width = this.root.clientWidth;
    if (!this.scenario || !width || (!anew && width === this.width)) return;
    this.width = width;
    for (const plot of this.plots) plot.destroy();
    this.plots = [];
    this.probe.clear();
    const look = (i) => (this.scenario.apart ? [LOOKS[i][0], []] : LOOKS[i]);
    const cases = this.scenario.cases.map((one, i) => ({ ...this.found[i], look: look(i) })).filter((one) => one.panels);
    const names = cases.length ? cases[0].panels.map((panel) => panel.name) : [];
    this.legend.replaceChildren(...(this.scenario.apart ? [] : cases.map(sample)));
    this.panels.replaceChildren(...(this.scenario.apart ? [heads(cases)] : []));
    names.forEach((name, i) => this.row(name, cases, i === names.length - 1));
    if (cases.length) this.panels.append(el("p", { className: "across" }, titled(cases[0].panels[0].axis)));
    this.probe.move(this.probe.part);
    this.tell();
  }

  row(name, cases, last) {
    const lines = cases.map((one) => ({ ...one.panels.find((panel) => panel.name === name), case: one.case, look: one.look })).filter((line) => line.x);
    if (!lines.length) return;
    const [{ meaning, unit: of }] = lines;
    const groups = this.scenario.apart ? cases.map((one) => lines.filter((line) => line.case === one.case)) : [lines];
    const boxes = groups.map(() => el("div", { className: "plot", role: "img", "aria-label": words(name) }));
    const title = name === "stimulus" ? "Stimuli" : `${words(name)}${unit(of) && name !== "motor_units" && name !== "ph" ? ` (${unit(of)})` : ""}`;
    const strip = el("div", { className: "strip" }, ...boxes);
    strip.style.gridTemplateColumns = columns(groups.length);
    const value = el("output", {});
    this.panels.append(el("h3", { title: meaning }, title, el("small", {}, name === "stimulus" ? "" : ` ${meaning} `), value), strip);
    const height = (name === "stimulus" ? LOW : Math.max(LEAST, this.room(cases))) + (last ? 26 : 0);
    const plots = groups.map((group, i) => (group.length ? figure(boxes[i], stacked(group), { whole: stacked(lines), bottom: last, left: i === 0, height }) : null)).filter(Boolean);
    this.plots.push(...plots);
    this.probe.add(lines, plots, value);
  }

  /** Return the height that each panel may have for all to be seen at once. */
  room(cases) {
    const count = cases[0].panels.filter((panel) => panel.name !== "stimulus").length;
    return Math.min(260, (this.root.clientHeight - 170) / count - 26);
  }

  /** Return all that is drawn as rows, one for each point. */
  rows() {
    const line = (one, { name, unit: of, x, y, axis }) => x.map((at, i) => [one.case, name, of, at, axis.unit, y[i]]);
    return this.found.filter(Boolean).flatMap((one) => one.panels.flatMap((panel) => line(one, panel)));
  }

  /** Return the picture as one canvas. */
  picture() {
    const ratio = devicePixelRatio || 1;
    const here = this.root.getBoundingClientRect();
    const height = Math.max(...this.plots.map(({ root }) => root.getBoundingClientRect().bottom)) - here.top + 8;
    const canvas = el("canvas", { width: here.width * ratio, height: height * ratio });
    const ctx = canvas.getContext("2d");
    ctx.fillStyle = colour("page");
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.fillStyle = colour("ink");
    ctx.font = `${14 * ratio}px system-ui, sans-serif`;
    const put = (node, draw) => { const box = node.getBoundingClientRect(); draw((box.left - here.left) * ratio, (box.top - here.top) * ratio); };
    for (const node of this.root.querySelectorAll(".key, .panels h3, .heads span")) put(node, (x, y) => ctx.fillText(node.textContent, x + (node.className ? 46 * ratio : 0), y + 15 * ratio));
    for (const { ctx: drawn } of this.plots) put(drawn.canvas, (x, y) => ctx.drawImage(drawn.canvas, x, y));
    for (const node of this.root.querySelectorAll(".key svg")) put(node, (x, y) => sampled(ctx, node, x, y, ratio));
    return canvas;
  }

  tell() {
    const rows = this.scenario.expect.map((row) => this.expected(row));
    const head = ["Measure", "Case", "Here", "Expected", "Holds", "Source"].map((text) => el("th", { scope: "col" }, text));
    this.table.replaceChildren(...(rows.length ? [el("table", {}, el("caption", {}, "What was expected, and what came out"), el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows))] : []));
  }

  expected({ measure, case: one, ratio, low, high, subject, source }) {
    const of = (name) => this.found.find((found) => found?.case === name)?.measures[measure];
    const values = (ratio ?? [one]).map((name) => of(name));
    const known = values.every((value) => value?.value != null);
    const value = !known ? null : ratio ? values[0].value / values[1].value : values[0].value;
    const holds = value !== null && (low ?? -Infinity) <= value && value <= (high ?? Infinity);
    const after = ratio ? "" : unit(values[0]?.unit);
    const bounds = low == null ? `at most ${told(high)}` : high == null ? `at least ${told(low)}` : low === high ? told(low) : `${told(low)} to ${told(high)}`;
    return el("tr", {}, el("th", { scope: "row" }, label(measure)), el("td", {}, subject), el("td", {}, value === null ? "–" : `${told(value)} ${after}`),
      el("td", {}, bounds), el("td", {}, value === null ? "–" : holds ? "✓ yes" : "✗ no"), el("td", { className: "source" }, source));
  }
}

/** Stimuli have a row for each case. */
function stacked(lines) {
  return lines.map((line, i) => (line.name === "stimulus" ? { ...line, y: line.x.map(() => lines.length - i) } : line));
}

/** Draw the line of a key into a picture. */
function sampled(ctx, node, x, y, ratio) {
  const path = node.querySelector("path");
  ctx.strokeStyle = getComputedStyle(path).stroke;
  ctx.lineWidth = 2.5 * ratio;
  ctx.setLineDash(path.getAttribute("stroke-dasharray").split(" ").filter(Boolean).map((length) => length * ratio));
  ctx.beginPath();
  ctx.moveTo(x, y + 5 * ratio);
  ctx.lineTo(x + 40 * ratio, y + 5 * ratio);
  ctx.stroke();
}

/** Return columns that leave each case the same width, the first of which has the axis. */
function columns(count) {
  const own = AXIS - BARE;
  if (count === 1) return "minmax(0, 1fr)";
  return `calc(${own}px + (100% - ${own}px - ${0.4 * (count - 1)}rem) / ${count}) repeat(${count - 1}, minmax(0, 1fr))`;
}

function heads(cases) {
  const row = el("div", { className: "strip heads" }, ...cases.map((one) => el("span", {}, one.case)));
  row.style.gridTemplateColumns = columns(cases.length);
  return row;
}

function sample({ case: name, look: [shade, dashes] }) {
  const dashed = `stroke="var(--${shade})" stroke-width="2.5" stroke-dasharray="${dashes.join(" ")}"`;
  const line = el("span", { "aria-hidden": "true", innerHTML: `<svg width="40" height="10"><path d="M0 5H40" ${dashed}/></svg>` });
  return el("span", { className: "key" }, line, name);
}
