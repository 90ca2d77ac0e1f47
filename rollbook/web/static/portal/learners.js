// A print button, shown only where it works; and a tick that marks every row of a list.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const tick of document.querySelectorAll("[data-mark-all]")) {
  tick.closest("label").hidden = false;
  tick.addEventListener("change", () => {
    for (const each of document.querySelectorAll(`input[name="${tick.dataset.markAll}"]`)) each.checked = tick.checked;
  });
}
