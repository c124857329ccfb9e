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

async function keep(key, response, store) {
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
  if (isKept(url)) await keep(keyOf(url), await fetch(url));
}

let turn = 0;

// All that is `saved`, and nothing else of this language, stays for longer, and so does the list at
// the address `list`. When it `isNew` what is not here yet is fetched; else also what is a day old.
async function hold({ list, saved, isNew }) {
  turn += 1;
  const wanted = saved.map((address) => new URL(address, location)).filter(isKept).map(keyOf);
  for (const { url } of await (await caches.open(SAVED)).keys()) {
    const isOther = url.startsWith(HERE) && ![LIST, OWN_LIST, ...wanted].includes(url);
    if (isOther) await move(url, SAVED, PAGES);
  }
  for (const key of wanted) await move(key, PAGES, SAVED);
  if (list) await take(new Map([[OWN_LIST, list]]), isNew ? 0 : DAY);
  else await drop(OWN_LIST);
  await take(new Map([LIST, ...wanted].map((key) => [key, key])), isNew ? LONGEST[SAVED] : DAY);
}

async function move(key, from, to) {
  const copy = await caches.match(key, { ...ANY, cacheName: from });
  if (!copy) return;
  await (await caches.open(to)).put(key, copy);
  await (await caches.open(from)).delete(key);
}

// One after another: the line may be thin, and somebody reads meanwhile. It ends when the reader
// saves or forgets something else.
async function take(addresses, age) {
  const begun = turn;
  for (const [key, address] of addresses) {
    const copy = await keptCopy(key);
    if (copy && ageOf(copy) < age) continue;
    const response = await fetch(address).catch(() => null);
    if (turn !== begun) return;
    if (response) await keep(key, response, SAVED);
  }
}

async function forget() {
  turn += 1;
  await Promise.all([PAGES, SAVED].map((store) => caches.delete(store)));
}
