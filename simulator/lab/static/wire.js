/** Requests go out one at a time, the newest of a kind wins; answers come back as columns of numbers. */

import { isWhole, whole } from "./state.js";

const PATIENCE = 900; // ms after which is told that a run takes its time

/** Return the run of a binary frame: header, and columns that share the frame's memory. */
export function decode(buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  const columns = {};
  header.columns.forEach((name, i) => {
    columns[name] = new Float32Array(buffer, 4 + size + 4 * i * header.rows, header.rows);
  });
  return { ...header, names: header.columns, columns };
}

/** Answers over a WebSocket, or what can be used as one; `connect()` makes it. `ask(request, kind)` resolves to a run, or to null if a newer one of its kind took over. */
export class Wire {
  constructor(connect, { onstatus = () => {} } = {}) {
    Object.assign(this, { connect, onstatus, waiting: new Map(), flying: null, last: 0, tries: 0 });
    this.open();
  }

  open() {
    this.socket = this.connect();
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => { this.tries = 0; this.onstatus(""); this.next(); };
    this.socket.onmessage = ({ data }) => this.receive(data);
    this.socket.onclose = () => this.reopen();
  }

  reopen() {
    if (this.flying) this.flying.reject(new Error("the connection was lost"));
    this.flying = null;
    this.tries += 1;
    this.onstatus("The simulator does not answer. Is it still running? Trying again …");
    setTimeout(() => this.open(), Math.min(5000, 300 * 2 ** this.tries));
  }

  ask(request, kind = "live") {
    this.waiting.get(kind)?.resolve(null);
    return new Promise((resolve, reject) => {
      this.waiting.set(kind, { request, resolve, reject });
      this.next();
    });
  }

  next() {
    if (this.flying || !this.waiting.size || this.socket.readyState !== WebSocket.OPEN) return;
    const kind = this.waiting.has("live") ? "live" : this.waiting.keys().next().value;
    this.flying = this.waiting.get(kind);
    this.waiting.delete(kind);
    this.last += 1;
    this.flying.id = this.last;
    this.socket.send(JSON.stringify({ id: this.last, ...this.flying.request }));
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.slow(), PATIENCE);
  }

  /** Tell that a run takes its time, until it is there. */
  slow(fraction) {
    if (!this.flying) return;
    this.told = true;
    const first = isWhole(this.flying.request) ? " A muscle takes some minutes the first time on a machine." : "";
    this.onstatus(fraction === undefined ? `Computing …${first}` : `Computing … ${Math.round(100 * fraction)} %`);
  }

  /** Take back what was told of the last run. */
  done() {
    clearTimeout(this.patience);
    if (this.told) this.onstatus("");
    this.told = false;
  }

  receive(data) {
    if (typeof data === "string") this.hear(JSON.parse(data));
    else this.land(decode(data));
  }

  hear(said) {
    if (said.status === "computing") this.slow(said.fraction);
    else if (said.status) this.onstatus(said.status === "compiling" ? "Preparing the equations: some seconds, the first time …" : "");
    if (said.error === undefined || !this.flying) return;
    this.done();
    const { reject } = this.flying;
    this.flying = null;
    reject(new Error(said.error));
    this.next();
  }

  land(run) {
    if (!this.flying || run.id !== this.flying.id) return;
    this.done();
    const { resolve } = this.flying;
    this.flying = null;
    this.next();
    resolve(run);
  }
}

/** Answers that were computed beforehand, of a page that is one file. */
export class Recorded {
  constructor(answers) {
    this.answers = answers.map((answer) => ({ key: key(answer.request), ...answer }));
  }

  async ask(request) {
    const wanted = key(request);
    const found = this.answers.find((answer) => answer.key === wanted);
    if (!found) throw new Error("this file holds no run of these values");
    found.run ??= decode(bytes(found.frame));
    return found.run;
  }
}

function key(request) {
  const sorted = (value) => (value && typeof value === "object"
    ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value);
  return JSON.stringify(sorted(whole(request)));
}

function bytes(text) {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
}
