/* Comfort only: every page works without this file. Attributes it listens to:
   form[data-keep]        typed text survives an expired session (this tab only, this person only)
   form[data-private]     never kept
   form[data-once]        a second press while the first one runs does nothing
   form[data-autosubmit]  a filter that applies itself
   [data-confirm]         asks first; data-confirm-verb is the word on the button
   [data-copy="#id"]      copies the text of that element
   [data-print]           prints the page
   form[data-fill-from-hash="name"]  puts what stands behind «#» of the address into that field (code of a slip)
   [data-back]            goes back
*/
(() => {
  "use strict";

  const PREFIX = "draft:";
  const KEEP_HOURS = 12;

  /* --- typed text ------------------------------------------------------------------------------ */

  const store = {
    get(key) {
      try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
    },
    set(key, value) {
      try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden: no draft then */ }
    },
    drop(key) {
      try { sessionStorage.removeItem(key); } catch { /* forbidden */ }
    },
    drafts() {
      try { return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; }
    },
  };

  const kept = (form) => form.matches("form[data-keep]:not([data-private])");
  const draftKey = (form) =>
    PREFIX + (document.body.dataset.user || "") + ":" + location.pathname + ":" + (form.dataset.keep || form.id);

  function typed(form) {
    const values = {};
    for (const field of form.elements) {
      if (!field.name || field.disabled || ["password", "file", "hidden", "submit", "button"].includes(field.type)) continue;
      if (["radio", "checkbox"].includes(field.type)) {
        if (field.checked) (values[field.name] ||= []).push(field.value);
      } else {
        (values[field.name] ||= []).push(field.value);
      }
    }
    return values;
  }

  function restore(form, values) {
    const left = structuredClone(values);
    for (const field of form.elements) {
      if (!field.name || ["password", "file", "hidden", "submit", "button"].includes(field.type)) continue;
      if (["radio", "checkbox"].includes(field.type)) {
        field.checked = (values[field.name] || []).includes(field.value);
      } else if (left[field.name]?.length) {
        field.value = left[field.name].shift();
        if (field.value) field.closest("details")?.setAttribute("open", "");
      }
    }
  }

  function offer(form, key, draft) {
    const note = document.createElement("div");
    note.className = "note note--warning no-print";
    note.setAttribute("role", "status");
    const words = document.createElement("div");
    words.textContent = "Здесь остался текст, который вы набрали, но не отправили. ";
    const buttons = document.createElement("div");
    buttons.className = "row-actions mt-2";
    const yes = makeButton("Вернуть набранное", "btn btn-sm btn-primary");
    const no = makeButton("Не нужно", "btn btn-sm btn-outline-secondary");
    yes.addEventListener("click", () => { restore(form, draft.values); note.remove(); form.querySelector("input, select, textarea")?.focus(); });
    no.addEventListener("click", () => { store.drop(key); note.remove(); });
    buttons.append(yes, no);
    words.append(buttons);
    note.append(words);
    form.before(note);
  }

  function makeButton(word, classes) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = classes;
    button.textContent = word;
    return button;
  }

  /* A form was sent: if the answer is a page of the portal, the text arrived; if it is the sign-in page or a
     page of trouble (body[data-hold-drafts]), it did not, and the draft waits for its form. */
  function settleDrafts() {
    const hold = document.body.hasAttribute("data-hold-drafts");
    for (const key of store.drafts()) {
      const draft = store.get(key);
      if (!draft || Date.now() - draft.at > KEEP_HOURS * 3600e3) store.drop(key);
      else if (draft.sent && hold) store.set(key, { ...draft, sent: false });
      else if (draft.sent) store.drop(key);
    }
    for (const form of document.querySelectorAll("form[data-keep]")) {
      if (!kept(form)) continue;
      const draft = store.get(draftKey(form));
      if (draft && JSON.stringify(draft.values) !== JSON.stringify(typed(form))) offer(form, draftKey(form), draft);
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && kept(form)) store.set(draftKey(form), { at: Date.now(), values: typed(form) });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form && kept(form) && event.detail.successful) store.drop(draftKey(form));
  });

  /* --- sending --------------------------------------------------------------------------------------- */

  let asked = null;

  function ask(source, go) {
    const dialog = document.createElement("dialog");
    dialog.className = "ask";
    const question = document.createElement("p");
    question.id = "ask-question";
    question.textContent = source.dataset.confirm;
    dialog.setAttribute("aria-labelledby", question.id);
    const buttons = document.createElement("div");
    buttons.className = "form-actions";
    const no = makeButton("Отмена", "btn btn-outline-secondary");
    const yes = makeButton(source.dataset.confirmVerb || "Продолжить", source.matches(".btn-danger, .btn-outline-danger") ? "btn btn-danger" : "btn btn-primary");
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => { dialog.close(); go(); });
    dialog.addEventListener("close", () => { dialog.remove(); source.focus?.(); });
    buttons.append(no, yes);
    dialog.append(question, buttons);
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  }

  document.addEventListener("click", (event) => {
    const source = event.target.closest?.("a[data-confirm]");
    if (!source) return;
    event.preventDefault();
    ask(source, () => location.assign(source.href));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const source = button?.dataset.confirm ? button : form.dataset.confirm ? form : null;
    if (source && asked !== form) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(source, () => { asked = form; form.requestSubmit(button); asked = null; });
      return;
    }
    if (form.matches("[data-once]")) {
      if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
      form.dataset.sent = "1";
      button?.classList.add("is-busy");
    }
    if (form.matches("[data-forget-drafts]")) store.drafts().forEach(store.drop);
    if (kept(form)) store.set(draftKey(form), { at: Date.now(), values: typed(form), sent: true });
  }, true);

  // back from the history: the page is alive again, its buttons too
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) release(form);
  });
  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll(".is-busy").forEach((button) => button.classList.remove("is-busy"));
  }

  /* A filter applies itself under a mouse or a finger. Arrows and digits only pass through values on their way:
     then the list waits for Enter or for the button, or it would go away under the hands. */
  let byKeys = false;
  document.addEventListener("keydown", (event) => {
    byKeys = true;
    if (event.key === "Enter" && event.target.matches?.("form[data-autosubmit] select")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  }, true);
  document.addEventListener("pointerdown", () => { byKeys = false; }, true);
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-autosubmit]");
    if (!form || event.target.type === "search") return;
    if (!byKeys) form.requestSubmit();
    else if (!form.querySelector("button[type=submit]")) {
      const show = makeButton("Показать", "btn btn-outline-secondary");
      show.type = "submit";
      form.append(show);
    }
  });

  /* --- navigation drawer and menus ------------------------------------------------------------------------ */

  function drawer(open) {
    const nav = document.getElementById("sections");
    const toggle = document.querySelector("[data-nav-toggle]");
    if (!nav || !toggle) return;
    nav.classList.toggle("is-open", open);
    toggle.setAttribute("aria-expanded", String(open));
    for (const rest of document.querySelectorAll(".skip-link, .topbar, .shell__main")) rest.inert = open; // Tab stays inside
    (open ? nav.querySelector("a") : toggle).focus();
  }

  matchMedia("(min-width: 62rem)").addEventListener("change", () => {
    if (document.querySelector(".sidenav.is-open")) drawer(false);
  });

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest?.("[data-nav-toggle]")) { event.preventDefault(); drawer(true); return; }
    if (target.closest?.("[data-nav-close]")) { event.preventDefault(); drawer(false); return; }
    if (document.querySelector(".sidenav.is-open") && !target.closest?.(".sidenav")) drawer(false);
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
    if (target.closest?.("[data-back]")) history.back();
    if (target.closest?.("[data-print]")) window.print();
    const copy = target.closest?.("[data-copy]");
    if (copy) copyText(copy);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches?.("[data-nav-toggle]")) { // said to be a button: Space presses it too
      event.preventDefault();
      drawer(true);
    }
    if (event.key !== "Escape") return;
    if (document.querySelector(".sidenav.is-open")) drawer(false);
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  async function copyText(button) {
    const text = document.querySelector(button.dataset.copy)?.textContent.trim();
    if (!text) return;
    const word = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Скопировано";
    } catch {
      getSelection().selectAllChildren(document.querySelector(button.dataset.copy));
      button.textContent = "Выделено: нажмите Ctrl+C";
    }
    setTimeout(() => { button.textContent = word; }, 2500);
  }

  /* --- files ------------------------------------------------------------------------------------------------- */

  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest?.(".file-drop");
      if (zone) { event.preventDefault(); zone.classList.add("is-over"); }
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    document.addEventListener(kind, (event) => event.target.closest?.(".file-drop")?.classList.remove("is-over"));
  }
  document.addEventListener("drop", (event) => {
    const input = event.target.closest?.(".file-drop")?.querySelector("input[type=file]");
    if (!input) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  /* --- the code of a slip: the QR puts it after «#», which no server and no log sees --------------------------- */

  document.querySelectorAll("form[data-fill-from-hash]").forEach((form) => {
    const code = decodeURIComponent(location.hash.slice(1));
    if (!code) return;
    form.elements[form.dataset.fillFromHash].value = code;
    history.replaceState(null, "", location.pathname);
  });

  /* --- what the address points at is open (old browsers do not open it themselves) ------------------------------- */

  function openTarget() {
    if (location.hash.length < 2) return;
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const closed = target?.closest("details:not([open])");
    if (!closed) return;
    closed.open = true;
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();

  const here = document.querySelector(".sidenav [aria-current]"); // the page's own line is in sight, however low it stands
  if (here) here.closest(".sidenav").scrollTop = here.offsetTop - here.closest(".sidenav").clientHeight / 2;

  document.querySelector("[data-nav-toggle]")?.setAttribute("role", "button");
  document.querySelector("[data-nav-toggle]")?.setAttribute("aria-expanded", "false");
  document.querySelectorAll("[data-back][hidden], [data-print][hidden], [data-copy][hidden]").forEach((button) => { button.hidden = false; });
  settleDrafts();
})();
