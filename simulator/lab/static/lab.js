/** The laboratory: joins what is asked, what is answered, and what is shown. */

import { Chain } from "./chain.js";
import { Comparison } from "./compared.js";
import { Controls, parametersOf } from "./controls.js";
import { el } from "./dom.js";
import { Guide } from "./guide.js";
import { host } from "./host.js";
import { Measures } from "./measures.js";
import { Prediction } from "./predict.js";
import { RecordedControls } from "./recorded.js";
import { Sarcomere } from "./sarcomere.js";
import { Store, decodeState, disturbed, encode, healthy, isWhole, whole } from "./state.js";
import { Records } from "./table.js";
import { FIRST_TRACES, Traces } from "./traces.js";

const at = (id) => document.getElementById(id);
const DRAG = 700; // ms between runs of one drag, at most
function say(text) {
  at("status").textContent = text;
  at("status").classList.toggle("shown", Boolean(text));
}

/** Note that a run stands on the page, and how long it took since a slider was moved. */
function drawn(run) {
  if (performance.getEntriesByName("lab:input").length) {
    performance.measure("lab:redraw", "lab:input");
    performance.clearMarks("lab:input");
  }
  document.body.dataset.drawn = run.id ?? "recorded";
}

/** Everything on the page, and what passes between its parts. */
class Lab {
  constructor(from) {
    const { catalogue, live, lessons, recorded } = from;
    Object.assign(this, { host: from, catalogue, live, source: from.source, runs: {} });
    this.store = new Store(from.state ?? from.first());
    const { names } = this.store.value;
    this.traces = new Traces(at("traces"), at("cursor"), at("legend"), catalogue, {
      names: names ?? FIRST_TRACES, onnames: (given) => this.store.patch({ names: given }, this.traces),
      oncursor: (time) => { if (!this.traces?.whole) this.sarcomere?.at(time); },
    });
    this.sarcomere = new Sarcomere(at("sarcomere"), { onplay: (time) => this.traces.move(time) });
    this.measures = new Measures(at("measures"), catalogue);
    this.records = new Records(at("records"), catalogue, { picture: (title) => (this.cases ? this.comparison.picture() : this.traces.picture(title)), current: () => this.current() });
    this.prediction = new Prediction(at("prediction"), this.traces, { onreveal: (text) => { at("predicted").textContent = text ? `Predicted: ${text}` : ""; } });
    this.guide = new Guide(at("guide"), catalogue, { oncase: (c) => this.runCase(c), onall: (cases) => this.runAll(cases), oncompare: (cases) => this.store.patch({ cases }), onclose: live ? () => this.leave() : null });
    this.comparison = new Comparison(at("compared"), lessons, {
      oncase: (found, { request }, { name }) => { if (!request) this.record(found, name); }, onback: live ? () => this.store.patch({ cases: null }) : null, say });
    this.controls = recorded
      ? new RecordedControls(at("controls"), at("fibre"), recorded, this.store)
      : new Controls(at("controls"), at("fibre"), catalogue, this.store);
    this.chain = new Chain(at("chain"), { onstage: (stage) => this.controls.reveal(stage) });
    this.wireUp();
    this.guide.show(this.store.value.scenario);
    document.body.classList.toggle("lesson-only", !live);
    if (live) this.ask();
    this.follow(this.store.value);
  }

  wireUp() {
    let { request, scenario } = this.store.value;
    this.store.listen((state) => {
      this.guide.show(state.scenario ?? "");
      const [asked, other] = [state.request !== request, state.scenario !== scenario];
      ({ request, scenario } = state);
      if (asked && this.live) this.ask();
      if ((asked || other) && state.cases && state.cases === this.cases) this.store.patch({ cases: null });
      else this.follow(state);
      this.keep();
    });
    at("predict-switch").addEventListener("change", (event) => this.prediction.set(event.target.checked));
    at("start-again").addEventListener("click", () => this.store.patch(this.host.first()));
    document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); at("traces").focus(); }); // in a frame, # is another page
    at("copy-link").addEventListener("click", () => this.copy());
    addEventListener("hashchange", () => this.restore());
    addEventListener("keydown", (event) => this.key(event));
  }

  /** Have the state kept where it can be found again, at most some times in a second. */
  keep() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => {
      this.hash = `#${encode(this.store.value)}`;
      this.host.keep(this.store.value);
    }, 250);
  }

  restore() {
    if (location.hash === this.hash) return;
    const state = decodeState(location.hash.slice(1));
    if (state) this.store.patch({ cases: null, ...state });
  }

  /** Show the cases of a lesson that are to be compared, or else the traces. */
  follow(state) {
    const scenario = this.catalogue.scenarios.find((s) => s.name === state.scenario);
    const cases = scenario && Array.isArray(state.cases) ? state.cases : null;
    if (cases === (this.cases ?? null)) return;
    this.cases = cases;
    if (!cases) this.unfollow();
    else if (!this.prediction.hold(() => this.compare(scenario, cases))) this.compare(scenario, cases);
  }

  unfollow() {
    this.comparison.leave();
    at("compared").hidden = true;
    document.body.classList.remove("comparing");
    this.traces.resize();
    if (this.shown) this.draw(this.shown.request);
  }

  async compare(scenario, cases) {
    at("compared").hidden = false;
    document.body.classList.add("comparing");
    this.chain.teach(scenario.stage);
    const numbers = cases.filter((number) => scenario.cases[number]);
    if (await this.comparison.show(scenario, numbers)) drawn({ id: `${scenario.name} ${numbers}` });
  }

  /** Keep a row of what was measured on a case of a lesson. */
  record({ case: one, measures }, lesson) {
    for (const [measure, about] of Object.entries(measures)) this.catalogue.measures[measure] ??= about;
    this.records.record({ measures: Object.fromEntries(Object.entries(measures).map(([key, { value }]) => [key, value])) }, null, `${lesson}: ${one}`);
  }

  current() {
    return this.cases ? { points: this.comparison.rows() } : this.shown ?? {};
  }

  async copy() {
    const link = `${location.origin === "null" ? "" : location.origin}${location.pathname}#${encode(this.store.value)}`;
    try {
      await navigator.clipboard.writeText(link);
      say("The link is copied: it holds every value set here.");
    } catch {
      say(`Copy this link: ${link}`);
    }
    setTimeout(() => say(""), 6000);
  }

  key(event) {
    if (event.target.closest?.("input, select, textarea") && event.target.type !== "range") return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { m: () => this.traces.setMark(), r: () => this.records.recordCurrent(), "+": () => this.traces.zoom(0.5), "-": () => this.traces.zoom(2), 0: () => this.traces.zoom(null) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  async ask() {
    const { request } = this.store.value;
    try {
      const run = await this.source.ask(request);
      if (!run) return;
      if (at("status").textContent.startsWith("No run")) say("");
      if (!this.prediction.hold(() => this.show(run, request))) this.show(run, request);
    } catch (error) {
      say(`No run: ${error.message}`);
    }
  }

  show(run, request) {
    run.request = request;
    this.suit(isWhole(request));
    this.pass(run);
    this.runs.now = run;
    this.shown = { run, request, name: this.case };
    this.case = undefined;
    this.besides(request);
    this.draw(request);
    requestAnimationFrame(() => drawn(run));
  }

  /** Come from a fibre to a muscle or back: nothing of the one can be laid under the other. */
  suit(whole) {
    if (whole === this.traces.whole) return;
    Object.assign(this, { runs: {}, healthyKey: null });
    this.traces.suit(whole, this.store.value.names);
    document.body.classList.toggle("whole-muscle", whole);
  }

  /** The run before this one becomes the previous one, unless both belong to one drag of a slider. */
  pass(run) {
    const now = performance.now();
    const dragged = now - (this.shownAt ?? -Infinity) < DRAG;
    this.shownAt = now;
    if (this.runs.now && this.runs.now !== run && !dragged) this.runs.previous = this.runs.now;
  }

  draw(request) {
    this.traces.show({ ...this.runs });
    if (!this.cases) this.chain.show(this.runs.now, request);
    this.measures.show(this.runs.now, this.runs.healthy ?? (disturbed(request) ? undefined : this.runs.now));
    const model = this.catalogue.models.find((m) => m.name === request.model);
    if (!this.traces.whole) this.sarcomere.show(this.runs.now, model ? parametersOf(model, request.species) : {});
  }

  /** Get the healthy run of the same stimuli, if this one is not healthy and it is not there yet. */
  async besides(request) {
    if (!disturbed(request)) { this.runs.healthy = undefined; this.healthyKey = null; return; }
    const wanted = healthy(request);
    const key = JSON.stringify(wanted);
    if (key === this.healthyKey) return;
    this.healthyKey = key;
    this.runs.healthy = undefined;
    const run = await this.source.ask(wanted, "healthy").catch(() => null);
    if (!run) { if (this.healthyKey === key) this.healthyKey = null; return; }
    if (this.healthyKey !== key) return;
    run.request = wanted;
    this.runs.healthy = run;
    this.draw(this.shown.request);
  }

  runCase(one) {
    this.shownAt = -Infinity;
    this.case = one.name;
    this.store.patch({ request: whole(one.request) });
  }

  async runAll(cases) {
    for (const one of cases) {
      const request = whole(one.request);
      const run = await this.source.ask(request, `case ${one.name}`).catch((error) => say(`No run of ${one.name}: ${error.message}`));
      if (!run) continue;
      this.records.record(run, request, one.name);
      this.guide.mark(one.name);
      this.case = one.name;
      this.shownAt = -Infinity;
      this.show(run, request);
    }
    this.store.patch({ request: whole(cases.at(-1).request) });
  }

  leave() {
    this.store.patch({ scenario: "", cases: null });
    at("lesson")?.focus();
  }
}

host(say).then((from) => new Lab(from)).catch((error) => {
  say(error.message);
  at("traces").replaceChildren(el("p", {}, error.message));
});
