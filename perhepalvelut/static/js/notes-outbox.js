// Lines that are written and have not arrived. They wait in this tab, over a reload too, and are
// sent one after the other until the server has them. One that it refuses, or that somebody else
// has written on, waits for its writer; so do all once the notes are published.
const WAITS = [2000, 4000, 8000, 15000];
const LONGEST_WAIT = 30000;
const MOST_UNSURE = 3;
const MOST_AT_LEAVING = 60000; // of 64 KiB: a longer one sent with keepalive is not sent at all
const ANSWERS = [200, 400, 409];

export class Outbox {
  lines = new Map(); // the fields of each, by its uid
  clashing = new Set();
  refused = new Map(); // why, by uid
  arrivals = 0;
  isPublished;
  #versions = new Map(); // what each line was when the server last told us
  #unsure = new Map(); // texts that were sent, and may have arrived
  #meant = new Set(); // to be sent although its readers see it at once
  #attempts = 0;
  #isSending = false;
  #isLeaving = false;
  #retry;
  #address;
  #key;
  #token;
  #gone;
  #on;

  constructor({ address, key, token, gone, isPublished, on }) {
    this.isPublished = isPublished;
    this.#address = address;
    this.#key = key;
    this.#token = token;
    this.#gone = gone;
    this.#on = on;
  }

  put(uid, fields) {
    this.lines.set(uid, fields);
    this.refused.delete(uid);
    this.#keep();
  }

  mean(...uids) {
    for (const uid of uids) this.#meant.add(uid);
  }

  // What the server holds is known to be this version; nothing sent before is still unsure.
  learn(uid, version) {
    this.#versions.set(uid, version);
    this.#unsure.delete(uid);
    this.clashing.delete(uid);
    this.#keep();
  }

  // The page shows the line anew: the version there holds.
  unlearn(uid) {
    this.#versions.delete(uid);
  }

  hasArrived(uid) {
    return this.#versions.has(uid);
  }

  drop(uid) {
    for (const kept of [this.lines, this.refused, this.#meant, this.#unsure]) kept.delete(uid);
    this.#keep();
  }

  async send() {
    if (this.#isSending) return;
    this.#isSending = true;
    clearTimeout(this.#retry);
    try {
      let next = this.#next();
      while (next && (await this.#sent(...next))) next = this.#next();
    } finally {
      this.#isSending = false;
    }
  }

  // The last that a page can send; whether it may be left without asking.
  leave() {
    const next = this.#next();
    const isOne = this.lines.size === Number(Boolean(next));
    const fits = !next || (!this.#isSending && navigator.onLine && isShort(this.#body(...next)));
    this.#isLeaving = true;
    this.send();
    this.#isLeaving = false;
    return isOne && fits;
  }

  // What a reload found unsent.
  takeUp() {
    for (const { uid, fields, unsure } of stored(this.#key)) {
      this.lines.set(uid, fields);
      this.#unsure.set(uid, unsure);
    }
  }

  #next() {
    return [...this.lines].find(([uid]) => {
      const waits = this.clashing.has(uid) || this.refused.has(uid);
      return !waits && (!this.isPublished || this.#meant.has(uid));
    });
  }

  // Whether to go on with the next one.
  async #sent(uid, fields) {
    const { status, isSignedOut, told } = await this.#post(uid, fields);
    if (status === 200 && told.version) this.#arrived(uid, fields, told.version);
    else if (status === 409 && told.reason === "published") this.#stop();
    else if (status === 409 && told.reason === "clash") this.#clash(uid, told);
    else if (status === 400 && told.error) this.#refuse(uid, fields, told.error);
    else if (status === 404) this.#refuse(uid, fields, this.#gone);
    else return this.#later(uid, status, isSignedOut);
    this.#attempts = 0;
    return true;
  }

  async #post(uid, fields) {
    const body = this.#body(uid, fields);
    this.#remember(uid, fields.text);
    try {
      const response = await fetch(this.#address, {
        method: "POST",
        body,
        redirect: "manual",
        keepalive: (this.#isLeaving || document.hidden) && isShort(body),
        signal: AbortSignal.timeout?.(LONGEST_WAIT),
        headers: { Accept: "application/json", "X-CSRFToken": this.#token() },
      });
      const { status, type } = response;
      const told = ANSWERS.includes(status) ? await response.json() : null;
      return { status, told: told ?? {}, isSignedOut: type === "opaqueredirect" || status === 403 };
    } catch {
      return {}; // no network, or half an answer
    }
  }

  #body(uid, fields) {
    const body = new URLSearchParams({ ...fields, version: this.#versionOf(uid, fields) });
    for (const text of this.#unsure.get(uid) ?? []) body.append("unsure", text);
    if (this.isPublished) body.append("knows_it_is_published", "1");
    return body;
  }

  #versionOf(uid, fields) {
    return this.#versions.get(uid) ?? fields.version;
  }

  // The first is kept beside the latest: when a connection breaks, that is the one that arrived.
  #remember(uid, text) {
    const [first, ...others] = new Set([...(this.#unsure.get(uid) ?? []), text]);
    this.#unsure.set(uid, [first, ...others.slice(1 - MOST_UNSURE)]);
    this.#keep();
  }

  #arrived(uid, fields, version) {
    this.arrivals += 1;
    this.#meant.delete(uid);
    if (this.lines.get(uid) === fields) this.lines.delete(uid);
    this.learn(uid, version);
    this.#on.arrived(uid, version);
  }

  #stop() {
    this.isPublished = true;
    this.#on.published();
  }

  #clash(uid, theirs) {
    if (!this.lines.has(uid)) return;
    this.clashing.add(uid);
    this.#on.clash(uid, theirs);
  }

  // What was typed since may be right.
  #refuse(uid, fields, error) {
    if (this.lines.get(uid) !== fields) return;
    this.refused.set(uid, error);
    this.#on.refused(uid, error);
  }

  #later(uid, status, isSignedOut) {
    if (status >= 500) this.#putLast(uid);
    this.#retry = setTimeout(() => this.send(), WAITS[Math.min(this.#attempts, WAITS.length - 1)]);
    this.#attempts += 1;
    this.#on.later(isSignedOut);
    return false;
  }

  // One that the server stumbles over does not hold up the others.
  #putLast(uid) {
    const fields = this.lines.get(uid);
    if (this.lines.delete(uid)) this.lines.set(uid, fields);
  }

  #keep() {
    const waiting = [...this.lines].map(([uid, fields]) => ({
      uid,
      fields: { ...fields, version: this.#versionOf(uid, fields) },
      unsure: this.#unsure.get(uid) ?? [],
    }));
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(waiting));
    } catch {
      // Without room it waits in the page alone, which asks before it is left.
    }
  }
}

function isShort(body) {
  return body.toString().length < MOST_AT_LEAVING;
}

function stored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? [];
  } catch {
    return []; // no storage here
  }
}
