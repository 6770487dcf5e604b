// The overview page: what is left to do, try a question, see how fresh the knowledge is.

import { badge, call, fetchApi, holding, make, outwardLink } from "./call.js";
import { readEvents } from "./sse.js";

const byId = (id) => document.getElementById(id);

// --- getting started ------------------------------------------------------------------------

function tick(name, isDone) {
  const step = byId(`step-${name}`);
  const mark = step.querySelector("s-badge");
  step.classList.toggle("done", isDone);
  mark.hidden = false;
  mark.setAttribute("tone", isDone ? "success" : "info");
  mark.textContent = isDone ? "Done" : "To do";
  if (isDone) step.querySelector("a")?.remove();
}

const PHASES = { done: "All is read.", policies: "Reading policies", orders: "Reading recent orders" };

function showReading(sync, kinds) {
  const bar = byId("reading");
  if (!sync) return;
  bar.hidden = sync.phase === "done";
  bar.max = Math.max(sync.total, sync.done, 1);
  bar.value = sync.done;
  const count = sync.phase === "done" ? "" : `: ${sync.done} of ${Math.max(sync.total, sync.done)} so far`;
  const trouble = sync.error && sync.phase !== "done" ? ` It waits (${sync.error}) and is tried again by itself.` : "";
  byId("reading-words").textContent = `${PHASES[sync.phase] ?? `Reading ${sync.phase}`}${count}${trouble}`;
  if (sync.phase === "done") tick("read", kinds.some(({ documents }) => documents > 0));
}

// Whether the app embed is on in the published theme: Shopify's admin tells its frame.
async function lookAtWidget() {
  const extensions = (await window.shopify?.app?.extensions?.()) ?? [];
  const activations = extensions.flatMap((each) => each.activations ?? []);
  const chat = activations.find((each) => each.handle === "chat");
  if (chat) tick("widget", chat.status === "active");
}

// --- try a question -------------------------------------------------------------------------

const answer = byId("answer");
const part = (name) => answer.querySelector(`.answer-${name}`);

function ask(message) {
  return holding(document.querySelector("#ask button"), () => answerTo(message));
}

async function answerTo(message) {
  clearAnswer();
  try {
    const response = await fetchApi("/api/ask", {
      method: "POST",
      headers: { Accept: "text/event-stream" },
      body: { message },
    });
    for await (const { name, data } of readEvents(response.body)) show(name, data);
  } catch (error) {
    part("note").textContent = `No answer: ${error.message}`;
  } finally {
    part("text").setAttribute("aria-busy", "false");
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
  tick("question", true);
  if (whole.handover) notes.push("The shopper would be offered a person.");
  part("note").textContent = notes.join(" ");
}

function sourceItem({ title, url }) {
  return make("li", {}, outwardLink(title, url));
}

function productItem({ title, price, currency, available }) {
  const facts = [price ? `${price} ${currency}` : "", available ? "in stock" : "sold out"];
  return make("li", {}, make("strong", {}, title), facts.filter(Boolean).join(" · "));
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
  const knowledge = await call("/api/knowledge");
  for (const id of ["last_delivery_at", "last_indexed_at", "reconciled_at"]) {
    byId(id).setAttribute("datetime", knowledge[id] ?? "");
  }
  byId("waiting").textContent = knowledge.deliveries_waiting + knowledge.due;
  showReading(knowledge.sync, knowledge.kinds);
  byId("kinds").replaceChildren(...knowledge.kinds.map(kindRow));
  showTimes();
}

function kindRow({ kind, documents, chunks, due }) {
  const name = kind[0].toUpperCase() + kind.slice(1);
  const state = due ? badge(`${due} to read`, "info") : badge("Up to date", "success");
  const cells = [documents, chunks, state].map((each) => make("td", {}, each));
  return make("tr", {}, make("th", { scope: "row" }, name), ...cells);
}

async function sync() {
  byId("synced").textContent = "Asking …";
  try {
    await call("/api/knowledge/sync", { method: "POST" });
    byId("synced").textContent = "Requested: this takes up to a minute.";
  } catch {
    byId("synced").textContent = "That did not work.";
  }
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
refresh().catch(() => {});
lookAtWidget().catch(() => {});
setInterval(() => {
  if (!document.hidden) refresh().catch(() => {});
}, 10000);
