// The data of a record: paths into it, changed copies of it, and what of it is worth writing.

export const keyOf = (path) => JSON.stringify(path);

export const find = (data, path) => path.reduce((at, step) => (at === null || typeof at !== "object" ? undefined : at[step]), data);

/** A copy with the value at the path; undefined takes it out. A new key takes the place that `orders` gives it. */
export function put(data, path, value, orders) {
  if (!path.length) return value;
  return change(data, path, 0, value, orders);
}

function change(at, path, depth, value, orders) {
  const [step, last] = [path[depth], depth === path.length - 1];
  if (typeof step === "number") {
    const list = Array.isArray(at) ? [...at] : at === undefined || at === null ? [] : [at];
    const item = last ? value : change(list[step], path, depth + 1, value, orders);
    if (item === undefined) list.splice(step, 1);
    else list[step] = item;
    for (let i = 0; i < list.length; i += 1) if (list[i] === undefined) list[i] = "";
    return list;
  }
  const whole = at !== null && typeof at === "object" && !Array.isArray(at) ? { ...at } : {};
  const item = last ? value : change(whole[step], path, depth + 1, value, orders);
  if (item === undefined) {
    delete whole[step];
    return whole;
  }
  if (step in whole) {
    whole[step] = item;
    return whole;
  }
  return insert(whole, step, item, orders?.get(keyOf(path.slice(0, depth))) ?? []);
}

function insert(whole, key, item, order) {
  const rank = order.indexOf(key);
  const entries = Object.entries(whole);
  const before = rank < 0 ? entries.length : entries.findLastIndex(([other]) => order.indexOf(other) < rank && order.includes(other)) + 1;
  entries.splice(before, 0, [key, item]);
  return Object.fromEntries(entries);
}

const isEmpty = (value) =>
  value === undefined || value === null || value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

/**
 * The data without what says nothing, and where each path of the result comes from. With `kept`, empty
 * entries stay that have others after them: in a translation each stands for one of the original.
 */
export function prune(data, kept = false) {
  const origins = new Map();
  return { data: strip(data, [], [], origins, kept) ?? {}, origins };
}

function strip(value, from, to, origins, kept) {
  origins.set(keyOf(to), from);
  if (Array.isArray(value)) {
    const list = [];
    const end = kept ? value.findLastIndex((item) => item !== "") : -1;
    value.forEach((item, i) => {
      const stripped = strip(item, [...from, i], [...to, list.length], origins, kept);
      if (!isEmpty(stripped)) list.push(stripped);
      else if (i <= end) list.push(item !== null && typeof item === "object" ? {} : "");
    });
    return list.length ? list : undefined;
  }
  if (value !== null && typeof value === "object") {
    const whole = {};
    for (const [key, item] of Object.entries(value)) {
      const stripped = strip(item, [...from, key], [...to, key], origins, kept);
      if (!isEmpty(stripped)) whole[key] = stripped;
    }
    return Object.keys(whole).length ? whole : undefined;
  }
  return value === "" ? undefined : value;
}
