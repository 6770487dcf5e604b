// The overview page: try a question, see how fresh the knowledge is.

import { readEvents } from "./sse.js";
import { sessionToken } from "./session.js";

const byId = (id) => document.getElementById(id);

async function call(path, options = {}) {
  const headers = { ...options.headers, Authorization: `Bearer ${await sessionToken()}` };
  return fetch(path, { ...options, headers });
}

// --- try a question -------------------------------------------------------------------------

const answer = byId("answer");
const part = (name) => answer.querySelector(`.answer-${name}`);

async function ask(message) {
  const button = document.querySelector("#ask button");
  button.disabled = true;
  clearAnswer();
  try {
    const response = await call("/api/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify({ message }),
    });
    if (!response.ok) throw new Error((await response.json()).error.message);
    for await (const { name, data } of readEvents(response.body)) show(name, data);
  } catch (error) {
    part("note").textContent = `No answer: ${error.message}`;
  } finally {
    part("text").setAttribute("aria-busy", "false");
    button.disabled = false;
  }
}

function clearAnswer() {
  answer.hidden = false;
  part("text").setAttribute("aria-busy", "true");
  for (const name of ["text", "note", "products", "sources"]) part(name).textContent = "";
}

const ORIGINS = {
  model: "Written by the model from these sources.",
  extract: "Your store's own sentences, word for word.",
  template: "One of your response templates.",
};

function show(name, data) {
  if (name === "text") part("text").append(data.text);
  if (name === "done") showWhole(data);
  if (name === "error") part("note").textContent = data.message;
}

function showWhole(whole) {
  part("text").textContent = whole.text;
  part("sources").replaceChildren(...whole.citations.map(sourceItem));
  part("products").replaceChildren(...whole.products.map(productItem));
  const notes = [ORIGINS[whole.origin] ?? ""];
  if (!whole.complete) notes.push("It broke off before its end.");
  if (whole.handover) notes.push("The shopper would be offered a person.");
  part("note").textContent = notes.join(" ");
}

function sourceItem(source) {
  const item = document.createElement("li");
  const link = document.createElement(source.url ? "a" : "span");
  link.textContent = source.title;
  if (/^https?:\/\//.test(source.url ?? "")) {
    link.href = source.url;
    link.target = "_blank";
    link.rel = "noopener";
  }
  item.append(link);
  return item;
}

function productItem(product) {
  const item = document.createElement("li");
  const title = document.createElement("strong");
  title.textContent = product.title;
  const price = product.price ? `${product.price} ${product.currency}` : "";
  item.append(title, [price, product.available ? "in stock" : "sold out"].filter(Boolean).join(" · "));
  return item;
}

// --- freshness ------------------------------------------------------------------------------

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

function ago(iso) {
  if (!iso) return "not yet";
  const seconds = Math.round((new Date(iso) - Date.now()) / 1000);
  if (seconds > -60) return relative.format(seconds, "second");
  if (seconds > -3600) return relative.format(Math.round(seconds / 60), "minute");
  if (seconds > -86400) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86400), "day");
}

function showTimes() {
  for (const time of document.querySelectorAll(".fresh time")) {
    time.textContent = ago(time.getAttribute("datetime"));
  }
}

async function refresh() {
  const response = await call("/api/knowledge");
  if (!response.ok) return;
  const knowledge = await response.json();
  for (const id of ["last_delivery_at", "last_indexed_at", "reconciled_at"]) {
    byId(id).setAttribute("datetime", knowledge[id] ?? "");
  }
  byId("waiting").textContent = knowledge.deliveries_waiting + knowledge.due;
  byId("kinds").replaceChildren(...knowledge.kinds.map(kindRow));
  showTimes();
}

function kindRow(each) {
  const row = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = each.kind[0].toUpperCase() + each.kind.slice(1);
  const badge = document.createElement("s-badge");
  badge.setAttribute("tone", each.due ? "info" : "success");
  badge.textContent = each.due ? `${each.due} to index` : "Up to date";
  row.append(name, cell(each.documents), cell(each.chunks), cell(badge));
  return row;
}

function cell(content) {
  const made = document.createElement("td");
  made.append(content);
  return made;
}

async function sync() {
  byId("synced").textContent = "Asking …";
  const response = await call("/api/knowledge/sync", { method: "POST" });
  byId("synced").textContent = response.ok ? "Requested: this takes up to a minute." : "That did not work.";
}

byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  ask(byId("question").value);
});
for (const button of document.querySelectorAll("[data-question]")) {
  button.addEventListener("click", () => {
    byId("question").value = button.dataset.question;
    ask(button.dataset.question);
  });
}
byId("sync").addEventListener("click", sync);
showTimes();
setInterval(() => {
  if (!document.hidden) refresh().catch(() => {});
}, 10000);
