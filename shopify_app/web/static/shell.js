// What the pages share: calls with a session token, and toasts. App Bridge shows the toasts where
// it is there; where it is not (the demo, or a network that cannot reach Shopify's scripts) a plain
// line of our own does.

import { sessionToken } from "./session.js";

// A refused call: `fields` maps a field's name to what is wrong with it.
export class CallFailed extends Error {
  constructor({ code = "error", message = "That did not work.", fields = {} } = {}) {
    super(message);
    this.code = code;
    this.fields = fields;
  }
}

// The JSON a path of our API answers. `body` is sent as JSON. Throws CallFailed.
export async function call(path, { method = "GET", body } = {}) {
  const headers = { Authorization: `Bearer ${await sessionToken()}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new CallFailed(answer.error);
  return answer;
}

// --- saying that something happened ---------------------------------------------------------

export function toast(message, { isError = false } = {}) {
  if (window.shopify?.toast) return window.shopify.toast.show(message, { isError });
  const place = document.getElementById("toast") ?? madeToast();
  place.textContent = message;
  place.classList.toggle("error", isError);
  clearTimeout(place.timer);
  place.timer = setTimeout(() => { place.textContent = ""; }, 5000);
}

function madeToast() {
  const place = document.createElement("div");
  place.id = "toast";
  place.setAttribute("role", "status");
  document.body.append(place);
  return place;
}

// --- small things the pages build with ------------------------------------------------------

// An element with properties and children; text is set as text and never as markup.
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function badge(text, tone) {
  const made = element("s-badge", {}, text);
  made.setAttribute("tone", tone);
  return made;
}

// A link to an address from the store: anything but the web becomes plain text.
export function outwardLink(title, url) {
  if (!/^https?:\/\//.test(url ?? "")) return element("span", {}, title);
  return element("a", { href: url, target: "_blank", rel: "noopener" }, title);
}

export function whenRead(iso) {
  return iso ? new Date(iso).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" }) : "not yet";
}
