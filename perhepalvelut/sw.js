// Keeps what a family last saw, for when there is no line. `SITE`, its version and its static
// files, is written above this by offline.py. Each language has a worker of its own, whose scope
// is "/fi/" or so: the desk, which lies outside, is never in its hands.
const LANGUAGE = new URL(registration.scope).pathname;
const OFFLINE = `${LANGUAGE}offline/`;
const KINDS = /^(|week\/|today\/|list\/|card\/|(places|services)\/[^/]+\/(card\/)?)$/;
const FILES = `files-${SITE.version}`;
const PAGES = "pages-1";
const MOST_PAGES = 40;
const LONGEST = 7 * 24 * 60 * 60 * 1000;
const PATIENCE = 4000;
const HASH = /\.[0-9a-f]{12}(?=\.\w+$)/;
const KEPT_AT = "X-Kept-At";

// Pages come from the network first and name their own files, so a new worker can take over at
// once; nobody has to close the tabs of the old one.
addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(gather());
});

addEventListener("activate", (event) => event.waitUntil(takeOver()));

// What a page asks to be kept: itself when it was there before the worker, and what is saved.
// Copies younger than `age` will do.
addEventListener("message", (event) => {
  const { keep, age } = event.data;
  event.waitUntil(take(keep.map((address) => new URL(address, location)).filter(isKept), age));
});

addEventListener("fetch", (event) => {
  const { method, mode, destination } = event.request;
  const url = new URL(event.request.url);
  if (isRetired || method !== "GET" || url.origin !== location.origin) return;
  const isDocument = mode === "navigate" && destination === "document";
  if (url.pathname.startsWith(SITE.root)) event.respondWith(file(event));
  else if (isKept(url) && (isDocument || isOwnList(url))) event.respondWith(page(event, url));
  else if (isDocument && url.pathname.endsWith("/")) event.respondWith(fetch(event.request).catch(notKept));
});

async function gather() {
  const cache = await caches.open(FILES);
  await cache.addAll(SITE.files);
  // As nobody in particular: this copy outlives signing in and out.
  const offline = await fetch(OFFLINE, { credentials: "omit" });
  if (!offline.ok) throw new Error("No page for being offline");
  await cache.put(OFFLINE, offline);
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("files-") && name !== FILES);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

// One after another: the line may be thin, and somebody reads meanwhile.
async function take(urls, age) {
  for (const url of urls) {
    const copy = await keptCopy(url);
    if (copy && ageOf(copy) < age) continue;
    await fetch(url).then((response) => keep(url, response)).catch(() => null);
  }
}

function isKept({ origin, pathname, searchParams }) {
  const isHere = origin === location.origin && pathname.startsWith(LANGUAGE);
  // Where the reader is stays out of everything that lasts.
  return isHere && KINDS.test(pathname.slice(LANGUAGE.length)) && !searchParams.has("near");
}

function isOwnList({ searchParams }) {
  return searchParams.has("own");
}

// The reader's own list is one page however it grows; so is a page whose language was just chosen.
function keyOf(url) {
  const key = new URL(url);
  key.hash = "";
  key.searchParams.delete("chosen");
  if (isOwnList(key)) key.search = "?own";
  return key.href;
}

async function page(event, url) {
  const fresh = fetch(event.request);
  // First in line, so that it copies the answer before the browser reads it.
  event.waitUntil(fresh.then((response) => keep(url, response.clone())).then(retireIfAsked).catch(() => null));
  const copy = await keptCopy(url);
  const slow = new Promise((resolve) => copy && setTimeout(resolve, PATIENCE, "slow"));
  const answer = await Promise.race([fresh.catch(() => "offline"), slow]);
  if (answer instanceof Response) return answer;
  return copy ? withAge(copy, answer) : notKept();
}

async function keep(url, response) {
  if (isRetired) return;
  const cache = await caches.open(PAGES);
  if (response.status === 404 || response.status === 410) await cache.delete(keyOf(url));
  if (!isForEveryone(response)) return;
  const text = await response.text();
  // What a café's log-in page answers is no page of ours.
  if (!text.includes("data-kept-note")) return;
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.set(KEPT_AT, Date.now());
  await cache.put(keyOf(url), new Response(text, { headers }));
  await prune(cache);
}

function isForEveryone(response) {
  const isPlain = response.ok && response.type === "basic" && !response.redirected;
  return isPlain && !/no-store|private/.test(response.headers.get("Cache-Control"));
}

// By this device's own clock, however wrong; what is shown of the age is the server's.
function ageOf(copy) {
  return Date.now() - Number(copy.headers.get(KEPT_AT));
}

function isOld(copy) {
  return ageOf(copy) > LONGEST;
}

async function keptCopy(url) {
  const copy = await caches.match(keyOf(url), { cacheName: PAGES, ignoreVary: true });
  return copy && !isOld(copy) ? copy : undefined;
}

// A page kept again moves to the end, so the oldest come first. Many read pages push out none that
// is saved.
async function prune(cache) {
  const keys = await cache.keys();
  const saved = await savedPaths(cache);
  const isSaved = ({ pathname, search }) => !search && saved.has(pathname.replace(/card\/$/, ""));
  const seen = keys.map(({ url }) => new URL(url)).filter((url) => !isOwnList(url) && !isSaved(url));
  for (const url of seen.slice(0, -MOST_PAGES)) await cache.delete(url);
  for (const request of keys) {
    const copy = await cache.match(request, { ignoreVary: true });
    if (copy && !isOld(copy)) return;
    await cache.delete(request);
  }
}

// As the reader's own list names them.
async function savedPaths(cache) {
  const list = await cache.match(`${LANGUAGE}list/?own`, { ignoreVary: true });
  const found = list ? (await list.text()).matchAll(/ data-save="([^"]+)"/g) : [];
  return new Set(Array.from(found, ([, path]) => path));
}

async function withAge(copy, why) {
  const text = await copy.text();
  const moment = Date.parse(copy.headers.get("Date")) || Number(copy.headers.get(KEPT_AT));
  const marks = `data-kept="${new Date(moment).toISOString()}" data-why="${why}"`;
  return new Response(text.replace("<html ", `<html ${marks} `), { headers: copy.headers });
}

async function notKept() {
  const offline = await caches.match(OFFLINE, { cacheName: FILES, ignoreVary: true });
  if (!offline) return Response.error();
  const items = (await keptLinks()).join("");
  const text = (await offline.text())
    .replace("data-kept-pages hidden", () => (items ? "data-kept-pages" : "data-kept-pages hidden"))
    .replace('<ul class="kept-pages"></ul>', () => `<ul class="kept-pages">${items}</ul>`);
  return new Response(text, { headers: offline.headers });
}

// The newest first. Titles stand in the pages as HTML already.
async function keptLinks() {
  const cache = await caches.open(PAGES);
  const links = [];
  for (const request of (await cache.keys()).reverse()) {
    const url = new URL(request.url);
    const copy = isKept(url) && !isOwnList(url) && (await keptCopy(url));
    const title = copy && /<title>([^<]*)/.exec(await copy.text())?.[1];
    const address = (url.pathname + url.search).replaceAll("&", "&amp;");
    if (title) links.push(`<li><a href="${address}">${title.replace(/ – [^–]*$/, "")}</a></li>`);
  }
  return links;
}

// A name with a hash in it never means anything else, so it need not be asked for again.
async function file(event) {
  const { request } = event;
  const cache = await caches.open(FILES);
  const known = await cache.match(request, { ignoreVary: true });
  if (known && HASH.test(request.url)) return known;
  try {
    const response = await fetch(request);
    if (response.ok) event.waitUntil(cache.put(request, response.clone()));
    return response;
  } catch {
    return known ?? (await namesake(cache, request)) ?? Response.error();
  }
}

// A page kept before the site was renewed asks for a file that is gone; today's will do.
async function namesake(cache, { url }) {
  const plain = (address) => address.replace(HASH, "");
  const same = (await cache.keys()).find((request) => plain(request.url) === plain(url));
  return same && cache.match(same, { ignoreVary: true });
}

// Where the site wants no worker any more it answers 410 in its place. Asked once in each life.
let isAsked = false;
let isRetired = false;
async function retireIfAsked() {
  if (isAsked) return;
  isAsked = true;
  const { status } = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
  if (status !== 410) return;
  isRetired = true;
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await registration.unregister();
}
