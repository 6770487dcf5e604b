// The settings page: how long conversations are kept, guests' orders, and customers' requests.

import { call, fetchApi, make, toast, whenRead } from "./call.js";
import { keepForm, notSaved } from "./forms.js";

const form = keepForm(document.getElementById("settings"), {
  async save({ retention_days, guest_orders }) {
    await call("/api/settings", { method: "PUT", body: { retention_days } });
    await call("/api/guest-orders", { method: "PUT", body: { enabled: guest_orders } });
    toast("Saved");
    return { retention_days, guest_orders };
  },
  onFault: (fault) => toast(notSaved(fault), { isError: true }),
});

async function download({ id, customer_id }) {
  const response = await fetchApi(`/api/privacy/requests/${encodeURIComponent(id)}`);
  const address = URL.createObjectURL(await response.blob());
  const link = make("a", { href: address, download: `customer-${customer_id}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function requestRow(request) {
  const button = make("button", { type: "button" }, "Download");
  button.addEventListener("click", () =>
    download(request).catch((fault) => toast(`Not downloaded: ${fault.message}.`, { isError: true })),
  );
  const cells = [whenRead(request.requested_at), request.customer_id, whenRead(request.expires_at), button];
  return make("tr", {}, ...cells.map((each) => make("td", {}, each)));
}

async function begin() {
  const [settings, guests, privacy] = await Promise.all(
    ["/api/settings", "/api/guest-orders", "/api/privacy/requests"].map((path) => call(path)),
  );
  form.settle({ retention_days: settings.retention_days, guest_orders: guests.enabled });
  if (privacy.requests.length) {
    document.getElementById("requests").replaceChildren(...privacy.requests.map(requestRow));
  }
}

begin().catch((fault) => toast(`The settings could not be read: ${fault.message}.`, { isError: true }));
