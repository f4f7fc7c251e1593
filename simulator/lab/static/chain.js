/** The chain from drive to force, each stage with its live number. */

import { el } from "./dom.js";
import { quantity, told, words } from "./numbers.js";

const CHAIN = ["drive", "motoneuron", "junction", "membrane", "calcium", "crossbridge", "energy", "mechanics", "force"];
const NAMES = { crossbridge: "Cross-bridge" };
const OUTSIDE = "not in this model: the current goes straight into the membrane";

/** The row of stages; `show` fills it with a run. */
export class Chain {
  constructor(root, { onstage }) {
    this.boxes = new Map();
    const list = el("ol", {});
    for (const name of CHAIN) {
      const value = el("span", { className: "number" }, "–");
      const label = el("span", { className: "what" }, "");
      const mark = el("span", { className: "mark", hidden: true }, "▲ disturbed");
      const box = el("button", { type: "button", onclick: () => onstage(name) },
        el("span", { className: "name" }, NAMES[name] ?? words(name)), value, label, mark);
      list.append(el("li", {}, box));
      this.boxes.set(name, { box, value, label, mark });
    }
    root.replaceChildren(list);
  }

  show(run, request) {
    const { protocol } = request;
    const drive = protocol.count === 0 ? "silent" : protocol.count === 1 ? "1 stimulus" : `${protocol.count} stimuli`;
    this.put("drive", drive, protocol.count > 1 ? `at ${quantity(protocol.rate_hz, "Hz")}` : "electrical", false);
    const stages = run.stages ?? {};
    for (const name of ["motoneuron", "junction"]) if (!stages[name]) this.outside(name);
    for (const [name, stage] of Object.entries(stages)) {
      if (this.boxes.has(name)) this.put(name, quantity(stage.value, stage.unit), stage.label, stage.disturbed, stage.verdict);
    }
    if (!stages.force) this.force(run);
  }

  force(run) {
    const { force } = run.columns;
    if (force) this.put("force", `${told(100 * force.reduce((a, b) => Math.max(a, b), 0))} %`, "peak, of the largest", false);
  }

  outside(name) {
    const { box, value, label } = this.boxes.get(name);
    box.disabled = true;
    box.title = OUTSIDE;
    value.textContent = "–";
    label.textContent = "bypassed";
  }

  put(name, value, label, isDisturbed, verdict) {
    const box = this.boxes.get(name);
    box.value.textContent = value;
    box.label.textContent = label;
    box.mark.hidden = !isDisturbed;
    box.mark.textContent = `▲ ${verdict ?? "disturbed"}`;
    box.box.disabled = false;
    box.box.classList.toggle("disturbed", Boolean(isDisturbed));
  }
}
