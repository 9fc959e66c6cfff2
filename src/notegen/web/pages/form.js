// The form, made from the schema of the record: whatever is in the model has its field here.

import { element, newId } from "./element.js";
import { makeControl, tableOf } from "./fields.js";
import { makeList, makeMap } from "./lists.js";
import { find, keyOf } from "./data.js";
import { kindOf, objectOf, recordSchema, resolve } from "./schema.js";
import { fieldName, word } from "./words.js";

const SIMPLE = new Set(["choice", "yes", "number", "date", "period", "markdown", "text"]);

/** What the entries of lists and mappings are made with. */
const makers = { field: makeField, inside: makeInside };

/**
 * The fields of the whole record. The context gives `data()`, `original()`, `put(path, value, again)`,
 * `orders`, and what the buttons over a text need.
 */
export function makeForm(context) {
  const schema = recordSchema();
  context.orders.set(keyOf([]), Object.keys(schema.properties));
  const about = [];
  const parts = [];
  for (const [key, part] of Object.entries(schema.properties)) {
    if (part["x-fixed"]) continue;
    const resolved = resolve(part);
    const compound = !SIMPLE.has(kindOf(resolved));
    if (compound && !isLeftOut(context, [key], resolved)) parts.push(makeField(context, [key], key, part));
    else about.push([key, part]);
  }
  const fields = ([key, part]) => makeField(context, [key], key, part);
  const [shown, more] = split(context, [], about);
  return [
    element("fieldset", { class: "part about" }, element("legend", {}, word("about")), shown.map(fields), fold(more, fields)),
    ...parts,
  ];
}

/** Whether a field is seldom used, and nothing is in it here. */
function isLeftOut(context, path, schema) {
  return schema["x-rare"] && find(context.data(), path) === undefined && find(context.original(), path) === undefined;
}

function split(context, path, entries) {
  const shown = entries.filter(([key, part]) => !isLeftOut(context, [...path, key], resolve(part)));
  return [shown, entries.filter((entry) => !shown.includes(entry))];
}

/** The seldom used fields under a line that opens; they are made when it does. */
function fold(entries, make) {
  if (!entries.length) return null;
  const place = element("details", { class: "more" }, element("summary", {}, word("more_fields")));
  place.addEventListener("toggle", () => {
    if (place.open && place.childElementCount === 1) place.append(...entries.map(make));
  });
  return place;
}

/** One field with its label, the original's text and a place for problems. */
function makeField(context, path, key, part, name = fieldName(key, part)) {
  const schema = resolve(part);
  const kind = kindOf(schema);
  if (kind === "object") return makeObject(context, path, schema, name);
  if (kind === "list" || kind === "oneOrList") return makeList(makers, context, path, schema, name, kind === "oneOrList");
  if (kind === "map") return makeMap(makers, context, path, schema, name);
  if (kind === "textOrList") return makeChoiceOfShape(context, path, key, schema, name);
  if (kind === "textOrObject") return makeEntry(context, path, schema, name);
  return makeSimple(context, path, schema, name, kind);
}

function makeSimple(context, path, schema, name, kind, names = tableOf(context, path, schema)) {
  const id = newId("field");
  const value = find(context.data(), path);
  const control = makeControl(kind, { id, value, schema, context, name, names, set: (text) => context.put(path, text) });
  const label = element("label", { htmlFor: id }, name);
  const isGroup = control.getAttribute("role") === "group";
  return element("div", { class: `field ${kind}`, "data-path": keyOf(path) },
    isGroup ? element("span", { class: "label", "aria-hidden": "true" }, name) : label,
    originalText(context, path), control, element("ul", { class: "problems" }));
}

/** What the original says here, for those who translate it. */
function originalText(context, path) {
  const text = find(context.original(), path);
  if (typeof text !== "string" || find(context.data(), ["extends"]) === undefined) return null;
  return element("p", { class: "original", dir: "auto", lang: find(context.original(), ["language"]) ?? "en" },
    element("span", { class: "hidden" }, `${word("original")}: `), text);
}

function makeObject(context, path, schema, name) {
  context.orders.set(keyOf(path), Object.keys(schema.properties));
  const entries = Object.entries(schema.properties);
  const [shown, more] = split(context, path, entries);
  const make = ([key, part]) => makeField(context, [...path, key], key, part);
  return element("fieldset", { class: path.length === 1 ? "part" : "object", "data-path": keyOf(path) },
    element("legend", {}, name), shown.map(make), fold(more, make), element("ul", { class: "problems" }));
}

/** The fields of one entry of a list, which has a heading of its own. */
function makeInside(context, path, schema) {
  context.orders.set(keyOf(path), Object.keys(schema.properties));
  const [shown, more] = split(context, path, Object.entries(schema.properties));
  const make = ([key, part]) => makeField(context, [...path, key], key, part);
  return [...shown.map(make), fold(more, make)];
}

function makeChoiceOfShape(context, path, key, schema, name) {
  const value = find(context.data(), path) ?? find(context.original(), path);
  const isList = Array.isArray(value);
  const other = () => {
    const now = find(context.data(), path);
    const changed = isList ? (now ?? []).filter(Boolean).join(", ") || undefined : [now ?? ""];
    context.put(path, changed, path);
  };
  const inside = isList
    ? makeList(makers, context, path, { ...schema, items: schema.choices.find((part) => part.items).items }, name, false)
    : element("fieldset", { class: path.length === 1 ? "part" : "object", "data-path": keyOf(path) },
      element("legend", {}, name), makeSimple(context, path, {}, name, "text"));
  inside.querySelector(".problems").before(
    element("button", { type: "button", class: "quiet", onclick: other }, word(isList ? "lists.as_text" : "lists.as_list")));
  return inside;
}

/** A name, or a name with more about it. */
function makeEntry(context, path, schema, name) {
  const object = objectOf(schema);
  const value = find(context.data(), path);
  const keys = Object.keys(object.properties);
  const table = tableOf(context, typeof path.at(-1) === "number" ? path.slice(0, -1) : path, schema);
  const main = "text" in object.properties ? "text" : table === "states" ? "state" : "name";
  if (value === null || typeof value !== "object") {
    const field = makeSimple(context, path, schema, name, "text", table);
    const more = () => context.put(path, { [main]: find(context.data(), path) ?? "" }, path);
    field.querySelector(".problems").before(
      element("button", { type: "button", class: "quiet", title: word("lists.with_details"), onclick: more }, word("lists.more")));
    return field;
  }
  context.orders.set(keyOf(path), keys);
  const used = keys.filter((key) => !["name", "state"].includes(key) || key === main || value[key] !== undefined);
  const own = used.filter((key) => !(key === "name" && value.state !== undefined) && !(key === "state" && value.name !== undefined));
  const less = () => {
    const now = find(context.data(), path);
    context.put(path, now.name ?? now.state ?? now.text ?? "", path);
  };
  return element("fieldset", { class: "object entry", "data-path": keyOf(path) },
    element("legend", { class: "hidden" }, name),
    own.map((key) => makeField(context, [...path, key], key, object.properties[key])),
    element("button", { type: "button", class: "quiet", onclick: less }, word("lists.less")),
    element("ul", { class: "problems" }));
}
