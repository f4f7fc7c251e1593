/** What is measured on the newest run, as a live table of text, beside the healthy run. */

import { el } from "./dom.js";
import { told, unit, words } from "./numbers.js";

/** The table of measurements. */
export class Measures {
  constructor(root, catalogue) {
    this.catalogue = catalogue;
    this.body = el("tbody", {});
    const head = ["Measure", "Now", "Healthy", "Unit"].map((text) => el("th", { scope: "col" }, text));
    root.replaceChildren(el("h2", {}, "Measurements"),
      el("table", { className: "measures" }, el("thead", {}, el("tr", {}, ...head)), this.body));
  }

  show(run, healthy) {
    const names = Object.keys(run.measures).filter((name) => run.measures[name] !== null || healthy?.measures[name] != null);
    this.body.replaceChildren(...names.map((name) => this.row(name, run.measures[name], healthy?.measures[name])));
  }

  row(name, value, usual) {
    const about = this.catalogue.measures[name] ?? {};
    const differs = usual != null && value !== null && Math.abs(value - usual) > 0.02 * Math.abs(usual);
    return el("tr", { className: differs ? "differs" : "" },
      el("th", { scope: "row", title: about.meaning ?? "" }, label(name)),
      el("td", {}, told(value)), el("td", {}, usual === undefined ? "–" : told(usual)), el("td", {}, unit(about.unit)));
  }
}

/** Return a measure's name as words. */
export function label(name) {
  return words(name.replace(/\./g, ": "));
}
