// The worker's side of a page: it begins the worker, tells of when a copy is, and can have all
// copies forgotten. A page left open for long is fetched anew, or tells its age as well.
const HOUR = 60 * 60 * 1000;
const note = document.querySelector("[data-kept-note]");
const { home, worker } = note.dataset; // "/fi/", and nothing where no worker is wanted
const copy = document.documentElement.dataset;
const shown = new Date();
const opened = copy.kept ? new Date(copy.kept) : shown;
// On a slow line the network has just been asked.
const asked = copy.why === "slow" ? shown : opened;

function tellAge(moment, why) {
  const { classList } = document.documentElement;
  classList.add("is-kept");
  classList.toggle("is-kept-from-another-day", isAnotherDay(moment));
  for (const words of note.querySelectorAll("[data-when-why]")) words.hidden = words.dataset.whenWhy !== why;
  note.querySelector("[data-day]").textContent = dayOf(moment);
  note.querySelector("[data-clock]").textContent = clockOf(moment);
  note.hidden = false;
}

function tellKept({ kept, why }) {
  if (kept) tellAge(new Date(kept), why);
}

function dateOf(moment, locale, options = {}) {
  return new Intl.DateTimeFormat(locale, { timeZone: "Europe/Helsinki", ...options }).format(moment);
}

function isAnotherDay(moment) {
  return dateOf(moment, "fi") !== dateOf(new Date(), "fi");
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

// An app that is brought back shows what it showed when it was left, maybe on another day. What
// somebody is writing stays.
async function renew() {
  const isLate = isAnotherDay(asked) || new Date() - asked > HOUR;
  if (document.hidden || !isLate || document.querySelector("form[method=post]")) return;
  const isThere = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (isThere?.status < 500) location.reload();
  else tellAge(opened, isThere ? "failed" : "offline");
}

async function ask(task, ports = []) {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(task, ports);
}

// After the page has all that it needs: the worker's own files are in no hurry. Where one is at
// work already the browser renews it by itself, and one that is about to go must not be held.
async function register() {
  if (!worker || navigator.serviceWorker.controller) return;
  const registered = navigator.serviceWorker.register(worker, { scope: home });
  await registered.then(() => ask({ task: "read", address: location.href })).catch(() => null);
}

async function offerToForget(box) {
  await navigator.serviceWorker.ready;
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => tellForgotten(box.querySelector("[role=status]"));
    ask({ task: "forget" }, [port2]);
  });
}

function tellForgotten(status) {
  status.textContent = status.dataset.forgotten;
  for (const pages of document.querySelectorAll("[data-kept-pages]")) pages.hidden = true;
}

// Staff look at their drafts with the same templates, under another address.
if (location.pathname.startsWith(home)) {
  tellKept(copy);
  document.addEventListener("cards", ({ detail }) => tellKept(detail));
  document.addEventListener("visibilitychange", renew);
  addEventListener("pageshow", ({ persisted }) => persisted && renew());
  if ("serviceWorker" in navigator) {
    if (document.readyState === "complete") register();
    else addEventListener("load", register);
    document.querySelectorAll("[data-forget-pages]").forEach(offerToForget);
  }
}
