// A small stand-in for App Bridge: session tokens for the app in the frame, and its menu.

const frame = document.getElementById("app");
const menu = document.getElementById("app-nav");
const { token: tokenUrl } = document.querySelector("script[data-token]").dataset;

async function freshToken() {
  const response = await fetch(tokenUrl, { method: "POST" });
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  return (await response.json()).token;
}

window.addEventListener("message", async (event) => {
  const isTheApp = event.source === frame.contentWindow && event.origin === location.origin;
  if (!isTheApp || event.data?.type !== "tote-demo:token-request") return;
  const token = await freshToken();
  // The page that asked may have been left meanwhile.
  event.source?.postMessage({ type: "tote-demo:token", id: event.data.id, token }, event.origin);
});

frame.addEventListener("load", showMenu);
frame.src = frame.dataset.src; // not before we listen: the app asks for a token at once

function showMenu() {
  const links = frame.contentDocument?.querySelectorAll("s-app-nav [href]") ?? [];
  if (!links.length) return;
  menu.replaceChildren(...[...links].map(menuLink));
}

function menuLink(link) {
  const item = document.createElement("a");
  const path = new URL(link.getAttribute("href"), location.origin).pathname;
  item.href = path;
  item.textContent = link.textContent;
  if (path === frame.contentWindow.location.pathname) item.setAttribute("aria-current", "page");
  item.addEventListener("click", async (event) => {
    event.preventDefault();
    const address = new URL(frame.src);
    address.pathname = path;
    address.searchParams.set("id_token", await freshToken());
    frame.contentWindow.location.assign(address);
  });
  return item;
}
