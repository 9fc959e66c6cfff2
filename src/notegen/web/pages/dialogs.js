// Questions before a record is begun, copied or translated.

import { byId, element, newId } from "./element.js";
import { choiceName, screen, word } from "./words.js";

/**
 * Asks for some fields; `go` gets what was filled in, and may refuse by raising an error. The fields:
 * name, label, and `choices` as pairs of value and text, or `value`.
 */
export function ask(title, fields, go) {
  const dialog = byId("dialog");
  byId("dialog-title").textContent = title;
  byId("dialog-go").textContent = word("dialogs.create");
  byId("dialog-cancel").textContent = word("dialogs.cancel");
  byId("dialog-problem").hidden = true;
  const controls = fields.map(({ name, label, choices, value }) => {
    const id = newId("ask");
    const control = choices
      ? element("select", { id, name }, choices.map(([key, text]) => element("option", { value: key, selected: key === value }, text)))
      : element("input", { id, name, value, type: "text", required: true, dir: "ltr" });
    return element("div", { class: "field" }, element("label", { htmlFor: id }, label), control);
  });
  byId("dialog-fields").replaceChildren(...controls);
  byId("dialog-cancel").onclick = () => dialog.close();
  byId("dialog-form").onsubmit = async (event) => {
    event.preventDefault();
    try {
      await go(Object.fromEntries(new FormData(event.target)));
      dialog.close();
    } catch (error) {
      byId("dialog-problem").textContent = error.message;
      byId("dialog-problem").hidden = false;
    }
  };
  dialog.showModal();
  dialog.querySelector("input, select").focus();
}

const file = (value) => ({ name: "file", label: word("dialogs.file"), value });

export const askForNew = (go) => ask(word("dialogs.new"), [
  { name: "kind", label: word("dialogs.kind"), choices: [...screen.kinds.map((kind) => [kind, choiceName(kind)]), ["", word("dialogs.empty")]] },
  { name: "language", label: word("dialogs.language"), value: screen.language, choices: screen.starters.map((tag) => [tag, screen.languages[tag]]) },
  file("note.yaml"),
], go);

export const askForCopy = (path, go) => ask(word("copy_note"), [file(path.replace(/(\.\w+)$/, "-2$1"))], go);

export const askForTranslation = (path, language, go) => {
  const others = Object.entries(screen.languages).filter(([tag]) => tag !== language);
  const name = (tag) => path.replace(/(\.\w+)$/, `.${tag}$1`);
  ask(word("translate"), [
    { name: "language", label: word("dialogs.language"), choices: others, value: others[0][0] }, file(name(others[0][0])),
  ], go);
  const [select, input] = [document.querySelector("#dialog-fields select"), document.querySelector("#dialog-fields input")];
  select.onchange = () => (input.value = name(select.value));
};
