/** The chain from drive to force, each stage with its live number. */

import { el } from "./dom.js";
import { quantity, shown, words } from "./numbers.js";
import { isWhole } from "./state.js";

const CHAIN = ["drive", "motoneuron", "junction", "membrane", "calcium", "crossbridge", "energy", "mechanics", "force", "reflex"];
const NAMES = { crossbridge: "Cross-bridge" };
const SHORT = { "most heads attached": "heads attached" };
const OUTSIDE = "not in this model: the current goes straight into the membrane";

/** Counts stay as they are, fractions are told in per cent. */
function written(name, stage) {
  return name === "membrane" ? quantity(stage.value, stage.unit) : shown(stage.value, stage.unit);
}

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
    if (isWhole(request)) {
      for (const [name, stage] of Object.entries(run.stages)) this.put(name, shown(stage.value, stage.unit), stage.label, false); // a muscle has every stage
      return;
    }
    const { protocol } = request;
    const drive = protocol.count === 0 ? "silent" : protocol.count === 1 ? "1 stimulus" : `${protocol.count} stimuli`;
    this.put("drive", drive, protocol.count > 1 ? `at ${quantity(protocol.rate_hz, "Hz")}` : "electrical", false);
    const stages = run.stages ?? {};
    for (const name of ["motoneuron", "junction", "reflex"]) if (!stages[name]) this.outside(name);
    for (const [name, stage] of Object.entries(stages)) {
      if (this.boxes.has(name)) this.put(name, written(name, stage), stage.label, stage.disturbed, stage.verdict);
    }
    this.force(run, stages.mechanics);
  }

  /** Mechanics tells the length; what is told of its force stands at the end of the chain. */
  force({ columns: { force, length } }, about = {}) {
    if (length) this.put("mechanics", quantity(length.reduce((a, b) => Math.min(a, b), Infinity), "um"), "sarcomere, least", false);
    if (force) this.put("force", shown(force.reduce((a, b) => Math.max(a, b), 0), "1"), "peak, of largest", about.disturbed, about.verdict);
  }

  /** Show which stage a lesson is about, its cases being compared. */
  teach(stage) {
    const about = stage.replace("-", "");
    for (const name of CHAIN) this.put(name, "–", "", name === about || stage === "whole chain", "this lesson");
  }

  outside(name) {
    const { box, value, label } = this.boxes.get(name);
    box.disabled = true;
    box.title = OUTSIDE;
    value.textContent = "–";
    label.textContent = name === "reflex" ? "none" : "bypassed";
  }

  put(name, value, label, isDisturbed, verdict) {
    const box = this.boxes.get(name);
    box.value.textContent = value;
    box.label.textContent = SHORT[label] ?? label;
    box.label.title = label;
    box.mark.hidden = !isDisturbed;
    box.mark.textContent = `▲ ${verdict ?? "disturbed"}`;
    box.box.disabled = false;
    box.box.classList.toggle("disturbed", Boolean(isDisturbed));
  }
}
