// The voice page: settings, and ways to hear, teach and check them.

import { call, fetchApi, holding, make, toast, whenRead } from "./call.js";
import { fill, keepForm, mayDiscard, notSaved, saidTwice, showFaults, valuesOf } from "./forms.js";
import { readEvents } from "./sse.js";

const byId = (id) => document.getElementById(id);
const form = byId("voice");
let current = { version: 0, locales: {} };

// --- the settings -------------------------------------------------------------------------------

const kept = keepForm(form, {
  async save(values) {
    const twice = saidTwice(form);
    if (Object.keys(twice).length) throw Object.assign(new Error("there twice"), { fields: twice });
    const saved = await call("/api/voice", {
      method: "PUT",
      body: { ...documentOf(values), expected_version: current.version },
    });
    current = saved;
    toast("Saved. This is how your store sounds now.");
    showHistory().catch(() => {});
    return shownOf(saved);
  },
  onFault(fault) {
    const said = "Somebody else saved the voice in the meantime. Copy what you want to keep, then reload the page to see theirs.";
    if (fault.code === "voice_changed") showFaults(form, { "": [said] });
    toast(notSaved(fault), { isError: true });
  },
});

// What the form shows of a language is a part of what may differ in it: the rest stays as it was.
function documentOf({ settings, locales }) {
  const merged = Object.entries(locales).map(([code, { address, handover }]) => [
    code,
    { ...current.locales[code], address, handover },
  ]);
  return { settings, locales: Object.fromEntries(merged) };
}

const shownOf = ({ settings, locales }) => ({ settings, locales });

function putIntoForm(settings) {
  fill(form, { ...valuesOf(form), settings });
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

async function begin() {
  current = await call("/api/voice");
  kept.settle(shownOf(current));
  const { starting_points: points } = await call("/api/voice/starting-points");
  byId("starting-points").replaceChildren(...points.map(startingPoint));
  const { questions } = await call("/api/voice/recent-questions");
  byId("recent-questions").replaceChildren(...questions.map((each) => make("option", { value: each })));
  await Promise.all([showHistory(), showKept(), showCheck()]);
}

function startingPoint({ name, description, settings }) {
  const button = make("button", { type: "button" }, make("strong", {}, name), make("span", {}, description));
  button.addEventListener("click", () => {
    putIntoForm(settings);
    toast(`${name}: change what does not fit, then save.`);
  });
  return button;
}

// --- hear it ------------------------------------------------------------------------------------

const SIDES = ["current", "edited"];

byId("preview").addEventListener("submit", (event) => {
  event.preventDefault();
  holding(event.target.querySelector("button"), compare);
});

async function compare() {
  const boxes = Object.fromEntries(
    [...byId("compared").querySelectorAll("article")].map((box, n) => [SIDES[n], box]),
  );
  for (const box of Object.values(boxes)) for (const part of box.querySelectorAll("p")) part.textContent = "";
  byId("compared").hidden = false;
  try {
    const response = await fetchApi("/api/voice/preview", {
      method: "POST",
      headers: { Accept: "text/event-stream" },
      body: { ...documentOf(valuesOf(form)), questions: [byId("preview-question").value] },
    });
    for await (const { name, data } of readEvents(response.body)) {
      if (name === "start") byId("differences").textContent = differences(data.changes);
      if (name === "text") boxes[data.side].querySelector(".said").append(data.text);
      if (name === "answer") showTrial(boxes[data.side], data);
      if (name === "error") toast(data.message, { isError: true });
    }
  } catch (fault) {
    const isInForm = Object.keys(fault.fields ?? {}).length > 0;
    if (isInForm) showFaults(form, fault.fields);
    toast(isInForm ? "Not compared: see what is marked in red above." : `Not compared: ${fault.message}.`, { isError: true });
    byId("compared").hidden = true;
  }
}

function showTrial(box, { text, score, broken }) {
  box.querySelector(".said").textContent = text;
  const off = Object.entries(broken).map(([rule, detail]) => `${words(rule)}: ${detail}`);
  box.querySelector(".marks").textContent = [`Keeps its voice: ${score} of 100.`, ...off].join(" · ");
}

function differences(changes) {
  const names = Object.keys(changes).map(words);
  return names.length ? `Changed: ${names.join(", ")}.` : "Nothing is changed yet: both sides are the same voice.";
}

const words = (name) => name.replaceAll("_", " ");
const faultWords = (fields) => Object.values(fields).map((said) => said.join(" ")).join(" ");

// --- teach by example ---------------------------------------------------------------------------

const TOO_FEW = "Paste three to ten replies, each of at most 4,000 characters, an empty line between them.";

byId("teach").addEventListener("submit", (event) => {
  event.preventDefault();
  holding(event.target.querySelector("button"), learn);
});

async function learn() {
  const replies = byId("replies").value.split(/\n\s*\n/).map((each) => each.trim()).filter(Boolean);
  try {
    const { settings, proposals } = await call("/api/voice/examples", { method: "POST", body: { replies } });
    putIntoForm(settings);
    byId("proposals").replaceChildren(
      ...proposals.map(({ field, evidence }) => make("li", {}, make("strong", {}, `${words(field)} `), evidence)),
    );
    if (!proposals.length) byId("proposals").replaceChildren(make("li", {}, "Nothing stands out in them."));
  } catch (fault) {
    const said = fault.fields?.replies ? TOO_FEW : faultWords(fault.fields ?? {}) || fault.message;
    byId("proposals").replaceChildren(make("li", { class: "fault" }, said));
  }
}

// --- how well it is kept ------------------------------------------------------------------------

async function showKept() {
  const { answers, score, off, days, off_answers: offAnswers } = await call("/api/voice/adherence?days=30");
  if (!answers) return;
  byId("kept").textContent = `${answers} answers in 30 days kept the voice at ${Math.round(score)} of 100; ${off} were off.`;
  byId("days").replaceChildren(
    ...days.map(({ day, score: points, answers: count }) =>
      make("li", { style: `--score: ${points}`, title: `${day}: ${Math.round(points)} of 100, ${count} answers` },
        make("span", { class: "visually-hidden" }, `${day}: ${Math.round(points)} of 100, ${count} answers`)),
    ),
  );
  byId("off").replaceChildren(
    ...offAnswers.map(({ text, score: points, broken }) =>
      make("li", {}, make("q", {}, text), ` ${points} of 100: ${Object.entries(broken).map(([rule, detail]) => `${words(rule)} (${detail})`).join(", ")}`),
    ),
  );
}

// --- the check ----------------------------------------------------------------------------------

async function showCheck() {
  const check = await call("/api/voice/check");
  if (document.activeElement !== byId("check-questions")) {
    byId("check-questions").value = check.questions.map(({ question }) => question).join("\n");
  }
  rules = new Map(check.questions.map((each) => [each.question, each]));
  byId("results").replaceChildren(
    ...check.results.map(({ question, passed, score, failed }) =>
      make("li", {}, make("s-badge", { tone: passed ? "success" : "critical" }, passed ? "Passed" : "Failed"),
        ` ${question} – ${score} of 100${failed.length ? `, broke: ${failed.map(words).join(", ")}` : ""}`),
    ),
  );
  const isRunning = check.requested || (check.began_at && !check.finished_at);
  if (isRunning) setTimeout(() => showCheck().catch(() => {}), 3000);
}

let rules = new Map();

byId("check").addEventListener("submit", (event) => {
  event.preventDefault();
  holding(event.target.querySelector("button"), saveCheck);
});

async function saveCheck() {
  const asked = byId("check-questions").value.split("\n").map((each) => each.trim()).filter(Boolean);
  const questions = asked.map((question) => rules.get(question) ?? { question });
  try {
    await call("/api/voice/check", { method: "PUT", body: { questions } });
    toast(questions.length ? "Saved; the run begins within a minute." : "Saved: nothing is checked.");
    await showCheck();
  } catch (fault) {
    toast(`Not saved: ${faultWords(fault.fields ?? {}) || fault.message}`, { isError: true });
  }
}

// --- history ------------------------------------------------------------------------------------

async function showHistory() {
  const { versions } = await call("/api/voice/history");
  byId("history").replaceChildren(...versions.map(historyEntry));
  if (!versions.length) byId("history").replaceChildren(make("li", {}, "Nothing was saved yet."));
}

function historyEntry({ version, at: when, author, changed, restored }, place) {
  const what = restored ? `brought back version ${restored}` : changed.map(words).join(", ") || "nothing";
  const item = make("li", {}, make("strong", {}, `Version ${version} `), `${whenRead(when)}, by user ${author}: ${what} `);
  if (place === 0) return item;
  const button = make("button", { type: "button", "aria-label": `Bring back version ${version}` }, "Bring back");
  button.addEventListener("click", async () => {
    if (!(await mayDiscard())) return;
    button.disabled = true; // once only: the list is made anew
    try {
      current = await call(`/api/voice/history/${version}/restore`, { method: "POST" });
      kept.settle(shownOf(current));
      toast(`Version ${version} is back, as version ${current.version}.`);
      await showHistory();
      byId("history").focus();
    } catch (fault) {
      button.disabled = false;
      toast(`Not brought back: ${fault.message}.`, { isError: true });
    }
  });
  item.append(button);
  return item;
}

begin().catch((fault) => toast(`The voice could not be loaded: ${fault.message}.`, { isError: true }));
