/** Half a sarcomere at a moment of the run: filaments of constant length slide, heads hold, calcium comes and goes. */

import { button, colour, el, sharp } from "./dom.js";
import { told, valueAt } from "./numbers.js";

const HEADS = 24; // along one side of the half thick filament
const THICK = [-1, 1];
const THIN = [-2, 0, 2];
const DOTS = 110;
const LONGEST = [1.6, 2.3]; // um that the picture shows of half a sarcomere: the first that holds the run
const HEIGHT = 190;
const FILM = 6000; // ms that a played run lasts

/** Return lengths of the filaments (um) that the model's overlap is made of. */
export function filaments(parameters) {
  const at = (name, usual) => parameters[`crossbridge.${name}`]?.value ?? usual;
  const [begins, ends, last] = [at("plateau_begins", 2.64), at("plateau_ends", 2.81), at("overlap_ends", 4.24)];
  return { thin: begins / 2, thick: (last - begins) / 2, bare: (ends - begins) / 2 };
}

/** The picture; `show(run)` gives it a run, `at(time)` a moment of it. */
export class Sarcomere {
  constructor(root, { onplay }) {
    Object.assign(this, { root, onplay, run: null, time: 0, sizes: filaments({}), playing: null });
    this.canvas = el("canvas", { role: "img", "aria-label": "Half a sarcomere" });
    this.told = el("p", { className: "told" }, "");
    this.player = button("Play", () => this.toggle(), { id: "play" });
    root.replaceChildren(
      el("h2", {}, "Half a sarcomere"),
      this.canvas, this.told,
      el("p", { className: "keys" }, key("green", "head that holds"), key("quiet", "free head"), key("blue", "thin filament"), key("red", "calcium")),
      el("div", { className: "bar" }, this.player));
    this.heads = this.lots();
    new ResizeObserver(() => { this.width = this.canvas.clientWidth; this.draw(); }).observe(root);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** Draw by lot, always the same, in which order heads hold and where calcium swims. */
  lots() {
    let seed = 7;
    const random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
    this.dots = Array.from({ length: DOTS }, () => [random(), random() * 2 - 1, random() * 6.28, random() * 6.28]);
    const heads = [];
    for (const y of THICK) for (const side of [-1, 1]) for (let i = 0; i < HEADS; i += 1) heads.push({ y, side, along: (i + 0.5) / HEADS, lot: random() });
    return heads.sort((a, b) => a.lot - b.lot);
  }

  show(run, parameters) {
    this.run = run;
    this.sizes = filaments(parameters);
    this.most = run.columns.calcium ? run.columns.calcium.reduce((a, b) => Math.max(a, b), 0) : 1;
    const longest = run.columns.length.reduce((a, b) => Math.max(a, b), 0) / 2;
    this.shownLength = LONGEST.find((um) => um >= longest) ?? longest;
    this.at(Math.min(this.time, run.columns.time.at(-1)));
  }

  at(time) {
    this.time = time;
    if (this.queued) return;
    this.queued = true;
    requestAnimationFrame(() => { this.queued = false; this.draw(); });
  }

  draw() {
    if (!this.run) return;
    const width = Math.max(200, this.width || this.canvas.clientWidth);
    const ctx = sharp(this.canvas, width, HEIGHT);
    const now = (name) => valueAt(this.run, name, this.time);
    const half = now("length") / 2;
    const frame = { ctx, um: (width - 24) / this.shownLength, right: width - 10, row: HEIGHT / 6.4, middle: HEIGHT / 2 + 8, half };
    const held = Math.round(now("attached_fraction") * this.heads.length);
    this.drawHeads(frame, held);
    this.drawFilaments(frame);
    this.drawCalcium(frame, this.dotsFor(now("calcium")));
    this.drawWords(frame);
    const text = `At ${told(this.time, 4)} ms: sarcomere ${told(2 * half)} µm, ${told(100 * now("attached_fraction"), 2)} % of heads attached, calcium ${told(now("calcium"), 2)} µM, force ${told(100 * now("force"), 2)} % of the largest.`;
    this.told.textContent = text;
    this.canvas.setAttribute("aria-label", `Half a sarcomere. ${text}`);
  }

  /** One dot stands for the same concentration through a run: a tenth of uM, or more if there is much. */
  dotsFor(calcium) {
    const step = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100].find((x) => this.most <= DOTS * x) ?? 1000;
    return Math.min(DOTS, Math.round(calcium / step));
  }

  /** x of a place so many um from the M line, which stays where it is. */
  drawFilaments({ ctx, um, right, row, middle, half }) {
    const { thin, thick } = this.sizes;
    const bar = (from, to, y, width, shade) => {
      ctx.strokeStyle = shade;
      ctx.lineWidth = width;
      ctx.beginPath();
      ctx.moveTo(right - from * um, middle + y * row);
      ctx.lineTo(right - to * um, middle + y * row);
      ctx.stroke();
    };
    for (const y of THIN) bar(half, half - thin, y, 4, colour("blue"));
    for (const y of THICK) bar(0, thick, y, 7, colour("ink"));
    ctx.lineWidth = 4;
    ctx.strokeStyle = colour("ink");
    ctx.beginPath();
    ctx.moveTo(right - half * um, middle - 2.5 * row);
    ctx.lineTo(right - half * um, middle + 2.5 * row);
    ctx.stroke();
    ctx.lineWidth = 1.5;
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    ctx.moveTo(right, middle - 2.5 * row);
    ctx.lineTo(right, middle + 2.5 * row);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  drawHeads({ ctx, um, right, row, middle, half }, count) {
    const { thin, thick, bare } = this.sizes;
    const place = (head) => bare + head.along * (thick - bare);
    const [green, grey] = [colour("green"), colour("quiet")];
    const facing = (head) => place(head) >= half - thin && place(head) <= half;
    const order = [...this.heads.filter(facing), ...this.heads.filter((head) => !facing(head))];
    order.forEach((head, i) => {
      const holds = i < count;
      const x = right - place(head) * um;
      const y = middle + head.y * row;
      ctx.strokeStyle = holds ? green : grey;
      ctx.lineWidth = holds ? 3 : 1.4;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x - (holds ? 1 : 4), y + head.side * row * (holds ? 0.93 : 0.42));
      ctx.stroke();
    });
  }

  drawCalcium({ ctx, um, right, row, middle, half }, count) {
    ctx.fillStyle = colour("red");
    for (const [x, y, a, b] of this.dots.slice(0, count)) {
      const along = half * (0.03 + 0.94 * x) + 0.02 * Math.sin(a + this.time / 9);
      ctx.beginPath();
      ctx.arc(right - along * um, middle + (2.3 * y + 0.12 * Math.sin(b + this.time / 9)) * row, 3, 0, 6.3);
      ctx.fill();
    }
  }

  drawWords({ ctx, um, right, half }) {
    ctx.fillStyle = colour("ink");
    ctx.font = "13px system-ui, sans-serif";
    ctx.textAlign = "right";
    ctx.fillText("M line", right, 13);
    ctx.textAlign = "left";
    ctx.fillText("Z line", Math.max(2, right - half * um - 16), 13);
  }

  toggle() {
    if (this.playing) this.stop();
    else this.play();
  }

  play() {
    if (!this.run) return;
    this.player.textContent = "Pause";
    const end = this.run.columns.time.at(-1);
    let before = null;
    const step = (clock) => {
      const next = this.time + (before === null ? 0 : ((clock - before) * end) / FILM);
      before = clock;
      if (next > end) { this.onplay(0); this.stop(); return; }
      this.time = next;
      this.onplay(next);
      this.playing = requestAnimationFrame(step);
    };
    this.playing = requestAnimationFrame(step);
  }

  stop() {
    cancelAnimationFrame(this.playing);
    this.playing = null;
    this.player.textContent = "Play";
  }
}

function key(shade, text) {
  const dot = el("span", { className: "dot", "aria-hidden": "true" });
  dot.style.background = `var(--${shade})`;
  return el("span", { className: "key" }, dot, text);
}
