// What was there before each change, to be taken back.

const MOST = 200;
const PAUSE = 1000; // milliseconds without typing after which a change of the same field is another one

let past = [];
let future = [];
let last = { about: null, at: 0 };

/** Keeps what there was before a change `about` a field; typing on in one field is one change. */
export function remember(state, about) {
  const now = Date.now();
  const goesOn = about !== null && about === last.about && now - last.at < PAUSE;
  last = { about, at: now };
  if (goesOn) return;
  past = [...past, state].slice(-MOST);
  future = [];
}

/** What there was before the last change, or undefined; `state` is what there is now. */
export function undo(state) {
  const before = past.pop();
  if (before) future.push(state);
  last = { about: null, at: 0 };
  return before;
}

export function redo(state) {
  const after = future.pop();
  if (after) past.push(state);
  return after;
}

export const canUndo = () => past.length > 0;
export const canRedo = () => future.length > 0;

export function forget() {
  past = [];
  future = [];
  last = { about: null, at: 0 };
}
