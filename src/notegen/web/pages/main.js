// The page of `notegen preview`: one record at a time, as a form, as its source, and as it prints.

import { find, keyOf, prune, put } from "./data.js";
import { askForCopy, askForNew, askForTranslation } from "./dialogs.js";
import { byId, element } from "./element.js";
import { offerNames } from "./fields.js";
import { makeForm } from "./form.js";
import { canRedo, canUndo, forget, redo, remember, undo } from "./history.js";
import { clearPaper, draw, usePaper } from "./paper.js";
import { findPlace, showProblems } from "./problems.js";
import { firstRecord, showRecords } from "./records.js";
import { useSchema } from "./schema.js";
import { get, listen, post } from "./server.js";
import { goTo, showSource } from "./source.js";
import { loadWords, offerLanguages, word } from "./words.js";

const DELAY = 150; // milliseconds after a key in which no other follows

const state = {
  path: null, digest: "", text: "", saved: "", data: {}, inherited: {}, problems: [], origins: new Map(), theirs: null,
};

const context = {
  data: () => state.data,
  original: () => state.inherited,
  orders: new Map(),
  put(path, value, again, within) {
    keep(again ? null : keyOf(path));
    state.data = put(state.data, path, value, context.orders);
    if (again) showForm(again, within);
    sendData();
  },
  newFootnote() {
    const taken = find(state.data, ["footnotes"]) ?? {};
    let number = Object.keys(taken).length + 1;
    while (`${number}` in taken) number += 1;
    return `${number}`;
  },
  openFootnote(key) {
    context.put(["footnotes", key], "", ["footnotes", key]);
  },
};

// What there is

const isChanged = () => state.path !== null && (waiting !== null || sending || state.text !== state.saved);

function keep(about) {
  remember({ data: state.data, text: state.text }, about);
}

function showState() {
  const changed = isChanged();
  byId("save").disabled = !changed;
  byId("undo").disabled = !canUndo();
  byId("redo").disabled = !canRedo();
  byId("state").textContent = state.path === null ? "" : word(changed ? "unsaved" : "saved");
  const name = find(state.data, ["event", "title"]) || state.path || "notegen";
  byId("title").textContent = name;
  document.title = `${changed ? "• " : ""}${name}`;
}

function showForm(focus, within = "input, textarea, select, button") {
  const isOpen = [...document.querySelectorAll("#fields details[open]")].map((place) => place.parentElement.dataset.path);
  const active = focus ? null : document.activeElement?.closest("#fields [data-path]")?.dataset.path;
  const selection = [document.activeElement?.selectionStart, document.activeElement?.selectionEnd];
  byId("fields").replaceChildren(...makeForm(context));
  for (const place of document.querySelectorAll("#fields details")) {
    if (isOpen.includes(place.parentElement.dataset.path)) place.open = true;
  }
  const place = focus ? findPlace(focus, new Map()) : active ? document.querySelector(`#fields [data-path="${CSS.escape(active)}"]`) : null;
  const row = within === ".handle" ? place?.closest("li") : place;
  const control = row?.querySelector(within);
  control?.focus({ preventScroll: !focus });
  if (!focus && control?.setSelectionRange && selection[0] !== undefined) {
    try {
      control.setSelectionRange(...selection);
    } catch {
      // Fields of dates and numbers have no selection.
    }
  }
}

function showAll() {
  for (const pane of ["form", "source", "page"]) byId(pane === "page" ? "paper" : pane).hidden = state.path === null;
  byId("empty").hidden = state.path !== null;
  byId("copy").hidden = byId("translate").hidden = state.path === null;
  showSource(state.text, state.problems);
  showProblems(state.problems, { origins: state.origins, text: state.text, file: state.path, act: { take, show: showProblem } });
  showState();
}

/** Takes over what notegen says of a text; the form is made anew where its data did not come from here. */
function take_over(draft, { again = true } = {}) {
  state.text = draft.text;
  state.problems = draft.diagnostics;
  const readable = draft.data !== null;
  byId("unreadable").hidden = readable;
  byId("fields").inert = !readable;
  if (readable) {
    const before = keyOf(state.inherited);
    state.inherited = draft.inherited;
    if (again || before !== keyOf(state.inherited)) {
      if (again) {
        state.data = draft.data;
        state.origins = prune(state.data, isTranslation()).origins;
      }
      showForm();
    }
  }
  showAll();
}

const isTranslation = () => find(state.data, ["extends"]) !== undefined;

// What is written

let timer = 0;
let sending = false;
let waiting = null;

function sendLater(make) {
  waiting = make;
  clearTimeout(timer);
  timer = setTimeout(send, DELAY);
  showState();
}

async function send() {
  if (sending || !waiting) return;
  sending = true;
  const make = waiting;
  waiting = null;
  const path = state.path;
  try {
    const { body, again, origins } = make();
    const draft = await post("draft", { path, ...body });
    if (path === state.path && !waiting) {
      if (origins) state.origins = origins;
      take_over(draft, { again });
      draw({ path, text: state.text });
    } else if (path === state.path && !again) {
      state.text = draft.text;
    }
  } catch (error) {
    tell(error.message);
  }
  sending = false;
  showState();
  if (waiting) send();
}

function sendData() {
  sendLater(() => {
    const { data, origins } = prune(state.data, isTranslation());
    return { body: { text: state.text, data }, again: false, origins };
  });
}

function sendText() {
  sendLater(() => ({ body: { text: state.text }, again: true }));
}

/** Waits until all that was written has been taken over. */
async function settle() {
  clearTimeout(timer);
  for (;;) {
    if (!sending && waiting) await send();
    if (!sending && !waiting) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function take(problem) {
  await settle();
  keep(null);
  take_over(await post("correct", { path: state.path, text: state.text, number: problem.number }));
  draw({ path: state.path, text: state.text });
}

async function step(go) {
  await settle();
  const other = go({ data: state.data, text: state.text });
  if (!other) return;
  state.data = other.data;
  state.text = other.text;
  showForm();
  const { data, origins } = prune(state.data, isTranslation());
  sendLater(() => ({ body: { text: other.text, data }, again: false, origins }));
}

// Files

let opening = 0;

async function open(path, text) {
  await settle();
  if (isChanged() && !confirm(word("dialogs.discard"))) return;
  opening += 1;
  const turn = opening;
  const record = text === undefined
    ? await get("record", { path })
    : { ...(await post("draft", { path, text })), path, digest: "" };
  if (turn !== opening) return; // another one was chosen meanwhile
  Object.assign(state, { path, digest: record.digest, saved: text === undefined ? record.text : "", theirs: null });
  forget();
  clearPaper();
  tell(null);
  history.replaceState(null, "", `#${encodeURIComponent(path)}`);
  take_over(record);
  showForm();
  showAll();
  draw({ path, text: state.text });
  // The note can be written before the names are there.
  get("names", { language: find(state.data, ["language"]) ?? "en", path }).then(offerNames).then(() => showRecords(path, open));
}

async function save() {
  await settle();
  if (!isChanged()) return;
  const { path, text } = state;
  try {
    const { digest } = await post("save", { path, text, digest: state.digest });
    Object.assign(state, { digest, saved: text });
    tell(null);
    await showRecords(path, open);
  } catch (error) {
    if (error.status !== 409) tell(error.message);
    else tellConflict(error.document);
  }
  showState();
}

function tell(text, buttons = []) {
  byId("banner").replaceChildren(text ?? "", ...buttons);
  byId("banner").hidden = !text;
}

function tellConflict({ text, digest }) {
  state.theirs = { text, digest };
  const takeTheirs = async () => {
    const { path } = state;
    keep(null);
    Object.assign(state, { saved: text, digest, theirs: null });
    tell(null);
    take_over(await post("draft", { path, text }));
    draw({ path, text });
  };
  const keepMine = () => {
    Object.assign(state, { saved: text, digest, theirs: null });
    tell(null);
    showState();
  };
  tell(word("dialogs.conflict"), [
    element("button", { type: "button", onclick: takeTheirs }, word("dialogs.take_theirs")),
    element("button", { type: "button", onclick: keepMine }, word("dialogs.keep_mine")),
  ]);
}

/** Follows what others change on the disk: first the page, which is looked at, then all else. */
async function follow(paths) {
  const { path, saved } = state;
  if (path !== null && paths.includes(path)) {
    if (!isChanged()) await draw({ path });
    const record = await get("record", { path }).catch(() => null);
    if (record && path === state.path && record.digest !== state.digest) {
      if (record.text === state.text) {
        Object.assign(state, { digest: record.digest, saved: record.text }); // what was saved here, or the same by chance
        showState();
      } else if (isChanged() || saved !== state.saved) {
        tellConflict(record);
      } else {
        keep(null);
        Object.assign(state, { digest: record.digest, saved: record.text });
        take_over(record);
      }
    }
  } else if (path !== null && !waiting) {
    if (byId("unreadable").hidden) sendData();
    else sendText();
  }
  if (paths.some((name) => /\.ya?ml$/.test(name))) await showRecords(state.path, open);
}

// Where things are

function showPane(view) {
  const narrow = matchMedia("(max-width: 56rem)").matches;
  for (const button of document.querySelectorAll("[data-view]")) {
    if (narrow) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    else if (button.dataset.view === view) button.setAttribute("aria-pressed", "true");
  }
  showViews();
}

function showViews() {
  const views = [...document.querySelectorAll("[data-view][aria-pressed=true]")].map((button) => button.dataset.view);
  document.body.dataset.views = views.join(" ");
}

function showProblem(problem) {
  const inSource = document.body.dataset.views.includes("source") && !document.body.dataset.views.includes("form");
  const place = byId("unreadable").hidden && problem.file === state.path ? findPlace(problem.path, state.origins) : null;
  if (place && !inSource) {
    showPane("form");
    reveal(place);
  } else {
    showPane("source");
    goTo(state.text, problem);
  }
}

function reveal(place) {
  place.scrollIntoView({ block: "center" });
  place.querySelector("input, textarea, select, button")?.focus({ preventScroll: true });
}

function wire() {
  byId("save").onclick = save;
  byId("undo").onclick = () => step(undo);
  byId("redo").onclick = () => step(redo);
  byId("fields").onsubmit = (event) => event.preventDefault();
  byId("text").oninput = () => {
    keep("source");
    state.text = byId("text").value;
    showSource(state.text, []);
    sendText();
  };
  byId("new").onclick = () => askForNew(async ({ kind, language, file }) =>
    open(file, (await post("begin", { kind, language })).text));
  byId("copy").onclick = () => askForCopy(state.path, async ({ file }) =>
    open(file, (await post("begin", { copy_of: state.path })).text));
  byId("translate").onclick = () => askForTranslation(state.path, find(state.data, ["language"]) ?? "en", async ({ language, file }) =>
    open(file, (await post("begin", { translation_of: state.path, language })).text));
  for (const button of document.querySelectorAll("[data-view]")) {
    button.onclick = () => {
      if (matchMedia("(max-width: 56rem)").matches) showPane(button.dataset.view);
      else button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      showViews();
    };
  }
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || byId("dialog").open) return;
    const key = event.key.toLowerCase();
    if (!["s", "z", "y"].includes(key)) return;
    event.preventDefault();
    if (key === "s") save();
    else step(key === "y" || event.shiftKey ? redo : undo);
  });
  addEventListener("beforeunload", (event) => {
    if (isChanged()) event.preventDefault();
  });
}

async function begin() {
  await loadWords();
  useSchema(await get("schema"));
  wire();
  usePaper({
    showPath: (path) => showProblem({ path, file: state.path, ...state.problems.find((problem) => keyOf(problem.path) === keyOf(path)) }),
    again: () => state.path !== null && draw({ path: state.path, text: state.text }),
  });
  offerLanguages(() => {
    showForm();
    showAll();
  });
  const narrow = matchMedia("(max-width: 56rem)").matches;
  byId("records-fold").open = !narrow;
  showPane(narrow ? "form" : undefined);
  let followed = Promise.resolve();
  // One change after the other: the second would find the first half taken over.
  listen((paths) => (followed = followed.catch(() => {}).then(() => follow(paths))), (lost) => tell(lost ? word("lost") : null));
  await showRecords(null, open);
  const asked = decodeURIComponent(location.hash.slice(1)) || firstRecord();
  if (asked) await open(asked);
  document.body.dataset.ready = "true";
}

begin();
