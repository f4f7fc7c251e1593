/** Rows a reader records: a table, a plot of any two of its columns, and files to keep. */

import { button, choice, colour, download, el } from "./dom.js";
import { told, unit, words } from "./numbers.js";
import { label } from "./measures.js";
import { isWhole, summary } from "./state.js";

/* global uPlot */

const ROW = "row";

/** Return the numbers a request was made with, by column. */
export function inputs(request) {
  const { protocol } = request;
  if (isWhole(request)) return exerted(request);
  const plain = { temperature: request.temperature, "rate (Hz)": protocol.rate_hz, count: protocol.count, strength: protocol.strength,
    "width (ms)": protocol.width_ms, "length (of optimal)": request.length };
  if (request.load !== null) plain.load = request.load;
  return { ...plain, ...request.conditions, ...request.drugs, ...request.set };
}

/** Return the same of a muscle. */
function exerted({ temperature, drive, protocol, stretch, seed, units, conditions, drugs, set, scale }) {
  return { drive: drive.level, shocks: protocol.count, "rate (Hz)": protocol.rate_hz, "strength (mA)": protocol.strength,
    stretch, units, seed, temperature, ...conditions, ...drugs, ...set, ...scale };
}

/** Return rows as the text of a CSV file. */
export function csv(columns, rows) {
  const cell = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** The recorded rows; `record(run, request, name)` adds one. */
export class Records {
  constructor(root, catalogue, { picture, current }) {
    Object.assign(this, { catalogue, picture, current, rows: [], x: null, y: null, plot: null });
    this.table = el("table", {});
    this.note = el("p", { role: "status", className: "note" }, "");
    this.graph = el("div", { className: "graph", role: "img", "aria-label": "No rows to plot yet" });
    this.axes = el("div", { className: "bar" });
    root.replaceChildren(
      el("h2", {}, "Recorded rows"),
      el("div", { className: "bar" },
        button("Record row", () => this.recordCurrent(), { id: "record", className: "primary", title: "Key R" }),
        button("Remove last row", () => this.drop()), button("Clear all", () => this.clear()),
        button("Rows as CSV", () => this.saveRows()), button("Traces as CSV", () => this.saveTraces()),
        button("Traces as PNG", () => this.savePicture(), { id: "save-png" }), button("Plot as PNG", () => this.savePlot())),
      this.note,
      el("div", { className: "records" }, el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Table of recorded rows" }, this.table),
        el("div", { className: "plotted" }, this.axes, this.graph)));
    new ResizeObserver(() => this.draw()).observe(this.graph.parentElement);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.fill();
  }

  recordCurrent() {
    const now = this.current();
    if (now.run) this.record(now.run, now.request, now.name);
  }

  record(run, request, name) {
    this.rows.push({ name: name || summary(request), values: { ...(request ? inputs(request) : {}), ...run.measures }, measured: Object.keys(run.measures) });
    this.note.textContent = `Row ${this.rows.length} recorded: ${this.rows.at(-1).name}.`;
    this.fill();
  }

  drop() {
    this.rows.pop();
    this.fill();
  }

  clear() {
    this.rows = [];
    this.chosen = false;
    this.note.textContent = "";
    this.fill();
  }

  columns() {
    const names = new Set(this.rows.flatMap((row) => Object.keys(row.values)));
    return [...names].filter((name) => this.rows.some((row) => row.values[name] != null));
  }

  heading(name) {
    if (name === ROW) return "Row";
    const about = this.catalogue.measures[name];
    const after = unit(about?.unit);
    return about ? `${label(name)}${after ? ` (${after})` : ""}` : words(name.split(".").pop());
  }

  fill() {
    const all = this.columns();
    const columns = all.filter((c) => c in this.catalogue.measures || this.rows.length < 2 || new Set(this.rows.map((row) => row.values[c])).size > 1);
    const head = el("tr", {}, ...["#", "Run", ...columns.map((c) => this.heading(c))].map((text) => el("th", { scope: "col" }, text)));
    const rows = this.rows.map((row, i) => el("tr", {}, el("td", {}, `${i + 1}`), el("th", { scope: "row" }, row.name),
      ...columns.map((c) => el("td", {}, row.values[c] == null ? "–" : told(row.values[c])))));
    if (!rows.length) rows.push(el("tr", {}, el("td", { colSpan: 2 }, "No rows yet. “Record row” keeps the measurements of the run shown.")));
    this.table.replaceChildren(el("caption", { className: "hidden" }, "Recorded rows"), el("thead", {}, head), el("tbody", {}, ...rows));
    this.choose(all);
    this.draw();
  }

  choose(columns) {
    const measured = columns.filter((c) => c in this.catalogue.measures);
    const own = columns.filter((c) => !measured.includes(c) && this.spread(c) > 0);
    if (!this.chosen) {
      this.x = own[0] ?? ROW;
      this.y = measured.reduce((best, c) => (this.spread(c) > this.spread(best) ? c : best), measured[0] ?? null);
    }
    const options = [ROW, ...columns].map((c) => [c, this.heading(c)]);
    const axis = (text, key) => choice(text, options, this[key] ?? "", (value) => { this[key] = value; this.chosen = true; this.draw(); }, { id: `axis-${key}` }).node;
    this.axes.replaceChildren(...(columns.length ? [axis("Plot", "y"), axis("against", "x")] : []));
  }

  /** Return how much a column varies among the rows, of its size; what is missing somewhere counts for nothing. */
  spread(name) {
    const values = this.rows.map((row) => row.values[name]);
    if (values.some((x) => x == null)) return 0;
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (high - low) / (Math.abs(high) + Math.abs(low) || 1);
  }

  points() {
    const at = (row, i, name) => (name === ROW ? i + 1 : row.values[name]);
    const points = this.rows.map((row, i) => [at(row, i, this.x), at(row, i, this.y)]).filter(([x, y]) => x != null && y != null);
    return points.sort((a, b) => a[0] - b[0]);
  }

  draw() {
    this.plot?.destroy();
    this.plot = null;
    const points = this.points();
    if (!points.length) { this.graph.replaceChildren(); this.graph.setAttribute("aria-label", "No rows to plot yet"); return; }
    const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
    const axis = { stroke: colour("ink"), font: "13px system-ui, sans-serif", labelFont: "14px system-ui, sans-serif", grid: { stroke: colour("grid"), width: 1 },
      ticks: { stroke: colour("grid") }, values: (u, at) => at.map((x) => told(x, 4)) };
    const rows = { values: (u, at) => at.map((x) => (Number.isInteger(x) ? told(x) : "")) };
    this.plot = new uPlot({
      width: Math.max(240, this.graph.clientWidth), height: 260, legend: { show: false }, cursor: { show: false },
      scales: { x: { time: false, range: roomy }, y: { range: roomy } },
      axes: [{ ...axis, ...(this.x === ROW ? rows : {}), label: this.heading(this.x) }, { ...axis, label: this.heading(this.y), size: 60 }],
      series: [{}, { stroke: colour("blue"), width: 1.5, points: { show: true, size: 9, fill: colour("blue") } }],
    }, [xs, ys], this.graph);
    this.graph.setAttribute("aria-label", `${this.heading(this.y)} against ${this.heading(this.x)}: ${points.map(([x, y]) => `${told(x)}, ${told(y)}`).join("; ")}`);
  }

  saveRows() {
    if (!this.rows.length) return;
    const columns = this.columns();
    const text = csv(["run", ...columns], this.rows.map((row) => [row.name, ...columns.map((c) => row.values[c])]));
    download("rows.csv", new Blob([text], { type: "text/csv" }));
  }

  saveTraces() {
    const { run, points } = this.current();
    if (points) download("traces.csv", new Blob([csv(["case", "quantity", "unit", "x", "unit of x", "value"], points)], { type: "text/csv" }));
    if (points || !run) return;
    const rows = Array.from({ length: run.rows }, (_, i) => run.names.map((name) => Number(run.columns[name][i].toPrecision(7))));
    download("traces.csv", new Blob([csv(run.names, rows)], { type: "text/csv" }));
  }

  savePicture() {
    const { run, request, points } = this.current();
    if (run || points) this.picture(request ? summary(request) : "").toBlob((blob) => download("traces.png", blob));
  }

  savePlot() {
    this.plot?.ctx.canvas.toBlob((blob) => download("plot.png", blob));
  }
}

function roomy(u, low, high) {
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 && low < (high - low) ? 0 : low - room, high + room];
}
