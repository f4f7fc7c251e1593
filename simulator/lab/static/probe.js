/** A measuring cursor across the panels of a comparison: a line in each, and the values of all cases there. */

import { el } from "./dom.js";
import { before, difference, quantity, shown } from "./numbers.js";

const PLACES = 1000; // of the slider

/** `add(lines, plots, output)` makes a panel follow; `node` holds the slider. */
export class Probe {
  constructor() {
    this.panels = [];
    this.part = 0.5;
    this.mark = null; // a part of the axis, likewise
    this.slider = el("input", { type: "range", id: "probe", min: 0, max: PLACES, value: PLACES / 2, step: 1, oninput: () => this.move(Number(this.slider.value) / PLACES) });
    this.clock = el("output", { for: "probe", className: "clock" }, "");
    this.marker = el("input", { type: "checkbox", id: "probe-mark", onchange: () => { this.mark = this.marker.checked ? this.part : null; this.move(this.part); } });
    this.node = el("div", { className: "bar probe" }, el("label", { for: "probe" }, "Cursor"), this.slider, this.clock, el("label", { for: "probe-mark" }, this.marker, " Differences from here"));
  }

  clear() { this.panels = []; }

  add(lines, plots, output) {
    const marks = plots.map((plot) => {
      const [line, fixed] = [el("div", { className: "line" }), el("div", { className: "line fixed" })];
      plot.over.append(fixed, line);
      plot.over.addEventListener("pointermove", (event) => this.move((event.clientX - plot.over.getBoundingClientRect().left) / plot.over.clientWidth));
      return { plot, line, fixed };
    });
    this.panels.push({ lines, marks, output });
  }

  move(part) {
    if (!this.panels.length) return;
    this.part = Math.min(1, Math.max(0, part));
    this.slider.value = Math.round(this.part * PLACES);
    const [{ lines: [{ axis }] }] = this.panels;
    this.clock.textContent = quantity(this.at(this.part), axis.unit, 4);
    this.slider.setAttribute("aria-valuetext", this.clock.textContent);
    for (const panel of this.panels) this.tell(panel);
  }

  /** Return the place on the axis at a part of its length. */
  at(part) {
    const axes = this.panels[0].lines.map((line) => line.axis);
    const [low, high] = [Math.min(...axes.map((a) => a.low)), Math.max(...axes.map((a) => a.high))];
    const along = axes[0].flip ? 1 - part : part;
    return axes[0].log ? low * (high / low) ** along : low + along * (high - low);
  }

  tell({ lines, marks, output }) {
    for (const { plot, line, fixed } of marks) {
      line.style.transform = `translateX(${this.part * plot.over.clientWidth}px)`;
      fixed.hidden = this.mark === null;
      if (!fixed.hidden) fixed.style.transform = `translateX(${this.mark * plot.over.clientWidth}px)`;
    }
    output.textContent = lines.map((line) => this.said(line)).filter(Boolean).join(" · ");
  }

  said(line) {
    const here = readAt(line, this.at(this.part));
    if (here === null) return "";
    if (this.mark === null) return `${line.case} ${shown(here, line.unit)}`;
    const percent = line.unit === "1" ? 100 : 1;
    const moved = difference(percent * (here - readAt(line, this.at(this.mark))));
    return `${line.case} ${shown(here, line.unit)} (Δ ${moved}${percent > 1 ? " %" : ""})`;
  }
}

/** Return a line's value at a place, by straight lines; null for strokes, beyond its ends, and where it turns back. */
export function readAt({ x, y, strokes }, place) {
  const [first, last] = [x[0], x.at(-1)];
  if (strokes || x.length < 2 || place < first || place > last || x.some((at, i) => i && at < x[i - 1])) return null;
  const i = before(x, place);
  const part = (place - x[i]) / (x[i + 1] - x[i] || 1);
  return y[i] === null || y[i + 1] === null ? null : y[i] + part * (y[i + 1] - y[i]);
}
