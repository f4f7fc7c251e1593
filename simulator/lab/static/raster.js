/** Action potentials of motor units as strokes, a row for each unit. */

import { colour } from "./dom.js";

const STROKE = 0.4; // half the height of a stroke, in rows
const ABOUT = 100; // ms about a moment in which a unit that fires counts as active

/** Draw spikes { time, unit } into a plot of time against rows. */
export function drawSpikes(u, { time, unit }) {
  const { ctx } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
  ctx.beginPath();
  Object.assign(ctx, { strokeStyle: colour("blue"), lineWidth: 1.4 * devicePixelRatio });
  time.forEach((t, i) => {
    const x = u.valToPos(t, "x", true);
    ctx.moveTo(x, u.valToPos(unit[i] - STROKE, "y", true));
    ctx.lineTo(x, u.valToPos(unit[i] + STROKE, "y", true));
  });
  ctx.stroke();
  ctx.restore();
}

/** Return how many units fire about a moment. */
export function active({ time, unit }, at) {
  return new Set(unit.filter((_, i) => Math.abs(time[i] - at) <= ABOUT)).size;
}

/** Return the raster in words. */
export function saidOf({ unit, units }) {
  return `Action potentials of motor units: ${new Set(unit).size} of ${units} units fire, ${unit.length} times in all`;
}
