// A batch's page looks again by itself while the batch is worked on; without this, a link does.
"use strict";

const again = async () => {
  const live = document.querySelector("[data-live]");
  if (!live?.dataset.again) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html", "Looks-For": "progress" } });
    if (answer.ok && !answer.redirected) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
      // Somebody who is reading in it with the keyboard is not thrown out: the next look will do.
      if (fresh && !live.contains(document.activeElement)) renew(live, fresh);
    }
  } catch {
    // The network is away; the page stays as it is and tries again.
  }
  setTimeout(again, Number(live.dataset.again || 2000));
};

// The sentence keeps its element, so that screen readers hear it change.
const renew = (live, fresh) => {
  const sentence = live.querySelector("[role=status]");
  const said = fresh.querySelector("[role=status]");
  if (sentence && said) {
    if (sentence.textContent !== said.textContent) sentence.textContent = said.textContent;
    said.replaceWith(sentence);
  }
  if (fresh.dataset.again) live.dataset.again = fresh.dataset.again;
  else {
    delete live.dataset.again;
    document.querySelector("[data-while-working]")?.remove();
  }
  live.replaceChildren(...fresh.childNodes);
};

if (document.querySelector("[data-live]")?.dataset.again) setTimeout(again, 1000);
