/** A prediction before the run: words, and a line drawn on the trace of force. */

import { button, el } from "./dom.js";
import { words } from "./numbers.js";

/** Holds a run back until the reader has predicted it. */
export class Prediction {
  constructor(root, traces, { onreveal }) {
    Object.assign(this, { root, traces, onreveal, wanted: false, held: null });
    this.text = el("textarea", { id: "prediction-text", rows: 2 });
    root.replaceChildren(
      el("label", { for: "prediction-text" }, "The next run is ready. What will you see? Write it, or draw the force on its trace."),
      this.text,
      el("div", { className: "bar" }, button("Show the run", () => this.reveal(), { className: "primary", id: "reveal" }),
        button("Wipe the drawing", () => this.wipe())));
  }

  /** Return whether a run is to be held back; remember it if so. */
  hold(show) {
    if (!this.wanted) return false;
    this.held = show;
    if (this.root.hidden) {
      this.root.hidden = false;
      this.begin();
    }
    return true;
  }

  begin() {
    const panel = this.traces.panels.find((p) => p.name === "force") ?? this.traces.panels.at(-1);
    this.wipe();
    if (!panel.plot) return;
    this.traces.drawing = true;
    const { over } = panel.plot;
    const sketch = { name: panel.name, points: [] };
    let down = false;
    const add = (event) => {
      if (!down) return;
      const box = over.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      sketch.points.push([panel.plot.posToVal(x, "x"), panel.plot.posToVal(y, "y")]);
      this.traces.sketch = sketch;
      panel.plot.redraw(false);
    };
    const begin = (event) => { down = true; sketch.points = []; over.setPointerCapture(event.pointerId); add(event); };
    const end = () => { down = false; };
    for (const [name, f] of [["pointerdown", begin], ["pointermove", add], ["pointerup", end]]) over.addEventListener(name, f);
    panel.node.classList.add("drawing");
    this.leave = () => {
      for (const [name, f] of [["pointerdown", begin], ["pointermove", add], ["pointerup", end]]) over.removeEventListener(name, f);
      panel.node.classList.remove("drawing");
      this.traces.drawing = false;
    };
    this.root.querySelector("label").textContent = `The next run is ready. What will you see? Write it, or draw it on the trace of ${words(panel.name).toLowerCase()}.`;
  }

  wipe() {
    this.traces.sketch = null;
    for (const { plot } of this.traces.panels) plot?.redraw(false);
  }

  reveal() {
    this.leave?.();
    this.root.hidden = true;
    const show = this.held;
    this.held = null;
    show?.();
    this.onreveal(this.text.value.trim());
    this.text.value = "";
  }

  set(wanted) {
    this.wanted = wanted;
    if (!wanted && !this.root.hidden) this.reveal();
    if (!wanted) this.wipe();
    if (!wanted) this.onreveal("");
  }
}
