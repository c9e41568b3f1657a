/* What scripts add to importing: a file can be dropped, and progress is seen without asking again.
   Without this file a file is chosen, and the page refreshes itself. */
(() => {
  "use strict";
  const main = () => document.getElementById("main");
  const place = document.querySelector("[data-drop]");
  if (place) {
    const input = place.querySelector("[type=file]");
    place.querySelector("[data-script]").hidden = false;
    const over = (event) => {
      if (!event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return;
      event.preventDefault();
      place.classList.toggle("over", event.type === "dragover");
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", over);
    addEventListener("drop", (event) => {
      over(event);
      if (!event.dataTransfer || !event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.form.querySelector("button.primary").focus();
      if (!input.form.querySelector("select")) input.form.requestSubmit();
    });
  }
  function watch() {
    const every = main().dataset.poll;
    if (every) setTimeout(look, Number(every));
  }
  async function look() {
    const shown = main();
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { "x-desk-unattended": "1" } });
      if (answer.redirected || !answer.ok) { location.reload(); return; }
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
      if (!("poll" in fresh.dataset)) { location.reload(); return; }
      shown.querySelector(".progress").replaceWith(fresh.querySelector(".progress"));
    } catch (error) { /* the service may be starting again; it goes on by itself */ }
    watch();
  }
  watch();
})();
