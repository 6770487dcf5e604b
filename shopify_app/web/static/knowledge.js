// The knowledge page: documents with their state, and the passages of one.

import { badge, call, make, outwardLink, toast, whenRead } from "./call.js";

const byId = (id) => document.getElementById(id);
const STATES = {
  indexed: ["Ready", "success"],
  waiting: ["Waiting to be read", "info"],
  error: ["Could not be read", "critical"],
};
let next = null;
let latest = 0;

async function list({ more = false } = {}) {
  const asked = ++latest;
  const query = new URLSearchParams({ q: byId("q").value, kind: byId("kind").value });
  if (more) query.set("after", next);
  const page = await call(`/api/knowledge/documents?${query}`);
  if (asked !== latest) return; // a later search overtook this one
  const rows = page.documents.map(documentRow);
  if (more) byId("documents").append(...rows);
  else byId("documents").replaceChildren(...rows);
  next = page.next;
  byId("more").hidden = next === null;
  const shown = byId("documents").children.length;
  byId("found").textContent = shown ? `${shown} shown${next ? ", there are more" : ""}` : "Nothing found.";
}

function documentRow(each) {
  const button = make("button", { type: "button", class: "link" }, each.title || each.id);
  button.addEventListener("click", () => attempt(() => open(each)));
  const name = make("th", { scope: "row" }, button);
  const why = each.error ? make("p", { class: "fine" }, reason(each.error)) : null;
  return make(
    "tr", {}, name, make("td", {}, each.kind), make("td", {}, badge(...STATES[each.state]), why),
  );
}

function reason(error) {
  return `Nothing of it can be found (${error}). It is tried again when it changes.`;
}

async function open({ kind, id }) {
  const path = `/api/knowledge/documents/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`;
  const { entry, passages } = await call(path);
  byId("opened-title").replaceChildren(outwardLink(entry.title, entry.url));
  byId("opened-state").textContent = `${STATES[entry.state][0]} · last read ${whenRead(entry.indexed_at)}`;
  byId("passages").replaceChildren(...passages.map(passageItem));
  if (!passages.length) byId("passages").append(make("li", {}, "No passages yet."));
  byId("opened").hidden = false;
  byId("opened-title").focus();
}

function passageItem({ heading, text }) {
  return make("li", {}, heading ? make("strong", {}, heading) : null, make("p", {}, text));
}

async function sync() {
  await call("/api/knowledge/sync", { method: "POST" });
  toast("Requested: this takes up to a minute.");
}

function attempt(doing) {
  return doing().catch((error) => toast(error.message, { isError: true }));
}

let typing;
byId("q").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => attempt(list), 200);
});
byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(list);
});
byId("kind").addEventListener("change", () => attempt(list));
byId("more").addEventListener("click", () => attempt(() => list({ more: true })));
byId("sync").addEventListener("click", () => attempt(sync));
attempt(list);
