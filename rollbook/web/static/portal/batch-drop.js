// A file dropped on the page, its name said, and one that is too large refused before it travels.
"use strict";

for (const area of document.querySelectorAll("[data-drop]")) {
  const input = area.querySelector("input[type=file]");
  const said = area.querySelector("[data-drop-said]");
  area.querySelector("[data-drop-hint]").hidden = false;

  const look = () => {
    const file = input.files[0];
    if (!file) { said.textContent = ""; return; }
    if (file.size > Number(area.dataset.most)) {
      said.textContent = area.dataset.tooLarge;
      input.value = "";
      return;
    }
    said.textContent = `${area.dataset.chosen} ${file.name}`;
  };
  input.addEventListener("change", look);

  // Dropped beside the area, a file would otherwise replace the page.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
  area.addEventListener("dragover", () => area.classList.add("over"));
  for (const kind of ["dragleave", "drop"]) area.addEventListener(kind, () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    look();
  });
}
