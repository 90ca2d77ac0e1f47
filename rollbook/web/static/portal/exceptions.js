// Exceptions by keyboard: j and k move and show the row beside the list, a digit picks a candidate, Enter confirms.
// Only while the list has focus, and not at all where somebody has switched keys off. Without this, links do it.
"use strict";

const list = document.querySelector("table[data-settle]");
const PAUSE = 150; // milliseconds after the last step, before a row is fetched
let waiting = 0;

const current = () => list.querySelector("tr.current");
const detail = () => document.getElementById("detail");

const show = async (row) => {
  const address = row.querySelector("a").href.split("#")[0];
  detail().setAttribute("aria-busy", "true");
  const answer = await fetch(address);
  if (row !== current()) return; // somebody has gone on meanwhile
  if (!answer.ok || answer.redirected) { location.assign(address); return; }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("detail");
  if (!fresh) { location.assign(address); return; }
  detail().replaceWith(fresh);
  history.replaceState(null, "", address);
};

const go = (row) => {
  if (!row) return;
  const before = current();
  before?.classList.remove("current");
  before?.removeAttribute("aria-current");
  row.classList.add("current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
  clearTimeout(waiting);
  waiting = setTimeout(show, PAUSE, row);
};

const step = (by) => {
  const rows = [...list.querySelectorAll("tr[data-row]")];
  go(rows[Math.min(Math.max(rows.indexOf(current()) + by, 0), rows.length - 1)]);
};

const pick = (number) => {
  const all = detail().querySelectorAll("input[name=candidate]");
  const candidate = all[(number || 10) - 1]; // 0 is the tenth
  if (candidate) candidate.checked = true;
};

const confirm = () => {
  const picked = detail().querySelector("input[name=candidate]:checked");
  if (picked) picked.form.requestSubmit(picked.form.querySelector("button[value=choose]"));
  else (detail().querySelector("details[open] .input") ?? detail()).focus();
};

// A key that decides counts only once the row it is about stands beside the list.
const shown = () => detail().dataset.row === current()?.dataset.row;

if (list && document.body.dataset.shortcuts !== "off") {
  list.addEventListener("keydown", (event) => {
    if (event.target !== list || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (/^[0-9]$/.test(event.key)) { if (shown()) pick(Number(event.key)); }
    else if (event.key === "Enter") { if (shown()) confirm(); }
    else return;
    event.preventDefault();
  });
}

if (list) {
  current()?.scrollIntoView({ block: "nearest" });
  if (location.hash === "#list") {
    // On a phone the row stands below its list: it is what one came for.
    const isNarrow = matchMedia("(max-width: 60rem)").matches;
    (isNarrow ? detail() : list).focus({ preventScroll: !isNarrow });
  }
}
