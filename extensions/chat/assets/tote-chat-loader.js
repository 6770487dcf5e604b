// The bubble, and nothing else: the chat itself is fetched when someone wants it.
(function start() {
  // Shopify loads this from the head: it may be here before the page's end is.
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start, { once: true });
    return;
  }
  // The theme editor draws the block anew when its settings change.
  if (window.Shopify?.designMode) {
    document.addEventListener("shopify:block:select", start, { once: true });
  }
  const root = document.getElementById("tote-chat-root");
  if (!root || root.shadowRoot) return;

  const data = root.dataset;
  const accent = /^#[0-9a-f]{6}$/i.test(data.accent) ? data.accent : "#0f5c4d";
  const ink = readableOn(accent);
  const texts = readTexts();
  const shadow = root.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = `
    :host { all: initial; }
    .bubble {
      position: fixed; z-index: 2147483000; bottom: calc(20px + env(safe-area-inset-bottom));
      ${data.side === "left" ? "left" : "right"}: 20px; width: 56px; height: 56px; padding: 0;
      border: 1px solid transparent; border-radius: 50%; background: ${accent}; color: ${ink};
      box-shadow: 0 1px 2px rgb(0 0 0 / .12), 0 6px 20px rgb(0 0 0 / .2); cursor: pointer;
      transition: transform .15s;
    }
    .bubble:hover { transform: scale(1.05); }
    .bubble:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px ${accent}; }
    .bubble[aria-busy=true] path { animation: wait 1s infinite alternate; }
    @keyframes wait { to { opacity: .3; } }
    .bubble svg { display: block; width: 28px; height: 28px; margin: auto; fill: none; stroke: currentColor;
      stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
    [aria-expanded=true] .closed, [aria-expanded=false] .opened { display: none; }
    @media (prefers-reduced-motion: reduce) { .bubble { transition: none; } .bubble path { animation: none !important; } }
    @media print { .bubble { display: none; } }`;

  const bubble = document.createElement("button");
  bubble.type = "button";
  bubble.className = "bubble";
  bubble.setAttribute("aria-label", texts.open || "Open the chat");
  bubble.setAttribute("aria-expanded", "false");
  bubble.append(icon());
  shadow.append(style, bubble);

  let chat;
  let tries = 0;
  bubble.addEventListener("pointerenter", prefetch, { once: true });
  bubble.addEventListener("focus", prefetch, { once: true });
  bubble.addEventListener("click", () => {
    bubble.setAttribute("aria-busy", "true");
    fetchChat()
      .then((opened) => opened.toggle(), () => {}) // the next click tries again
      .finally(() => bubble.removeAttribute("aria-busy"));
  });

  function prefetch() {
    fetchChat().catch(() => {});
  }

  function fetchChat() {
    chat ??= import(address())
      .then((module) => module.mount({ shadow, bubble, data, texts, accent, ink }))
      .catch((error) => {
        chat = undefined;
        throw error;
      });
    return chat;
  }

  // Under another name each time: browsers from before autumn 2026 remember that a module failed.
  function address() {
    const url = new URL(data.chatSrc, document.baseURI);
    if (tries++) url.searchParams.set("try", tries);
    return url.href;
  }

  function readTexts() {
    try {
      return JSON.parse(root.querySelector("script")?.textContent || "{}");
    } catch {
      return {};
    }
  }

  // Black or white, whichever contrasts more (WCAG relative luminance).
  function readableOn(colour) {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
  }

  function icon() {
    const name = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(name, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const shapes = {
      closed: "M12 4c-5 0-8.5 3.1-8.5 7 0 2.2 1.2 4.2 3.1 5.5L6 20l3.7-2.2c.7.1 1.5.2 2.3.2 5 0 8.5-3.1 8.5-7S17 4 12 4ZM8.5 11h.01m3.49 0h.01m3.49 0h.01",
      opened: "m6 9.5 6 6 6-6",
    };
    for (const [when, shape] of Object.entries(shapes)) {
      const path = document.createElementNS(name, "path");
      path.setAttribute("class", when);
      path.setAttribute("d", shape);
      svg.append(path);
    }
    return svg;
  }
})();
