// Forms of the merchant's pages: values by dotted names, rows that come and go, faults beside what
// they are about, and the save bar.
//
// A control's `data-kind` says what its value is: `number`, `lines` (a list, an entry a line),
// `moment` (a time as ISO text). A box of checkboxes with one name is a list. `data-rows="a.b"`
// holds rows made from its <template>; their controls' names are relative. With `data-key` the rows
// are an object: the key's control names the entry, the `data-value` control is its value.

const KINDS = {
  number: { read: (text) => (text === "" ? null : Number(text)), show: (value) => String(value ?? "") },
  lines: { read: linesOf, show: (list) => (list ?? []).join("\n") },
  moment: { read: momentOf, show: localTime },
  text: { read: (text) => text, show: (text) => text ?? "" },
};

const kindOf = (control) => KINDS[control.dataset.kind ?? "text"];
const inRow = (control) => control.closest("[data-row]") !== null;
const controlsOf = (box) => [...box.querySelectorAll("[name]")];
const rowsOf = (box) => [...box.querySelectorAll(":scope > [data-row]")];

export function valuesOf(form) {
  const values = {};
  for (const control of controlsOf(form).filter((each) => !inRow(each))) {
    put(values, control.name, valueOf(control, form));
  }
  for (const box of form.querySelectorAll("[data-rows]")) put(values, box.dataset.rows, rowValues(box));
  return values;
}

export function fill(form, values) {
  for (const control of controlsOf(form).filter((each) => !inRow(each))) {
    show(control, at(values, control.name));
  }
  for (const box of form.querySelectorAll("[data-rows]")) fillRows(box, at(values, box.dataset.rows));
}

function valueOf(control, form) {
  if (control.type !== "checkbox") return kindOf(control).read(control.value);
  if (!control.hasAttribute("value")) return control.checked;
  const alike = form.querySelectorAll(`[name="${control.name}"]:checked`);
  return [...alike].map((each) => each.value);
}

function show(control, value) {
  if (control.type !== "checkbox") control.value = kindOf(control).show(value);
  else control.checked = control.hasAttribute("value") ? (value ?? []).includes(control.value) : Boolean(value);
  control.dispatchEvent(new CustomEvent("filled"));
}

// --- rows ---------------------------------------------------------------------------------------

function rowValues(box) {
  const { key, value } = box.dataset;
  const entries = rowsOf(box).map((row) =>
    Object.fromEntries(controlsOf(row).map((each) => [each.name, valueOf(each, row)])),
  );
  if (!key) return entries;
  return Object.fromEntries(entries.map((each) => [each[key].trim(), value ? each[value] : each]));
}

function fillRows(box, values) {
  for (const row of rowsOf(box)) row.remove();
  const { key, value } = box.dataset;
  const entries = key
    ? Object.entries(values ?? {}).map(([name, each]) => ({ ...(value ? { [value]: each } : each), [key]: name }))
    : (values ?? []);
  for (const entry of entries) {
    const row = addRow(box);
    for (const control of controlsOf(row)) show(control, entry[control.name]);
  }
}

export function addRow(box) {
  const row = box.querySelector(":scope > template").content.firstElementChild.cloneNode(true);
  row.dataset.row = "";
  for (const label of row.querySelectorAll("label")) labelControl(label);
  row.querySelector("[data-remove]")?.addEventListener("click", () => {
    row.remove();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.querySelector("[data-add]")?.focus();
  });
  box.insertBefore(row, box.querySelector(":scope > [data-add]"));
  return row;
}

// What two rows say of one key: kept as an object, the second would silently be the only one.
export function saidTwice(form) {
  const faults = {};
  for (const box of form.querySelectorAll("[data-rows][data-key]")) {
    const keys = rowsOf(box).map((row) => row.querySelector(`[name="${box.dataset.key}"]`).value.trim());
    const twice = keys.find((key, n) => keys.indexOf(key) < n);
    if (twice !== undefined) faults[`${box.dataset.rows}.${twice}.key`] = ["Is there twice."];
  }
  return faults;
}

let made = 0;

function labelControl(label) {
  const control = label.parentElement.querySelector("[name]");
  control.id = label.htmlFor = `row-${++made}`;
}

// --- faults -------------------------------------------------------------------------------------

export function clearFaults(form) {
  for (const fault of form.querySelectorAll(".fault")) fault.remove();
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    describe(control, (id) => !id.startsWith("fault-"));
  }
}

// Its hint is read out beside the fault.
function describe(control, isKept, ...more) {
  const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && isKept(id));
  control.setAttribute("aria-describedby", [...more, ...ids].join(" "));
  if (!control.getAttribute("aria-describedby")) control.removeAttribute("aria-describedby");
}

// Each beside its field, to stay until it is put right; what has no field of its own comes first.
export function showFaults(form, fields) {
  clearFaults(form);
  const faults = Object.entries(fields).map(([name, said]) => ({ control: controlOf(form, name), name, said }));
  for (const { control, name, said } of faults) {
    const fault = document.createElement("p");
    fault.className = "fault";
    fault.id = `fault-${++made}`;
    fault.textContent = said.join(" ");
    if (!control) {
      fault.tabIndex = -1;
      form.prepend(fault);
      continue;
    }
    control.setAttribute("aria-invalid", "true");
    describe(control, () => true, fault.id);
    control.closest("details")?.setAttribute("open", "");
    const group = control.closest(".several");
    if (group) group.append(fault);
    else control.after(fault);
  }
  (faults.find(({ control }) => control)?.control ?? form.querySelector(".fault"))?.focus?.();
}

export function notSaved(fault) {
  const isInForm = Object.keys(fault.fields ?? {}).length > 0;
  return isInForm ? "Not saved: see what is marked in red." : `Not saved: ${fault.message}.`;
}

// The control a dotted name means, or the one that holds what it is a part of.
function controlOf(form, name) {
  for (const box of form.querySelectorAll("[data-rows]")) {
    if (name !== box.dataset.rows && !name.startsWith(`${box.dataset.rows}.`)) continue;
    const [place, ...rest] = name.slice(box.dataset.rows.length + 1).split(".");
    const row = rowsOf(box).findLast((each, n) =>
      box.dataset.key ? each.querySelector(`[name="${box.dataset.key}"]`).value.trim() === place : String(n) === place,
    );
    if (box.dataset.key && ["key", "value"].includes(rest[0])) rest.shift(); // as marshmallow names them
    const isKey = name.endsWith(`.${place}.key`);
    const whole = isKey ? box.dataset.key : box.dataset.value;
    const part = box.dataset.key && !rest.length ? whole : rest.join(".");
    return row?.querySelector(`[name="${part}"]`) ?? row?.querySelector("[name]") ?? box.querySelector("[data-add]");
  }
  // An object's entry is `week.mon` to the form, and `week.mon.value` to who finds a fault in it.
  for (let part = name.replace(".value", ""); part; part = part.slice(0, Math.max(part.lastIndexOf("."), 0))) {
    const control = controlsOf(form).find((each) => each.name === part && !inRow(each));
    if (control) return control;
  }
  return null;
}

// --- the save bar -------------------------------------------------------------------------------

// Calls `save(values)` when the merchant saves; what it throws is shown. Returns what the page
// needs to begin: `settle(values)` fills the form with what is stored. Until then, and while it is
// being saved, nothing can be changed in it: what is stored would be written over the change.
export function keepForm(form, { save, onFault = () => {} }) {
  const bar = window.shopify?.saveBar ? null : ownBar(form);
  let stored = {};
  let before = "";

  const now = () => JSON.stringify(valuesOf(form));
  const look = () => {
    if (bar) bar.hidden = now() === before;
  };
  const settle = (values) => {
    stored = values;
    clearFaults(form);
    fill(form, values);
    open(form, true);
    before = now();
    look();
  };

  open(form, false);
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add]");
    if (!add) return;
    addRow(add.parentElement).querySelector("[name]").focus();
    look();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    settle(stored);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = valuesOf(form);
    const focused = document.activeElement;
    open(form, false);
    try {
      settle(await save(values));
      if (form.contains(focused)) focused.focus();
    } catch (fault) {
      open(form, true);
      showFaults(form, fault.fields ?? {});
      onFault(fault);
    }
  });
  return { settle, look };
}

function open(form, isOpen) {
  for (const control of form.elements) control.disabled = !isOpen;
  form.setAttribute("aria-busy", String(!isOpen));
}

// Before something takes the place of what is in the form.
export async function mayDiscard() {
  if (window.shopify?.saveBar) return window.shopify.saveBar.leaveConfirmation().then(() => true, () => false);
  const isChanged = document.querySelector(".save-bar:not([hidden])");
  return !isChanged || window.confirm("Leave what you changed here without saving it?");
}

function ownBar(form) {
  const bar = document.createElement("div");
  bar.className = "save-bar";
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", "Unsaved changes");
  bar.hidden = true;
  const words = document.createElement("span");
  words.textContent = "Unsaved changes";
  const button = (type, text) => {
    const each = document.createElement("button");
    Object.assign(each, { type, textContent: text });
    each.setAttribute("form", form.id);
    return each;
  };
  bar.append(words, button("reset", "Discard"), button("submit", "Save"));
  document.body.append(bar);
  // The bar goes when all is saved: the keyboard is then where the merchant was typing.
  let edited = null;
  form.addEventListener("focusin", ({ target }) => (edited = target));
  bar.addEventListener("click", () => edited?.focus({ preventScroll: true }));
  window.addEventListener("beforeunload", (event) => {
    if (!bar.hidden) event.preventDefault();
  });
  return bar;
}

// --- small things -------------------------------------------------------------------------------

function put(values, name, value) {
  const path = name.split(".");
  const last = path.pop();
  let place = values;
  for (const step of path) place = place[step] ??= {};
  place[last] = value;
}

export function at(values, name) {
  return name.split(".").reduce((place, step) => place?.[step], values);
}

function linesOf(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

// What the browser cannot read goes on as it is, to be named as a fault.
function momentOf(text) {
  const time = new Date(text);
  return text && !Number.isNaN(time.getTime()) ? time.toISOString() : text || null;
}

function localTime(iso) {
  if (!iso) return "";
  const time = new Date(iso);
  return new Date(time - time.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
