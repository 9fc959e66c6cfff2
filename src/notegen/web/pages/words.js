// The words of the screen, from the language files of notegen.

import { byId, element } from "./element.js";
import { get } from "./server.js";

export const screen = { words: {}, languages: {}, starters: [], kinds: [], language: "en" };

const KEPT = "notegen-screen-language";

export async function loadWords(language = localStorage.getItem(KEPT) ?? "") {
  Object.assign(screen, await get("words", { language }));
  document.documentElement.lang = screen.language;
  document.documentElement.dir = screen.direction;
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = word(place.dataset.word);
  byId("search").placeholder = word("search");
  byId("list").setAttribute("aria-label", word("notes"));
  byId("views").setAttribute("role", "group");
}

/** The select in which the language of the screen is chosen. */
export function offerLanguages(changed) {
  const select = byId("screen-language");
  select.replaceChildren(...Object.entries(screen.languages).map(([tag, name]) =>
    element("option", { value: tag, lang: tag, selected: tag === screen.language }, name)));
  select.onchange = async () => {
    localStorage.setItem(KEPT, select.value);
    await loadWords(select.value);
    changed();
  };
}

/** A word by its path, as in `lists.add`, with its places filled in. */
export function word(path, places = {}) {
  let found = screen.words;
  for (const part of path.split(".")) found = found?.[part];
  return String(found ?? path).replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}

/** What a field of the record is called; what the language has no word for keeps its title in the schema. */
export const fieldName = (key, schema) => screen.words.fields?.[key] ?? schema?.title ?? String(key);

export const choiceName = (value) => screen.words.choices?.[value] ?? screen.languages[value] ?? String(value);

/** Tells those who do not see the page what has happened. */
export function say(text) {
  byId("voice").textContent = text;
}
