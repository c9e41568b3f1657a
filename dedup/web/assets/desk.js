/* What scripts add to the desk: keys, the next card without waiting, changes as they happen, drafts kept.
   Everything works without this file; nothing here knows what a case is. */
(() => {
  "use strict";
  const QUIET_MS = 250; // after a card has changed, so that a key pressed twice never decides the next one
  const kept = (() => { try { return JSON.parse(localStorage.getItem("desk-keys")) || {}; } catch (e) { return {}; } })();
  const keys = { off: !!kept.off, map: kept.map || {} };
  let quietUntil = 0, ahead = null, remapping = null;
  const $ = (selector) => document.querySelector(selector);
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const main = () => document.getElementById("main");
  const codeOf = (name) => keys.map[name] || name;
  const printed = (code) => ({ Slash: "/", Enter: "↵", Space: "␣" }[code] || code.replace(/^(Key|Digit)/, ""));
  const editable = (target) => target.closest && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const keep = () => { try { localStorage.setItem("desk-keys", JSON.stringify(keys)); } catch (e) { /* private window */ } };

  function paint() {
    all("[data-key]").forEach((one) => {
      const kbd = one.querySelector("kbd");
      if (kbd) { kbd.textContent = printed(codeOf(one.dataset.key)); kbd.hidden = keys.off; }
    });
    all("[data-choice] kbd").forEach((kbd) => { kbd.hidden = keys.off; });
    all("[data-shown]").forEach((one) => { one.firstElementChild.textContent = printed(codeOf(one.dataset.shown)); });
    const off = document.getElementById("keys-off");
    if (off) off.checked = keys.off;
    all("[data-draft]").forEach((field) => {
      if (!field.value) field.value = sessionStorage.getItem(draft(field)) || "";
    });
  }
  const draft = (field) => `draft/${field.dataset.draft}/${field.name}`;

  function show(page, address, push) {
    const fresh = page.getElementById("main");
    if (!fresh) { location.assign(address); return; }
    main().replaceWith(fresh);
    document.title = page.title;
    if (push) history.pushState(null, "", address);
    quietUntil = performance.now() + QUIET_MS;
    paint();
    fresh.focus({ preventScroll: true });
    scrollTo(0, 0);
    prefetch();
  }

  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  const get = (address) => fetch(address, { credentials: "same-origin" });

  function prefetch() {
    ahead = null;
    const address = main() && main().dataset.next;
    if (!address || !address.startsWith("/desk/cases/")) return;
    get(address).then((answer) => (answer.ok ? answer.text() : "")).then((text) => {
      if (text && main().dataset.next === address) ahead = { address, page: parse(text) };
    }).catch(() => {});
  }

  function takeAhead() {
    const next = ahead;
    ahead = null;
    show(next.page, next.address, true);
  }

  async function send(form, button) {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    const left = location.pathname;
    const drafts = all("[data-draft]").filter((field) => form.contains(field)).map(draft);
    const gone = !!(button && "moves" in button.dataset && ahead);
    if (gone) takeAhead();
    const shown = main();
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin", keepalive: true });
    } catch (error) { location.assign(left); return; }
    const page = parse(await answer.text());
    if (answer.ok) drafts.forEach((name) => sessionStorage.removeItem(name));
    if (!gone || !answer.ok) { show(page, answer.ok ? answer.url : left, answer.url !== location.href); return; }
    const toast = page.getElementById("toast");
    if (toast && main() === shown) { document.getElementById("toast").replaceWith(toast); paint(); }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-enhance]")) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    send(form, event.submitter);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[data-swap]");
    if (link && ahead && link.getAttribute("href") === ahead.address && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      takeAhead();
    }
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  document.addEventListener("input", (event) => {
    if (event.target.dataset && event.target.dataset.draft) sessionStorage.setItem(draft(event.target), event.target.value);
  });

  function act(one) {
    if (one.tagName === "SUMMARY") {
      const menu = one.parentElement;
      all("details.menu[open]").forEach((other) => { if (other !== menu) other.open = false; });
      menu.open = !menu.open;
      const first = menu.open && menu.querySelector("[data-choice]");
      (first || one).focus();
    } else if (editable(one)) one.focus();
    else one.click();
  }

  /* Keys are told by their place on the keyboard: with a Chinese input method on, the browser does not know
     which letter was meant, and while a word is being composed a key is no command at all. */
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      if (event.ctrlKey && event.code === "Enter" && !event.isComposing && editable(event.target)) {
        const button = event.target.form && event.target.form.querySelector("button[value=comments]");
        if (button) button.click();
      }
      return;
    }
    if (remapping) { event.preventDefault(); remap(event.code); return; }
    if (editable(event.target)) { if (event.code === "Escape") main().focus(); return; }
    if (keys.off) return;
    const code = event.code.replace(/^Numpad([0-9])$/, "Digit$1");
    const menu = $("details.menu[open]");
    if (menu) {
      if (code === "Escape") { menu.open = false; menu.querySelector("summary").focus(); return; }
      const digit = /^Digit([1-9])$/.exec(code);
      if (digit) {
        event.preventDefault();
        const choice = menu.querySelectorAll("[data-choice]")[digit[1] - 1];
        if (choice) choice.click();
        return;
      }
    }
    const one = all("[data-key]").find((each) => codeOf(each.dataset.key) === code);
    if (!one) return;
    event.preventDefault();
    if (performance.now() < quietUntil && one.closest(".deeds")) return;
    act(one);
  });

  function remap(code) {
    const name = remapping.dataset.remap;
    remapping.textContent = remapping.dataset.before;
    remapping = null;
    if (code !== "Escape") {
      const taken = all("[data-remap]").map((one) => one.dataset.remap).find((other) => codeOf(other) === code);
      if (taken && taken !== name) keys.map[taken] = codeOf(name);
      keys.map[name] = code;
      keep();
    }
    paint();
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-remap]");
    if (button) { remapping = button; button.dataset.before = button.textContent; button.textContent = button.dataset.wait; }
    if (event.target.id === "keys-reset") { keys.map = {}; keys.off = false; keep(); paint(); }
    if (event.target.id === "keys-off") { keys.off = event.target.checked; keep(); paint(); }
  });

  addEventListener("popstate", () => { get(location.href).then((a) => a.text()).then((text) => show(parse(text), location.href, false)); });

  function follow() {
    if (!window.EventSource || !$(".who")) return;
    let later = 0;
    new EventSource("/events").addEventListener("case", (event) => {
      const change = JSON.parse(event.data), page = main();
      const busy = $("details.menu[open]") || editable(document.activeElement);
      if (ahead && ahead.address.includes(change.case_id)) prefetch();
      if (page.dataset.case === change.case_id && change.version > Number(page.dataset.version)) {
        if (busy) document.getElementById("stale").hidden = false;
        else refresh();
      } else if ("live" in page.dataset && !busy && !$("[name=case]:checked")) {
        clearTimeout(later);
        later = setTimeout(refresh, 1500);
      }
    });
  }
  function refresh() {
    const shown = main(), address = location.pathname + location.search.replace(/[?&]unmask=1/, "");
    get(address).then((answer) => (answer.ok ? answer.text() : "")).then((text) => { if (text && main() === shown) show(parse(text), address, false); });
  }

  paint();
  prefetch();
  follow();
})();
