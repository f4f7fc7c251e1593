/** How numbers are written, and how a slider's place becomes a number. */

const STEPS = 1000;
const SPELT = { emg: "EMG", ph: "pH", atp: "ATP" };
const WIDE = 100; // ranges wider than this are logarithmic

/** Return a number in at most `digits` significant figures, with a true minus sign. */
export function told(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-3 && size < 1e5);
  const text = plain ? fixed(value, size, digits) : value.toExponential(digits - 1).replace("e+", "e");
  return text.replace(/-/g, "−");
}

function fixed(value, size, digits) {
  const places = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return String(Number(value.toFixed(Math.min(places, 8))));
}

/** Return a difference, with its sign. */
export function difference(value, digits = 3) {
  return value > 0 ? `+${told(value, digits)}` : told(value, digits);
}

/** Return a unit as it is printed. */
export function unit(text) {
  if (!text || text === "1") return "";
  return text.replace(/^u(?=[A-Z])/g, "µ").replace(/\bum\b/g, "µm").replace(/uA/g, "µA").replace("^2", "²")
    .replace("^3", "³").replace("degC", "°C");
}

/** Return a fraction in per cent, anything else with its unit. */
export function shown(value, unitOf, digits = 3) {
  return unitOf === "1" ? `${told(100 * value, digits)} %` : quantity(value, unitOf, digits);
}

/** Return a value with its unit. */
export function quantity(value, unitOf, digits = 3) {
  const after = unit(unitOf);
  return after ? `${told(value, digits)} ${after}` : told(value, digits);
}

/** Return the scale of a slider: its steps, and functions between place and value. */
export function scale(low, high, { logarithmic = low > 0 && high / low > WIDE, zero = false, whole = false } = {}) {
  if (whole) return { min: low, max: high, step: 1, value: Number, place: Number, logarithmic: false };
  const ratio = Math.log(high / low);
  const value = logarithmic
    ? (place) => (zero && place <= 0 ? 0 : low * Math.exp((ratio * place) / STEPS))
    : (place) => low + ((high - low) * place) / STEPS;
  const place = logarithmic
    ? (x) => (x <= 0 ? 0 : (STEPS * Math.log(x / low)) / ratio)
    : (x) => (STEPS * (x - low)) / (high - low);
  return { min: 0, max: STEPS, step: 1, value: (p) => Number(value(Number(p)).toPrecision(5)), place, logarithmic };
}

/** Return a name as words. */
export function words(name) {
  const text = name.replace(/_/g, " ").replace(/\b(emg|atp|ph)\b/g, (short) => SPELT[short]);
  if (text.startsWith("pH")) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Return values of a column at other times, by straight lines. */
export function resampled(from, values, to) {
  if (from === to) return values;
  const found = new Float32Array(to.length);
  let i = 0;
  for (let k = 0; k < to.length; k += 1) {
    while (i < from.length - 2 && from[i + 1] < to[k]) i += 1;
    const part = (to[k] - from[i]) / (from[i + 1] - from[i] || 1);
    found[k] = to[k] > from[from.length - 1] ? values[values.length - 1] : values[i] + part * (values[i + 1] - values[i]);
  }
  return found;
}

/** Return all times of several runs in order, so that no peak of any of them is lost. */
export function union(lists) {
  const [first, ...others] = lists;
  if (others.every((list) => same(list, first))) return first;
  const all = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let end = 0;
  for (const list of lists) { all.set(list, end); end += list.length; }
  all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i += 1) if (!kept || all[i] > all[kept - 1]) all[(kept += 1) - 1] = all[i];
  return all.slice(0, kept);
}

function same(a, b) {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

/** Return the index of the last time that is not after `at`. */
export function before(times, at) {
  let [low, high] = [0, times.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] > at) high = middle;
    else low = middle;
  }
  return low;
}

/** Return a column's value at a moment. */
export function valueAt(run, name, at) {
  const values = run.columns[name];
  if (!values) return NaN;
  const times = run.columns.time;
  if (times.length < 2) return values[0];
  const i = before(times, at);
  const part = Math.min(1, Math.max(0, (at - times[i]) / (times[i + 1] - times[i] || 1)));
  return values[i] + part * (values[i + 1] - values[i]);
}
