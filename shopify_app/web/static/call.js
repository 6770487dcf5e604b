// Calls of the merchant's API: each with a fresh session token, faults as errors that name fields.

import { sessionToken } from "./session.js";

export async function fetchApi(path, { method = "GET", body, headers = {} } = {}) {
  const response = await fetch(path, {
    method,
    headers: {
      Authorization: `Bearer ${await sessionToken()}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new Error("the app could not be reached"); // in words of no browser's
  });
  if (!response.ok) throw await faultOf(response);
  return response;
}

export async function call(path, options) {
  const response = await fetchApi(path, options);
  return response.status === 204 ? null : response.json();
}

async function faultOf(response) {
  const { error } = await response.json().catch(() => ({}));
  const fault = new Error(error?.message ?? `the app answered ${response.status}`);
  return Object.assign(fault, { status: response.status, code: error?.code, fields: error?.fields ?? {} });
}

// A word at the edge of the page: App Bridge's toast, or our own where it did not load.
export function toast(words, { isError = false } = {}) {
  if (window.shopify?.toast) {
    window.shopify.toast.show(words, { isError });
    return;
  }
  document.querySelector(".toast")?.remove();
  const box = make("div", { class: isError ? "toast bad" : "toast", role: isError && "alert" }, words);
  (isError ? document.body : notices).append(box);
  setTimeout(() => box.remove(), isError ? 15_000 : 5_000);
}

// There before anything is said in it: else that may not be read out.
const notices = make("div", { role: "status" });
document.body.append(notices);

// Does it once at a time: the button waits, and the keyboard is where it was.
export async function holding(button, doing) {
  const isOnIt = document.activeElement === button;
  button.disabled = true;
  try {
    return await doing();
  } finally {
    button.disabled = false;
    if (isOnIt && document.activeElement === document.body) button.focus();
  }
}

// A piece of page: `make("li", { class: "x" }, "text", node)`.
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function badge(words, tone) {
  return make("s-badge", { tone }, words);
}

// A link to an address of the store's: what is not of the web becomes plain text.
export function outwardLink(title, url) {
  if (!/^https?:\/\//.test(url ?? "")) return make("span", {}, title);
  return make("a", { href: url, target: "_blank", rel: "noopener" }, title);
}

export function whenRead(iso) {
  return iso ? new Date(iso).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" }) : "not yet";
}
