// Keeps the hall's screen right for months: takes the page anew, turns the languages, and without
// a network shows how old it is. Plain enough for televisions that are some years old.
const TURN = 20000;
const REFRESH = 60000;
const LOST_AFTER = 120000;
const LONGEST_WAIT = 10000;

const helsinki = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Helsinki", year: "numeric", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const screen = () => document.querySelector("[data-screen]");
const addresses = screen().dataset.addresses.split(" ");
const sheet = (page) => page.querySelector("link[rel=stylesheet]").getAttribute("href");
const copies = new Map();
let shown = copyOf(document, Date.parse(screen().dataset.made));
let position = addresses.indexOf(screen().dataset.address);
// A television's own clock may be wrong: the server's is this much ahead of it.
let ahead = 0;
let settledAt = "";

function now() {
  return Date.now() + ahead;
}

function wall(moment) {
  const parts = {};
  for (const { type, value } of helsinki.formatToParts(moment)) parts[type] = value;
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    clock: `${Number(parts.hour)}.${parts.minute}`,
  };
}

function copyOf(page, taken) {
  const { lang, dir } = page.documentElement;
  return { main: page.querySelector("[data-screen]"), title: page.title, lang, dir, taken };
}

async function take(address) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), LONGEST_WAIT);
  try {
    const response = await fetch(address, { cache: "no-cache", signal: patience.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    // A café's log-in page, too, comes with status 200.
    if (!response.ok || !page.querySelector("[data-screen]")) throw new Error("Not the screen");
    const told = Date.parse(response.headers.get("Date"));
    if (told) ahead = told - Date.now();
    // The site has been renewed, and this script with it.
    if (sheet(page) !== sheet(document)) location.replace(address);
    copies.set(address, copyOf(page, now()));
  } finally {
    clearTimeout(timer);
  }
}

// Without a network the last good copy stays; `settle` tells how old it is.
const tried = (address) => take(address).catch(() => null);

function show(copy) {
  screen().replaceWith(copy.main);
  document.title = copy.title;
  document.documentElement.lang = copy.lang;
  document.documentElement.dir = copy.dir;
  shown = copy;
  settle();
}

async function turn() {
  position = (position + 1) % addresses.length;
  await tried(addresses[position]);
  const copy = copies.get(addresses[position]);
  if (copy) show(copy);
}

// Every language is at hand before the network is lost for the first time.
async function gather() {
  for (const address of addresses) await tried(address);
  const fresh = copies.get(addresses[position]);
  if (fresh) show(fresh);
}

function keepTurning() {
  turn().then(() => setTimeout(keepTurning, addresses.length > 1 ? TURN : REFRESH));
}

function settle() {
  const main = screen();
  const { day, clock } = wall(now());
  const isOld = day !== main.dataset.day;
  main.classList.toggle("is-old", isOld);
  main.querySelector("[data-old-day]").hidden = !isOld;
  main.querySelector(".screen-clock bdi").textContent = clock;
  for (const line of main.querySelectorAll(".screen-line")) mark(line, isOld);
  tellAge();
  divide(main.querySelector(".screen-days"));
  for (const section of main.querySelectorAll(".screen-day")) fit(section);
  settledAt = `${day} ${clock}`;
}

function mark(line, isOld) {
  const starts = Date.parse(line.dataset.starts);
  const ends = Date.parse(line.dataset.ends);
  const isOn = starts <= now() && now() < ends;
  line.classList.toggle("is-now", isOn);
  line.hidden = ends <= now() && !isOld;
  const word = line.querySelector("[data-now]");
  if (word) word.hidden = !isOn;
}

function unhidden(section) {
  return [...section.querySelectorAll(".screen-line:not([hidden])")];
}

// As the server divides it: what today has no need of any more is tomorrow's.
function divide(days) {
  const [today, tomorrow] = [...days.children].map((section) => unhidden(section).length);
  if (today > 2 || tomorrow < 2 * today) days.dataset.room = "today";
  else days.dataset.room = today || !tomorrow ? "both" : "tomorrow";
}

function tellAge() {
  const main = screen();
  const isLost = now() - shown.taken > LOST_AFTER;
  main.querySelector("[data-lost]").hidden = !isLost;
  main.querySelector("[data-fresh]").hidden = isLost;
  for (const time of main.querySelectorAll(".screen-foot bdi")) time.textContent = wall(shown.taken).clock;
}

// Whole sessions only: how many more there are is said in a line of its own.
function fit(section) {
  const list = section.querySelector("ol");
  const more = section.querySelector(".screen-more");
  const lines = unhidden(section);
  for (const line of lines) line.classList.remove("is-rest");
  section.querySelector(".screen-empty").hidden = lines.length > 0;
  more.hidden = true;
  for (let left = lines.length - 1; left > 0 && list.scrollHeight > list.clientHeight + 1; left -= 1) {
    lines[left].classList.add("is-rest");
    more.hidden = false;
    more.querySelector("bdi").textContent = lines.length - left;
  }
}

function tick() {
  const { day, clock } = wall(now());
  if (!settledAt.startsWith(day)) turn();
  if (settledAt !== `${day} ${clock}`) settle();
  else tellAge();
}

settle();
gather();
setTimeout(keepTurning, addresses.length > 1 ? TURN : REFRESH);
setInterval(tick, 1000);
addEventListener("resize", settle);
