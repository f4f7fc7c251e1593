/** Traces above each other on one axis of time, with a cursor, a mark, and runs laid under the newest. */

import { button, colour, el } from "./dom.js";
import { current, edges } from "./pulses.js";
import { active, drawSpikes, saidOf } from "./raster.js";
import { difference, resampled, shown, told, union, unit, valueAt, words } from "./numbers.js";

/* global uPlot */

export const FIRST_TRACES = ["stimulus", "membrane_potential", "calcium", "force", "length"];
const MUSCLE_TRACES = ["drive", "motor_units", "emg", "force", "length"];
const RASTER = "motor_units"; // drawn from spikes, not from a column
const COLOURS = { stimulus: "grey", drive: "grey", motor_units: "blue", emg: "ink", membrane_potential: "blue", calcium: "red", force: "green", length: "purple" };
const LAYERS = ["healthy", "previous", "now"]; // the newest on top
const AXIS = 60; // px of the values' axis
const FLOORS = { membrane_potential: [-100, 40], stimulus: [0, 1], calcium: [0, 1], force: [0, 0.05] };

/** The stack of traces. `show` draws runs; `moved(time)` is called as the cursor goes. */
export class Traces {
  constructor(root, foot, legend, catalogue, { names, onnames, oncursor }) {
    Object.assign(this, { root, legend, catalogue, onnames, oncursor, names: [...names], columns: catalogue.columns, whole: false });
    Object.assign(this, { runs: {}, hidden: new Set(), time: 0, mark: null, span: null, panels: [], sketch: null });
    this.foot(foot);
    this.build();
    new ResizeObserver(() => this.resize()).observe(root);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.build());
  }

  get run() { return this.runs.now; }

  about(name) { return this.columns.find((c) => c.name === name) ?? { name, unit: "", meaning: "" }; }

  /** Show what a whole muscle has, or a fibre; with other traces unless `names` fit. */
  suit(whole, names) {
    if (whole === this.whole) return;
    const { columns, muscle_columns: muscle } = this.catalogue;
    Object.assign(this, { whole, columns: whole ? muscle : columns, runs: {}, mark: null, span: null });
    const fit = names?.every((name) => this.columns.some((c) => c.name === name));
    this.names = [...(fit ? names : whole ? MUSCLE_TRACES : FIRST_TRACES)];
    this.build();
  }

  build() {
    for (const panel of this.panels) panel.plot?.destroy();
    this.panels = this.names.map((name, i) => this.panel(name, i));
    this.root.replaceChildren(...this.panels.map((panel) => panel.node));
    this.draw();
  }

  panel(name, i) {
    const about = this.about(name);
    const options = this.columns.filter((c) => c.name !== "time").map((c) => el("option", { value: c.name }, words(c.name)));
    const select = el("select", { "aria-label": `Trace ${i + 1}`, onchange: () => this.swap(i, select.value) }, ...options);
    select.value = name;
    const value = el("output", { className: "value" }, "–");
    const change = el("output", { className: "change" }, "");
    const head = el("div", { className: "head", title: about.meaning }, select, value, change);
    head.style.setProperty("--trace", `var(--${COLOURS[name] ?? "ink"})`);
    const box = el("div", { className: "plot", role: "img" });
    const node = el("div", { className: ["stimulus", "drive"].includes(name) ? "trace low" : "trace" }, head, box);
    const line = el("div", { className: "line" });
    const fixed = el("div", { className: "line fixed" });
    return { name, node, box, value, change, line, fixed, plot: null };
  }

  swap(i, name) {
    this.names[i] = name;
    this.onnames([...this.names]);
    this.build();
    this.panels[i].node.querySelector("select").focus();
  }

  foot(root) {
    this.slider = el("input", { type: "range", id: "at", min: 0, max: 1000, value: 0, step: 1, "aria-label": "Cursor",
      oninput: () => this.move(this.place()) });
    this.clock = el("output", { for: "at", className: "clock" }, "0 ms");
    root.replaceChildren(
      el("label", { for: "at" }, "Cursor"), this.slider, this.clock,
      button("Mark", () => this.setMark(), { id: "set-mark", title: "Fix a second mark here (key M, or a click on a trace)" }),
      button("Unmark", () => this.setMark(null), { id: "clear-mark" }),
      button("+", () => this.zoom(0.5), { "aria-label": "Zoom in", title: "Zoom in about the cursor (key +)" }),
      button("−", () => this.zoom(2), { "aria-label": "Zoom out", title: "Zoom out (key −)" }),
      button("Whole", () => this.zoom(null), { "aria-label": "Whole run", title: "The whole run (key 0)" }));
  }

  place() {
    const [from, to] = this.window();
    return from + ((to - from) * Number(this.slider.value)) / 1000;
  }

  window() {
    const { time } = this.run?.columns ?? {};
    return this.span ?? [0, time ? time[time.length - 1] : 1];
  }

  zoom(factor) {
    const whole = [0, this.run ? this.run.columns.time.at(-1) : 1];
    if (factor === null) this.span = null;
    else {
      const [from, to] = this.window();
      const half = ((to - from) * factor) / 2;
      const next = [Math.max(0, this.time - half), Math.min(whole[1], this.time + half)];
      this.span = next[1] - next[0] >= whole[1] * 0.999 ? null : next;
    }
    this.draw();
  }

  show(runs) {
    const end = runs.now.columns.time.at(-1);
    if (this.run && this.run.columns.time.at(-1) !== end) this.span = null;
    if (!this.run) this.time = topTime(runs.now);
    this.runs = runs;
    if (this.time > end) this.time = end;
    this.draw();
  }

  draw() {
    this.tell();
    if (!this.run) return;
    const seen = LAYERS.filter((kind) => this.runs[kind] && !this.hidden.has(kind)).map((kind) => this.runs[kind]);
    const bends = this.names.includes("stimulus") ? seen.filter((run) => run.request).map((run) => edges(run.request)) : [];
    this.times = union([...seen.map((run) => run.columns.time), ...bends]);
    for (const panel of this.panels) this.plot(panel);
    this.move(this.time, false);
  }

  plot(panel) {
    const data = this.data(panel.name);
    if (!panel.plot) panel.plot = this.make(panel, data);
    else {
      panel.plot.setData(data, false);
    }
    const [min, max] = this.window();
    panel.plot.batch(() => panel.plot.setScale("x", { min, max }));
    panel.box.setAttribute("aria-label", this.said(panel.name));
  }

  data(name) {
    const values = (run) => (name === "stimulus" && run.request ? current(run.request, this.times) : resampled(run.columns.time, run.columns[name], this.times));
    const column = (run) => (run?.columns[name] ? cut(values(run), run, this.times) : []);
    return [this.times, ...LAYERS.map((kind) => (this.hidden.has(kind) ? [] : column(this.runs[kind])))];
  }

  make(panel, data) {
    const ink = colour("quiet");
    const stroke = colour(COLOURS[panel.name] ?? "ink");
    const last = panel === this.panels.at(-1);
    const font = "13px system-ui, sans-serif";
    const percent = this.about(panel.name).unit === "1" ? 100 : 1;
    const axis = { stroke: ink, font, grid: { stroke: colour("grid"), width: 1 }, ticks: { stroke: colour("grid"), size: 4 } };
    const options = {
      ...this.size(panel, last),
      scales: { x: { time: false }, y: { range: (u, low, high) => (panel.name === RASTER ? [0.3, this.run.spikes.units + 0.7] : limits(panel.name, low, high)) } },
      legend: { show: false },
      cursor: { show: false },
      padding: [6, 18, last ? 0 : 4, 0],
      axes: [
        { ...axis, size: last ? 30 : 0, values: last ? (u, at) => at.map((t, i) => (i ? told(t, 5) : `${told(t, 5)} ms`)) : () => [], ticks: { ...axis.ticks, show: last }, space: 60 },
        { ...axis, size: AXIS, space: 26, values: (u, at) => at.map((x) => told(x * percent, 4) + (percent > 1 ? " %" : "")), gap: 3 },
      ],
      series: [{}, { stroke: colour("quiet"), width: 1.6, dash: [7, 5], points: { show: false } },
        { stroke, width: 1, alpha: 0.65, points: { show: false } }, { stroke, width: 2.2, pxAlign: 0, points: { show: false } }],
      hooks: { draw: [(u) => this.drawSketch(u, panel.name), (u) => { if (panel.name === RASTER) drawSpikes(u, this.run.spikes); }] },
    };
    const plot = new uPlot(options, data, panel.box);
    plot.over.append(panel.fixed, panel.line);
    this.listen(plot);
    return plot;
  }

  listen(plot) {
    const at = (event) => plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x");
    plot.over.addEventListener("pointermove", (event) => { if (!this.drawing) this.move(at(event)); });
    plot.over.addEventListener("click", (event) => { if (!this.drawing) this.setMark(at(event)); });
  }

  size(panel, last) {
    const width = Math.max(160, panel.box.clientWidth);
    return { width, height: Math.max(46, panel.box.clientHeight - 1), last };
  }

  resize() {
    for (const panel of this.panels) panel.plot?.setSize(this.size(panel));
    this.move(this.time, false);
  }

  /** Put the cursor at a time (ms), and tell all values there. */
  move(time, tell = true) {
    if (!this.run) return;
    const [from, to] = this.window();
    this.time = Math.min(to, Math.max(from, time));
    this.slider.value = (1000 * (this.time - from)) / (to - from);
    this.clock.textContent = `${told(this.time, 4)} ms${this.mark === null ? "" : `  (${difference(this.time - this.mark)} from mark)`}`;
    this.slider.setAttribute("aria-valuetext", this.clock.textContent);
    for (const panel of this.panels) this.lines(panel);
    if (tell !== false || this.oncursor) this.oncursor(this.time);
  }

  lines({ name, plot, line, fixed, value, change }) {
    if (!plot) return;
    place(plot, line, this.time);
    place(plot, fixed, this.mark);
    if (name === RASTER) {
      value.textContent = `${active(this.run.spikes, this.time)} active`;
      change.textContent = "";
      return;
    }
    const at = (time) => (name === "stimulus" && this.run.request ? current(this.run.request, [time])[0] : valueAt(this.run, name, time));
    const here = at(this.time);
    const about = this.about(name);
    value.textContent = shown(here, about.unit, 4);
    const percent = about.unit === "1" ? 100 : 1;
    change.textContent = this.mark === null ? "" : `Δ ${difference(percent * (here - at(this.mark)))}`;
  }

  setMark(time = this.time) {
    this.mark = time;
    this.move(this.time);
  }

  tell() {
    const kinds = [["now", "this run", "solid"], ["previous", "previous run", "thin"], ["healthy", "healthy", "dashed"]];
    this.legend.replaceChildren(...kinds.filter(([kind]) => kind === "now" || this.runs[kind]).map(([kind, text, look]) => {
      const sample = el("span", { className: `sample ${look}`, "aria-hidden": "true" });
      if (kind === "now") return el("span", { className: "key" }, sample, text);
      const box = el("input", { type: "checkbox", checked: !this.hidden.has(kind), id: `overlay-${kind}`, onchange: () => this.overlay(kind, box.checked) });
      return el("label", { className: "key" }, box, sample, text);
    }));
  }

  overlay(kind, shown) {
    if (shown) this.hidden.delete(kind);
    else this.hidden.add(kind);
    this.draw();
    document.getElementById(`overlay-${kind}`)?.focus();
  }

  said(name) {
    const values = this.run.columns[name];
    if (name === RASTER) return saidOf(this.run.spikes);
    if (!values) return `${words(name)}: not in this model`;
    let [low, high, at] = [Infinity, -Infinity, 0];
    for (let i = 0; i < values.length; i += 1) {
      if (values[i] < low) low = values[i];
      if (values[i] > high) [high, at] = [values[i], i];
    }
    return `${words(name)} against time: from ${shown(low, this.about(name).unit)} to ${shown(high, this.about(name).unit)}, largest at ${told(this.run.columns.time[at])} ms`;
  }

  drawSketch(u, name) {
    if (!this.sketch || name !== this.sketch.name || this.sketch.points.length < 2) return;
    const { ctx } = u;
    ctx.save();
    ctx.beginPath();
    ctx.strokeStyle = colour("ink");
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
    this.sketch.points.forEach(([t, y], i) => ctx[i ? "lineTo" : "moveTo"](u.valToPos(t, "x", true), u.valToPos(y, "y", true)));
    ctx.stroke();
    ctx.restore();
  }

  /** Return one picture of all traces, as a canvas. */
  picture(title) {
    const ratio = devicePixelRatio || 1;
    const plots = this.panels.filter((panel) => panel.plot);
    const width = plots[0].plot.ctx.canvas.width;
    const name = 22 * ratio;
    const height = plots.reduce((sum, { plot }) => sum + plot.ctx.canvas.height + name, 40 * ratio);
    const canvas = el("canvas", { width, height });
    const ctx = canvas.getContext("2d");
    Object.assign(ctx, { fillStyle: colour("page") });
    ctx.fillRect(0, 0, width, height);
    ctx.fillStyle = colour("ink");
    ctx.font = `${15 * ratio}px system-ui, sans-serif`;
    ctx.fillText(title, 8 * ratio, 24 * ratio, width - 16 * ratio);
    let y = 40 * ratio;
    for (const panel of plots) {
      ctx.fillText(`${words(panel.name)} (${unit(this.about(panel.name).unit) || "1"})`, 8 * ratio, y + 16 * ratio);
      ctx.drawImage(panel.plot.ctx.canvas, 0, y + name);
      y += panel.plot.ctx.canvas.height + name;
    }
    return canvas;
  }
}

/** Return when force is largest. */
function topTime({ columns: { time, force } }) {
  return force ? time[force.indexOf(force.reduce((a, b) => Math.max(a, b), -Infinity))] : 0;
}

/** Return values without those after the end of their run. */
function cut(values, run, times) {
  const end = run.columns.time.at(-1);
  return times.at(-1) > end ? Array.from(values, (x, i) => (times[i] > end ? null : x)) : values;
}

function place(plot, node, time) {
  const left = time === null ? -1 : plot.valToPos(time, "x");
  node.hidden = left < 0 || left > plot.bbox.width / devicePixelRatio + 1;
  if (!node.hidden) node.style.transform = `translateX(${left}px)`;
}

function limits(name, low, high) {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return FLOORS[name] ?? [0, 1];
  const [floor, roof] = FLOORS[name] ?? [low, high];
  const [bottom, top] = [Math.min(low, floor), Math.max(high, roof)];
  const flat = name === "length" ? 0.05 : Math.max(1e-6, Math.abs(top) * 0.02);
  const room = Math.max(top - bottom, flat) * 0.06;
  const lowest = bottom === 0 || (bottom > -1e-3 && floor === 0) ? 0 : bottom - room;
  return top - bottom < flat ? [bottom - flat, top + flat] : [lowest, top + room];
}
