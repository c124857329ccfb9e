// What this browser alone keeps: "my list", and by the worker the pages last seen.
const KEY = "my-list";
const MOST = 60;
const DAY = 24 * 60 * 60 * 1000;
const ITEM = /^(services|places)\/[-\w]{1,80}$/;

const note = document.querySelector("[data-kept-note]");
const status = document.querySelector("[data-list-status]");
const { home } = note.dataset; // "/fi/"

// Pages kept by the worker say since when.
function tellAge({ kept, why }) {
  if (!kept) return;
  const moment = new Date(kept);
  const isToday = dateOf(moment, "en-CA") === dateOf(new Date(), "en-CA");
  document.documentElement.classList.add(isToday ? "is-kept" : "is-kept-from-another-day");
  for (const words of note.querySelectorAll("[data-when-why]")) words.hidden = words.dataset.whenWhy !== why;
  note.querySelector("[data-day]").textContent = dayOf(moment);
  note.querySelector("[data-clock]").textContent = clockOf(moment);
  note.hidden = false;
}

function dateOf(moment, locale, options = {}) {
  return new Intl.DateTimeFormat(locale, { timeZone: "Europe/Helsinki", ...options }).format(moment);
}

// A browser that does not know the language would answer in its own: then numbers alone.
function dayOf(moment) {
  const { lang } = document.documentElement;
  const isKnown = Intl.DateTimeFormat.supportedLocalesOf(lang).length > 0;
  if (!isKnown) return dateOf(moment, "fi", { day: "numeric", month: "numeric" });
  const options = { weekday: "long", day: "numeric", month: "long" };
  return dateOf(moment, `${lang}-u-ca-gregory-nu-latn`, options);
}

function clockOf(moment) {
  return dateOf(moment, "fi", { hour: "numeric", minute: "2-digit" });
}

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY)) ?? [];
    return found.filter((item) => ITEM.test(item)).slice(0, MOST);
  } catch {
    return []; // forbidden, or somebody else's writing
  }
}

function mayWrite() {
  try {
    localStorage.setItem(KEY, JSON.stringify(read()));
    return true;
  } catch {
    return false;
  }
}

function write(items, told) {
  localStorage.setItem(KEY, JSON.stringify(items.slice(0, MOST)));
  show();
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
  if (items.includes(item)) return write(items.filter((one) => one !== item), "removed");
  write([...items, item], "saved");
  keepPages(item, `${item}/card`);
}

// What is saved can be read without a network, also when only its card has been seen. The list
// comes first: it tells the worker what to hold on to.
function keepPages(...items) {
  ask([`${listAddress(read())}&own`, `${home}list/`, ...items.map((item) => `${home}${item}/`)]);
}

// Also of a worker that is still about to begin.
async function ask(keep, age = 0) {
  const registration = await navigator.serviceWorker?.ready;
  registration?.active.postMessage({ keep, age });
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
}

function listen() {
  show();
  addEventListener("storage", ({ key }) => key === KEY && show());
  document.addEventListener("cards", ({ detail }) => { tellAge(detail); show(); });
  const ownList = document.querySelector("[data-list][data-own]");
  if (ownList) ask(read().map((item) => `${home}${item}/`), DAY);
  document.querySelector("[data-save-all]")?.addEventListener("click", () => {
    const items = [...new Set([...read(), ...onPage()])];
    write(items, "saved");
    keepPages(...onPage());
  });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-forget-missing]")) return;
    target.closest(".list-missing").remove();
    write(read().filter((item) => onPage().includes(item)), "removed");
  });
}

// After the page has all that it needs: the worker's own files are in no hurry. Where one is at
// work already the browser renews it by itself, and one that is about to go must not be held.
async function register() {
  if (navigator.serviceWorker.controller) return;
  const registered = navigator.serviceWorker.register("/sw.js", { scope: home });
  await registered.then(() => ask([location.href])).catch(() => null);
}

// Staff look at their drafts with the same templates, under another address.
if (location.pathname.startsWith(home)) {
  tellAge(document.documentElement.dataset);
  if (mayWrite()) listen();
  if ("serviceWorker" in navigator) {
    if (document.readyState === "complete") register();
    else addEventListener("load", register);
  }
}
