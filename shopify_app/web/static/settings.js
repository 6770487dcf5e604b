// The settings page: when people answer, how long conversations are kept, guests' orders, and customers' requests.

import { call, fetchApi, make, toast, whenRead } from "./call.js";
import { keepForm, notSaved } from "./forms.js";

const form = keepForm(document.getElementById("settings"), {
  async save({ retention_days, guest_orders, week, closed_days, timezone }) {
    checkDays(retention_days);
    const open = Object.entries(week).filter(([, span]) => span.opens || span.closes);
    const hours = { week: Object.fromEntries(open), closed_days, timezone: timezone.trim() };
    const kept = await call("/api/hours", { method: "PUT", body: hours });
    await call("/api/settings", { method: "PUT", body: { retention_days } });
    await call("/api/guest-orders", { method: "PUT", body: { enabled: guest_orders } });
    toast("Saved");
    return { retention_days, guest_orders, ...hoursShown(kept) };
  },
  onFault: (fault) => toast(notSaved(fault), { isError: true }),
});

// Before anything is saved: else a part would be, and the merchant told that nothing was.
function checkDays(days) {
  const { min, max } = document.getElementById("retention_days");
  const isRight = Number.isInteger(days) && days >= Number(min) && days <= Number(max);
  if (isRight) return;
  throw Object.assign(new Error("the days"), { fields: { retention_days: [`From ${min} to ${max} days.`] } });
}

function hoursShown({ week, closed_days, timezone, next_open, zone }) {
  document.getElementById("zone").textContent = zone;
  const isOpen = next_open && new Date(next_open) <= new Date();
  document.getElementById("next-open").textContent = !next_open
    ? "No hours are set."
    : isOpen ? "Open now." : `Open next: ${whenRead(next_open)}.`;
  return { week, closed_days, timezone };
}

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
  const [settings, guests, hours, privacy] = await Promise.all(
    ["/api/settings", "/api/guest-orders", "/api/hours", "/api/privacy/requests"].map((path) => call(path)),
  );
  const kept = { retention_days: settings.retention_days, guest_orders: guests.enabled };
  form.settle({ ...kept, ...hoursShown(hours) });
  if (privacy.requests.length) {
    document.getElementById("requests").replaceChildren(...privacy.requests.map(requestRow));
  }
}

document.getElementById("timezones").append(
  ...(Intl.supportedValuesOf?.("timeZone") ?? []).map((value) => make("option", { value })),
);
begin().catch((fault) => toast(`The settings could not be read: ${fault.message}.`, { isError: true }));
