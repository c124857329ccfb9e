// What pages and their files get: from the network first, else what is kept, which tells its age.
const PATIENCE = 4000;
const HASH = /\.[0-9a-f]{12}(?=\.\w+$)/;

async function page(event, key) {
  const isWanted = untilForgotten();
  const fresh = ofNow(event.request);
  // First in line, so that it copies the answer before the browser reads it.
  event.waitUntil(fresh.then((response) => keep(key, response.clone(), isWanted).finally(seeTo)).catch(() => null));
  const copy = await keptCopy(key).catch(() => undefined);
  const slow = new Promise((resolve) => copy && setTimeout(resolve, PATIENCE, "slow"));
  const answer = await Promise.race([fresh.catch(() => "offline"), slow]);
  if (!(answer instanceof Response)) return copy ? withAge(copy, answer) : notKept();
  return copy && answer.status >= 500 ? withAge(copy, "failed") : answer;
}

// Going back, a browser is content with what it remembers itself, however old. All else is asked
// for as it was: what a worker changes is no visit any more by its headers, and so not counted.
function ofNow(request) {
  return fetch(request, request.cache === "force-cache" ? { cache: "no-cache" } : undefined);
}

// So that it is told also where no script runs; kept.js then names the day in words.
async function withAge(copy, why) {
  const moment = new Date(Date.parse(copy.headers.get("Date")) || Number(copy.headers.get(KEPT_AT)));
  const inNumbers = (options) => moment.toLocaleString("fi", { timeZone: "Europe/Helsinki", ...options });
  const day = inNumbers({ day: "numeric", month: "numeric" });
  const clock = inNumbers({ hour: "numeric", minute: "2-digit" });
  const text = (await copy.text())
    .replace("<html ", `<html class="is-kept" data-kept="${moment.toISOString()}" data-why="${why}" `)
    .replace("data-kept-note hidden", "data-kept-note")
    .replace(`data-when-why="${why}" hidden`, `data-when-why="${why}"`)
    .replace("data-day>", `data-day>${day}`)
    .replace("data-clock>", `data-clock>${clock}`);
  return new Response(text, { headers: copy.headers });
}

async function notKept() {
  const offline = await caches.match(OFFLINE, { ...ANY, cacheName: FILES }).catch(() => undefined);
  if (!offline) return Response.error();
  const items = (await keptLinks().catch(() => [])).join("");
  const text = (await offline.text())
    .replace("data-kept-pages hidden", () => (items ? "data-kept-pages" : "data-kept-pages hidden"))
    .replace('<ul class="kept-pages"></ul>', () => `<ul class="kept-pages">${items}</ul>`);
  return new Response(text, { headers: offline.headers });
}

// What was read last comes first, then what is saved. Titles stand in the pages as HTML already.
async function keptLinks() {
  const links = [];
  for (const store of [PAGES, SAVED]) {
    const cache = await caches.open(store);
    for (const request of (await cache.keys()).reverse()) {
      const url = new URL(request.url);
      const copy = isKept(url) && (await keptCopy(url.href));
      const title = copy && /<title>([^<]*)/.exec(await copy.text())?.[1];
      const address = (url.pathname + url.search).replaceAll("&", "&amp;");
      if (title) links.push(`<li><a href="${address}">${title.replace(/ – [^–]*$/, "")}</a></li>`);
    }
  }
  return links;
}

// A name with a hash in it never means anything else, so it need not be asked for again.
async function file(event) {
  const { request } = event;
  const known = await caches.match(request, { ...ANY, cacheName: FILES }).catch(() => undefined);
  if (known && HASH.test(request.url)) return known;
  const response = await fetch(request).catch(() => null);
  if (!response?.ok) return known ?? (await namesake(request)) ?? response ?? Response.error();
  const copy = response.clone();
  event.waitUntil(caches.open(FILES).then((cache) => cache.put(request, copy)).catch(() => null));
  return response;
}

// A page kept before the site was renewed asks for a file that is gone; today's will do.
async function namesake({ url }) {
  const plain = (address) => address.replace(HASH, "");
  const cache = await caches.open(FILES).catch(() => undefined);
  const same = (await cache?.keys())?.find((request) => plain(request.url) === plain(url));
  return same && cache.match(same, ANY);
}
