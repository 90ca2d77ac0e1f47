// Only makes quicker what works without: a button that prints, and a way back that does not ask to send a form again.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What a learner's last form has done is not done again: "back" from the confirmation leads to the search.
document.addEventListener("submit", (event) => {
  const { last } = event.target.dataset;
  if (last && !event.defaultPrevented && !event.submitter?.hasAttribute("formaction")) {
    history.replaceState(null, "", last);
  }
});
