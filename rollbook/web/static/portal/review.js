// Review by keyboard: the case that j and k reach is shown beside the list; d, c and s judge the pair in view.
// Only while the table has focus, and not at all where somebody has switched keys off. Without this, links and buttons do it.
"use strict";

const off = document.body.dataset.shortcuts === "off";

// The list: portal.js moves `current`; what belongs to it is shown beside.
const aside = document.getElementById("beside");
if (aside) {
  const watch = new MutationObserver(() => {
    const row = document.querySelector("table[data-walk] tr.current");
    for (const section of aside.querySelectorAll("[data-beside]")) section.hidden = section.dataset.beside !== row?.dataset.row;
  });
  const rows = document.querySelectorAll("table[data-walk] tr[data-row]");
  for (const row of rows) {
    watch.observe(row, { attributeFilter: ["class"] });
    row.addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      for (const each of rows) { each.classList.toggle("current", each === row); each.removeAttribute("aria-current"); }
      row.setAttribute("aria-current", "true");
    });
  }
}

// The pair to judge.
const pair = document.querySelector("table[data-judge]");
if (pair && !off) {
  pair.focus({ preventScroll: true });
  pair.addEventListener("keydown", (event) => {
    if (event.target !== pair || event.ctrlKey || event.altKey || event.metaKey) return;
    const button = document.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
    if (!button || event.repeat) return;
    event.preventDefault();
    button.click();
  });
}
