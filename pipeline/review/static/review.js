// What all review pages share: moving between rows by keys, the search field, the list of keys, light and dark.
// Everything works as plain links too.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// The rows that keys move between; a page may listen to `arrive` and `open`, and take the latter over.
const rowsInSight = () => $$("[data-row]").filter((row) => row.offsetParent !== null);

function move(step) {
  const rows = rowsInSight();
  if (!rows.length) return;
  const now = rows.indexOf(document.activeElement?.closest?.("[data-row]") ?? null);
  const chosen = rows.findIndex((row) => row.classList.contains("chosen"));
  const from = now >= 0 ? now : chosen;
  const row = rows[Math.max(0, Math.min(rows.length - 1, from < 0 ? 0 : from + step))];
  if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  row.dispatchEvent(new CustomEvent("arrive", { bubbles: true }));
}

function open(row) {
  if (row.dispatchEvent(new CustomEvent("open", { bubbles: true, cancelable: true }))) $("a", row)?.click();
}

const KEYS = {
  j: () => move(1), k: () => move(-1),
  "/": () => ($("[data-search]") ? $("[data-search]").select() || $("[data-search]").focus() : location.assign("/search")),
  "?": () => $("#help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || $("#help").open) return;
  const at = event.target;
  if (at.matches("input:not([type=radio], [type=checkbox]), select, textarea")) { if (event.key === "Escape") at.blur(); return; }
  const row = document.activeElement?.closest?.("[data-row]");
  if (row && (event.key === "ArrowDown" || event.key === "ArrowUp")) { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); return; }
  if (event.key === "Enter" && row === at) { event.preventDefault(); open(row); return; }
  const act = KEYS[event.key];
  if (act) { event.preventDefault(); act(); }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]") && !$("#pane")) event.target.form.submit();
});

const theme = localStorage.getItem("theme");
if (theme) document.documentElement.dataset.theme = theme;
$("#theme").addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", document.documentElement.dataset.theme);
});
$("#keys").addEventListener("click", () => $("#help").showModal());
document.documentElement.classList.add("script");
for (const row of $$("[data-row]")) if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
