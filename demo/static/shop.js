// What a theme gives apps to hold on to, and pictures that cannot be had drawn instead.
window.Shopify = { routes: { root: document.currentScript.dataset.root } };

document.addEventListener(
  "error",
  ({ target }) => {
    const { instead } = target.dataset ?? {};
    if (instead) {
      delete target.dataset.instead;
      target.src = instead;
    }
  },
  true,
);
