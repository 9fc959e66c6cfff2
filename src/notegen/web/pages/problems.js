// What is wrong, in a list and beside the fields that it is about.

import { byId, element, newId } from "./element.js";
import { keyOf } from "./data.js";
import { word } from "./words.js";

/** The field of a path, or the nearest above it; `origins` says where a path of the file stands in the form. */
export function findPlace(path, origins) {
  let at = [...path];
  for (;;) {
    const shown = origins.get(keyOf(at)) ?? at;
    // One place alone may be written as a list of one.
    for (const tried of [shown, [...shown, 0], shown.filter((part, i) => !(part === 0 && shown[i - 1] === "place"))]) {
      const place = document.querySelector(`#fields [data-path="${CSS.escape(keyOf(tried))}"]`);
      if (place) return place;
    }
    if (!at.length) return null;
    at = at.slice(0, -1);
  }
}

function takeButton(problem, take) {
  if (problem.correction === null || problem.start === undefined) return problem.hint ? element("span", { class: "hint" }, problem.hint) : null;
  const label = problem.correction ? word("write_hint", { text: problem.correction }) : word("leave_out");
  return element("button", { type: "button", class: "hint take", onclick: () => take(problem) }, label);
}

function describe(problem) {
  return [element("strong", {}, `${word(problem.severity)}: `), element("span", { lang: "en", dir: "auto" }, problem.message), " "];
}

/** Puts every problem into the list and beside its field. `act` has `take(problem)` and `show(problem)`. */
export function showProblems(problems, { origins, text, file, act }) {
  for (const list of document.querySelectorAll("#fields .problems")) list.replaceChildren();
  for (const control of document.querySelectorAll("#fields [aria-invalid], #fields [aria-describedby]")) {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
    control.classList.remove("error", "warning", "info");
  }
  for (const problem of problems) placeProblem(problem, origins, act);
  markFields(problems, origins, text);
  byId("problem-list").replaceChildren(...problems.map((problem) => {
    const where = problem.line ? `${problem.file && problem.file !== file ? `${problem.file}, ` : ""}${word("line", { n: problem.line })}` : "";
    return element("li", { class: `problem ${problem.severity}` },
      element("button", { type: "button", class: "go", onclick: () => act.show(problem) }, where || problem.code),
      element("span", { class: "said" }, describe(problem)), takeButton(problem, act.take));
  }));
  byId("count").textContent = problems.length ? `(${problems.length})` : "";
  byId("none").hidden = problems.length > 0;
}

function placeProblem(problem, origins, act) {
  const place = findPlace(problem.path, origins);
  if (!place) return;
  const list = place.querySelector(":scope > .problems");
  if (!list) return;
  const id = newId("problem");
  list.append(element("li", { id, class: `problem ${problem.severity}` }, describe(problem), takeButton(problem, act.take)));
  const control = place.matches(".field") ? place.querySelector("input, textarea, select") : null;
  if (!control) return;
  control.setAttribute("aria-describedby", [control.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
  control.classList.add(problem.severity);
  if (problem.severity === "error") control.setAttribute("aria-invalid", "true");
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Underlines the words that problems are about, in the mirrors under the texts. */
function markFields(problems, origins, text) {
  const spans = new Map();
  const points = [...text];
  for (const problem of problems) {
    if (problem.start === undefined) continue;
    const field = findPlace(problem.path, origins);
    const phrase = points.slice(problem.start, problem.end).join("").split(/\s+/).map(escape).join("\\s+");
    if (field?.matches(".field") && phrase) spans.set(field, [...(spans.get(field) ?? []), [phrase, problem.severity]]);
  }
  for (const mirror of document.querySelectorAll("#fields .mirror")) {
    const area = mirror.nextElementSibling;
    const marks = (spans.get(mirror.closest("[data-path]")) ?? []).flatMap(([phrase, severity]) => {
      const found = new RegExp(phrase).exec(area.value);
      return found ? [{ start: found.index, end: found.index + found[0].length, severity }] : [];
    });
    paint(mirror, area.value, marks);
  }
}

/** The text in a mirror with its marks; marks that overlap an earlier one are left out. */
export function paint(mirror, text, marks) {
  const parts = [];
  let at = 0;
  for (const mark of [...marks].sort((one, other) => one.start - other.start)) {
    if (mark.start < at) continue;
    parts.push(text.slice(at, mark.start), element("mark", { class: mark.severity }, text.slice(mark.start, mark.end)));
    at = mark.end;
  }
  mirror.replaceChildren(...parts, text.slice(at), "\n");
}
