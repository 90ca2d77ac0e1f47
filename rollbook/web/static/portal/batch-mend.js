// Taking the mended file away leaves the page as it is, so the form may be sent again afterwards.
"use strict";

for (const button of document.querySelectorAll("button[data-stays]")) {
  // At once after the browser has begun to send: whoever presses another button next is not passed over.
  button.addEventListener("click", () => {
    delete button.form.dataset.sent;
    setTimeout(() => { delete button.form.dataset.sent; });
  });
}
