// Lists and mappings: entries are added, taken out, and moved by keyboard and by drag.

import { element, newId } from "./element.js";
import { find, keyOf } from "./data.js";
import { tableOf } from "./fields.js";
import { itemsOf, kindOf } from "./schema.js";
import { choiceName, say, word } from "./words.js";

/** A list; with `single`, one entry alone is written without the list. `makers` are those of the form. */
export function makeList(makers, context, path, schema, name, single) {
  const items = itemsOf(schema);
  const own = find(context.data(), path);
  const original = find(context.original(), path);
  const values = single && own !== undefined && !Array.isArray(own) ? [own] : own ?? [];
  const isWrapped = single && !Array.isArray(own);
  const pathOf = (i) => (isWrapped && values.length < 2 ? path : [...path, i]);
  // A translation has an entry for each of the original; a period is one field even before it is there.
  const count = Math.max(values.length, Array.isArray(original) ? original.length : 0, single ? 1 : 0);
  const rows = Array.from({ length: count }, (_, i) =>
    makeRow(makers, context, { path, items, schema, i, count, name, value: values[i] ?? undefined, own: pathOf(i), single }));
  const add = () => {
    // What has been written since the form was made is in the data, not in `values`.
    const now = [...[find(context.data(), path) ?? (single ? [""] : [])].flat()];
    const next = kindOf(items) === "object" ? {} : "";
    context.put(path, [...now, next], [...path, now.length]);
  };
  return element("fieldset", { class: path.length === 1 ? "part" : "object", "data-path": keyOf(path) },
    element("legend", {}, name),
    element("ol", { class: `entries ${kindOf(items)}` }, rows),
    element("button", { type: "button", class: "add", onclick: add }, word("lists.add", { name })),
    element("ul", { class: "problems" }));
}

function makeRow(makers, context, { path, items, schema, i, count, name, value, own, single }) {
  const called = nameOf(value, name, i);
  const isObject = kindOf(items) === "object";
  const withTable = { ...items, "x-names": tableOf(context, path, schema) ?? items["x-names"] };
  const label = word("lists.position", { name, n: i + 1 });
  const inside = isObject ? makers.inside(context, own, items) : [makers.field(context, own, path.at(-1), withTable, label)];
  const row = element("li", { class: isObject ? "entry-object" : "entry-line", "data-path": isObject ? keyOf(own) : undefined });
  const move = (to) => moveEntry(context, path, i, to, name);
  // A button cannot be dragged in every browser.
  const handle = element("span", {
    role: "button", tabIndex: 0, class: "handle", draggable: true, "aria-label": word("lists.move", { name: called }), title: word("lists.move", { name: called }),
    onkeydown: (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      move(i + step);
    },
  }, "⠿");
  const remove = element("button", {
    type: "button", class: "remove", "aria-label": word("lists.remove", { name: called }), title: word("lists.remove", { name: called }),
    onclick: () => removeEntry(context, path, i, single),
  }, "×");
  row.addEventListener("keydown", (event) => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (step === undefined || event.target === handle) return;
    event.preventDefault();
    event.stopPropagation();
    move(i + step);
  });
  allowDrag(row, handle, keyOf(path), i, (from) => moveEntry(context, path, from, i, name));
  const head = isObject ? element("div", { class: "head" }, count > 1 || !single ? handle : null, element("h3", {}, called === label ? label : `${i + 1} · ${called}`), remove) : null;
  if (isObject) row.append(head, ...inside.filter(Boolean), element("ul", { class: "problems" }));
  else row.append(...(count > 1 ? [handle] : []), ...inside, ...(value !== undefined || count > 1 ? [remove] : []));
  return row;
}

function moveEntry(context, path, from, to, name) {
  const values = [...[find(context.data(), path) ?? []].flat()];
  if (to < 0 || to >= values.length || from === to) return;
  const called = nameOf(values[from], name, from);
  values.splice(to, 0, ...values.splice(from, 1));
  context.put(path, values, [...path, to], ".handle");
  say(word("lists.moved", { name: called, n: to + 1, total: values.length }));
}

function removeEntry(context, path, i, single) {
  const now = find(context.data(), path);
  const values = (Array.isArray(now) ? now : [now]).filter((_, j) => j !== i);
  const left = single && values.length === 1 ? values[0] : values;
  context.put(path, values.length ? left : undefined, values.length ? [...path, Math.min(i, values.length - 1)] : path);
}

/** Lets a row be dragged by its handle onto another row of the same list. */
function allowDrag(row, handle, list, i, dropped) {
  const kind = "application/x-notegen-entry";
  handle.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData(kind, JSON.stringify({ list, i }));
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(row, 8, 8);
    document.body.dataset.dragged = list;
    event.stopPropagation();
  });
  handle.addEventListener("dragend", () => delete document.body.dataset.dragged);
  row.addEventListener("dragover", (event) => {
    if (document.body.dataset.dragged !== list) return;
    event.preventDefault();
    event.stopPropagation();
    row.classList.add("target");
  });
  row.addEventListener("dragleave", () => row.classList.remove("target"));
  row.addEventListener("drop", (event) => {
    row.classList.remove("target");
    if (document.body.dataset.dragged !== list) return;
    event.preventDefault();
    event.stopPropagation();
    dropped(JSON.parse(event.dataTransfer.getData(kind)).i);
  });
}

/** Entries under keys of the author's own. */
export function makeMap(makers, context, path, schema, name) {
  const own = find(context.data(), path) ?? {};
  const original = find(context.original(), path) ?? {};
  const keys = [...new Set([...Object.keys(own), ...Object.keys(original)])];
  const rename = (from, to) => {
    const now = find(context.data(), path) ?? {};
    if (!to || to === from || to in now) return;
    context.put(path, Object.fromEntries(Object.entries(now).map(([key, item]) => [key === from ? to : key, item])), [...path, to]);
  };
  const rows = keys.map((key) => {
    const id = newId("key");
    const called = word("lists.position", { name: word("lists.key"), n: key });
    return element("li", { class: "entry-map" },
      element("div", { class: "field" }, element("label", { htmlFor: id, class: "hidden" }, called),
        element("input", { id, value: key, class: "key", type: "text", onchange: (event) => rename(key, event.target.value.trim()) })),
      makers.field(context, [...path, key], key, schema.additionalProperties, `${name} ${key}`),
      element("button", {
        type: "button", class: "remove", "aria-label": word("lists.remove", { name: key }), title: word("lists.remove", { name: key }),
        onclick: () => context.put([...path, key], undefined, path),
      }, "×"));
  });
  const add = () => {
    let number = keys.length + 1;
    while (`${number}` in own) number += 1;
    context.put([...path, `${number}`], schema.additionalProperties.$ref ? {} : "", [...path, `${number}`]);
  };
  return element("fieldset", { class: path.length === 1 ? "part" : "object", "data-path": keyOf(path) },
    element("legend", {}, name), element("ul", { class: "entries map" }, rows),
    element("button", { type: "button", class: "add", onclick: add }, word("lists.add", { name })),
    element("ul", { class: "problems" }));
}

/** What an entry of a list is called: by its own heading, title or name, or by the kind of it. */
function nameOf(value, label, position) {
  const own = value !== null && typeof value === "object"
    ? value.heading ?? value.title ?? value.name ?? value.state ?? value.city ?? (value.kind && choiceName(value.kind))
    : value;
  return own ? String(own) : word("lists.position", { name: label, n: position + 1 });
}
