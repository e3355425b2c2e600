"use strict";
(() => {
  const form = document.getElementById("sieve");
  const quotes = [...document.querySelectorAll("#quotes .quote")];
  const topics = [...document.querySelectorAll("#quotes .topic")];
  const plain = (text) => text.toLowerCase().replaceAll("ё", "е");
  const words = new Map();

  // A link into a closed page opens it, also where the browser does not do so itself.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.matches("details")) at.open = true;
    target?.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  addEventListener("click", (event) => {
    if (event.target.closest?.("a[href^='#']")?.hash === location.hash) reveal();
  });
  if (location.hash) reveal();

  // Paper has no button to open a page with.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = topics.filter((topic) => !topic.open);
    for (const topic of closed) topic.open = true;
  });
  addEventListener("afterprint", () => { for (const topic of closed) topic.open = false; });

  if (!form) return;
  const compared = (field) => (field.type === "number" ? Number : String);
  const tests = [
    ["[name=words]", (quote, field) => {
      if (!words.has(quote)) words.set(quote, plain(quote.textContent));
      return plain(field.value).split(/\s+/).every((word) => words.get(quote).includes(word));
    }],
    ["[data-is]", (quote, field) => quote.getAttribute("data-" + field.name) === field.value],
    ["[data-least]", (quote, field, value, as) => as(value) >= as(field.value)],
    ["[data-most]", (quote, field, value, as) => as(value) <= as(field.value)],
  ];
  const passes = (quote, field) => {
    const value = quote.getAttribute("data-" + field.name);
    const [, test] = tests.find(([kind]) => field.matches(kind));
    return (value !== null || field.name === "words") && test(quote, field, value, compared(field));
  };

  const sift = () => {
    const asked = [...form.elements].filter((field) => field.name && field.value.trim());
    let shown = 0;
    for (const quote of quotes) {
      quote.hidden = !asked.every((field) => passes(quote, field));
      shown += !quote.hidden;
    }
    for (const part of document.querySelectorAll("#quotes .topic, #quotes .voice-column, #quotes .more")) {
      const found = part.querySelectorAll(".quote:not([hidden])").length;
      part.hidden = !found;
      if (!part.matches("details")) continue;
      if (asked.length) part.open = found > 0;
      else if (part.dataset.sifted) part.open = false;
      part.dataset.sifted = asked.length ? "yes" : "";
    }
    const told = form.querySelector(".sieve-found");
    told.textContent = asked.length
      ? told.dataset.told.replace("{shown}", shown).replace("{all}", quotes.length)
      : "";
  };
  form.addEventListener("input", sift);
  form.addEventListener("reset", () => setTimeout(sift));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
})();
