/** Controls of a page that is one file: the cases, and one slider over runs that were computed beforehand. */

import { button, el } from "./dom.js";
import { told, unit } from "./numbers.js";
import { whole } from "./state.js";

export class RecordedControls {
  constructor(root, bar, recorded, store) {
    Object.assign(this, { root, recorded, store });
    const cases = recorded.answers.filter((answer) => answer.case);
    const note = el("p", { className: "note" }, `Runs computed with musclesim ${recorded.catalogue.version}; this file needs no network.`);
    root.replaceChildren(
      el("section", { className: "group" }, el("h2", {}, "Cases"),
        el("div", { className: "bar" }, ...cases.map((one) => button(one.case, () => store.patch({ request: whole(one.request) })))), note),
      this.axis());
    bar.replaceChildren();
  }

  axis() {
    const { axis } = this.recorded;
    if (!axis) return el("div", {});
    const steps = this.recorded.answers.filter((answer) => answer.value !== null && answer.value !== undefined);
    const output = el("output", { for: "axis" }, "");
    const input = el("input", { type: "range", id: "axis", min: 0, max: steps.length - 1, step: 1, value: 0, oninput: () => {
      performance.mark("lab:input");
      show();
      this.store.patch({ request: whole(steps[input.value].request) });
    } });
    const show = () => { output.textContent = `${told(steps[input.value].value)} ${unit(axis.unit)}`; input.setAttribute("aria-valuetext", output.textContent); };
    show();
    return el("section", { className: "group" }, el("h2", {}, "One number, step by step"),
      el("div", { className: "slider" }, el("label", { for: "axis" }, axis.label), output, input));
  }

  reveal() {}
}
