// The chat itself. Whatever is said goes into text nodes: no markup is ever parsed.

const ENGLISH = {
  ask: "Your question",
  send: "Send",
  close: "Close the chat",
  again: "Try again",
  you: "You",
  team: "Our team",
  sources: "Sources",
  soldOut: "Sold out",
  add: "Add to cart",
  added: "Added",
  notAdded: "That could not be added.",
  helpful: "This helped",
  unhelpful: "This did not help",
  thanks: "Thank you.",
  missing: "What was wrong or missing?",
  cut: "The answer broke off here.",
  lost: "The connection was lost.",
  failed: "Something went wrong on our side.",
  busy: "There is a lot going on. Please try again in {time}.",
  person: "Someone from our team will answer here.",
  writing: "Writing an answer",
  email: "E-mail address",
  leaveEmail: "Would you like to be written to? Leave an e-mail address.",
  leave: "Leave it",
  order: "Order number",
  lookUp: "Look it up",
  findOrder: "Or look it up here, without signing in.",
  check: "Please check what you typed.",
  automatic: "Answered automatically, from this store’s own pages.",
};
const REMEMBERED = "tote-chat-conversation";
const LONGEST = 4000;
const POLL_MS = 5_000; // for what a person says; slower by half each time when nothing comes
const SLOWEST_POLL_MS = 30_000;
const QUIET_MS = 20_000; // a stream that lives says something every five seconds
const WHOLE_MS = 60_000; // an answer in one piece is not heard of before it is written
const SMALL = "(max-width: 480px), (max-height: 440px)";

export function mount({ shadow, bubble, data, texts, accent, ink }) {
  const say = { ...ENGLISH, ...texts };
  const store = { say, locale: data.locale || undefined, hosts: [location.host, data.host] };
  const proxy = (data.proxy || "/apps/tote").replace(/\/+$/, "");
  const view = buildView({ data, say, accent, ink });
  const state = {
    conversation: remembered(),
    door: null,
    busy: false,
    restored: null,
    handover: false,
    contact: null,
    seen: new Set(),
    position: 0,
    timer: 0,
    wait: POLL_MS,
  };
  shadow.append(view.style, view.panel);

  view.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const message = view.input.value.trim();
    if (!message || state.busy) return;
    setBusy(true);
    await state.restored; // what was said before stands above it
    view.input.value = "";
    grow(view.input);
    view.input.focus();
    addQuestion(view, say, message);
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
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) watch();
  });
  shadow.addEventListener("keydown", (event) => {
    if (view.panel.hidden) return;
    if (event.key === "Escape" && !event.isComposing) toggle(false);
    if (event.key === "Tab") keepFocusInside(event, view.panel, shadow);
  });

  return { toggle };

  function toggle(open = view.panel.hidden) {
    const covers = open && matchMedia(SMALL).matches;
    view.panel.hidden = !open;
    view.panel.setAttribute("aria-modal", covers);
    bubble.setAttribute("aria-expanded", open);
    bubble.toggleAttribute("inert", covers);
    clearTimeout(state.timer);
    if (!open) return bubble.focus();
    view.input.focus();
    if (state.handover) watch();
    state.restored ||= restore();
  }

  // --- asking ---------------------------------------------------------------------------------

  async function ask(message) {
    setBusy(true);
    const shown = addAnswer(view, store);
    view.announce(say.writing);
    try {
      finish(await hear(message, shown), shown);
    } catch (error) {
      shown.fail(faultOf(error), () => {
        if (state.busy) return;
        shown.remove();
        view.input.focus();
        ask(message);
      });
    }
    setBusy(false);
  }

  function setBusy(busy) {
    state.busy = view.send.disabled = busy;
  }

  // The final answer, its text shown while it comes.
  async function hear(message, shown) {
    const { response, limit } = await knock(message);
    if (!(response.headers.get("Content-Type") || "").startsWith("text/event-stream")) {
      return response.json();
    }
    for await (const { name, told } of readEvents(response.body, limit.putOff)) {
      if (name === "start") remember(told.conversation);
      if (name === "text") shown.append(told.text);
      if (name === "error") throw refusal(500);
      if (name === "done") return told;
    }
    throw new Error("cut");
  }

  async function knock(message) {
    try {
      return await knockOnce(message);
    } catch (error) {
      if (error.status !== 404 || !state.conversation) throw error;
      forget(); // it has ended, or belongs to who was here before: begin a new one
      return knockOnce(message);
    }
  }

  // The direct door streams; where it cannot be reached, the proxy answers in one piece.
  async function knockOnce(message) {
    const body = {
      message,
      conversation: state.conversation || undefined,
      page: { product: productHandle() || undefined },
      locale: store.locale,
    };
    for (let tries = 0; tries < 2; tries++) {
      const limit = deadline(QUIET_MS);
      const response = await askDirectly(body, limit).catch(() => null);
      if (!response) break;
      if (response.status !== 401) return { response: accepted(response), limit };
      state.door = null;
    }
    const limit = deadline(WHOLE_MS);
    const response = await post(`${proxy}/chat`, body, { Accept: "application/json" }, limit);
    return { response: accepted(response), limit };
  }

  async function askDirectly(body, limit) {
    if (!state.door || state.door.until < Date.now()) {
      const door = await accepted(await post(`${proxy}/session`, {})).json();
      state.door = { ...door, until: Date.now() + (door.expires_in - 30) * 1000 };
    }
    const headers = { Accept: "text/event-stream", Authorization: `Bearer ${state.door.token}` };
    return post(state.door.url, body, headers, limit);
  }

  function finish(whole, shown) {
    remember(whole.conversation);
    state.seen.add(whole.message_id);
    const isPersons = whole.origin === "person";
    if (whole.text) shown.finish(whole);
    else shown.remove(); // a person is here, and speaks for themselves
    if (whole.handover) handOver(isPersons ? null : shown);
    if (!whole.text) return;
    if (whole.handover) showNew(false).catch(() => {});
    if ((whole.offers || []).includes("order_form")) offerOrder();
    if (!isPersons) offerRating(whole.message_id, shown);
    view.announce(shown.words());
  }

  // What a guest types is for one look-up: it is neither kept nor part of the conversation.
  function offerOrder() {
    view.log.querySelector(".guest")?.remove();
    addForm(view, {
      name: "guest",
      words: say.findOrder,
      button: say.lookUp,
      inputs: [
        { name: "number", label: say.order, maxlength: 40 },
        { name: "email", label: say.email, type: "email", autocomplete: "email", maxlength: 254 },
      ],
      async send(values) {
        const told = await accepted(await post(`${proxy}/order`, values)).json();
        const shown = addAnswer(view, store);
        shown.finish(told);
        view.announce(shown.words());
      },
      faultOf: (error) => (error.status === 422 ? say.check : faultOf(error)),
    });
  }

  function offerContact() {
    if (state.contact) return;
    state.contact = addForm(view, {
      name: "contact",
      words: say.leaveEmail,
      button: say.leave,
      inputs: [{ name: "email", label: say.email, type: "email", autocomplete: "email", maxlength: 254 }],
      async send({ email }) {
        const { conversation } = state;
        accepted(await post(`${proxy}/contact`, { conversation, email }));
        state.contact.replaceChildren(make("p", { role: "status" }, say.thanks));
        view.input.focus();
      },
      faultOf: (error) => (error.status === 422 ? say.check : faultOf(error)),
    });
  }

  function offerRating(messageId, shown) {
    const tell = (told) => post(`${proxy}/feedback`, { message_id: messageId, ...told });
    shown.rate((rating) => {
      tell({ rating }).catch(() => {});
      if (rating === "up") return view.input.focus();
      const form = addForm(view, {
        name: "comment",
        words: say.missing,
        button: say.send,
        after: shown.whole,
        inputs: [{ name: "comment", label: "", "aria-label": say.missing, maxlength: 1000 }],
        async send({ comment }) {
          if (comment.trim()) accepted(await tell({ rating, comment }));
          form.remove();
          view.announce(say.thanks);
          view.input.focus();
        },
        faultOf,
      });
      form.querySelector("input").focus();
    });
  }

  function faultOf(error) {
    if (!error.status) return say.lost;
    return error.waitS ? say.busy.replace("{time}", duration(error.waitS, data.locale)) : say.failed;
  }

  function productHandle() {
    return data.product || /\/products\/([^/?#]+)/.exec(location.pathname)?.[1] || "";
  }

  // --- what was said before, and by a person --------------------------------------------------

  async function restore() {
    if (!state.conversation) return;
    try {
      await showNew(true);
    } catch (error) {
      if (error.status === 404) forget();
    }
  }

  function handOver(shown) {
    if (!state.handover) shown?.note(say.person);
    state.handover = true;
    watch();
  }

  // What the store says of who answers: a person may have taken the conversation, or closed it.
  function settle(handover) {
    if (!handover) return;
    if (handover.contact) offerContact();
    const isOpen = handover.state !== "closed";
    const begins = isOpen && !state.handover;
    state.handover = isOpen;
    if (begins) watch();
  }

  function watch() {
    state.wait = POLL_MS;
    watchOn();
  }

  function watchOn() {
    clearTimeout(state.timer);
    if (view.panel.hidden || !state.handover) return;
    state.timer = setTimeout(async () => {
      if (!document.hidden && !state.busy) await look();
      watchOn();
    }, state.wait);
  }

  async function look() {
    try {
      const heard = await showNew(false);
      state.wait = heard ? POLL_MS : Math.min(state.wait * 1.5, SLOWEST_POLL_MS);
    } catch (error) {
      state.wait = Math.max(SLOWEST_POLL_MS, (error.waitS || 0) * 1000);
    }
  }

  // Tells whether there was anything.
  async function showNew(everything) {
    let heard = false;
    const query = new URLSearchParams({ conversation: state.conversation, after: state.position });
    const signal = deadline(QUIET_MS).signal;
    const response = accepted(await fetch(`${proxy}/conversation?${query}`, { signal }));
    const told = await response.json();
    for (const line of told.messages) {
      state.position = Math.max(state.position, line.position || 0);
      if (state.seen.has(line.id) || (!everything && line.role !== "person")) continue;
      state.seen.add(line.id);
      showLine(line);
      heard = true;
    }
    settle(told.handover);
    return heard;
  }

  function showLine(line) {
    if (line.role === "shopper") return addQuestion(view, say, line.text);
    const isPerson = line.role === "person";
    const shown = addAnswer(view, store, isPerson ? say.team : "");
    shown.finish(line);
    if (isPerson) view.announce(`${say.team}: ${shown.words()}`);
    if (line.handover) handOver(shown);
    if (!isPerson && !line.rating) offerRating(line.id, shown);
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

// --- the wire -----------------------------------------------------------------------------------

function post(url, body, headers, limit = deadline(QUIET_MS)) {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal: limit.signal,
  });
}

// Hangs up when it was not put off for so long.
function deadline(ms) {
  const controller = new AbortController();
  let timer;
  const putOff = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(), ms);
  };
  putOff();
  return { signal: controller.signal, putOff };
}

function accepted(response) {
  if (response.ok) return response;
  const isBusy = response.status === 429 || response.status === 503;
  throw refusal(response.status, isBusy ? Number(response.headers.get("Retry-After")) || 10 : 0);
}

function refusal(status, waitS = 0) {
  return Object.assign(new Error(`status ${status}`), { status, waitS });
}

// Server-sent events, whole however the network cuts them.
async function* readEvents(body, onBytes) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      onBytes();
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop();
      yield* blocks.map(parseEvent).filter(Boolean);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parseEvent(block) {
  const fields = {};
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = /^(event|data): ?([^]*)$/.exec(line) || [];
    if (name) fields[name] = name in fields ? `${fields[name]}\n${value}` : value;
  }
  return fields.event && fields.data ? { name: fields.event, told: JSON.parse(fields.data) } : null;
}

// --- the view -----------------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function icon(shape) {
  const name = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(name, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(name, "path");
  path.setAttribute("d", shape);
  svg.append(path);
  return svg;
}

const CLOSE = "m6 6 12 12M18 6 6 18";
const SEND = "M12 19V5m-6 6 6-6 6 6";
const THUMB =
  "M7.5 10.5v9H4v-9h3.5Zm0 0L11.5 3c1.4 0 2.3 1 2 2.5l-.7 4H18c1.4 0 2.3 1.1 2 2.4l-1.3 5.6c-.3 1.2-1.2 2-2.5 2H7.5";

function buildView({ data, say, accent, ink }) {
  const style = make("style");
  style.textContent = css(accent, ink, data.side === "left" ? "left" : "right");
  const close = make("button", { type: "button", class: "plain", "aria-label": say.close }, icon(CLOSE));
  const title = make("h2", { id: "tote-title" }, data.title || say.ask);
  const log = make("div", { class: "log", tabindex: "0", role: "region", "aria-labelledby": "tote-title" });
  if (data.greeting) log.append(make("p", { class: "greeting", dir: "auto" }, data.greeting));
  const announcer = make("div", { class: "unseen", "aria-live": "polite" });
  const input = make("textarea", {
    rows: "1",
    maxlength: LONGEST,
    placeholder: say.ask,
    "aria-label": say.ask,
    enterkeyhint: "send",
    dir: "auto",
  });
  const send = make("button", { class: "send", "aria-label": say.send, title: say.send }, icon(SEND));
  const form = make("form", { class: "compose" }, input, send);
  const panel = make(
    "section",
    { class: "panel", role: "dialog", "aria-labelledby": "tote-title", lang: data.locale || undefined },
    make("div", { class: "head" }, title, close),
    log,
    announcer,
    form,
    make("p", { class: "automatic" }, say.automatic),
  );
  panel.hidden = true;
  // A node of its own each time, so that the same words are read out again; and not to be found
  // a second time by who reads on.
  const announce = (words) => {
    const said = make("p", {}, words);
    announcer.replaceChildren(said);
    setTimeout(() => said.remove(), 10_000);
  };
  return { style, panel, log, announce, form, input, send, close };
}

function addQuestion(view, say, text) {
  const who = make("span", { class: "unseen" }, `${say.you}: `);
  view.log.append(make("div", { class: "mine", dir: "auto" }, who, text));
  showEnd(view.log);
}

function addAnswer(view, store, who = "") {
  const { say } = store;
  const waiting = make("span", { class: "waiting", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
  const text = make("div", { class: "text" });
  const whole = make("article", { class: who ? "person" : "" }, who && make("p", { class: "who" }, who), waiting, text);
  view.log.append(whole);
  showEnd(view.log);
  let streamed = "";
  let painting = 0;

  const add = (...nodes) => follow(view.log, () => whole.append(...nodes));
  const settle = (words) => {
    cancelAnimationFrame(painting);
    waiting.remove();
    paint(text, words, store);
  };

  return {
    whole,
    append(more) {
      streamed += more;
      cancelAnimationFrame(painting);
      painting = requestAnimationFrame(() => follow(view.log, () => settle(withoutHalf(streamed))));
    },
    finish({ text: words, complete = true, products = [], citations = [] }) {
      follow(view.log, () => settle(words));
      if (!complete) add(make("p", { class: "note" }, say.cut));
      if (products.length) add(shelf(products, store));
      if (citations.length) add(sources(citations, store));
    },
    fail(words, onAgain) {
      settle(streamed);
      const again = make("button", { type: "button", class: "pill" }, say.again);
      again.addEventListener("click", onAgain);
      add(make("p", { class: "note", role: "alert" }, words), again);
    },
    note: (words) => add(make("p", { class: "note" }, words)),
    rate(onRating) {
      const buttons = Object.entries({ up: say.helpful, down: say.unhelpful }).map(([rating, label]) => {
        const button = make("button", { type: "button", class: `plain ${rating}`, "aria-label": label, title: label }, icon(THUMB));
        button.addEventListener("click", () => {
          row.replaceChildren(make("span", { role: "status" }, say.thanks));
          onRating(rating);
        });
        return button;
      });
      const row = make("div", { class: "rate" }, ...buttons);
      add(row);
    },
    words: () => text.innerText,
    remove: () => whole.remove(),
  };
}

// A few inputs and a button among the messages. `send` is given the values; what it throws is told.
// It stands at the end, or behind what it is about.
function addForm(view, { name, words, button, inputs, send, faultOf, after }) {
  const fields = inputs.map(({ label, ...rest }) =>
    make("label", {}, label, make("input", { required: true, ...rest })),
  );
  const submit = make("button", { class: "pill" }, button);
  let isSending = false; // not disabled: the keyboard would be lost
  const fault = make("p", { class: "note", role: "alert" });
  const form = make("form", { class: `small ${name}`, novalidate: true }, make("p", {}, words), ...fields, submit, fault);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    fault.textContent = "";
    await send(Object.fromEntries(new FormData(form))).catch((error) => {
      fault.textContent = faultOf(error);
      form.querySelector("input").focus();
    });
    isSending = false;
  });
  if (after) {
    after.after(form);
    form.scrollIntoView({ block: "nearest" });
  } else {
    view.log.append(form);
    showEnd(view.log);
  }
  return form;
}

// --- text ---------------------------------------------------------------------------------------

// Paragraphs, lists, **bold** and links, by hand: whatever else is in the text stays text.
// What has not changed is left alone, so that a reader's selection outlives the next words.
function paint(box, source, store) {
  const blocks = blocksOf(source);
  blocks.forEach((block, at) => {
    const old = box.children[at];
    const key = JSON.stringify(block);
    if (old?.source === key) return;
    const node = Object.assign(buildBlock(block, store), { source: key });
    if (old) old.replaceWith(node);
    else box.append(node);
  });
  while (box.children.length > blocks.length) box.lastChild.remove();
}

function blocksOf(source) {
  const blocks = [];
  for (const line of shownCharacters(source).split("\n")) {
    const [, number, item] = /^\s*(?:[-*•]|(\d{1,3})[.)])\s+(.*)$/.exec(line) || [];
    const tag = item === undefined ? "p" : number ? "ol" : "ul";
    const last = blocks.at(-1);
    if (tag !== "p" && last?.tag === tag) last.lines.push(item);
    else if (tag !== "p") blocks.push({ tag, start: number, lines: [item] });
    else if (line.trim()) blocks.push({ tag, lines: [line.replace(/^#{1,6}\s+(.*)/, "**$1**")] });
  }
  return blocks;
}

// Without what would turn the writing around or hide words in it.
const shownCharacters = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu, "");

// While it is still being written: without the beginning of a link or of bold words.
const withoutHalf = (text) =>
  text.replace(/(?:\*\*[^*\n]{0,80}\*?|\*|\[[^\]\n]{0,80}(?:\](?:\([^)\n]{0,300})?)?)$/, "");

function buildBlock({ tag, start, lines }, store) {
  const items = tag === "p" ? inline(lines[0], store) : lines.map((line) => make("li", {}, ...inline(line, store)));
  return make(tag, { dir: "auto", start }, ...items);
}

function inline(text, store) {
  const pattern = /\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?])/g;
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [all, bold, label, address, bare] = match;
    nodes.push(text.slice(end, match.index));
    nodes.push(bold ? make("strong", {}, bold) : link(address || bare, label || bare, store));
    end = match.index + all.length;
  }
  return [...nodes, text.slice(end)].filter((node) => node !== "");
}

// Only to the store itself: what a model or a product's text invents leads nowhere else.
function link(address, label, store) {
  const url = ownUrl(address, store);
  return url ? make("a", { href: url, rel: "noopener" }, label) : document.createTextNode(label);
}

function ownUrl(address, { hosts }) {
  const url = webUrl(address);
  return url && hosts.includes(url.host) ? url.href : null;
}

function webUrl(address) {
  try {
    const url = new URL(address, location.href);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

function sources(citations, store) {
  const known = new Map(citations.map((each) => [each.url || each.title, each]));
  const items = [...known.values()].map((each) => make("li", {}, each.url ? link(each.url, each.title, store) : each.title));
  return make("div", { class: "sources" }, make("span", {}, store.say.sources), make("ol", {}, ...items));
}

// --- products -----------------------------------------------------------------------------------

function shelf(products, store) {
  return make("ul", { class: "cards" }, ...products.map((product) => card(product, store)));
}

function card(product, store) {
  const { say, locale } = store;
  const url = ownUrl(product.url, store);
  const name = make(url ? "a" : "span", { href: url || undefined, class: "name", dir: "auto" }, product.title);
  const price = product.price && make("span", { class: "price" }, money(product.price, product.currency, locale));
  if (price && product.compare_at_price) {
    price.append(" ", make("s", {}, money(product.compare_at_price, product.currency, locale)));
  }
  const foot = product.available ? addButton(product, say) : make("span", { class: "out" }, say.soldOut);
  return make("li", { class: product.available ? "" : "gone" }, imageOf(product), make("div", {}, name, price, foot));
}

function imageOf(product) {
  const url = product.image && webUrl(product.image);
  if (!url) return null;
  const image = make("img", { src: url.href, alt: "", width: "132", height: "132", loading: "lazy" });
  image.addEventListener("error", () => image.remove());
  return image;
}

// Only ever by a click, and only where the storefront has a cart.
function addButton(product, say) {
  if (!product.variant_id || !(window.Shopify?.actions || window.Shopify?.routes)) return null;
  const words = make("span", { "aria-live": "polite" }, say.add);
  const what = make("span", { class: "unseen" }, ` ${product.title}`);
  const button = make("button", { type: "button", class: "pill" }, words, what);
  let isAdding = false;
  button.addEventListener("click", async () => {
    if (isAdding) return;
    isAdding = true;
    const isAdded = await addToCart(product.variant_id).then(() => true, () => false);
    words.textContent = isAdded ? say.added : say.notAdded;
    isAdding = false;
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
  accepted(await post(`${window.Shopify.routes.root}cart/add.js`, { items }));
}

// --- small things -------------------------------------------------------------------------------

function money(amount, currency, locale) {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
  } catch {
    return `${amount} ${currency || ""}`.trim();
  }
}

function duration(seconds, locale) {
  const [amount, unit] = seconds < 100 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  try {
    return new Intl.NumberFormat(locale || undefined, { style: "unit", unit, unitDisplay: "long" }).format(amount);
  } catch {
    return `${amount} ${unit}s`;
  }
}

function grow(input) {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 132)}px`;
}

// Show what `change` adds, but only to a reader who is at the end.
function follow(log, change) {
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  change();
  if (isAtEnd) showEnd(log);
}

// The end, yet never more of it than leaves the last question in sight: of a long one its end.
function showEnd(log) {
  const question = [...log.querySelectorAll(".mine")].at(-1);
  const passed = question ? question.offsetTop + Math.max(0, question.offsetHeight - 120) - 16 : Infinity;
  log.scrollTop = Math.min(log.scrollHeight, passed);
}

function keepFocusInside(event, panel, shadow) {
  if (!matchMedia(SMALL).matches) return;
  const stops = [...panel.querySelectorAll("a[href], button:not(:disabled), input, textarea, [tabindex='0']")];
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (shadow.activeElement === edge) {
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }
}

function css(accent, ink, side) {
  return `
.panel {
  --paper: #fff; --ink: #1b2127; --soft: #59636d; --line: #e4e8ea; --edge: #78838c; --wash: #f4f6f6;
  --focus: #3b82c4; --rule: ${accent};
  position: fixed; z-index: 2147483001; ${side}: 20px; bottom: calc(90px + env(safe-area-inset-bottom));
  display: flex; flex-direction: column; box-sizing: border-box; width: 392px; max-width: calc(100vw - 40px);
  height: 620px; max-height: calc(100dvh - 110px); overflow: hidden; border: 1px solid var(--line);
  border-radius: 20px; background: var(--paper); color: var(--ink); color-scheme: light;
  box-shadow: 0 1px 2px rgb(0 0 0 / .08), 0 16px 48px rgb(0 0 0 / .18); text-align: start;
  overflow-wrap: anywhere;
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  transform-origin: bottom ${side}; animation: rise .2s cubic-bezier(.2, .8, .3, 1);
}
@keyframes rise { from { opacity: 0; transform: translateY(12px) scale(.98); } }
.panel[hidden] { display: none; }
.panel * { box-sizing: border-box; }
.panel svg { display: block; width: 100%; height: 100%; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.head { display: flex; align-items: center; gap: 8px; padding-block: 10px; padding-inline: 22px 12px; border-top: 4px solid ${accent}; border-bottom: 1px solid var(--line); }
h2 { flex: 1; margin: 0; font-size: 17px; font-weight: 650; letter-spacing: -.01em; }
.plain { flex: none; width: 36px; height: 36px; padding: 8px; border: 0; border-radius: 10px; background: none; color: var(--soft); cursor: pointer; }
.plain:hover { background: var(--wash); color: var(--ink); }
.log { position: relative; flex: 1; display: flex; flex-direction: column; gap: 20px; padding: 22px; overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; }
.log:focus-visible { outline-offset: -3px; }
.greeting { margin: 0; font-size: 20px; line-height: 1.35; letter-spacing: -.01em; text-wrap: balance; }
.mine { align-self: flex-end; max-width: 84%; padding: 9px 15px; border: 1px solid transparent; border-radius: 18px; border-end-end-radius: 5px; background: ${accent}; color: ${ink}; white-space: pre-wrap; }
article { padding-inline-start: 15px; border-inline-start: 2px solid var(--rule); }
.person { padding: 12px 15px; border-start-end-radius: 14px; border-end-end-radius: 14px; background: var(--wash); }
.who { margin: 0 0 2px; color: var(--soft); font-size: 13px; font-weight: 600; }
.text > * { margin: 0 0 9px; }
.text > :last-child { margin-bottom: 0; }
ul, ol { padding-inline-start: 20px; }
li + li { margin-top: 3px; }
.panel a { color: inherit; text-decoration-color: var(--edge); text-underline-offset: 3px; }
.panel a:hover { text-decoration-color: currentColor; }
.waiting { display: flex; gap: 5px; padding: 9px 0; }
.waiting i { width: 6px; height: 6px; border-radius: 50%; background: var(--soft); animation: breathe 1.2s infinite; }
.waiting i:nth-child(2) { animation-delay: .15s; }
.waiting i:nth-child(3) { animation-delay: .3s; }
@keyframes breathe { 0%, 60%, 100% { opacity: .25; } 30% { opacity: 1; } }
.note { margin: 10px 0 0; color: var(--soft); font-size: 13.5px; }
.pill { min-height: 32px; padding: 4px 14px; border: 1px solid var(--edge); border-radius: 999px; background: none; color: var(--ink); font: inherit; font-size: 13px; cursor: pointer; }
.pill:hover { background: var(--wash); }
.note + .pill { margin-top: 10px; }
.sources { display: flex; gap: 12px; margin-top: 12px; color: var(--soft); font-size: 13px; }
.sources span { flex: none; }
.sources ol { display: flex; flex-wrap: wrap; gap: 0 14px; margin: 0; padding: 0; list-style: none; counter-reset: source; }
.sources li { margin: 0; counter-increment: source; }
.sources li::before { content: counter(source) " "; font-variant-numeric: tabular-nums; }
.cards { display: flex; gap: 10px; margin-block: 14px 0; margin-inline: -17px -22px; padding-block: 2px 6px; padding-inline: 17px 22px; list-style: none; overflow-x: auto; scroll-snap-type: x proximity; scroll-padding: 17px; scrollbar-width: thin; }
.cards li { flex: none; display: flex; flex-direction: column; width: 150px; margin: 0; overflow: hidden; border: 1px solid var(--line); border-radius: 14px; scroll-snap-align: start; }
.cards img { display: block; width: 100%; height: 132px; object-fit: cover; background: var(--wash); }
.cards div { flex: 1; display: flex; flex-direction: column; align-items: flex-start; gap: 3px; padding: 10px 12px 12px; font-size: 14px; line-height: 1.35; }
.cards .pill, .out { margin-top: auto; }
.cards .price { margin-bottom: 6px; }
.cards li:only-child { flex-direction: row; width: 100%; }
.cards li:only-child img { width: 112px; height: auto; min-height: 112px; }
.gone img { opacity: .55; filter: grayscale(.6); }
.name { display: -webkit-box; overflow: hidden; font-weight: 600; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
.panel a.name { text-decoration: none; }
.panel a.name:hover { text-decoration: underline; }
.price { font-variant-numeric: tabular-nums; }
.price s, .out { color: var(--soft); font-size: 13px; }
.rate { display: flex; gap: 2px; min-height: 36px; margin: 6px 0 -8px; margin-inline-start: -8px; align-items: center; color: var(--soft); font-size: 13px; }
.rate span { padding-inline-start: 8px; }
.down svg { transform: rotate(180deg); }
.compose { position: relative; display: flex; margin: 0 14px; border: 1px solid var(--edge); border-radius: 24px; background: var(--paper); }
.compose:focus-within { outline: 2px solid var(--focus); outline-offset: 1px; border-color: transparent; }
textarea { flex: 1; min-height: 46px; max-height: 132px; padding-block: 11px; padding-inline: 18px 4px; border: 0; outline: 0; background: none; color: inherit; font: inherit; font-size: 16px; line-height: 1.4; resize: none; }
textarea::placeholder { color: var(--soft); opacity: 1; }
.small { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; padding: 12px 15px; border: 1px solid var(--line); border-radius: 14px; font-size: 13.5px; }
.small p { flex: 1 0 100%; margin: 0; }
.small p:empty { display: none; }
.small label { flex: 1 1 130px; color: var(--soft); }
.small input { width: 100%; height: 36px; padding: 4px 10px; border: 1px solid var(--edge); border-radius: 9px; background: var(--paper); color: var(--ink); font: inherit; font-size: 16px; }
.send { align-self: flex-end; flex: none; width: 36px; height: 36px; margin: 4px; padding: 7px; border: 1px solid transparent; border-radius: 50%; background: ${accent}; color: ${ink}; cursor: pointer; }
.send:disabled { opacity: .4; cursor: default; }
.automatic { margin: 7px 22px calc(10px + env(safe-area-inset-bottom)); color: var(--soft); font-size: 12px; text-align: center; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
textarea:focus-visible { outline: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-color-scheme: dark) {
  .panel { --paper: #191d21; --ink: #eceff1; --soft: #a4adb5; --line: #31373d; --edge: #747f88; --wash: #23292e; --focus: #6aa9e0; --rule: color-mix(in srgb, ${accent} 55%, #fff); color-scheme: dark; }
}
@media ${SMALL} {
  .panel { inset: 0; width: auto; max-width: none; height: 100dvh; max-height: none; border: 0; border-radius: 0; }
  .head { padding-top: calc(12px + env(safe-area-inset-top)); }
  .plain { width: 44px; height: 44px; padding: 12px; }
}
@media (max-height: 440px) { .head, .log { padding-block: 4px; } .automatic { margin-block: 3px; } }
@media (prefers-reduced-motion: reduce) { .panel, .waiting i { animation: none; } }
@media print { .panel { display: none; } }`;
}
