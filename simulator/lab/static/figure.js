/** One panel of a lesson's picture: a quantity of some cases along one axis, as lines or as strokes. */

import { colour } from "./dom.js";
import { shown, told, unit, words } from "./numbers.js";

/* global uPlot */

export const LOOKS = [
  ["ink", []], ["red", [10, 3]], ["blue", [10, 3, 2, 3]], ["green", [3, 3]], ["purple", [16, 5]], ["grey", [6, 6]],
]; // colour and dashes of each case, in order
const FONT = "13px system-ui, sans-serif";
export const AXIS = 58; // px of the values' axis
export const BARE = 6; // px of one without values
const STROKE = 0.42; // half the height of a stroke, in rows

/** Return the ends of the values of some lines. */
export function ends(lines) {
  let [low, high] = [Infinity, -Infinity];
  for (const { y } of lines) {
    for (const v of y) {
      if (v !== null && v < low) low = v;
      if (v !== null && v > high) high = v;
    }
  }
  return low > high ? [0, 1] : [low, high];
}

/** Return the range of an axis that holds these ends. */
function range([low, high], strokes) {
  if (strokes) return [Math.min(low, 1) - 0.7, high + 0.7];
  const size = Math.max(high - low, 0.02 * Math.abs(high), 1e-9);
  return [low >= 0 && low < 0.6 * high ? 0 : low - 0.06 * size, high + 0.06 * size];
}

/** Draw lines [{ x, y, strokes, axis, look }] into a box; return the plot. `whole` are the lines that set the scale. */
export function figure(box, lines, { whole = lines, bottom = true, left = true, height }) {
  const [{ axis, strokes, name }] = lines;
  const percent = lines[0].unit === "1" ? 100 : 1;
  const grid = { stroke: colour("grid"), width: 1 };
  const common = { stroke: colour("quiet"), font: FONT, grid, ticks: { stroke: colour("grid"), size: 4 } };
  const [low, high] = [Math.min(...whole.map((line) => line.axis.low)), Math.max(...whole.map((line) => line.axis.high))];
  const side = name === "stimulus" ? () => [] : (u, at) => at.map((v) => told(v * percent, 4) + (percent > 1 ? " %" : ""));
  const plot = new uPlot({
    width: Math.max(90, box.clientWidth), height, legend: { show: false }, cursor: { show: false }, padding: [6, 19, bottom ? 0 : 4, 0],
    scales: {
      x: { time: false, distr: axis.log ? 3 : 1, dir: axis.flip ? -1 : 1, range: () => [low, high] },
      y: { range: () => range(ends(whole), strokes) },
    },
    axes: [
      { ...common, size: bottom ? 30 : 0, space: 48, values: (u, at) => at.map((v) => (bottom && v !== null ? told(v, 5) : "")), ticks: { ...common.ticks, show: bottom } },
      { ...common, size: left ? AXIS : BARE, space: 26, gap: 3, values: left ? side : () => [], ticks: { ...common.ticks, show: left } },
    ],
    series: [{}, { show: true, stroke: "transparent", points: { show: false } }],
    hooks: { draw: [(u) => [...lines].reverse().forEach((line) => drawLine(u, line))] },
  }, [[low, high], [null, null]], box);
  box.setAttribute("aria-label", said(lines));
  return plot;
}

function drawLine(u, { x, y, strokes, name, look: [shade, dashes] }) {
  const { ctx } = u;
  const ratio = devicePixelRatio || 1;
  ctx.save();
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
  ctx.beginPath();
  Object.assign(ctx, { strokeStyle: colour(shade), lineWidth: (strokes ? 1.2 : 2) * ratio, lineJoin: "round" });
  if (!strokes && !name.endsWith("potential")) ctx.setLineDash(dashes.map((length) => length * ratio)); // gaps would cut spikes
  let pen = "moveTo";
  for (let i = 0; i < x.length; i += 1) {
    if (y[i] === null || x[i] === null) { pen = "moveTo"; continue; }
    const at = u.valToPos(x[i], "x", true);
    if (strokes) {
      ctx.moveTo(at, u.valToPos(y[i] - STROKE, "y", true));
      ctx.lineTo(at, u.valToPos(y[i] + STROKE, "y", true));
    } else {
      ctx[pen](at, u.valToPos(y[i], "y", true));
      pen = "lineTo";
    }
  }
  ctx.stroke();
  ctx.restore();
}

/** Return the name of an axis with its unit. */
export function titled({ meaning, unit: of }) {
  const after = unit(of);
  return after && !meaning.includes(`(${after})`) ? `${meaning} (${after})` : meaning;
}

/** Return what a panel shows, in words. */
function said(lines) {
  const one = (line) => {
    if (line.strokes) return `${line.case} has ${line.x.length}`;
    const [low, high] = ends([line]);
    return `${line.case} from ${shown(low, line.unit)} to ${shown(high, line.unit)}`;
  };
  return `${words(lines[0].name)} (${lines[0].meaning}) against ${lines[0].axis.meaning}: ${lines.map(one).join("; ")}`;
}
