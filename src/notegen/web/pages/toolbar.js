// Buttons over a text that put Markdown around what is chosen in it.

import { element } from "./element.js";
import { word } from "./words.js";

const SIGNS = { strong: "B", emphasis: "I", bullets: "•", numbers: "1.", link: "↗", footnote: "¹" };

/** Puts text in place of what is chosen, so that the browser's own undo knows of it, and chooses a part of it. */
function replace(area, text, from, to) {
  const start = area.selectionStart;
  area.focus();
  area.setRangeText(text, start, area.selectionEnd, "end");
  area.setSelectionRange(start + from, start + to);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

const chosen = (area) => area.value.slice(area.selectionStart, area.selectionEnd);

function surround(area, sign) {
  const text = chosen(area);
  replace(area, `${sign}${text}${sign}`, sign.length, sign.length + text.length);
}

function list(area, mark) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  area.setSelectionRange(start, area.selectionEnd);
  const lines = chosen(area).split("\n").map((line, i) => `${mark(i)} ${line.replace(/^([-*]|\d+\.)\s+/, "")}`);
  const before = start && !area.value.slice(0, start).endsWith("\n\n") ? "\n" : "";
  const text = before + lines.join("\n");
  replace(area, text, text.length, text.length);
}

function link(area) {
  const text = chosen(area);
  const address = /^https?:\/\//.test(text) ? text : "https://";
  const shown = address === text ? "" : text;
  replace(area, `[${shown}](${address})`, shown ? shown.length + 3 : 1, shown ? shown.length + 3 + address.length : 1);
}

function footnote(area, context) {
  const key = context.newFootnote();
  const end = area.selectionEnd;
  area.setSelectionRange(end, end);
  replace(area, `[^${key}]`, key.length + 3, key.length + 3);
  context.openFootnote(key);
}

/** The row of buttons; the arrow keys go from one to the next. */
export function makeToolbar(area, context) {
  const acts = {
    strong: () => surround(area, "**"),
    emphasis: () => surround(area, "*"),
    bullets: () => list(area, () => "-"),
    numbers: () => list(area, (i) => `${i + 1}.`),
    link: () => link(area),
    footnote: () => footnote(area, context),
  };
  const buttons = Object.entries(acts).map(([name, act], i) =>
    element("button", { type: "button", title: word(`marks.${name}`), "aria-label": word(`marks.${name}`), tabIndex: i ? -1 : 0, onclick: act }, SIGNS[name]));
  return element("div", {
    role: "toolbar", "aria-label": word("marks.toolbar"), "aria-controls": area.id, class: "toolbar",
    onkeydown: (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const turn = document.documentElement.dir === "rtl" ? -step : step;
      const next = buttons[(buttons.indexOf(event.target) + turn + buttons.length) % buttons.length];
      buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
      next.focus();
      event.preventDefault();
    },
  }, buttons);
}
