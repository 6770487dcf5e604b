// The templates page: a list, one open in the form, a box to try messages, and near misses.

import { call, holding, make, toast } from "./call.js";
import { keepForm, mayDiscard, notSaved, saidTwice, showFaults } from "./forms.js";

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
    change.addEventListener("click", () => open(each.id));
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
    const twice = saidTwice(form);
    if (Object.keys(twice).length) throw Object.assign(new Error("there twice"), { fields: twice });
    const body = { ...templateOf(values), expected_version: opened?.version };
    const path = opened ? `/api/templates/${opened.id}` : "/api/templates";
    const saved = await call(path, { method: opened ? "PUT" : "POST", body });
    const { conflicts, ...template } = saved;
    keep(template);
    opened = template;
    byId("delete").hidden = false;
    showConflicts(conflicts);
    toast("Saved. It applies from the next message on.");
    return shownOf(template);
  },
  onFault(fault) {
    if (!showOvertaken(fault)) showFaults(form, fieldsShown(fault.fields ?? {}));
    toast(notSaved(fault), { isError: true });
  },
});

// Where it stood in the list, or at its end.
function keep(template) {
  const known = stored.some(({ id }) => id === template.id);
  stored = known ? stored.map((each) => (each.id === template.id ? template : each)) : [...stored, template];
  showList();
}

// The form shows the hours beside the other conditions: so does it their faults.
function fieldsShown(fields) {
  const entries = Object.entries(fields).map(([name, said]) => [name.replace(/^conditions\.(?=hours\.)/, ""), said]);
  return Object.fromEntries(entries);
}

const OVERTAKEN = {
  template_changed:
    "Somebody else changed this template in the meantime. Copy what you want to keep, then press “Change” in the list to see theirs.",
  template_not_found: "Somebody else deleted this template in the meantime. Saving makes it anew.",
};

// Tells whether somebody else was quicker. What is typed stays until the merchant opens theirs.
function showOvertaken({ code }) {
  if (!(code in OVERTAKEN)) return false;
  if (code === "template_not_found") opened = null;
  byId("delete").hidden = opened === null;
  showFaults(form, { "": [OVERTAKEN[code]] });
  call("/api/templates").then(({ templates }) => {
    stored = templates;
    showList();
  }, () => {});
  return true;
}

async function open(id, { examples = [] } = {}) {
  if (!(await mayDiscard())) return;
  const template = stored.find((each) => each.id === id) ?? null;
  opened = template;
  form.hidden = false;
  byId("delete").hidden = template === null;
  showConflicts([]);
  kept.settle(template ? shownOf(template) : FRESH);
  if (examples.length) {
    byId("examples").value = [...(template?.examples ?? []), ...examples].join("\n");
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.scrollIntoView({ block: "start" });
  byId(examples.length ? "examples" : "name").focus();
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
    ...conflicts.map((each) => make("li", { class: "warn" }, conflictWords(each))),
  );
}

function conflictWords({ about, name, detail, template, wins }) {
  if (about === "ordinary_question") return detail;
  const what = about === "kind" ? (titles.get(detail) ?? detail) : detail;
  const said = { [template]: `“${name}” is said`, null: "the one that fits better is said" }[wins] ?? "this one is said";
  return `“${what}” also sets off “${name}”: where both apply, ${said}.`;
}

function close() {
  form.hidden = true;
  opened = null;
  kept.settle(FRESH);
  byId("new").focus();
}

byId("new").addEventListener("click", () => open(null));
byId("close").addEventListener("click", async () => {
  if (await mayDiscard()) close();
});
byId("delete").addEventListener("click", () => holding(byId("delete"), remove));

async function remove() {
  const { id, name, version } = opened;
  if (!window.confirm(`Delete “${name}”? From the next message on it is not said.`)) return;
  try {
    await call(`/api/templates/${id}?expected_version=${version}`, { method: "DELETE" });
    stored = stored.filter((each) => each.id !== id);
    close();
    showList();
    toast("Deleted.");
  } catch (fault) {
    showOvertaken(fault);
    toast(`Not deleted: ${fault.message}.`, { isError: true });
  }
}

// --- try a message ------------------------------------------------------------------------------

byId("try").addEventListener("submit", (event) => {
  event.preventDefault();
  holding(event.target.querySelector("button"), tryMessage);
});

async function tryMessage() {
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
    const said = fault.fields?.message?.join(" ") ?? `Not tried: ${fault.message}.`;
    byId("tried").replaceChildren(make("p", { class: "fault" }, said));
  }
}

function applied(why) {
  return [
    make("p", {}, make("strong", {}, why.name), ` – ${reason(why)}`),
    make("blockquote", { class: "answer-text" }, why.text),
  ];
}

const BY = { keyword: "its word", kind: "its situation", example: "its example", meaning: "it means about the same as" };
const OBSTACLES = {
  score: "not alike enough",
  active: "it is off, or not active now",
  locales: "the shopper’s language is another",
  order_status: "no order of the shopper’s is in that state",
  product_types: "no product of that type is looked at",
  product_tags: "no product with that tag is looked at",
  hours: "it is another time of day",
};

function reason({ by, matched, score, threshold, obstacle }) {
  const near = by === "meaning" ? ` (${percent(score)}, needed ${percent(threshold)})` : "";
  return `${BY[by] ?? by} “${matched}”${near}${obstacle ? `; not said: ${OBSTACLES[obstacle] ?? obstacle}` : ""}`;
}

const percent = (share) => `${Math.round(share * 100)} %`;

// --- near misses --------------------------------------------------------------------------------

async function showSuggestions() {
  const { suggestions } = await call("/api/templates/suggestions");
  byId("suggestions").replaceChildren(...suggestions.map(suggestion));
  if (!suggestions.length) byId("suggestions").replaceChildren(make("li", {}, "None yet."));
}

function suggestion({ message, template, name }) {
  const button = make("button", { type: "button" }, `Make it an example of ${name}`);
  button.addEventListener("click", () => {
    if (stored.some(({ id }) => id === template)) open(template, { examples: [message] });
    else toast("That template is gone.", { isError: true });
  });
  return make("li", {}, make("q", {}, message), " ", button);
}

begin().catch((fault) => {
  byId("list").replaceChildren(make("tr", {}, make("td", { colspan: "4" }, "They could not be loaded. Reload the page to try again.")));
  toast(`The templates could not be loaded: ${fault.message}.`, { isError: true });
});
