// The list of the records in the folder.

import { byId, element } from "./element.js";
import { get } from "./server.js";

let records = [];

export async function showRecords(current, open) {
  records = (await get("records")).records;
  byId("records").hidden = records.length < 2 && records[0]?.path === current;
  fill(current, open);
  byId("search").oninput = () => fill(current, open);
}

function fill(current, open) {
  const sought = byId("search").value.trim().toLowerCase();
  const found = records.filter((record) => Object.values(record).join(" ").toLowerCase().includes(sought));
  byId("list").replaceChildren(...found.map((record) =>
    element("li", {}, element("button", {
      type: "button", "aria-current": record.path === current ? "page" : undefined, onclick: () => open(record.path),
    }, element("span", { class: "record-title", dir: "auto" }, record.title || record.path),
    element("span", { class: "record-about" }, [record.dates, record.language, record.path].filter(Boolean).join(" · "))))));
}

export const firstRecord = () => records[0]?.path;
