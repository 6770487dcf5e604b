// The chat itself. Everything that is said is put into text nodes: no markup is ever parsed.

const ENGLISH = {
  ask: "Your question",
  send: "Send",
  close: "Close the chat",
  again: "Try again",
  you: "You",
  sources: "Sources",
  soldOut: "Sold out",
  add: "Add to cart",
  added: "Added",
  helpful: "This helped",
  unhelpful: "This did not help",
  thanks: "Thank you.",
  cut: "The answer broke off here.",
  failed: "No connection. Your question was not lost.",
  busy: "There is a lot going on. Please try again in {seconds} seconds.",
  person: "Someone from our team will answer here.",
  writing: "Writing an answer",
};
const REMEMBERED = "tote-chat-conversation";
const POLL_MS = 10000;
const LONGEST = 4000;

export function mount({ shadow, bubble, data, texts, accent, ink }) {
  const say = { ...ENGLISH, ...texts };
  const proxy = (data.proxy || "/apps/tote").replace(/\/+$/, "");
  const view = buildView({ data, say, accent, ink });
  shadow.append(view.style, view.panel);
  const state = { conversation: remembered(), door: null, busy: false, seen: new Set(), timer: 0 };
  let restored = false;

  view.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const message = view.input.value.trim();
    if (!message || state.busy) return;
    view.input.value = "";
    grow(view.input);
    addSaid(view, say.you, message);
    ask(message);
  });
  view.input.addEventListener("input", () => grow(view.input));
  view.input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      view.form.requestSubmit();
    }
  });
  view.close.addEventListener("click", () => toggle(false));
  view.panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") toggle(false);
    if (event.key === "Tab") keepFocusInside(event, view.panel, shadow);
  });

  return { toggle };

  function toggle(open = view.panel.hidden) {
    view.panel.hidden = !open;
    bubble.setAttribute("aria-expanded", String(open));
    bubble.toggleAttribute("inert", open && matchMedia("(max-width: 480px)").matches);
    if (open) {
      view.input.focus();
      if (!restored) restored = (restore(), true);
    } else {
      bubble.focus();
    }
  }

  // --- asking ---------------------------------------------------------------------------------

  async function ask(message) {
    state.busy = true;
    view.send.disabled = true;
    const bubbleOf = addAnswer(view, say);
    try {
      await tell(message, bubbleOf);
    } catch (error) {
      bubbleOf.fail(error.retryAfter ? fill(say.busy, error.retryAfter) : say.failed, () => {
        bubbleOf.remove();
        ask(message);
      });
    }
    state.busy = false;
    view.send.disabled = false;
  }

  async function tell(message, shown) {
    const response = await post(message);
    let whole = null;
    if ((response.headers.get("Content-Type") || "").startsWith("text/event-stream")) {
      for await (const { name, data: told } of readEvents(response.body)) {
        if (name === "start") remember(told.conversation);
        if (name === "text") shown.append(told.text);
        if (name === "error") throw new Error(told.code);
        if (name === "done") whole = told;
      }
    } else {
      whole = await response.json();
    }
    if (!whole) throw new Error("cut");
    remember(whole.conversation);
    finish(whole, shown);
  }

  // The direct door streams; where it cannot be reached, the proxy answers in one piece.
  async function post(message) {
    const body = JSON.stringify({
      message,
      conversation: state.conversation || undefined,
      page: productHandle() ? { product: productHandle() } : undefined,
    });
    for (let attempt = 0; attempt < 2; attempt++) {
      let response;
      try {
        const door = await openDoor();
        response = await send(door.url, body, {
          Accept: "text/event-stream",
          Authorization: `Bearer ${door.token}`,
        });
      } catch {
        break;
      }
      if (response.status !== 401) return accepted(response);
      state.door = null;
    }
    return accepted(await send(`${proxy}/chat`, body, { Accept: "application/json" }));
  }

  async function openDoor() {
    if (!state.door || state.door.until < Date.now()) {
      const response = await send(`${proxy}/session`, "{}", {});
      if (!response.ok) throw new Error("session");
      const door = await response.json();
      state.door = { ...door, until: Date.now() + (door.expires_in - 30) * 1000 };
    }
    return state.door;
  }

  function finish(whole, shown) {
    state.seen.add(whole.message_id);
    shown.finish(whole);
    if (whole.handover) {
      shown.note(say.person);
      pollForPerson();
    }
    shown.rate((rating) =>
      send(`${proxy}/feedback`, JSON.stringify({ message_id: whole.message_id, rating }), {}),
    );
    announce(whole.text);
  }

  function announce(text) {
    view.announcer.textContent = text;
  }

  function productHandle() {
    return data.product || /\/products\/([^/?#]+)/.exec(location.pathname)?.[1] || "";
  }

  // --- what was said before, and by a person --------------------------------------------------

  async function restore() {
    if (!state.conversation) return;
    try {
      await showNew(true);
    } catch {
      forget(); // it has ended, or is someone else's: begin anew
    }
  }

  function pollForPerson() {
    clearInterval(state.timer);
    state.timer = setInterval(() => {
      if (!view.panel.hidden && !document.hidden && !state.busy) showNew(false).catch(() => {});
    }, POLL_MS);
  }

  async function showNew(everything) {
    const response = await fetch(
      `${proxy}/conversation?conversation=${encodeURIComponent(state.conversation)}`,
    );
    if (!response.ok) throw new Error("gone");
    const { messages } = await response.json();
    for (const each of messages) {
      const id = each.message_id || each.id;
      if (state.seen.has(id) || (!everything && each.role !== "person")) continue;
      state.seen.add(id);
      if (each.role === "shopper") addSaid(view, say.you, each.text);
      else addAnswer(view, say).finish({ citations: [], products: [], complete: true, ...each });
      if (each.role === "person") announce(each.text);
    }
    if (messages.some((each) => each.handover)) pollForPerson();
  }

  function remember(conversation) {
    state.conversation = conversation;
    try {
      sessionStorage.setItem(REMEMBERED, conversation);
    } catch {
      // Storage is switched off: the conversation lasts as long as the page.
    }
  }

  function forget() {
    state.conversation = "";
    try {
      sessionStorage.removeItem(REMEMBERED);
    } catch {
      // Nothing was stored.
    }
  }

  function remembered() {
    try {
      return sessionStorage.getItem(REMEMBERED) || "";
    } catch {
      return "";
    }
  }
}

function send(url, body, headers) {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body,
  });
}

function accepted(response) {
  if (response.ok) return response;
  const error = new Error(`status ${response.status}`);
  if (response.status === 429 || response.status === 503) {
    error.retryAfter = Number(response.headers.get("Retry-After")) || 10;
  }
  throw error;
}

// --- server-sent events, whole however the network cuts them ----------------------------------

async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (text + value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const name = /^event: ?(.*)$/m.exec(block)?.[1];
      const told = /^data: ?(.*)$/m.exec(block)?.[1];
      if (name && told) yield { name, data: JSON.parse(told) };
    }
  }
}

// --- the view ---------------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") node.className = value;
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function buildView({ data, say, accent, ink }) {
  const style = make("style");
  style.textContent = css(accent, ink, data.side === "left" ? "left" : "right");
  const close = make("button", { type: "button", class: "close", "aria-label": say.close }, "×");
  const log = make("div", { class: "log", tabindex: "0", role: "region", "aria-label": data.title || say.ask });
  if (data.greeting) log.append(make("p", { class: "greeting" }, data.greeting));
  const announcer = make("div", { class: "hidden", "aria-live": "polite" });
  const input = make("textarea", { rows: "1", maxlength: LONGEST, placeholder: say.ask, "aria-label": say.ask });
  const sendButton = make("button", { type: "submit", class: "send" }, say.send);
  const form = make("form", {}, input, sendButton);
  const title = make("h2", { id: "tote-title" }, data.title || say.ask);
  const panel = make(
    "section",
    { class: "panel", role: "dialog", "aria-labelledby": "tote-title", lang: data.locale || undefined },
    make("header", {}, title, close),
    log,
    announcer,
    form,
  );
  panel.hidden = true;
  return { style, panel, log, announcer, form, input, send: sendButton, close };
}

function addSaid(view, who, text) {
  const said = make("div", { class: "said mine" }, make("span", { class: "hidden" }, `${who}: `), text);
  view.log.append(said);
  scroll(view.log, true);
}

function addAnswer(view, say) {
  const text = make("div", { class: "text" });
  const waiting = make("span", { class: "waiting", role: "status", "aria-label": say.writing }, "···");
  const whole = make("article", { class: "said" }, waiting, text);
  view.log.append(whole);
  scroll(view.log, true);
  let streamed = "";

  return {
    append(more) {
      waiting.remove();
      streamed += more;
      text.replaceChildren(...rich(streamed));
      scroll(view.log);
    },
    finish(done) {
      waiting.remove();
      text.replaceChildren(...rich(done.text));
      if (!done.complete) whole.append(make("p", { class: "note" }, say.cut));
      if (done.products.length) whole.append(cards(done.products, say));
      if (done.citations.length) whole.append(sources(done.citations, say));
      scroll(view.log);
    },
    note(words) {
      whole.append(make("p", { class: "note" }, words));
      scroll(view.log);
    },
    fail(words, again) {
      waiting.remove();
      const retry = make("button", { type: "button", class: "again" }, say.again);
      retry.addEventListener("click", again);
      whole.append(make("p", { class: "note", role: "alert" }, words), retry);
      scroll(view.log);
    },
    rate(send) {
      const buttons = [
        ["up", say.helpful],
        ["down", say.unhelpful],
      ].map(([rating, label]) => {
        const button = make("button", { type: "button", class: rating, "aria-label": label, title: label }, thumb());
        button.addEventListener("click", () => {
          row.replaceChildren(make("span", { role: "status" }, say.thanks));
          send(rating).catch(() => {});
        });
        return button;
      });
      const row = make("div", { class: "rate" }, ...buttons);
      whole.append(row);
      scroll(view.log);
    },
    remove: () => whole.remove(),
  };
}

function thumb() {
  const name = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(name, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(name, "path");
  path.setAttribute("d", "M7 10.5v9H4v-9h3Zm3 8V10l4-6.5c1.5 0 2.3 1 2 2.5l-.7 3.5H19c1.3 0 2 1 1.7 2.2l-1.5 5.8c-.3 1.2-1.2 2-2.5 2H11a1 1 0 0 1-1-1Z");
  svg.append(path);
  return svg;
}

// Paragraphs, "- " lists, **bold** and links, by hand: whatever else is in the text stays text.
function rich(text) {
  const blocks = [];
  let list = null;
  for (const line of text.split("\n")) {
    const item = /^\s*(?:[-*•]|\d+[.)])\s+(.*)$/.exec(line);
    if (item) {
      if (!list) blocks.push((list = make("ul")));
      list.append(make("li", {}, ...inline(item[1])));
    } else {
      list = null;
      if (line.trim()) blocks.push(make("p", {}, ...inline(line)));
    }
  }
  return blocks;
}

function inline(text) {
  const pattern = /\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"')\]]+)/g;
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    nodes.push(text.slice(end, match.index));
    if (match[1]) nodes.push(make("strong", {}, match[1]));
    else nodes.push(link(match[3] || trimmed(match[4]), match[2]));
    end = match.index + (match[4] ? trimmed(match[4]).length : match[0].length);
  }
  return [...nodes, text.slice(end)].filter((node) => node !== "");
}

const trimmed = (url) => url.replace(/[.,;:!?]+$/, "");

// Only to the store itself: what a model or a product text invents leads nowhere else.
function link(address, label) {
  const url = ownUrl(address);
  return url ? make("a", { href: url, rel: "noopener" }, label || address) : document.createTextNode(label || address);
}

function ownUrl(address) {
  try {
    const url = new URL(address, location.href);
    return /^https?:$/.test(url.protocol) && url.host === location.host ? url.href : null;
  } catch {
    return null;
  }
}

function sources(citations, say) {
  const seen = new Set();
  const items = citations
    .filter((each) => !seen.has(each.url || each.title) && seen.add(each.url || each.title))
    .map((each) => make("li", {}, link(each.url || "", each.title)));
  return make("div", { class: "sources" }, make("span", {}, say.sources), make("ol", {}, ...items));
}

function cards(products, say) {
  return make("ul", { class: "cards" }, ...products.map((product) => card(product, say)));
}

function card(product, say) {
  const price = make("span", { class: "price" }, money(product.price, product.currency));
  if (product.compare_at_price) price.append(" ", make("s", {}, money(product.compare_at_price, product.currency)));
  const url = ownUrl(product.url);
  const image = imageOf(product);
  const title = make(url ? "a" : "span", { href: url || undefined, class: "name" }, product.title);
  const foot = product.available ? addButton(product, say) : make("span", { class: "out" }, say.soldOut);
  return make("li", {}, image, make("div", {}, title, price, foot));
}

function imageOf(product) {
  try {
    const url = new URL(product.image, location.href);
    if (!/^https?:$/.test(url.protocol)) return null;
    const image = make("img", { src: url.href, alt: "", width: "56", height: "56", loading: "lazy" });
    image.addEventListener("error", () => image.remove());
    return image;
  } catch {
    return null;
  }
}

// Only ever by a click, and only where the storefront has a cart.
function addButton(product, say) {
  if (!product.variant_id || !(window.Shopify?.actions || window.Shopify?.routes)) return null;
  const button = make("button", { type: "button", class: "add" }, say.add);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await addToCart(product.variant_id);
      button.textContent = say.added;
    } catch {
      button.disabled = false;
    }
  });
  return button;
}

async function addToCart(variant) {
  if (window.Shopify.actions?.updateCart) {
    const merchandiseId = `gid://shopify/ProductVariant/${variant}`;
    await window.Shopify.actions.updateCart({ lines: [{ merchandiseId, quantity: 1 }] });
    return;
  }
  const items = [{ id: Number(variant), quantity: 1 }];
  const response = await send(`${window.Shopify.routes.root}cart/add.js`, JSON.stringify({ items }), {});
  if (!response.ok) throw new Error("cart");
}

function money(amount, currency) {
  if (!amount) return "";
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(amount);
  } catch {
    return `${amount} ${currency || ""}`.trim();
  }
}

const fill = (text, seconds) => text.replace("{seconds}", seconds);

function grow(input) {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 120)}px`;
}

// Follow the text only while the reader is at its end.
function scroll(log, force) {
  if (force || log.scrollHeight - log.scrollTop - log.clientHeight < 120) log.scrollTop = log.scrollHeight;
}

function keepFocusInside(event, panel, shadow) {
  if (!matchMedia("(max-width: 480px)").matches) return;
  const stops = [...panel.querySelectorAll("a[href], button:not(:disabled), textarea, [tabindex='0']")];
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (shadow.activeElement === edge) {
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }
}

function css(accent, ink, side) {
  return `
.panel {
  --paper: #fff; --ink: #1d2329; --soft: #5a646e; --line: #e0e4e7; --said: #f1f4f4;
  position: fixed; z-index: 2147483001; ${side}: 20px; bottom: calc(88px + env(safe-area-inset-bottom));
  display: flex; flex-direction: column; width: 380px; max-width: calc(100vw - 40px);
  height: 600px; max-height: calc(100dvh - 120px); overflow: hidden;
  border: 1px solid var(--line); border-radius: 16px; background: var(--paper); color: var(--ink);
  box-shadow: 0 12px 40px rgb(0 0 0 / .2); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.panel[hidden] { display: none; }
.panel * { box-sizing: border-box; }
header { display: flex; align-items: center; gap: 8px; padding: 12px 8px 12px 18px; background: ${accent}; color: ${ink}; }
h2 { flex: 1; margin: 0; font-size: 16px; font-weight: 600; }
.close { width: 40px; height: 40px; border: 0; border-radius: 50%; background: none; color: inherit; font-size: 24px; line-height: 1; cursor: pointer; }
.log { flex: 1; display: flex; flex-direction: column; gap: 12px; padding: 16px; overflow-y: auto; overscroll-behavior: contain; }
.log:focus-visible { outline-offset: -3px; }
.greeting { margin: 0; color: var(--soft); }
.said { max-width: 88%; padding: 10px 14px; border-radius: 4px 16px 16px 16px; background: var(--said); align-self: flex-start; overflow-wrap: anywhere; }
.mine { border-radius: 16px 4px 16px 16px; background: ${accent}; color: ${ink}; align-self: flex-end; white-space: pre-wrap; }
.text p, .text ul { margin: 0 0 8px; }
.text > :last-child { margin-bottom: 0; }
.text ul { padding-inline-start: 18px; }
.panel a { color: inherit; text-underline-offset: 2px; }
.waiting { display: inline-block; letter-spacing: 2px; animation: breathe 1.2s infinite; }
@keyframes breathe { 50% { opacity: .3; } }
.note { margin: 8px 0 0; color: var(--soft); font-size: 13px; }
.again { margin-top: 8px; }
.sources { display: flex; gap: 8px; margin-top: 10px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--soft); font-size: 13px; }
.sources ol { margin: 0; padding-inline-start: 18px; }
.cards { margin: 10px 0 0; padding: 0; list-style: none; }
.cards li { display: flex; gap: 10px; padding: 8px; margin-top: 6px; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); }
.cards img { flex: none; width: 56px; height: 56px; object-fit: cover; border-radius: 6px; background: var(--said); }
.cards div { display: flex; flex-direction: column; align-items: flex-start; min-width: 0; }
.name { font-weight: 550; text-decoration: none; }
a.name:hover { text-decoration: underline; }
.price { font-variant-numeric: tabular-nums; }
.price s, .out { color: var(--soft); font-size: 13px; }
.again, .add { padding: 4px 12px; border: 1px solid var(--line); border-radius: 999px; background: var(--paper); color: var(--ink); font: inherit; font-size: 13px; cursor: pointer; }
.add { margin-top: 4px; }
.rate { display: flex; gap: 4px; margin-top: 6px; min-height: 28px; color: var(--soft); font-size: 13px; }
.rate button { width: 32px; height: 32px; padding: 6px; border: 0; border-radius: 8px; background: none; color: inherit; cursor: pointer; }
.rate button:hover, .rate button:focus-visible { color: var(--ink); background: var(--line); }
.rate svg { display: block; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linejoin: round; }
.rate .down svg { transform: rotate(180deg); }
form { display: flex; align-items: flex-end; gap: 8px; padding: 12px; padding-bottom: calc(12px + env(safe-area-inset-bottom)); border-top: 1px solid var(--line); }
textarea { flex: 1; min-height: 42px; max-height: 120px; padding: 9px 12px; border: 1px solid #939ca4; border-radius: 12px; background: var(--paper); color: inherit; font: inherit; font-size: 16px; resize: none; }
.send { min-height: 42px; padding: 0 16px; border: 0; border-radius: 12px; background: ${accent}; color: ${ink}; font: inherit; font-weight: 600; cursor: pointer; }
.send:disabled { opacity: .55; cursor: default; }
:focus-visible { outline: 3px solid #3b82c4; outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-color-scheme: dark) {
  .panel { --paper: #191d21; --ink: #edf0f2; --soft: #a5aeb6; --line: #333a41; --said: #252b31; }
}
@media (max-width: 480px) {
  .panel { inset: 0; width: auto; max-width: none; height: 100dvh; max-height: none; border: 0; border-radius: 0; }
  header { padding-top: calc(12px + env(safe-area-inset-top)); }
}
@media (prefers-reduced-motion: reduce) { .waiting { animation: none; } }
@media print { .panel { display: none; } }`;
}
