/** What may be changed: stimulus, parameters, conditions, remedies. */

import { button, choice, el } from "./dom.js";
import { slider } from "./slider.js";
import { exertion } from "./exertion.js";
import { told, unit, words } from "./numbers.js";
import { isWhole, untouched, whole } from "./state.js";

const NAMES = { crossbridge: "Cross-bridges", calcium: "Calcium kinetics", motoneuron: "Motoneurons", pool: "Pool of motor units", reflex: "Reflexes", axon: "Axons" };

/** Every control of the left column; `draw` makes it anew, `follow` moves sliders to a state set elsewhere. */
export class Controls {
  constructor(root, bar, catalogue, store) {
    Object.assign(this, { root, bar, catalogue, store, sliders: new Map() });
    this.draw();
    store.listen((state, origin) => { if (origin !== this) this.follow(state); });
  }

  get request() { return this.store.value.request; }

  get model() { return this.catalogue.models.find((m) => m.name === this.request.model) ?? this.catalogue.models[0]; }

  change(part) { this.store.request(part, this); }

  follow(state) {
    const shape = shapeOf(state.request);
    if (shape !== this.shape) this.draw();
    for (const [, { show, read }] of this.sliders) show(read(state.request));
  }

  draw() {
    this.shape = shapeOf(this.request);
    this.sliders.clear();
    const open = new Set([...this.root.querySelectorAll("details[open]")].map((d) => d.dataset.name));
    this.bar.replaceChildren(...this.fibre());
    this.root.replaceChildren(this.jumps(), this.pickers(), ...this.parameters(open, () => this.stimulus()));
  }

  add(key, spec, read, write) {
    const made = slider({ ...spec, value: read(this.request) }, (value) => write(value));
    this.sliders.set(key, { ...made, read });
    return made.node;
  }

  /** Buttons that lead to each part of a long column. */
  jumps() {
    const groups = Object.fromEntries(this.model.open.map((name) => [words(name), `group-${name}`]));
    const done = this.model.whole ? "Drive" : "Stimulus";
    const to = { Condition: "add-conditions", ...groups, [done]: "stimulus", All: "find" };
    const go = (id) => {
      const node = document.getElementById(id);
      (node.closest(".group") ?? node).scrollIntoView({ block: "start" });
      node.focus();
    };
    return el("div", { className: "jumps", role: "group", "aria-label": "Go to" }, ...Object.entries(to).map(([text, id]) => button(text, () => go(id))));
  }

  fibre() {
    const { model, catalogue: { models } } = this;
    const swap = (name) => {
      if (models.find((m) => m.name === name).whole === model.whole) again({ model: name });
      else this.store.patch({ request: untouched(name), scenario: "" });
      document.getElementById("preparation").focus();
    };
    const again = (change) => {
      const { temperature } = untouched(model.name, change.species ?? this.request.species);
      this.change({ set: {}, ...(model.whole ? { scale: {} } : {}), ...change, ...(change.species ? { temperature } : {}) });
      this.draw();
    };
    return [
      choice("Preparation", models.map((m) => [m.name, `${m.name} ${m.whole ? "muscle" : "fibre"}`]), model.name, swap, { id: "preparation" }).node,
      model.whole ? "" : choice("Species", model.species.map((s) => [s, s]), this.request.species, (species) => again({ species })).node,
      choice("Lesson", [["", "free play"], ...this.catalogue.scenarios.map((s) => [s.name, s.title])],
        this.store.value.scenario ?? "", (scenario) => this.store.patch({ scenario }, this), { id: "lesson" }).node,
    ];
  }

  stimulus() {
    if (this.model.whole) return exertion(this.catalogue.limits, { add: (...made) => this.add(...made), change: (part) => this.change(part), current: () => this.request });
    const pulse = (key) => [(r) => r.protocol[key],
      (value) => this.change({ protocol: { ...this.request.protocol, [key]: value } })];
    const plain = (key) => [(r) => r[key], (value) => this.change({ [key]: value })];
    const usual = untouched(this.request.model, this.request.species);
    const of = (label, unitOf, low, high, at, more = {}) => ({ label, unit: unitOf, low, high, usual: at, ...more });
    const p = usual.protocol;
    const [lowest, highest] = this.catalogue.limits?.temperature ?? [0, 42];
    const nodes = [
      this.add("rate", of("Rate", "Hz", 1, 200, p.rate_hz, { logarithmic: true }), ...pulse("rate_hz")),
      this.add("count", of("Number of stimuli", "", 0, 60, p.count, { whole: true }), ...pulse("count")),
      this.add("strength", of("Strength", "of usual", 0, 3, p.strength), ...pulse("strength")),
      this.add("width", of("Width of a pulse", "ms", 0.05, 10, p.width_ms), ...pulse("width_ms")),
      this.add("duration", of("Length of the run", "ms", 50, 4000, usual.duration_ms, { logarithmic: true }), ...plain("duration_ms")),
      this.add("temperature", of("Temperature", "degC", lowest, highest, usual.temperature), ...plain("temperature")),
      this.add("length", of("Sarcomere length", "of optimal", 0.6, 1.6, 1), ...plain("length")),
      this.load(),
    ];
    return el("section", { className: "group" }, el("h2", { id: "stimulus", tabIndex: -1 }, "Stimulus and surroundings"), ...nodes);
  }

  load() {
    const held = this.request.load === null;
    const set = (load) => { this.change({ load }); this.draw(); };
    const ends = choice("End of the fibre", [["held", "held (isometric)"], ["free", "free, under a load"]], held ? "held" : "free",
      (value) => set(value === "held" ? null : 0.3), { id: "end" });
    if (held) return ends.node;
    const spec = { label: "Load", unit: "of largest force", low: 0, high: 1.5, usual: 0.3 };
    return el("div", {}, ends.node, this.add("load", spec, (r) => r.load ?? 0.3, (load) => this.change({ load })));
  }

  pickers() {
    const [conditions, drugs] = [this.catalogue.conditions, this.catalogue.drugs].map((list) => list.filter((one) => this.model.whole || one.fibre));
    return el("section", { className: "group" },
      el("h2", {}, "Condition and remedy"),
      this.picker("conditions", "Add a condition", conditions, 1,
        () => ({ unit: "severity", low: 0, high: 1, usual: 1, logarithmic: false })),
      this.picker("drugs", "Add a remedy or drug", drugs, null, (drug) => dose(drug)));
  }

  picker(kind, label, list, start, spec) {
    const given = this.request[kind];
    const put = (next) => { this.change({ [kind]: next }); this.draw(); };
    const options = list.filter((item) => !(item.name in given)).map((item) => [item.name, `${item.name} (${item.stage ?? unit(item.unit)})`]);
    const select = choice(label, [["", "choose …"], ...options], "", (name) => {
      if (!name) return;
      const item = list.find((one) => one.name === name);
      put({ ...this.request[kind], [name]: start ?? spec(item).usual });
      document.getElementById(`without-${slug(name)}`)?.focus();
    }, { id: `add-${kind}` });
    const rows = Object.keys(given).map((name) => {
      const item = list.find((one) => one.name === name) ?? { name };
      const node = this.add(`${kind}:${name}`, { label: name, meaning: item.meaning, ...spec(item) },
        (r) => r[kind][name] ?? 0, (value) => this.change({ [kind]: { ...this.request[kind], [name]: value } }));
      const without = () => {
        const rest = { ...this.request[kind] };
        delete rest[name];
        put(rest);
        document.getElementById(`add-${kind}`)?.focus();
      };
      return el("div", { className: "given" }, node, button("Remove", without, { id: `without-${slug(name)}`, "aria-label": `Remove ${name}` }));
    });
    return el("div", {}, select.node, ...rows);
  }

  /** Excitability and calcium first, then what `between` makes, then every other group. */
  parameters(open, between) {
    const { model } = this;
    const groups = new Map(model.groups.map((name) => [name, []]));
    for (const [path, about] of Object.entries(parametersOf(model, this.request.species, this.catalogue.models))) {
      if (!groups.has(about.group)) groups.set(about.group, []);
      groups.get(about.group).push([path, about]);
    }
    const filled = [...groups].filter(([, rows]) => rows.length);
    const find = el("input", { type: "search", id: "find", placeholder: "for example pump", oninput: () => this.search(find.value) });
    const seen = filled.filter(([name]) => model.open.includes(name)).map(([name, rows]) => this.first(name, rows));
    const rest = filled.map(([name, rows]) => this.group(name, rows.filter(([, about]) => !this.isFirst(about)), open.has(name)));
    return [...seen, between(), el("section", { className: "group" }, el("h2", {}, "All parameters"), el("label", { for: "find" }, "Find a parameter"), find), ...rest];
  }

  /** The parameters of a group that are moved most often, in the open. */
  first(name, rows) {
    const chosen = rows.filter(([, about]) => this.isFirst(about));
    return el("section", { className: "group", "data-first": name },
      el("h2", { id: `group-${name}`, tabIndex: -1 }, NAMES[name] ?? words(name)), ...chosen.map((row) => this.parameter(...row)));
  }

  /** Return whether a parameter stands in the open. */
  isFirst(about) { return Boolean(about.first) && this.model.open.includes(about.group); }

  group(name, rows, isOpen) {
    const list = el("div", { className: "rows" });
    const fill = () => { if (!list.children.length) list.append(...rows.map((row) => this.parameter(...row))); };
    const node = el("details", { className: "group", open: isOpen, "data-name": name },
      el("summary", {}, `${NAMES[name] ?? words(name)} `, el("small", {}, `${rows.length}`)), list);
    node.fill = fill;
    node.addEventListener("toggle", () => { if (node.open) fill(); });
    if (isOpen) fill();
    return node;
  }

  parameter(path, about) {
    const name = path.slice(path.indexOf(".") + 1);
    const meaning = `${about.meaning}. Usual ${told(about.value)} ${unit(about.unit)}${about.source ? `: ${about.source}` : ""}`;
    const spec = { label: words(name), unit: about.unit, ...range(about), usual: about.value };
    const kind = about.scale ? "scale" : "set"; // of a muscle: what every unit has is multiplied, in each its own
    const write = (value) => {
      const set = { ...this.request[kind], [path]: value };
      if (value === about.value) delete set[path];
      this.change({ [kind]: set });
    };
    if (!(about.high > about.low)) return el("div", {});
    const node = this.add(`set:${path}`, spec, (r) => r[kind]?.[path] ?? about.value, write);
    node.dataset.words = `${path} ${about.meaning}`.toLowerCase().replace(/_/g, " ");
    node.append(el("span", { className: "meaning" }, about.meaning));
    node.querySelector("label").title = meaning;
    return node;
  }

  search(text) {
    const wanted = text.trim().toLowerCase();
    for (const group of this.root.querySelectorAll("details.group")) {
      if (wanted) group.fill();
      let any = false;
      for (const row of group.querySelectorAll("[data-words]")) {
        row.hidden = wanted !== "" && !row.dataset.words.includes(wanted);
        any ||= !row.hidden;
      }
      group.hidden = wanted !== "" && !any && group.querySelector("[data-words]") !== null;
      if (wanted) group.open = any;
    }
  }

  /** Open the parameters of a stage and go there. */
  reveal(stage) {
    const wanted = { membrane: "excitability" }[stage] ?? stage;
    const names = [stage, wanted];
    const group = [...this.root.querySelectorAll("details.group")].find((d) => names.includes(d.dataset.name));
    if (!group) return;
    group.open = true;
    group.scrollIntoView({ block: "start" });
    group.querySelector("summary").focus();
  }
}

/** Return {path: about} of a model in a species; a muscle tells only where it differs from one that it is like. */
export function parametersOf(model, species, models = []) {
  const like = models.find((one) => one.name === model.like)?.parameters;
  const own = model.species_values?.[species] ?? {};
  const changed = Object.entries(own).map(([path, value]) => [path, { ...model.parameters[path], value }]);
  return { ...like, ...model.parameters, ...Object.fromEntries(changed) };
}

/** Return the range of a parameter's slider: one from nothing to very much is logarithmic, with nothing at its end. */
function range({ low, high, value }) {
  const wide = low === 0 && value > 0 && high / value > 50;
  return wide ? { low: value / 100, high, logarithmic: true, zero: true } : { low: Math.min(low, value), high: Math.max(high, value) };
}

function dose(drug) {
  const usual = Array.isArray(drug.usual) ? drug.usual[1] : drug.usual || 1;
  return { unit: drug.unit, low: usual / 100, high: usual * 100, usual, logarithmic: true, zero: true };
}

function slug(name) {
  return name.replace(/\W+/g, "-");
}

/** Return what decides which controls there are, other than where they stand. */
function shapeOf(request) {
  const full = whole(request);
  return [full.model, full.species, Object.keys(full.conditions), Object.keys(full.drugs), full.load === null].join("|");
}
