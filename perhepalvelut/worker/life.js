// Keeps what a family last saw, for when there is no line. offline.py serves this, answers.js and
// store.js as one script, with `SITE` above: its version, its static files, and what an address
// says when its language was just chosen. Each language has a worker of its own, whose scope is
// "/fi/" or so: the desk, which lies outside, is never in its hands.
const LANGUAGE = new URL(registration.scope).pathname;
const FILES = `files-${LANGUAGE}-${SITE.version}`;
const OFFLINE = `${LANGUAGE}offline/`;

// Pages come from the network first and name their own files, so a new worker can take over at
// once; nobody has to close the tabs of the old one.
addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(gather());
});

addEventListener("activate", (event) => event.waitUntil(takeOver()));

// What pages ask for. Who sends a port hears when it is done.
const TASKS = { read, hold, forget };
addEventListener("message", (event) => {
  const { data, ports } = event;
  event.waitUntil(TASKS[data.task](data).then(() => ports[0]?.postMessage("done")));
});

addEventListener("fetch", (event) => {
  const { method, mode, destination } = event.request;
  const url = new URL(event.request.url);
  if (isRetired || method !== "GET" || url.origin !== location.origin) return;
  const isDocument = mode === "navigate" && destination === "document";
  if (url.pathname.startsWith(SITE.root)) event.respondWith(file(event));
  else if (mode !== "navigate" && isOwnList(url)) event.respondWith(page(event, OWN_LIST));
  else if (isDocument && isKept(url)) event.respondWith(page(event, keyOf(url)));
  else if (isDocument && url.pathname.endsWith("/")) event.respondWith(ofNow(event.request).catch(notKept));
});

async function gather() {
  const cache = await caches.open(FILES);
  await cache.addAll(SITE.files);
  // As nobody in particular: this copy outlives signing in and out.
  const offline = await fetch(OFFLINE, { credentials: "omit" });
  if (!offline.ok) throw new Error("No page for being offline");
  await cache.put(OFFLINE, offline);
}

// The other languages' workers have files of their own.
async function takeOver() {
  await clients.claim();
  const own = (await caches.keys()).filter((name) => name.startsWith(`files-${LANGUAGE}-`));
  await Promise.all(own.map((name) => name !== FILES && caches.delete(name)));
  await tidy();
}

// In each life of the worker, with the first page that the network gives.
let isSeenTo = false;
async function seeTo() {
  if (isSeenTo) return;
  isSeenTo = true;
  await tidy().catch(() => null); // also a worker that can store nothing must be able to go
  await retireIfAsked();
}

// Where the site wants no worker any more it answers 410 in its place.
let isRetired = false;
async function retireIfAsked() {
  const { status } = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
  if (status !== 410) return;
  isRetired = true;
  await registration.unregister();
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}
