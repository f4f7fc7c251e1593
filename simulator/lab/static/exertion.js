/** What is done to a whole muscle: drive, its nerve, a stretch; and of how many units it is. */

import { el } from "./dom.js";
import { untouched } from "./state.js";

/** Return the sections of sliders; `add(key, spec, read, write)` makes one, `change(part)` asks for it, `current()` is what is asked. */
export function exertion(limits, { add, change, current }) {
  const usual = untouched(current().model);
  const of = (label, unit, low, high, at, more = {}) => ({ label, unit, low, high, usual: at, logarithmic: false, ...more });
  const plain = (key) => [(r) => r[key], (value) => change({ [key]: value })];
  const within = (table, key) => [(r) => r[table][key], (value) => change({ [table]: { ...current()[table], [key]: value } })];
  const longest = limits?.muscle_ms ?? 5000;
  const percent = (x) => `${Math.round(100 * x)} %`;
  const group = (title, id, ...nodes) => el("section", { className: "group" }, el("h2", { id, tabIndex: -1 }, title), ...nodes);
  return el("div", {},
    group("Drive and stretch", "stimulus",
      add("level", of("Voluntary drive", "", 0, 1, usual.drive.level, { format: percent }), ...within("drive", "level")),
      add("begins", of("Drive begins", "ms", 0, longest - 500, usual.drive.start_ms), ...within("drive", "start_ms")),
      add("ends", of("Drive ends", "ms", 100, longest, usual.drive.end_ms), ...within("drive", "end_ms")),
      add("stretch", of("Stretch at 300 ms", "of optimal", -0.1, 0.1, 0), ...plain("stretch")),
      add("duration", of("Length of the run", "ms", 200, longest, usual.duration_ms, { logarithmic: true }), ...plain("duration_ms"))),
    group("Nerve", "nerve-stimuli",
      add("count", of("Number of shocks", "", 0, 60, 0, { whole: true }), ...within("protocol", "count")),
      add("rate", of("Rate", "Hz", 1, 100, usual.protocol.rate_hz, { logarithmic: true }), ...within("protocol", "rate_hz")),
      add("strength", of("Strength", "mA", 0, 100, usual.protocol.strength), ...within("protocol", "strength")),
      add("width", of("Width of a shock", "ms", 0.05, 2, usual.protocol.width_ms), ...within("protocol", "width_ms"))),
    group("Muscle", "muscle",
      add("units", of("Motor units", "", 5, limits?.units ?? 30, usual.units, { whole: true }), ...plain("units")),
      add("seed", of("Seed of the noise", "", 0, 50, 0, { whole: true, meaning: "another seed is another try by the same muscle" }), ...plain("seed")),
      add("temperature", of("Temperature", "degC", 15, 42, usual.temperature), ...plain("temperature"))));
}
