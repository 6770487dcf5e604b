// The bubble, and nothing else: the chat itself is fetched when someone wants it.
(function start() {
  // Shopify loads this from the head: it may be here before the page's end is.
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start, { once: true });
    return;
  }
  const root = document.getElementById("tote-chat-root");
  if (!root || root.shadowRoot) return;

  const data = root.dataset;
  const accent = /^#[0-9a-f]{6}$/i.test(data.accent) ? data.accent : "#0f5c4d";
  const shadow = root.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = `
    :host { all: initial; }
    .bubble {
      position: fixed; z-index: 2147483000; bottom: calc(20px + env(safe-area-inset-bottom));
      ${data.side === "left" ? "left" : "right"}: 20px; width: 56px; height: 56px; padding: 0;
      border: 0; border-radius: 50%; background: ${accent}; color: ${readableOn(accent)};
      box-shadow: 0 4px 16px rgb(0 0 0 / .24); cursor: pointer; transition: transform .15s;
    }
    .bubble:hover { transform: scale(1.05); }
    .bubble:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px ${accent}; }
    .bubble svg { display: block; width: 28px; height: 28px; margin: auto; }
    @media (prefers-reduced-motion: reduce) { .bubble { transition: none; } }
    @media print { .bubble { display: none; } }`;

  const texts = readTexts();
  const bubble = document.createElement("button");
  bubble.type = "button";
  bubble.className = "bubble";
  bubble.setAttribute("aria-label", texts.open || "Open the chat");
  bubble.setAttribute("aria-expanded", "false");
  bubble.append(icon());
  shadow.append(style, bubble);

  let chat;
  const fetchChat = () =>
    (chat ??= import(new URL(data.chatSrc, document.baseURI))
      .then((module) => module.mount({ shadow, bubble, data, texts, accent, ink: readableOn(accent) }))
      .catch((error) => {
        chat = undefined; // the next click tries again
        throw error;
      }));

  bubble.addEventListener("pointerenter", fetchChat, { once: true });
  bubble.addEventListener("focus", fetchChat, { once: true });
  bubble.addEventListener("click", () => fetchChat().then((opened) => opened.toggle()));

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
    const path = document.createElementNS(name, "path");
    path.setAttribute("fill", "currentColor");
    path.setAttribute(
      "d",
      "M12 3.5c-5 0-9 3.3-9 7.5 0 2.4 1.3 4.5 3.4 5.9L5.6 20a.6.6 0 0 0 .9.7l3.6-2.3c.6.1 1.2.1 1.9.1 5 0 9-3.3 9-7.5s-4-7.5-9-7.5Z",
    );
    svg.append(path);
    return svg;
  }
})();
