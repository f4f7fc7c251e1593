/** What is asked of the simulator and how it is looked at: one value, kept in the address after the #. */

export const PROTOCOL = { start_ms: 10, rate_hz: 50, count: 1, strength: 1, width_ms: 0.5 };
const REST = { human: 37, mouse: 25 };
const FIBRES = ["fast", "slow"];

/** Return whether a request is of a whole muscle. */
export function isWhole({ model }) { return !FIBRES.includes(model ?? FIBRES[0]); }

/** Return the request of an untouched muscle. */
function rested(model) {
  return {
    model, units: 20, temperature: 37, set: {}, scale: {}, conditions: {}, drugs: {}, drive: { level: 0.2, start_ms: 100, end_ms: 800 },
    protocol: { start_ms: 100, rate_hz: 10, count: 0, strength: 50, width_ms: 0.5 }, stretch: 0, seed: 0, duration_ms: 1000,
  };
}

/** Return the request of an untouched fibre or muscle. */
export function untouched(model = "fast", species = "human") {
  if (isWhole({ model })) return rested(model);
  return {
    model, species, temperature: REST[species] ?? 37, set: {}, conditions: {}, drugs: {},
    protocol: { ...PROTOCOL }, length: 1.0, load: null, duration_ms: 200,
  };
}

/** Return a request in which nothing is missing. */
export function whole(request = {}) {
  const base = untouched(request.model ?? "fast", request.species ?? "human");
  const given = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
  const full = { ...base, ...given, protocol: { ...base.protocol, ...request.protocol } };
  if (base.drive) full.drive = { ...base.drive, ...request.drive };
  full.temperature ??= base.temperature;
  delete full.id;
  return full;
}

/** Return the same request of a healthy fibre or muscle. */
export function healthy(request) {
  return { ...request, set: {}, conditions: {}, drugs: {}, ...(request.scale ? { scale: {} } : {}) };
}

/** Return whether a request differs from health. */
export function disturbed(request) {
  return JSON.stringify(healthy(request)) !== JSON.stringify({ ...request });
}

/** Return a request in a few words: what differs from health. */
export function summary(request) {
  const parts = [isWhole(request) ? `${request.model} muscle` : `${request.model} ${request.species} fibre`];
  for (const [name, x] of Object.entries(request.conditions)) parts.push(`${name} ${x}`);
  for (const [name, x] of Object.entries(request.drugs)) parts.push(`${name} ${x} µM`);
  for (const [path, x] of Object.entries(request.set)) parts.push(`${path.split(".").pop().replace(/_/g, " ")} ${x}`);
  for (const [path, x] of Object.entries(request.scale ?? {})) parts.push(`${path.split(".").pop().replace(/_/g, " ")} × ${x}`);
  if (request.temperature !== REST[request.species ?? "human"]) parts.push(`${request.temperature} °C`);
  if (isWhole(request)) return [...parts, ...exerted(request)].join(", ");
  if (request.length !== 1) parts.push(`length ${request.length}`);
  if (request.load !== null) parts.push(`load ${request.load}`);
  const p = request.protocol;
  parts.push(p.count > 1 ? `${p.count} at ${p.rate_hz} Hz` : p.count === 1 ? "1 stimulus" : "no stimulus");
  return parts.join(", ");
}

/** Return what is done to a muscle, in a few words. */
function exerted({ drive, protocol: p, stretch, seed }) {
  const parts = [`drive ${drive.level}`];
  if (p.count) parts.push(`${p.count} to the nerve at ${p.rate_hz} Hz, ${p.strength} mA`);
  if (stretch) parts.push(`stretch ${stretch}`);
  return seed ? [...parts, `seed ${seed}`] : parts;
}

/** A value that tells its listeners when it changes. */
export class Store {
  constructor(value) {
    this.value = value;
    this.listeners = [];
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  patch(change, origin = null) {
    this.value = { ...this.value, ...change };
    for (const listener of this.listeners) listener(this.value, origin);
  }

  request(change, origin = null) {
    this.patch({ request: { ...this.value.request, ...change } }, origin);
  }
}

/** Return a state as text for the address; nothing secret is part of a state. */
export function encode(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Return the state that a text stands for, or null. */
export function decodeState(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const state = JSON.parse(new TextDecoder().decode(bytes));
    return state && typeof state === "object" && state.request ? { ...state, request: whole(state.request) } : null;
  } catch {
    return null;
  }
}
