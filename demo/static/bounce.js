// In the place of App Bridge: get a token from the admin around this page, and go back with it.

const reload = new URL(new URLSearchParams(location.search).get("shopify-reload") ?? "/", location.origin);
const id = crypto.randomUUID();

window.addEventListener("message", (event) => {
  if (event.origin !== location.origin || event.data?.id !== id) return;
  reload.searchParams.set("id_token", event.data.token);
  location.replace(reload);
});

if (window.parent === window) document.body.textContent = "Open this page from the demo’s admin.";
else if (reload.origin !== location.origin) document.body.textContent = "This address leads elsewhere.";
else window.parent.postMessage({ type: "tote-demo:token-request", id }, location.origin);
