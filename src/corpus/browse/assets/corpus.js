// Everything here only helps: each page works without it. Nothing is loaded from elsewhere and
// nothing is kept but the selection, in this browser.

const KEY = "corpus.dossier";

const selection = {
  read() {
    try {
      const ids = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
    } catch {
      return [];
    }
  },
  write(ids) {
    try {
      localStorage.setItem(KEY, JSON.stringify(ids));
    } catch {
      announce("Ce navigateur ne garde pas la sélection : utilisez l'adresse du dossier.");
    }
    showCount();
  },
};

function address(ids) {
  const query = new URLSearchParams(ids.map((id) => ["p", id]));
  return ids.length ? `/dossier?${query}` : "/dossier";
}

function announce(words) {
  const place = document.querySelector("[data-annonce]");
  place.textContent = words;
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => (place.textContent = ""), 3500);
}

function showCount() {
  const ids = selection.read();
  for (const place of document.querySelectorAll("[data-dossier-compte]")) {
    place.textContent = ids.length ? String(ids.length) : "";
    place.hidden = !ids.length;
  }
  for (const link of document.querySelectorAll("[data-dossier-lien]")) link.href = address(ids);
  for (const link of document.querySelectorAll("[data-ajouter]")) {
    const chosen = ids.includes(passageOf(link));
    link.textContent = chosen ? "Retirer du dossier" : "Ajouter au dossier";
    link.setAttribute("role", "button");
  }
}

function passageOf(element) {
  return element.dataset.passage || element.closest("[data-passage]")?.dataset.passage;
}

function toggle(event, link) {
  event.preventDefault();
  const id = passageOf(link);
  const ids = selection.read();
  const chosen = ids.includes(id);
  selection.write(chosen ? ids.filter((one) => one !== id) : [...ids, id]);
  announce(chosen ? "Retiré du dossier." : `Ajouté au dossier (${ids.length + 1}).`);
}

// The words as the text has them: without the chips and what is said to screen readers only.
function wordsOf(extract) {
  const copy = extract.querySelector("[data-mots]").cloneNode(true);
  for (const extra of copy.querySelectorAll(".puce, .lecteur")) extra.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

async function copyQuotation(button) {
  const tools = button.closest("[data-outils]");
  const extract = button.closest("[data-extrait]");
  const link = new URL(tools.dataset.adresse, location.href).href;
  const text = `«\u00a0${wordsOf(extract)}\u00a0» (${tools.dataset.reference.replace(/\.$/, "")}, ${link}).`;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  announce("Citation copiée.");
}

// The card of a fact beside the text, instead of its page.
async function openCard(event, link) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const url = new URL(link.href);
  url.searchParams.set("carte", "1");
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(String(answer.status));
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    const dialog = dialogElement();
    dialog.querySelector(".corps").replaceChildren(...parsed.body.childNodes);
    const title = dialog.querySelector("h1");
    if (title) {
      title.id = "titre-de-la-carte";
      dialog.setAttribute("aria-labelledby", title.id);
    }
    dialog.showModal();
  } catch {
    location.href = link.href;
  }
}

function dialogElement() {
  let dialog = document.querySelector("dialog.fenetre");
  if (dialog) return dialog;
  dialog = document.createElement("dialog");
  dialog.className = "fenetre";
  const close = document.createElement("button");
  close.className = "fermer second";
  close.type = "button";
  close.textContent = "Fermer";
  close.addEventListener("click", () => dialog.close());
  const body = document.createElement("div");
  body.className = "corps";
  dialog.append(close, body);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  return dialog;
}

document.addEventListener("click", (event) => {
  const found = (selector) => event.target.closest?.(selector);
  let element;
  if ((element = found("[data-copier]"))) copyQuotation(element);
  else if ((element = found("[data-ajouter]"))) toggle(event, element);
  else if ((element = found("a[data-carte]"))) openCard(event, element);
  else if ((element = found("[data-retirer]"))) {
    const id = passageOf(element);
    selection.write(selection.read().filter((one) => one !== id));
  } else if (found("[data-vider]")) selection.write([]);
});

// The evidence page and the browser's selection are one: an address that carries passages is taken
// over, and an empty page shows what the browser holds.
const dossier = document.querySelector("[data-dossier]");
if (dossier) {
  const shown = dossier.dataset.ids ? dossier.dataset.ids.split(" ") : [];
  const kept = selection.read();
  if (new URLSearchParams(location.search).has("ajouter") && shown.length) {
    const all = [...kept.filter((id) => !shown.includes(id)), ...shown];
    selection.write(all);
    if (all.length > shown.length) location.replace(address(all));
    else history.replaceState(null, "", address(all));
  } else if (shown.length) selection.write(shown);
  else if (kept.length && !location.search) location.replace(address(kept));
}

for (const button of document.querySelectorAll("[data-copier]")) button.hidden = false;

// On a phone the filters come after the results were asked for: closed, and one tap away.
if (matchMedia("(max-width: 56rem)").matches) {
  document.querySelector("[data-facettes]")?.removeAttribute("open");
  for (const box of document.querySelectorAll(".sommaire details, .legende")) box.open = false;
}

showCount();
