/* What scripts add to a history: the story follows the slider. Without this file a button shows the moment. */
(() => {
  "use strict";
  const form = document.querySelector("[data-moments]");
  if (!form) return;
  const slider = form.elements.at;
  form.querySelector("[data-plain]").hidden = true;
  let asked = 0;
  slider.addEventListener("input", async () => {
    const mine = ++asked, at = slider.value;
    const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
    let answer;
    try { answer = await fetch(address, { credentials: "same-origin" }); } catch (error) { return; }
    if (answer.redirected || !answer.ok) { location.assign(address); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    const fresh = page.querySelector("[data-moments]");
    document.querySelector(".story").replaceWith(page.querySelector(".story"));
    form.querySelector("output").replaceWith(fresh.querySelector("output"));
    const ends = (from) => [from.querySelector("label").previousElementSibling, from.querySelector("datalist").nextElementSibling];
    const theirs = ends(fresh);
    ends(form).forEach((end, place) => end.replaceWith(theirs[place]));
    slider.setAttribute("aria-valuetext", fresh.elements.at.getAttribute("aria-valuetext"));
    history.replaceState(null, "", address);
    slider.value = at;
  });
})();
