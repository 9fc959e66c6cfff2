// The pages as they print: pictures of the PDF that stay where they are scrolled to.

import { byId, element } from "./element.js";
import { post } from "./server.js";
import { choiceName, word } from "./words.js";

let wanted = null;
let busy = false;
let running = Promise.resolve();
let act = { showPath: () => {} };

export function usePaper(actions) {
  act = actions;
  let width = 0;
  new ResizeObserver(() => {
    const now = pictureWidth();
    if (Math.abs(now - width) > 100) {
      width = now;
      if (wanted === null && act.again) act.again();
    }
  }).observe(byId("pages"));
}

/** Pixels, in steps, so that a window that is drawn wider is not drawn anew at every point. */
function pictureWidth() {
  const own = byId("pages").clientWidth || 800;
  return Math.min(2400, Math.max(300, Math.ceil((own * devicePixelRatio) / 50) * 50));
}

/** Draws the record; while one drawing is under way the next waits, and only the latest is made. Ends when all is shown. */
export function draw(record) {
  wanted = record;
  if (!busy) running = run();
  return running;
}

async function run() {
  busy = true;
  while (wanted) {
    const record = wanted;
    wanted = null;
    try {
      await show(await post("draw", { ...record, width: pictureWidth() }));
    } catch (error) {
      tell(error.message);
    }
  }
  busy = false;
}

function tell(text) {
  const place = byId("paper-state");
  place.textContent = text ?? "";
  place.hidden = !text;
  byId("pages").classList.toggle("old", Boolean(text));
}

async function show(drawing) {
  const place = byId("pages");
  if (!drawing.pages) {
    tell(place.childElementCount ? word("last_good") : word("no_page"));
    place.dataset.failed = String(Number(place.dataset.failed ?? 0) + 1);
    return;
  }
  const images = drawing.pages.map((page, i) => element("img", {
    src: page.picture, width: page.width, height: page.height, alt: word("page_of", { n: i + 1, total: drawing.total }),
  }));
  await Promise.all(images.map((image) => image.decode().catch(() => {})));
  const figures = images.map((image, i) => {
    const marks = drawing.marks.filter((mark) => mark.page === i).map(makeMark);
    const old = place.children[i];
    if (!old) return element("figure", {}, image, element("div", { class: "marks" }, marks));
    old.querySelector("img").replaceWith(image);
    old.querySelector(".marks").replaceChildren(...marks);
    return old;
  });
  // The pages that are there already stay the same elements: the place that is read does not move.
  figures.slice(place.childElementCount).forEach((figure) => place.append(figure));
  while (place.childElementCount > figures.length) place.lastElementChild.remove();
  byId("pdf").href = drawing.pdf;
  byId("pdf").hidden = false;
  tell(null);
  place.dataset.shown = String(Number(place.dataset.shown ?? 0) + 1);
}

function makeMark(mark) {
  const [left, top, width, height] = mark.box.map((part) => `${100 * part}%`);
  const made = element("button", {
    type: "button", class: `mark ${mark.severity}`, tabIndex: -1, "aria-hidden": "true", title: `${choiceName(mark.code)}`,
    onclick: () => act.showPath(mark.path),
  });
  Object.assign(made.style, { left, top, width, height });
  return made;
}

/** Takes the pages away, for another record. */
export function clearPaper() {
  wanted = null;
  byId("pages").replaceChildren();
  byId("pdf").hidden = true;
  tell(null);
}
