// Only makes quicker what works without: focus on errors, one send for one click, copying, list shortcuts.
"use strict";

document.querySelector("[data-focus]")?.focus();

// A second click while a form is on its way does nothing; the server would not do it twice either.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Copy buttons: <button type="button" data-copy="1234567890" hidden>; shown only where copying works.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}

// Lists to walk: <table data-walk tabindex="0">. j and k move, Enter opens; only while the table has focus.
for (const table of document.querySelectorAll("table[data-walk]")) {
  if (document.body.dataset.shortcuts === "off") break;
  const rows = () => [...table.querySelectorAll("tbody tr[data-row]")];
  const go = (step) => {
    const all = rows();
    const now = all.findIndex((row) => row.classList.contains("current"));
    const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
    if (!next) return;
    all[now]?.classList.remove("current");
    all[now]?.removeAttribute("aria-current");
    next.classList.add("current");
    next.setAttribute("aria-current", "true");
    next.scrollIntoView({ block: "nearest" });
  };
  table.addEventListener("keydown", (event) => {
    if (event.target !== table || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "Enter") table.querySelector("tr.current a, tr.current button")?.click();
    else return;
    event.preventDefault();
  });
}
