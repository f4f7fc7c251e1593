/** Stimuli as they were asked for: a pulse is shorter than the gaps between the rows of a long run. */

import { isWhole } from "./state.js";

const STRENGTH = 150; // uA/cm^2 of a pulse of strength 1
const EDGE = 0.002; // ms that an edge takes in a drawing

/** Return [start, end] of each pulse that begins within a run. */
export function pulses({ protocol, duration_ms: duration }) {
  const { start_ms: start, rate_hz: rate, count, width_ms: width } = protocol;
  const all = Array.from({ length: count }, (_, i) => start + (1000 * i) / rate);
  return all.filter((t) => t < duration).map((t) => [t, Math.min(t + width, duration)]);
}

/** Return the times at which a drawing of the pulses bends. */
export function edges(request) {
  return Float32Array.from(pulses(request).flatMap(([from, to]) => [from - EDGE, from, to, to + EDGE]));
}

/** Return the current at rising times. */
export function current(request, times) {
  const found = new Float32Array(times.length);
  const strength = (isWhole(request) ? 1 : STRENGTH) * request.protocol.strength;
  let i = 0;
  for (const [from, to] of pulses(request)) {
    const [first, last] = [Math.fround(from), Math.fround(to)];
    while (i < times.length && times[i] < first) i += 1;
    for (; i < times.length && times[i] <= last; i += 1) found[i] = strength;
  }
  return found;
}
