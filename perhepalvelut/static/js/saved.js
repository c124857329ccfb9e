// What a reader takes along: "my list", which this browser alone keeps, and paper.
const KEY = "my-list";
const MOST = 60;
const ITEM = /^(services|places)\/[-\w]{1,80}$/;

const status = document.querySelector("[data-list-status]");
const { home } = document.querySelector("[data-kept-note]").dataset; // "/fi/"

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY)) ?? [];
    const items = found.filter((item) => typeof item === "string" && ITEM.test(item));
    return [...new Set(items)].slice(0, MOST);
  } catch {
    return []; // somebody else's writing
  }
}

function isAllowed() {
  try {
    localStorage.getItem(KEY);
    return true;
  } catch {
    return false;
  }
}

function write(items, told) {
  try {
    localStorage.setItem(KEY, JSON.stringify(items.slice(0, MOST)));
  } catch {
    return tell("failed");
  }
  show();
  hold(true);
  tell(items.length > MOST ? "full" : told);
}

function tell(name) {
  status.textContent = status.dataset[name];
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { status.textContent = ""; }, 6000);
}

const itemOf = (box) => box.dataset.save.slice(home.length, -1);
const onPage = () => [...document.querySelectorAll("[data-save]")].map(itemOf);

// The list as its page's address names it: nothing else of it leaves this browser.
function listAddress(items) {
  const named = ["services", "places"].map((kind) => {
    const slugs = items.filter((item) => item.startsWith(`${kind}/`));
    return slugs.length ? `${kind}=${slugs.map((item) => item.split("/")[1]).join(",")}` : "";
  });
  return `${home}list/?${named.filter(Boolean).join("&")}`;
}

function toggle(item) {
  const items = read();
  if (items.includes(item)) write(items.filter((one) => one !== item), "removed");
  else write([...items, item], "saved");
}

// What is saved can be read without a network, also when only its card has been seen; also by a
// worker that is still about to begin.
async function hold(isNew) {
  const items = read();
  const saved = items.flatMap((item) => [`${home}${item}/`, `${home}${item}/card/`]);
  const list = items.length ? `${listAddress(items)}&own` : "";
  const registration = await navigator.serviceWorker?.ready;
  registration?.active.postMessage({ task: "hold", list, saved, isNew });
}

function addButton(box) {
  const button = document.querySelector("[data-save-button]").content.firstElementChild.cloneNode(true);
  const title = box.querySelector(".card-title");
  // In the corner of a card there is room for the picture alone.
  if (title) {
    button.querySelector("[data-name]").textContent = title.textContent.trim();
    button.querySelector("[data-words]").classList.add("visually-hidden");
  }
  button.addEventListener("click", () => toggle(itemOf(box)));
  box.append(button);
}

function show() {
  const items = read();
  for (const box of document.querySelectorAll("[data-save]")) {
    if (!box.querySelector(".save")) addButton(box);
    const isSaved = items.includes(itemOf(box));
    const button = box.querySelector(".save");
    button.classList.toggle("is-saved", isSaved);
    button.querySelector("[data-to-save]").hidden = isSaved;
    button.querySelector("[data-to-remove]").hidden = !isSaved;
  }
  for (const link of document.querySelectorAll("[data-list-link]")) {
    link.hidden = false;
    link.classList.toggle("is-empty", items.length === 0);
    link.querySelector("[data-list-count]").textContent = items.length || "";
  }
  const list = document.querySelector("[data-list]");
  if (!list) return;
  list.dataset.items = items.join(" ");
  list.dataset.address = items.length ? listAddress(items) : "";
  list.dispatchEvent(new Event("saved"));
}

// Those that were asked for and did not come; what another tab has saved meanwhile stays.
function forgetMissing() {
  const asked = document.querySelector("[data-list]").dataset.asked.split(" ");
  const isMissing = (item) => asked.includes(item) && !onPage().includes(item);
  document.querySelector(".list-missing").remove();
  document.querySelector("[data-list-content]").focus();
  write(read().filter((item) => !isMissing(item)), "removed");
}

function listen() {
  show();
  addEventListener("storage", ({ key }) => key === KEY && show());
  document.addEventListener("cards", show);
  document.querySelector("[data-save-all]")?.addEventListener("click", () => {
    write([...new Set([...read(), ...onPage()])], "saved");
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-forget-missing]")) forgetMissing();
  });
  if (document.querySelector("[data-list][data-own]")) hold(false);
}

// There only where it can do something: without scripts the browser's menu prints.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Staff look at their drafts with the same templates, under another address.
if (location.pathname.startsWith(home) && isAllowed()) listen();
