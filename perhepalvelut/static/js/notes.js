// Saves lines of notes as they are typed. What has not arrived waits in this tab, over a reload
// too, and is sent again until it does. What others write is fetched every few seconds, and never
// put over a line that is being written here.
const AFTER_TYPING = 800;
const LOOK_AGAIN = 5000;
const WAITS = [2000, 4000, 8000, 15000];
const MOST_UNSURE = 20;

const root = document.querySelector("[data-notes]");
const newLine = root.querySelector("[data-new-line]");
const list = root.querySelector("[data-line-list]");
const status = root.querySelector("[data-state]");
const waitingList = root.querySelector("[data-waiting]");
const KEY = `notes ${location.pathname}`;

const outbox = new Map(); // what is still to arrive, by the uid of its line
const versions = new Map(); // what each line was when the server last told us
const unsure = new Map(); // texts that were sent, and may have arrived
const clashing = new Set();
const timers = new Map();
let attempts = 0;
let isSending = false;
let retry;

// Not crypto.randomUUID: browsers have that under https only.
function newUid() {
  const pattern = "10000000-1000-4000-8000-100000000000";
  return pattern.replace(/[018]/g, (digit) => {
    const random = crypto.getRandomValues(new Uint8Array(1))[0];
    return (Number(digit) ^ (random & (15 >> (Number(digit) / 4)))).toString(16);
  });
}

// From the cookie: signing in anew, in another tab, makes the one in the page old.
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : newLine.elements.csrfmiddlewaretoken.value;
}

function tell(state, text = status.dataset[state]) {
  root.dataset.saveState = state;
  if (status.textContent !== text) status.textContent = text;
}

const lineOf = (uid) => document.getElementById(`line-${uid}`);
const uidOf = (form) => form.elements.uid.value;
const textOf = (form) => form.elements.text.value;

function fieldsOf(form) {
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrfmiddlewaretoken;
  return fields;
}

function keep() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...outbox]));
  } catch {
    // Without room it waits in the page alone, which asks before it is left.
  }
}

function put(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!textOf(form).trim()) {
    delete root.dataset.saveState;
    return;
  }
  outbox.set(uidOf(form), fieldsOf(form));
  keep();
  send();
}

function putSoon(form) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(put, AFTER_TYPING, form));
  root.dataset.saveState = "saving";
}

async function send() {
  if (isSending) return;
  isSending = true;
  clearTimeout(retry);
  let goesOn = true;
  while (goesOn) {
    const next = [...outbox].find(([uid]) => !clashing.has(uid));
    goesOn = Boolean(next) && (await sent(...next));
  }
  isSending = false;
}

// Whether to go on with the next one.
async function sent(uid, fields) {
  const response = await post(uid, fields).catch(() => null);
  if (response?.status === 200) arrived(uid, fields, await response.json());
  else if (response?.status === 409) clash(uid, await response.json());
  else if (response?.status === 400) refuse(uid, fields, (await response.json()).error);
  else return later(response);
  attempts = 0;
  return true;
}

function post(uid, fields) {
  const body = new URLSearchParams({ ...fields, version: versions.get(uid) ?? fields.version });
  const texts = unsure.get(uid) ?? [];
  for (const text of texts) body.append("unsure", text);
  unsure.set(uid, [...new Set([...texts, fields.text])].slice(-MOST_UNSURE));
  return fetch(newLine.getAttribute("action"), {
    method: "POST",
    body,
    redirect: "manual",
    keepalive: true,
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
  });
}

function later(response) {
  const isSignedOut = response && (response.type === "opaqueredirect" || response.status === 403);
  tell(isSignedOut ? "signedOut" : "unsaved");
  retry = setTimeout(send, WAITS[Math.min(attempts, WAITS.length - 1)]);
  attempts += 1;
  return false;
}

function forget(uid, fields) {
  if (outbox.get(uid) === fields) outbox.delete(uid);
  keep();
}

function arrived(uid, fields, { version }) {
  learn(uid, version);
  forget(uid, fields);
  if (outbox.size === 0) tell("saved");
  if (waitingList.querySelector(`[data-waits="${uid}"]`)) look();
}

function learn(uid, version) {
  versions.set(uid, version);
  unsure.delete(uid);
  const line = lineOf(uid);
  if (!line) return;
  line.dataset.version = version;
  line.querySelector("[name=version]").value = version;
}

function refuse(uid, fields, error) {
  forget(uid, fields);
  tell("refused", error);
}

function clash(uid, theirs) {
  clashing.add(uid);
  tell("clash");
  const place = lineOf(uid) ?? newLine;
  const form = place.querySelector("form") ?? place;
  const template = root.querySelector("[data-clash-template]");
  place.append(template.content.cloneNode(true));
  const box = place.querySelector("[data-clash-box]");
  box.querySelector("[data-theirs]").textContent = theirs.theirs;
  const settle = () => {
    box.remove();
    learn(uid, theirs.version);
    clashing.delete(uid);
    form.elements.text.focus();
  };
  box.querySelector("[data-take-theirs]").addEventListener("click", () => {
    form.elements.text.value = theirs.theirs;
    form.elements.kind.value = theirs.kind;
    outbox.delete(uid);
    keep();
    settle();
    tell("saved");
  });
  box.querySelector("[data-keep-mine]").addEventListener("click", () => {
    settle();
    put(form);
  });
}

// A new line is one from its first saved word on; "Add" only begins the next.
function add(event) {
  event.preventDefault();
  const { text, uid, version } = newLine.elements;
  if (text.value.trim()) {
    const item = document.createElement("li");
    Object.assign(item, { textContent: text.value, dir: "auto" }).dataset.waits = uid.value;
    waitingList.append(item);
    waitingList.hidden = false;
    put(newLine);
    begin();
    version.value = "";
    text.value = "";
    look();
  }
  text.focus();
}

function begin() {
  newLine.elements.uid.value = newUid();
}

function typed(event) {
  const form = event.target.form;
  if (!form) return;
  const isEmptied = form === newLine && !textOf(form).trim();
  if (isEmptied && versions.has(uidOf(form))) begin(); // what was saved of it stands in the list
  putSoon(form);
}

async function look() {
  const response = await fetch(root.dataset.lines, { redirect: "manual" }).catch(() => null);
  if (response?.status !== 200) return;
  const found = new DOMParser().parseFromString(await response.text(), "text/html");
  merge(found.body);
}

function isBusy(uid, line) {
  const form = line?.querySelector("form");
  const isWritten = line?.contains(document.activeElement) || (form && timers.has(form));
  return outbox.has(uid) || clashing.has(uid) || isWritten;
}

function merge(found) {
  const there = new Set();
  for (const section of found.querySelectorAll("[data-kind]")) {
    const target = list.querySelector(`[data-kind="${section.dataset.kind}"] [data-kind-lines]`);
    for (const line of section.querySelectorAll("[data-line]")) {
      there.add(line.dataset.line);
      place(line, target);
    }
  }
  for (const line of list.querySelectorAll("[data-line]")) {
    if (!there.has(line.dataset.line) && !isBusy(line.dataset.line, line)) line.remove();
  }
  for (const item of [...waitingList.children]) if (there.has(item.dataset.waits)) item.remove();
  waitingList.hidden = waitingList.children.length === 0;
  for (const section of list.querySelectorAll("[data-kind]")) {
    section.hidden = !section.querySelector("[data-line]");
  }
}

function place(line, target) {
  const uid = line.dataset.line;
  const present = lineOf(uid);
  if (isBusy(uid, present) || uid === newLine.elements.uid.value) return;
  const isSame = present?.dataset.version === line.dataset.version;
  if (isSame && target.contains(present)) return;
  versions.delete(uid);
  attach(line);
  if (present && target.contains(present)) present.replaceWith(line);
  else {
    present?.remove();
    target.append(line);
  }
}

function attach(line) {
  line.querySelector("[data-save]").hidden = true;
}

// What a reload found unsent stands in its line again, and is sent.
function takeUp() {
  for (const [uid, fields] of JSON.parse(sessionStorage.getItem(KEY) ?? "[]")) {
    outbox.set(uid, fields);
    const form = lineOf(uid)?.querySelector("form");
    if (form) form.elements.text.value = fields.text;
  }
  if (outbox.size) send();
}

list.querySelectorAll("[data-line]").forEach(attach);
newLine.addEventListener("submit", add);
root.addEventListener("input", typed);
list.addEventListener("submit", (event) => {
  event.preventDefault();
  put(event.target);
});
newLine.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) newLine.requestSubmit();
});
window.addEventListener("online", send);
window.addEventListener("beforeunload", (event) => {
  for (const form of [...timers.keys()]) put(form);
  if (attempts > 0 || clashing.size) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) for (const form of [...timers.keys()]) put(form);
  else look();
});
setInterval(() => {
  if (!document.hidden) look();
}, LOOK_AGAIN);
takeUp();
