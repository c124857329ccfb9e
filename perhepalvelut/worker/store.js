// What is kept, for how long: pages that were read, of all languages together, and those of the
// reader's own list.
const PAGES = "pages-1";
const SAVED = "saved-1";
const DAY = 24 * 60 * 60 * 1000;
const LONGEST = { [PAGES]: 7 * DAY, [SAVED]: 60 * DAY };
const MOST_PAGES = 40;
const KEPT_AT = "X-Kept-At";
const ANY = { ignoreVary: true };
const KINDS = /^(|week\/|today\/|list\/|card\/|(places|services)\/[^/]+\/(card\/)?)$/;
const HERE = new URL(LANGUAGE, location).href;
const LIST = `${HERE}list/`;
const OWN_LIST = `${LIST}own`; // no page has this address, so no link leads to it
// Old browsers don't say that a worker asks: without it the server would count a visit.
const AHEAD = { headers: { Purpose: "prefetch" } };

function isKept({ href, pathname, searchParams }) {
  // Where the reader is stays out of everything that lasts.
  return href.startsWith(HERE) && KINDS.test(pathname.slice(LANGUAGE.length)) && !searchParams.has("near");
}

// As the list's page fetches it, whatever is on it.
function isOwnList({ href, searchParams }) {
  return href.startsWith(`${LIST}?`) && searchParams.has("own");
}

// A page whose language was just chosen is the same page.
function keyOf(url) {
  const key = new URL(url);
  key.hash = "";
  key.searchParams.delete(SITE.choice);
  return key.href;
}

async function keptCopy(key) {
  for (const store of [SAVED, PAGES]) {
    const copy = await caches.match(key, { ...ANY, cacheName: store });
    if (copy && !isOld(copy, store)) return copy;
  }
  return undefined;
}

// By this device's own clock, however wrong; what is shown of the age is the server's.
function ageOf(copy) {
  return Date.now() - Number(copy.headers.get(KEPT_AT));
}

function isOld(copy, store) {
  return ageOf(copy) > LONGEST[store];
}

// Unless it `isWanted` no more by the time that all of it has come.
async function keep(key, response, isWanted, store) {
  if (isRetired) return;
  if (response.status === 404 || response.status === 410) await drop(key);
  if (!isForEveryone(response)) return;
  const text = await response.text();
  // What a café's log-in page answers is no page of ours.
  if (!text.includes("data-kept-note")) return;
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.set(KEPT_AT, Date.now());
  const cache = await caches.open(store ?? (await storeOf(key)));
  if (!isWanted()) return;
  const isFull = await cache.put(key, new Response(text, { headers })).then(() => false, () => true);
  await makeRoom(isFull);
}

async function storeOf(key) {
  const isSaved = key === LIST || key === OWN_LIST || (await (await caches.open(SAVED)).match(key, ANY));
  return isSaved ? SAVED : PAGES;
}

function isForEveryone(response) {
  const isPlain = response.ok && response.type === "basic" && !response.redirected;
  return isPlain && !/no-store|private/.test(response.headers.get("Cache-Control"));
}

// A page that is kept again moves to the end, so the first were read the longest ago.
async function makeRoom(isFull) {
  const cache = await caches.open(PAGES);
  const keys = await cache.keys();
  const most = isFull ? keys.length / 2 : MOST_PAGES;
  for (const request of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(request);
}

async function drop(key) {
  for (const store of [SAVED, PAGES]) await (await caches.open(store)).delete(key);
}

// What is past its time goes, also for who reads no more.
async function tidy() {
  for (const store of [SAVED, PAGES]) {
    const cache = await caches.open(store);
    for (const request of await cache.keys()) {
      const copy = await cache.match(request, ANY);
      if (copy && isOld(copy, store)) await cache.delete(request);
    }
  }
}

// A page that was there before the worker.
async function read({ address }) {
  const url = new URL(address, location);
  const isWanted = untilForgotten();
  if (isKept(url)) await keep(keyOf(url), await fetch(url, AHEAD), isWanted);
}

// With all that is saved or forgotten the turn is another's.
let turn = 0;
let forgettings = 0;

function untilForgotten() {
  const begun = forgettings;
  return () => forgettings === begun;
}

// All that is `saved`, and nothing else of this language, stays for longer, and so does the list at
// the address `list`. When it `isNew` what is not here yet is fetched; else also what is a day old.
async function hold({ list, saved, isNew }) {
  const begun = (turn += 1);
  const isWanted = () => turn === begun;
  const wanted = saved.map((address) => new URL(address, location)).filter(isKept).map(keyOf);
  for (const { url } of await (await caches.open(SAVED)).keys()) {
    const isOther = url.startsWith(HERE) && ![LIST, OWN_LIST, ...wanted].includes(url);
    if (isOther) await move(url, SAVED, PAGES, isWanted);
  }
  for (const key of wanted) await move(key, PAGES, SAVED, isWanted);
  if (list) await take(new Map([[OWN_LIST, list]]), isNew ? 0 : DAY, isWanted);
  else if (isWanted()) await drop(OWN_LIST);
  await take(new Map([LIST, ...wanted].map((key) => [key, key])), isNew ? LONGEST[SAVED] : DAY, isWanted);
}

async function move(key, from, to, isWanted) {
  const copy = await caches.match(key, { ...ANY, cacheName: from });
  if (!copy) return;
  const cache = await caches.open(to);
  if (!isWanted()) return;
  await cache.put(key, copy);
  await (await caches.open(from)).delete(key);
}

// One after another: the line may be thin, and somebody reads meanwhile. It ends when the reader
// saves or forgets something else.
async function take(addresses, age, isWanted) {
  for (const [key, address] of addresses) {
    const copy = await keptCopy(key);
    if (copy && ageOf(copy) < age) continue;
    if (!isWanted()) return;
    const response = await fetch(address, AHEAD).catch(() => null);
    if (response) await keep(key, response, isWanted, SAVED);
  }
}

async function forget() {
  turn += 1;
  forgettings += 1;
  await Promise.all([PAGES, SAVED].map((store) => caches.delete(store)));
}
