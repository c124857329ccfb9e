// The page of the reader's own list fetches what this browser has saved; a list by a link is
// there already. saved.js, which stands before this, says on the page what is saved.
const list = document.querySelector("[data-list]");
const isOwn = "own" in list.dataset;
const told = list.querySelector("[data-copied]");
const find = (name) => list.querySelector(`[data-list-${name}]`);

async function load() {
  find("content").hidden = true;
  find("waiting").hidden = false;
  list.dataset.asked = list.dataset.items;
  try {
    await put(await fetch(`${list.dataset.address}&own`));
  } catch {
    find("rest").hidden = false;
  }
  find("content").hidden = false;
  find("waiting").hidden = true;
}

async function put(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const content = page.querySelector("[data-list-content]");
  if (!response.ok || !content) throw new Error("Not the list");
  const { dataset } = page.documentElement;
  if (dataset.kept) settle(content);
  else content.querySelector("[data-forget-missing]")?.removeAttribute("hidden");
  find("content").replaceWith(content);
  document.dispatchEvent(new CustomEvent("cards", { detail: dataset }));
}

// The last copy may have more than is saved by now, or less.
function settle(content) {
  const items = list.dataset.items.split(" ");
  const cards = [...content.querySelectorAll("[data-save]")];
  const itemOf = (card) => card.dataset.save.split("/").slice(-3, -1).join("/");
  for (const card of cards) if (!items.includes(itemOf(card))) card.parentElement.remove();
  const shown = cards.map(itemOf);
  find("rest").hidden = items.every((item) => shown.includes(item));
}

async function share() {
  const address = isOwn ? list.dataset.address : location.href;
  const url = new URL(address, location).href;
  if (navigator.share) await navigator.share({ title: document.title, url }).catch(() => null);
  else if (navigator.clipboard) {
    await navigator.clipboard.writeText(url);
    told.textContent = told.dataset.copied;
  } else location.assign(url);
}

// An empty list there is no use in sharing or printing.
function offerActions() {
  find("actions").hidden = isOwn && !list.dataset.address;
}

find("share").addEventListener("click", share);
list.addEventListener("saved", offerActions);
offerActions();
if (isOwn && list.dataset.address) load();
