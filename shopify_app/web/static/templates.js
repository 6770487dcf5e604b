// The templates page: a list, one open in the form, a box to try messages, and near misses.

import { call, make, toast } from "./call.js";
import { keepForm, notSaved } from "./forms.js";

const byId = (id) => document.getElementById(id);
const form = byId("template");
const FRESH = {
  name: "",
  texts: { en: "" },
  priority: 50,
  enabled: true,
  conditions: {},
  hours: { rule: "any", opens: "09:00", closes: "17:00", days: ["mon", "tue", "wed", "thu", "fri"] },
};
let stored = [];
let opened = null;

// --- the list -----------------------------------------------------------------------------------

async function begin() {
  const { templates, kinds, variables } = await call("/api/templates");
  stored = templates;
  titles = new Map(kinds.map(({ kind, title }) => [kind, title]));
  byId("variables").replaceChildren(
    ...variables.flatMap(({ name, meaning }) => [make("dt", {}, `{{ ${name} }}`), make("dd", {}, meaning)]),
  );
  showList();
  await showSuggestions();
}

let titles = new Map();

function showList() {
  const rows = stored.map((each) => {
    const change = make("button", { type: "button", "aria-label": `Change ${each.name}` }, "Change");
    change.addEventListener("click", () => open(each));
    return make("tr", {},
      make("th", { scope: "row" }, each.name),
      make("td", {}, situation(each)),
      make("td", {}, make("s-badge", { tone: each.enabled ? "success" : "info" }, each.enabled ? "In use" : "Off")),
      make("td", {}, change));
  });
  byId("list").replaceChildren(
    ...(rows.length ? rows : [make("tr", {}, make("td", { colspan: "4" }, "None yet: every question is answered from what your store says."))]),
  );
}

function situation({ kinds, examples, keywords }) {
  return [...kinds.map((kind) => titles.get(kind) ?? kind), ...keywords, ...examples].slice(0, 3).join(" · ");
}

// --- one template -------------------------------------------------------------------------------

const kept = keepForm(form, {
  async save(values) {
    const path = opened ? `/api/templates/${opened.id}` : "/api/templates";
    const saved = await call(path, { method: opened ? "PUT" : "POST", body: templateOf(values) });
    const { conflicts, ...template } = saved;
    stored = [...stored.filter(({ id }) => id !== template.id), template];
    opened = template;
    byId("delete").hidden = false;
    showList();
    showConflicts(conflicts);
    toast("Saved. It applies from the next message on.");
    return shownOf(template);
  },
  onFault: (fault) => toast(notSaved(fault), { isError: true }),
});

function open(template) {
  opened = template;
  form.hidden = false;
  byId("delete").hidden = template === null;
  showConflicts([]);
  kept.settle(template ? shownOf(template) : FRESH);
  form.scrollIntoView({ block: "start" });
  byId("name").focus();
}

// The form shows the hours beside the other conditions, with a word for “no matter when”.
function shownOf({ conditions, ...template }) {
  const { hours, ...others } = conditions;
  const rule = hours ? (hours.open ? "open" : "closed") : "any";
  return { ...template, conditions: others, hours: { ...FRESH.hours, ...(hours ?? {}), rule } };
}

function templateOf({ hours: { rule, ...hours }, conditions, ...template }) {
  const when = rule === "any" ? null : { ...hours, open: rule === "open" };
  return { ...template, conditions: { ...conditions, hours: when } };
}

function showConflicts(conflicts) {
  byId("conflicts").replaceChildren(
    ...conflicts.map(({ name, detail }) => make("li", { class: "warn" }, make("strong", {}, `${name} `), detail)),
  );
}

byId("new").addEventListener("click", () => open(null));
byId("close").addEventListener("click", () => {
  form.hidden = true;
  kept.settle(FRESH);
});
byId("delete").addEventListener("click", async () => {
  if (!window.confirm(`Delete “${opened.name}”? From the next message on it is not said.`)) return;
  await call(`/api/templates/${opened.id}`, { method: "DELETE" });
  stored = stored.filter(({ id }) => id !== opened.id);
  byId("close").click();
  showList();
  toast("Deleted.");
});

// --- try a message ------------------------------------------------------------------------------

byId("try").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const { applies, runners_up: others } = await call("/api/templates/test", {
      method: "POST",
      body: { message: byId("message").value },
    });
    byId("tried").replaceChildren(
      ...(applies ? applied(applies) : [make("p", {}, "No template applies: it is answered from what your store says.")]),
      ...others.map((each) => make("p", { class: "fine" }, `Near: ${each.name} – ${reason(each)}`)),
    );
  } catch (fault) {
    byId("tried").replaceChildren(make("p", { class: "fault" }, fault.message));
  }
});

function applied(why) {
  return [
    make("p", {}, make("strong", {}, why.name), ` – ${reason(why)}`),
    make("blockquote", { class: "answer-text" }, why.text),
  ];
}

function reason({ by, matched, score, threshold, obstacle }) {
  const near = threshold ? ` (${score} of the ${threshold} needed)` : "";
  return `by ${by}: “${matched}”${near}${obstacle ? `; not said: ${obstacle}` : ""}`;
}

// --- near misses --------------------------------------------------------------------------------

async function showSuggestions() {
  const { suggestions } = await call("/api/templates/suggestions");
  byId("suggestions").replaceChildren(...suggestions.map(suggestion));
  if (!suggestions.length) byId("suggestions").replaceChildren(make("li", {}, "None yet."));
}

function suggestion({ message, template, name }) {
  const button = make("button", { type: "button" }, `Make it an example of ${name}`);
  button.addEventListener("click", () => {
    const found = stored.find(({ id }) => id === template);
    if (!found) return;
    open(found);
    byId("examples").value = [...found.examples, message].join("\n");
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return make("li", {}, make("q", {}, message), " ", button);
}

begin().catch((fault) => toast(`The templates could not be loaded: ${fault.message}`, { isError: true }));
