// Taking the mended file away leaves the page as it is, so the form may be sent again afterwards.
"use strict";

for (const button of document.querySelectorAll("button[data-stays]")) {
  button.addEventListener("click", () => {
    const form = button.form;
    delete form.dataset.sent;
    setTimeout(() => { delete form.dataset.sent; }, 1500);
  });
}
