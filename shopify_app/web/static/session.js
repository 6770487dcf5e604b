// A fresh session token: from App Bridge, or, in the demo's admin only, from the frame around us.

const isDemo = document.querySelector('meta[name="tote-demo"]') !== null;
let asked = 0;

export async function sessionToken() {
  if (window.shopify?.idToken) return window.shopify.idToken();
  if (isDemo && window.parent !== window) return tokenFromParent();
  throw new Error("open this page from the Shopify admin");
}

function tokenFromParent() {
  return new Promise((resolve, reject) => {
    const id = ++asked;
    const timer = setTimeout(() => {
      window.removeEventListener("message", receive);
      reject(new Error("the admin did not answer"));
    }, 5000);
    function receive(event) {
      if (event.origin !== window.location.origin || event.data?.id !== id) return;
      if (event.data.type !== "tote-demo:token") return;
      clearTimeout(timer);
      window.removeEventListener("message", receive);
      resolve(event.data.token);
    }
    window.addEventListener("message", receive);
    window.parent.postMessage({ type: "tote-demo:token-request", id }, window.location.origin);
  });
}
