// Fields of one value: texts, names, choices, numbers, dates.

import { find } from "./data.js";
import { element, newId } from "./element.js";
import { makeToolbar } from "./toolbar.js";
import { choiceName, screen, word } from "./words.js";

/** A text that grows with what is in it; under it lies a mirror, in which places can be marked. */
export function growingText(id, value, properties = {}) {
  const mirror = element("div", { class: "mirror", "aria-hidden": "true", dir: "auto" });
  const area = element("textarea", { id, value, rows: 1, spellcheck: true, dir: "auto", ...properties });
  const reflect = () => (mirror.textContent = `${area.value}\n`);
  reflect();
  area.addEventListener("input", reflect);
  return element("div", { class: "grow" }, mirror, area);
}

function textField(id, value, set) {
  return growingText(id, value ?? "", {
    oninput: (event) => set(event.target.value.replace(/\s*\n\s*/g, " ")),
    onkeydown: (event) => {
      if (event.key === "Enter" && !event.isComposing) event.preventDefault();
    },
  });
}

function markdownField(id, value, set, context) {
  const text = growingText(id, (value ?? "").replace(/\n$/, ""), {
    class: "long",
    oninput: (event) => set(event.target.value.trim() ? `${event.target.value.replace(/\s+$/, "")}\n` : undefined),
  });
  return element("div", { class: "markdown" }, makeToolbar(text.querySelector("textarea"), context), text);
}

function nameField(id, value, set, names) {
  return element("input", {
    id, value: value ?? "", list: `names-${names}`, dir: "auto", type: "text",
    oninput: (event) => set(event.target.value || undefined),
  });
}

function choiceField(id, value, set, schema) {
  const values = schema.enum.filter((item) => item !== null && typeof item === "string");
  const none = schema.default ? `${choiceName(schema.default)} ${word("not_chosen")}` : "–";
  const named = (item) => element("option", { value: item, selected: item === value }, choiceName(item));
  return element("select", { id, onchange: (event) => set(event.target.value || undefined) },
    element("option", { value: "" }, none), values.map(named));
}

function yesField(id, value, set, schema) {
  const usual = schema.default ?? false;
  const checked = value === undefined ? usual : value === "true";
  return element("input", {
    id, type: "checkbox", checked,
    onchange: (event) => set(event.target.checked === usual ? undefined : String(event.target.checked)),
  });
}

const numberField = (id, value, set) => element("input", {
  id, type: "number", min: 0, step: 1, value: value ?? "", oninput: (event) => set(event.target.value || undefined),
});

const dateField = (id, value, set) => element("input", {
  id, type: "date", value: value ?? "", oninput: (event) => set(event.target.value || undefined),
});

const INPUTS = { day: "date", month: "month", year: "number" };
const LENGTHS = { day: 10, month: 7, year: 4 };

/** First and last day of a period, or month or year; written as ISO 8601 has it. */
function periodField(id, value, set, context, name) {
  let [first = "", last = ""] = (value ?? "").split("/");
  let precision = first.length === 4 ? "year" : first.length === 7 ? "month" : "day";
  const group = element("div", { class: "period", role: "group", "aria-label": name });
  const tell = () => set(first ? (last && last !== first ? `${first}/${last}` : first) : undefined);
  const input = (end, label) => {
    const own = end === "first" ? id : newId("date");
    return element("span", {}, element("label", { htmlFor: own }, label), element("input", {
      id: own, type: INPUTS[precision], value: end === "first" ? first : last, min: precision === "year" ? 1900 : undefined,
      oninput: (event) => {
        if (end === "first") first = event.target.value;
        else last = event.target.value;
        tell();
      },
    }));
  };
  const choose = newId("precision");
  const build = () => group.replaceChildren(
    input("first", word("dates.first")), input("last", word("dates.last")),
    element("span", {}, element("label", { htmlFor: choose }, word("dates.precision")),
      element("select", { id: choose, onchange: (event) => {
        precision = event.target.value;
        [first, last] = [first, last].map((text) => text && `${text}-01-01`.slice(0, LENGTHS[precision]));
        tell();
        build();
      } }, Object.keys(INPUTS).map((item) =>
        element("option", { value: item, selected: item === precision }, word(`dates.${item}`))))));
  build();
  return group;
}

/** The control for one value. `set` takes the new value, undefined for none. */
export function makeControl(kind, { id, value, set, schema, context, name, names }) {
  if (kind === "choice") return choiceField(id, value, set, schema);
  if (kind === "yes") return yesField(id, value, set, schema);
  if (kind === "number") return numberField(id, value, set);
  if (kind === "date") return dateField(id, value, set);
  if (kind === "period") return periodField(id, value, set, context, name);
  if (kind === "markdown") return markdownField(id, value, set, context);
  return names ? nameField(id, value, set, names) : textField(id, value, (text) => set(text || undefined));
}

/** The lists of names that the fields complete from. */
export function offerNames(names) {
  const list = (id, rows) => element("datalist", { id },
    rows.map(([value, label]) => element("option", { value, label: label && label !== value ? `${value} · ${label}` : undefined })));
  const place = document.getElementById("lists");
  place.replaceChildren(
    list("names-states", names.states), list("names-organizations", names.organizations),
    list("names-both", [...names.states, ...names.organizations]),
    list("names-kinds", screen.kinds.map((kind) => [kind, choiceName(kind)])));
}

/** Which table of names a field completes from: the schema says, or the kind of the group. */
export function tableOf(context, path, schema) {
  const table = schema["x-names"];
  if (table !== "kind") return table;
  const kind = find(context.data(), [...path.slice(0, -1), "kind"]);
  return kind === "states" ? "states" : kind === "persons" ? undefined : "organizations";
}
