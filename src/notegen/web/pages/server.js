// What is asked of notegen, which runs on this computer.

export class Refusal extends Error {
  constructor(status, document) {
    super(document.detail ?? String(status));
    this.status = status;
    this.document = document;
  }
}

async function answer(response) {
  if (response.ok) return response.json();
  throw new Refusal(response.status, await response.json().catch(() => ({})));
}

export const get = async (path, query = {}) => answer(await fetch(`/api/${path}?${new URLSearchParams(query)}`));

export const post = async (path, body) =>
  answer(await fetch(`/api/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }));

/** Calls `changed` with the paths of files that change on the disk, `lost` with whether notegen is gone. */
export function listen(changed, lost) {
  const events = new EventSource("/api/events");
  events.onmessage = (event) => changed(JSON.parse(event.data));
  events.onopen = () => lost(false);
  events.onerror = () => lost(true);
  addEventListener("pagehide", () => events.close());
}
