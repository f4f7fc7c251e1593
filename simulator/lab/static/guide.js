/** A lesson: its question, a prediction, its cases, and what they mean. */

import { button, el } from "./dom.js";

/** The panel of a scenario; `oncase` runs a case, `onall` runs and records all, `oncompare(numbers)` lays them side by side. */
export class Guide {
  constructor(root, catalogue, { oncase, onall, oncompare, onclose }) {
    Object.assign(this, { root, catalogue, oncase, onall, oncompare, onclose, name: null });
  }

  show(name) {
    if (name === this.name) return;
    this.name = name;
    const scenario = this.catalogue.scenarios.find((s) => s.name === name);
    this.root.hidden = !scenario;
    if (scenario) this.draw(scenario);
  }

  draw(scenario) {
    const able = scenario.cases.filter((c) => c.request);
    const buttons = scenario.cases.map((c, i) => button(c.name, () => this.run(c, i), { "aria-pressed": "false", "data-case": c.name }));
    const every = scenario.cases.map((c, i) => i);
    this.explain = el("details", {}, el("summary", {}, "What happens, and why"), el("p", {}, scenario.explain));
    this.prediction = el("textarea", { id: "guide-prediction", rows: 2, placeholder: "Write your prediction here first" });
    this.root.replaceChildren(...[
      el("div", { className: "bar spread" }, el("h2", {}, scenario.title), this.onclose && button("Close", this.onclose, { "aria-label": "Close the lesson" })),
      el("p", { className: "question" }, scenario.question),
      el("h3", {}, "Predict"), el("p", {}, scenario.predict),
      el("label", { for: "guide-prediction" }, "Your prediction"), this.prediction,
      el("h3", {}, "Run"),
      able.length ? null : el("p", { className: "note" }, `More than the sliders reach: its cases are compared as they are. On the command line: musclesim run ${scenario.name}`),
      el("div", { className: "bar cases" }, ...buttons),
      el("div", { className: "bar cases" }, ...[
        able.length > 1 ? button("Run and record all", () => this.onall(able), { className: "primary" }) : null,
        button("Compare all cases", () => this.compare(every), { id: "compare", className: able.length ? "" : "primary" }),
      ].filter(Boolean)),
      this.explain,
      el("h3", {}, "Ask"), el("ul", {}, ...scenario.ask.map((text) => el("li", {}, text))),
      el("details", {}, el("summary", {}, "What the model leaves out"), el("p", {}, scenario.leaves_out)),
    ].filter(Boolean));
  }

  run(one, number) {
    this.mark(one.name);
    if (one.request) this.oncase(one);
    else this.oncompare([number]);
  }

  compare(every) {
    this.mark(null);
    this.oncompare(every);
  }

  mark(name) {
    for (const node of this.root.querySelectorAll("[data-case]")) node.setAttribute("aria-pressed", String(node.dataset.case === name));
  }
}
