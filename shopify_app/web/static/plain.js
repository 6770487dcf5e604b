// Where Shopify's components did not load: their headings as headings, their page as the main part.

import { make } from "./call.js";

for (const [tag, level] of [["s-page", "h1"], ["s-section", "h2"]]) {
  if (customElements.get(tag)) continue;
  for (const each of document.querySelectorAll(`${tag}[heading]`)) {
    each.prepend(make(level, {}, each.getAttribute("heading")));
  }
}
if (!customElements.get("s-page")) document.querySelector("s-page").setAttribute("role", "main");
