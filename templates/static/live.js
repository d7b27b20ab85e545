// Keeps the line that says where a lot stands up to date while answers come. Nothing needs it:
// without it the line is renewed whenever the page is saved. It comes once the page is there.
(() => {
  "use strict";
  const PAUSE = 150;
  const PRICED_BY = /^lots-(\d+)-(?!name$|chosen_)|^(?:start$|end$|exchange_)/;
  const form = document.querySelector("form[data-standing]");
  if (!form) return;

  const asked = new Map();
  let waiting = 0;

  /** What the server needs to know of one lot, sent as the first lot of a form. */
  function fieldsOf(lot) {
    const own = `lots-${lot}-`;
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (name.startsWith(own)) sent.append(`lots-0-${name.slice(own.length)}`, value);
      else if (/^(csrf_token|start|end|exchange_.*)$/.test(name)) sent.append(name, value);
    }
    return sent;
  }

  async function renew(lot) {
    asked.get(lot)?.abort();
    const asking = new AbortController();
    asked.set(lot, asking);
    try {
      const options = { method: "POST", body: fieldsOf(lot), signal: asking.signal };
      const answer = await fetch(form.dataset.standing, options);
      if (answer.ok) show(lot, await answer.json());
    } catch (problem) {
      if (problem.name !== "AbortError") hide(lot);
    }
  }

  function lineOf(lot) {
    return document.getElementById(`lots-${lot}-standing`);
  }

  function show(lot, found) {
    const line = lineOf(lot);
    line.hidden = !found.line;
    if (line.textContent !== found.line) line.textContent = found.line;
    for (const place of line.closest(".lot").querySelectorAll("[data-assumed]")) {
      const words = found.assumed[place.dataset.assumed];
      if (words && place.textContent !== words) place.textContent = words;
    }
  }

  /** A line that can no longer be renewed would say what was true before. */
  function hide(lot) {
    lineOf(lot).hidden = true;
  }

  function changed(event, pause) {
    const found = PRICED_BY.exec(event.target.name || "");
    if (!found) return;
    const lots = found[1] ? [found[1]] : lotNumbers();
    clearTimeout(waiting);
    if (pause) waiting = setTimeout(() => lots.forEach(renew), pause);
    else lots.forEach(renew);
  }

  function lotNumbers() {
    return [...form.querySelectorAll(".standing")].map((line) => line.id.split("-")[1]);
  }

  form.addEventListener("change", (event) => changed(event, 0));
  form.addEventListener("input", (event) => {
    if (event.target.type === "text") changed(event, PAUSE);
  });
  document.documentElement.classList.add("live");
  // In sight all the way through its lot, now that it is never out of date.
  for (const line of form.querySelectorAll(".standing")) {
    line.classList.add("standing-live");
    line.closest(".lot").append(line);
  }
  // Going back, or anew, browsers fill the form in again after the page was made.
  const came = performance.getEntriesByType("navigation")[0]?.type;
  if (came !== "navigate") lotNumbers().forEach(renew);
})();
