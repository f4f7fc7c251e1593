/** A slider: native range, label, value, and a way back to where it began. */

import { el } from "./dom.js";
import { quantity, scale, told } from "./numbers.js";

let count = 0;

/**
 * Return { node, show(value), input } of a slider.
 * spec: label, unit, low, high, usual (where the reset leads), meaning, and options of `scale`; format(value) for words.
 */
export function slider(spec, onvalue) {
  const map = scale(spec.low, spec.high, spec);
  const id = `slider-${(count += 1)}`;
  const input = el("input", {
    type: "range", id, min: map.min, max: map.max, step: map.step,
    "aria-describedby": spec.meaning ? `${id}-meaning` : null,
  });
  const output = el("output", { for: id });
  const reset = el("button", {
    type: "button", className: "reset", title: "Back to where it began", "aria-label": `Reset ${spec.label}`,
  }, "↺");
  const say = spec.format ?? ((value) => quantity(value, spec.unit));
  const show = (value, moved = true) => {
    if (moved) input.value = map.place(value);
    output.textContent = say(value);
    input.setAttribute("aria-valuetext", say(value));
    const changed = Math.abs(value - spec.usual) > 1e-6 * Math.max(1e-12, Math.abs(spec.usual));
    reset.disabled = !changed;
    node.classList.toggle("changed", changed);
  };
  const back = () => { show(spec.usual); onvalue(spec.usual, true); };
  input.addEventListener("input", () => {
    performance.mark("lab:input");
    const value = map.value(input.value);
    show(value, false);
    onvalue(value, false);
  });
  input.addEventListener("dblclick", back);
  reset.addEventListener("click", () => { back(); input.focus(); });
  const range = `${told(spec.low)} to ${quantity(spec.high, spec.unit)}${map.logarithmic ? ", logarithmic" : ""}`;
  const node = el("div", { className: "slider" },
    el("label", { for: id, title: spec.meaning ? `${spec.meaning} (${range})` : range }, spec.label),
    output, input, reset,
    spec.meaning ? el("span", { id: `${id}-meaning`, className: "meaning" }, spec.meaning) : null);
  show(spec.value ?? spec.usual);
  return { node, input, show };
}
