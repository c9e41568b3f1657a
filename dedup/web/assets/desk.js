/* What scripts add to the desk: keys, the next card without waiting, changes as they happen, drafts kept.
   Everything works without this file; nothing here knows what a case is. */
(() => {
  "use strict";
  const QUIET_MS = 250; // after a card has changed, so that a key pressed twice never decides the next one
  const kept = (() => { try { return JSON.parse(localStorage.getItem("desk-keys")) || {}; } catch (e) { return {}; } })();
  const keys = { off: !!kept.off, map: kept.map || {} };
  const WAIT_MS = 500; // before a page says that it still waits for the server
  const HEAD_START_MS = 60; // that the next card has before the decision goes off, which nobody waits for
  const TRIES = 5;
  const ALONE = { "X-Desk-Unattended": "1" }; // nobody asked for it: it keeps no session alive
  let quietUntil = 0, ahead = null, remapping = null;
  const $ = (selector) => document.querySelector(selector);
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const main = () => document.getElementById("main");
  const isCase = (address) => !!address && address.startsWith("/desk/cases/");
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
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
  const get = (address, headers) => fetch(address, { credentials: "same-origin", headers: headers || {} });

  /* What counts as having seen the other roll is not sent ahead: then there is nothing to take, and the card
     comes when it is wanted, beside the decision that is still being written down. */
  function prefetch() {
    ahead = null;
    const address = main() && main().dataset.next;
    if (!isCase(address)) return;
    get(address, { "X-Desk-Ahead": "1", ...ALONE }).then((answer) => (answer.status === 200 && !answer.redirected ? answer.text() : "")).then((text) => {
      if (text && main().dataset.next === address) ahead = { address, page: parse(text) };
    }).catch(() => {});
  }

  async function go(address) {
    const shown = main();
    if (ahead && ahead.address === address) {
      const next = ahead;
      ahead = null;
      show(next.page, address, true);
      return;
    }
    const answer = await patiently(() => get(address, { "X-Desk-Next": "1" }));
    const at = answer && answer.ok ? new URL(answer.url).pathname : ""; // another one, where this one was dealt with meanwhile
    const text = isCase(at) ? await answer.text() : "";
    if (main() !== shown) return;
    if (text) show(parse(text), at, true);
    else location.assign(answer && answer.redirected ? answer.url : address);
  }

  /* A server that is busy says so, and a line may drop: what can be asked again without harm is asked again. */
  async function patiently(ask, tries = TRIES) {
    for (let n = 1; ; n += 1) {
      const answer = await ask().catch(() => null);
      if ((answer && answer.status !== 503) || n >= tries) return answer;
      await pause(n * 1000);
    }
  }

  function tell(words) {
    const box = document.createElement("div");
    box.className = "toast";
    box.textContent = words;
    document.getElementById("toast").replaceChildren(box);
  }

  async function send(form, button) {
    const data = new FormData(form), left = location.pathname, from = main(), next = from.dataset.next;
    if (button && button.name) data.append(button.name, button.value);
    const drafts = all("[data-draft]").filter((field) => form.contains(field)).map(draft);
    const leaves = !!(button && "moves" in button.dataset && isCase(next));
    all("details.menu[open]").forEach((menu) => { menu.open = false; });
    from.setAttribute("aria-busy", "true");
    const waiting = setTimeout(() => { if (main() === from && from.dataset.waiting) tell(from.dataset.waiting); }, WAIT_MS);
    const going = leaves ? go(next).then(() => main().dataset.case) : null;
    if (going) await Promise.race([going, pause(HEAD_START_MS)]); // the card that is waited for goes first
    if (leaves) data.append("shown", main() === from ? next.split("/")[3] : main().dataset.case);
    const again = /^[0-9]+$/.test(data.get("version")) ? TRIES : 1; // under the version seen nothing is done twice
    const answer = await patiently(() => fetch(form.action, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin", keepalive: true }), again);
    clearTimeout(waiting);
    const arrived = await going;
    if (!answer) { location.assign(left); return; }
    const page = parse(await answer.text());
    if (answer.ok) drafts.forEach((name) => sessionStorage.removeItem(name));
    if (!leaves || !answer.ok) show(page, answer.ok ? answer.url : left, answer.url !== location.href);
    else if (main().dataset.case === arrived) settle(page, arrived === data.get("shown"));
  }

  function settle(page, isAsTold) {
    const toast = page.getElementById("toast"), here = document.getElementById("toast"), next = page.getElementById("main").dataset.next;
    if (toast && here) here.replaceWith(toast);
    if (isAsTold && next && next !== main().dataset.next) {
      main().dataset.next = next;
      all("a[data-swap]").forEach((link) => link.setAttribute("href", next));
      prefetch();
    }
    paint();
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
    if (link && isCase(link.getAttribute("href")) && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(link.getAttribute("href"));
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
    if (editable(event.target)) { if (event.code === "Escape" && event.keyCode !== 229) main().focus(); return; }
    if (keys.off) return;
    const code = pressed(event).replace(/^Numpad([0-9])$/, "Digit$1");
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

  /* Where a keyboard does not tell the place of a key, its letter stands for it, also one of full width. */
  function pressed(event) {
    if (event.code) return event.code;
    const letter = (event.key || "").normalize("NFKC").toUpperCase();
    return /^[A-Z]$/.test(letter) ? `Key${letter}` : /^[0-9]$/.test(letter) ? `Digit${letter}` : letter === "/" ? "Slash" : "";
  }

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

  /* One stream for all the tabs of a browser, which has six connections to a server and no more: the tab that
     holds the lock listens and tells the others; when it goes, the next one does. */
  function follow() {
    if (!window.EventSource || !$(".who")) return;
    const others = window.BroadcastChannel ? new BroadcastChannel("desk-changes") : null;
    if (others) others.onmessage = (event) => changed(event.data);
    const listen = () => new Promise((ended) => {
      const stream = new EventSource("/events");
      stream.addEventListener("case", (event) => {
        const change = JSON.parse(event.data);
        changed(change);
        if (others) others.postMessage(change);
      });
      stream.addEventListener("error", () => { if (stream.readyState === EventSource.CLOSED) ended(); });
    });
    if (others && navigator.locks) navigator.locks.request("desk-changes", listen);
    else listen();
  }

  let later = 0, missed = false;
  function changed(change) {
    const page = main();
    const busy = $("details.menu[open]") || editable(document.activeElement);
    if (ahead && ahead.address.includes(change.case_id)) prefetch();
    if (page.dataset.case === change.case_id && change.version > Number(page.dataset.version)) {
      if (busy) document.getElementById("stale").hidden = false;
      else refresh();
    } else if ("live" in page.dataset && !busy && !$("[name=case]:checked")) {
      clearTimeout(later);
      later = setTimeout(refresh, 1500);
    }
  }

  /* A page that nobody looks at is fetched when somebody does. */
  function refresh() {
    if (document.hidden) { missed = true; return; }
    const shown = main(), address = location.pathname + location.search.replace(/[?&]unmask=1/, "");
    if (shown.hasAttribute("aria-busy")) return;
    get(address, ALONE).then((answer) => (answer.ok && !answer.redirected ? answer.text() : "")).then((text) => {
      if (text && main() === shown && !shown.hasAttribute("aria-busy")) {
        const toast = document.getElementById("toast"); // what was done a moment ago can still be undone
        show(parse(text), address, false);
        if (toast && document.getElementById("toast")) document.getElementById("toast").replaceWith(toast);
      }
    }).catch(() => {});
  }
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && missed) { missed = false; refresh(); }
  });

  paint();
  prefetch();
  follow();
})();
