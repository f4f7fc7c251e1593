/** A lesson: its question, a prediction, its cases, and what they mean. */

import { button, el } from "./dom.js";

/** The panel of a scenario; `oncase(case)` runs one, `onall(cases)` runs and records all. */
export class Guide {
  constructor(root, catalogue, { oncase, onall, onclose }) {
    Object.assign(this, { root, catalogue, oncase, onall, onclose, name: null });
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
    const buttons = scenario.cases.map((c) => button(c.name, () => this.run(c), {
      disabled: !c.request, "aria-pressed": "false", "data-case": c.name,
      title: c.request ? "" : "Not a run of one fibre: use the command line",
    }));
    this.explain = el("details", {}, el("summary", {}, "What happens, and why"), el("p", {}, scenario.explain));
    this.prediction = el("textarea", { id: "guide-prediction", rows: 2, placeholder: "Write your prediction here first" });
    this.root.replaceChildren(...[
      el("div", { className: "bar spread" }, el("h2", {}, scenario.title), button("Close", this.onclose, { "aria-label": "Close the lesson" })),
      el("p", { className: "question" }, scenario.question),
      el("h3", {}, "Predict"), el("p", {}, scenario.predict),
      el("label", { for: "guide-prediction" }, "Your prediction"), this.prediction,
      el("h3", {}, "Run"),
      able.length ? null : el("p", { className: "note" }, `This lesson needs more than one fibre. Run it with: musclesim run ${scenario.name}`),
      el("div", { className: "bar cases" }, ...buttons, able.length > 1 ? button("Run and record all", () => this.onall(able), { className: "primary" }) : null),
      this.explain,
      el("h3", {}, "Ask"), el("ul", {}, ...scenario.ask.map((text) => el("li", {}, text))),
      el("details", {}, el("summary", {}, "What the model leaves out"), el("p", {}, scenario.leaves_out)),
    ].filter(Boolean));
  }

  run(one) {
    this.mark(one.name);
    this.oncase(one);
  }

  mark(name) {
    for (const node of this.root.querySelectorAll("[data-case]")) node.setAttribute("aria-pressed", String(node.dataset.case === name));
  }
}
