// The YAML of the record, with line numbers and the places of problems.

import { byId } from "./element.js";
import { paint } from "./problems.js";

/** Offsets of Python count code points, those of JavaScript UTF-16 units. */
function unitsOf(text, problems) {
  const wanted = problems.filter((problem) => problem.start !== undefined);
  if (!/[\ud800-\udbff]/.test(text)) return wanted;
  const points = [...text];
  const unit = (offset) => points.slice(0, offset).join("").length;
  return wanted.map((problem) => ({ ...problem, start: unit(problem.start), end: unit(problem.end) }));
}

export function showSource(text, problems) {
  const area = byId("text");
  if (area.value !== text) {
    const { selectionStart, selectionEnd } = area;
    area.value = text;
    if (document.activeElement === area) area.setSelectionRange(selectionStart, selectionEnd);
  }
  byId("numbers").textContent = Array.from({ length: text.split("\n").length }, (_, i) => i + 1).join("\n");
  const marks = unitsOf(text, problems).map((problem) => ({ ...problem, end: Math.max(problem.end, problem.start + 1) }));
  paint(byId("source-mirror"), text, marks);
}

/** Chooses the place of a problem in the source, and brings it into sight. */
export function goTo(text, problem) {
  const area = byId("text");
  const [found] = unitsOf(text, [problem]);
  const start = found?.start ?? text.split("\n").slice(0, (problem.line ?? 1) - 1).join("\n").length + 1;
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, found?.end ?? start);
  const code = area.closest(".code");
  const height = parseFloat(getComputedStyle(area).lineHeight);
  const line = text.slice(0, start).split("\n").length - 1;
  code.scrollTop = Math.max(0, line * height - code.clientHeight / 2);
}
