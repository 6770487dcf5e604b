// The conversations page: the list, one conversation, and a person's reply.

import { badge, call, holding, make, outwardLink, toast, whenRead } from "./call.js";

const byId = (id) => document.getElementById(id);
const ORIGINS = {
  model: "Written by the model",
  extract: "The store's own sentences",
  template: "A response template",
  person: "Written by your team",
};
const REASONS = {
  asked: "The shopper asked for a person",
  angry: "The shopper is upset",
  template: "Your template says so",
  model: "The model asks for a person",
  order: "A return that a person has to decide",
  refused: "The model would not answer",
  held_back: "Nothing of the answer was borne out by your store",
  not_found: "Your store says nothing about it",
  wrote_again: "The shopper wrote back to your team",
};
const RATINGS = { up: "The shopper found it helpful", down: "The shopper did not find it helpful" };
const REFRESH_MS = 10_000;
let next = null;
let latest = 0;
let opened = null;
let wanted = null;
const drafts = new Map(); // what was typed and not sent, by conversation
let inbox = "";

async function list({ more = false } = {}) {
  const asked = ++latest;
  const query = new URLSearchParams({ handed_over: byId("handed-over").checked });
  if (more) query.set("after", next);
  const page = await call(`/api/conversations?${query}`);
  if (asked !== latest) return; // a later choice overtook this one
  const items = page.conversations.map(conversationItem);
  if (more) byId("conversations").append(...items);
  else byId("conversations").replaceChildren(...items);
  next = page.next;
  byId("more").hidden = next === null;
  byId("none").hidden = byId("conversations").children.length > 0;
}

async function listWaiting() {
  const { waiting } = await call("/api/inbox");
  const told = JSON.stringify(waiting);
  if (told === inbox) return; // a button that somebody is about to press stays where it is
  inbox = told;
  byId("waiting").replaceChildren(...waiting.map(waitingItem));
  byId("inbox").hidden = waiting.length === 0;
}

function waitingItem({ conversation, glance }) {
  const facts = [
    `${REASONS[conversation.reason] ?? "A person is needed"}, since ${whenRead(conversation.handover_at)}.`,
    glance.last && `Last said: “${glance.last}”`,
    glance.told.length && `Told from: ${glance.told.join(", ")}.`,
    glance.products.length && `Shown: ${glance.products.join(", ")}.`,
  ].filter(Boolean);
  return make("li", {}, opener(conversation.id, glance.asked), ...facts.map((fact) => make("p", { class: "fine" }, fact)));
}

async function listOutdated() {
  const { answers } = await call("/api/outdated-answers");
  byId("outdated").hidden = answers.length === 0;
  byId("outdated-answers").replaceChildren(
    ...answers.map((each) =>
      make("li", {}, opener(each.conversation, each.text), make("span", { class: "fine" },
        ` ${whenRead(each.at)}, from ${each.title || "a document that is gone"}${each.changed_at ? `, changed ${whenRead(each.changed_at)}` : ""}`))),
  );
}

async function listHeldBack() {
  const { answers, affected, kinds, latest } = await call("/api/held-back");
  byId("held-back").hidden = affected === 0;
  const counts = Object.entries(kinds).map(([kind, count]) => `${kind} ${count}`).join(", ");
  byId("held-count").textContent =
    `In ${affected} of ${answers} answers, something that your store does not say was not shown (${counts}).`;
  byId("held").replaceChildren(
    ...latest.map((each) => make("li", {}, opener(each.conversation, heldWords(each)), make("span", { class: "fine" }, ` ${whenRead(each.at)}`))),
  );
}

function heldWords({ claim, kind, says }) {
  const instead = says?.length ? `your store says ${says.join(", ")}` : "your store says nothing of it";
  return `${claim ? `“${claim}”` : `a ${kind}`}; ${instead}`;
}

function opener(id, question) {
  const button = make("button", { type: "button", class: "link" }, question || "No question yet");
  button.addEventListener("click", () => attempt(() => open(id)));
  return button;
}

const STATES = { waiting: ["Waiting", "warning"], answered: ["Answered", "success"], closed: ["Closed", "info"] };

function conversationItem(each) {
  const button = opener(each.id, each.question);
  const count = `${each.messages} ${each.messages === 1 ? "message" : "messages"}`;
  const facts = make("p", { class: "fine" }, `${whenRead(each.last_at)} · ${count}`);
  return make("li", {}, button, each.state ? badge(...STATES[each.state]) : null, facts);
}

async function open(id) {
  wanted = id;
  const { lines, contact, conversation } = await call(`/api/conversations/${encodeURIComponent(id)}`);
  if (wanted !== id) return; // another was opened meanwhile
  if (opened !== id) turnTo(id);
  byId("lines").replaceChildren(...lines.map(lineItem));
  byId("contact").hidden = !contact;
  byId("contact").textContent = contact ? `The shopper may be written to at ${contact}` : "";
  byId("close").hidden = !["waiting", "answered"].includes(conversation.state);
  byId("opened").hidden = false;
  byId("opened-title").focus();
}

// What was said since, while a person is in the conversation: its other lines stay as they are, with
// what is unfolded in them, and so does the reply that is being written.
async function openNew() {
  if (!opened || byId("close").hidden) return;
  const id = opened;
  const { lines } = await call(`/api/conversations/${encodeURIComponent(id)}`);
  if (opened !== id) return;
  const shown = new Set([...byId("lines").children].map((each) => each.dataset.id));
  const fresh = lines.filter((each) => !shown.has(each.id));
  byId("lines").append(...fresh.map(lineItem));
  if (fresh.some((each) => each.role === "shopper")) toast("The shopper wrote.");
}

async function refresh() {
  try {
    if (!document.hidden) await Promise.all([listWaiting(), openNew()]);
  } catch {
    // Nobody asked for it: the next time will do.
  }
  setTimeout(refresh, REFRESH_MS);
}

function lineItem(line) {
  const who = line.role === "shopper" ? "Shopper" : ORIGINS[line.origin] ?? "Store";
  const sources = make("ol", { class: "answer-sources" });
  sources.append(...line.citations.map((each) => make("li", {}, outwardLink(each.title, each.url))));
  const notes = [ratingWords(line), line.complete ? null : "It broke off before its end."];
  return make(
    "li", { class: `line ${line.role}`, "data-id": line.id },
    make("p", { class: "fine" }, `${who} · ${whenRead(line.at)}`),
    make("p", { class: "said" }, line.text),
    sources,
    make("p", { class: "fine" }, notes.filter(Boolean).join(" ")),
    line.why ? whyItem(line.why) : null,
    line.why ? againItem(line.id) : null,
  );
}

function ratingWords({ rating, comment }) {
  if (!rating) return null;
  return comment ? `${RATINGS[rating]}: “${comment}”` : `${RATINGS[rating]}.`;
}

// What would it say now? Asked of the store as it is; kept nowhere.
function againItem(id) {
  const button = make("button", { type: "button", class: "link" }, "What would it say now?");
  const said = make("p", { class: "said", role: "status" });
  button.addEventListener("click", () => attempt(() => holding(button, async () => {
    const { before, now } = await call(`/api/messages/${encodeURIComponent(id)}/again`, { method: "POST" });
    said.textContent = now.text === before ? "The same." : now.text;
  })));
  return make("div", { class: "again" }, button, said);
}

function passageWords({ kind, title, heading, facts, changed }) {
  const name = heading ? `${title}, ${heading}` : title || kind;
  return `Found in ${name}${changed ? " (changed since)" : ""}${facts ? `: “${facts}”` : ""}`;
}

// Why this answer: what was said of it when it was made, in the order in which it came about.
function whyItem({ template, fallback, instructions, passages, model, gate, withheld, asked_again, voice, ms }) {
  const facts = [
    template?.name && `Your template “${template.name}” (version ${template.version}) applied by ${template.by}: “${template.matched}”.`,
    ...(passages ?? []).filter((each) => each.chunk).map(passageWords),
    model && `Written by ${model}${instructions ? ` under instructions ${instructions}` : ""}.`,
    fallback && `The model did not answer (${fallback}), so your store's own sentences did.`,
    withheld > 0 && `${withheld} ${withheld === 1 ? "sentence was" : "sentences were"} held back.`,
    asked_again && "Nothing of the model's first answer was borne out by your store, so it was asked once more, with the reasons.",
    ...(gate ?? []).map((each) => `Held back: ${heldWords(each)}.`),
    voice && `Keeps your voice${voice.version ? ` (version ${voice.version})` : ""}: ${voice.score} of 100${Object.keys(voice.broken).length ? ` (off: ${Object.keys(voice.broken).join(", ").replaceAll("_", " ")})` : ""}.`,
    ms?.first_text !== undefined && `First words after ${ms.first_text} ms.`,
  ].filter(Boolean);
  return make("details", {}, make("summary", {}, "Why this answer"),
    make("ul", { class: "plain-list" }, ...facts.map((fact) => make("li", {}, fact))));
}

async function reply() {
  const to = opened;
  showFault("");
  try {
    const body = { message: byId("message").value };
    await call(`/api/conversations/${encodeURIComponent(to)}/reply`, { method: "POST", body });
    drafts.delete(to);
    if (opened === to) clearReply();
    toast("Sent. The shopper sees it in the chat.");
    await Promise.all([opened === to ? open(to) : null, listWaiting(), list()]);
  } catch (error) {
    if (!error.fields?.message) throw error;
    showFault(error.fields.message.join(" "));
    byId("message").focus();
  }
}

async function close() {
  await call(`/api/conversations/${encodeURIComponent(opened)}/close`, { method: "POST" });
  toast("Closed");
  await Promise.all([open(opened), listWaiting(), list()]);
}

function turnTo(id) {
  drafts.set(opened, byId("message").value);
  opened = id;
  byId("message").value = drafts.get(id) ?? "";
  showFault("");
}

function clearReply() {
  byId("message").value = "";
  showFault("");
}

function showFault(text) {
  byId("message-error").textContent = text;
  byId("message").setAttribute("aria-invalid", String(text !== ""));
}

function attempt(doing) {
  return doing().catch((error) => toast(error.message, { isError: true }));
}

byId("handed-over").addEventListener("change", () => attempt(list));
byId("close").addEventListener("click", () => attempt(() => holding(byId("close"), close)));
byId("more").addEventListener("click", () => attempt(() => list({ more: true })));
byId("reply").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(() => holding(byId("send"), reply));
});
attempt(listWaiting);
attempt(listOutdated);
attempt(listHeldBack);
attempt(list);
setTimeout(refresh, REFRESH_MS);
