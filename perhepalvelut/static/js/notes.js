// Saves lines of notes as they are typed. What others write is fetched every few seconds, and never
// put over a line that is being written here. Once the notes are published only buttons save.
const AFTER_TYPING = 800;
const LOOK_AGAIN = 5000;

const root = document.querySelector("[data-notes]");
const newLine = root.querySelector("[data-new-line]");
const list = root.querySelector("[data-line-list]");
const status = root.querySelector("[data-state]");
const saveAll = root.querySelector("[data-save-all]");
const waitingList = root.querySelector("[data-waiting]");
// Loaded by the page already, under this address: names in an import have no version.
const { Outbox } = await import(root.dataset.outbox);

const timers = new Map(); // of forms that are being typed in
const outbox = new Outbox({
  address: newLine.getAttribute("action"),
  key: `notes ${location.pathname}`,
  token: csrfToken,
  gone: status.dataset.gone,
  isPublished: "published" in root.dataset,
  on: { arrived, clash, refused, published: tellState, later },
});

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

const lineOf = (uid) => document.getElementById(`line-${uid}`);
const uidOf = (form) => form.elements.uid.value;
const textOf = (form) => form.elements.text.value;
const formOf = (uid) => [...root.querySelectorAll("form")].find((form) => uidOf(form) === uid);

function fieldsOf(form) {
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrfmiddlewaretoken;
  return fields;
}

function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
}

function tell(state, text = status.dataset[state]) {
  root.dataset.saveState = state;
  if (status.textContent !== text) status.textContent = text;
}

function tellState() {
  const { lines, clashing, refused, isPublished } = outbox;
  if (lines.size + timers.size === 0) tell("saved");
  else if (clashing.size) tell("clash");
  else if (refused.size) tell("refused", [...refused.values()].at(-1));
  else if (isPublished && lines.size) tell("unsaved", status.dataset.published);
  saveAll.hidden = !isPublished || lines.size === 0;
  for (const form of root.querySelectorAll("form")) showButton(form);
}

function showButton(form) {
  const button = form.querySelector("[data-save]");
  if (button) button.hidden = !outbox.isPublished && !outbox.refused.has(uidOf(form));
}

function store(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!textOf(form).trim()) {
    if (status.textContent) tellState();
    delete root.dataset.saveState;
    return;
  }
  outbox.put(uidOf(form), fieldsOf(form));
  form.querySelector("[data-refused]")?.remove();
  root.dataset.saveState = "saving";
  tellState();
}

function storeAll() {
  for (const form of [...timers.keys()]) store(form);
}

function storeSoon(form) {
  clearTimeout(timers.get(form));
  timers.set(
    form,
    setTimeout(() => {
      store(form);
      outbox.send();
    }, AFTER_TYPING),
  );
  root.dataset.saveState = "saving";
}

function save(form) {
  store(form);
  outbox.mean(uidOf(form));
  outbox.send();
}

function arrived(uid, version) {
  learn(uid, version);
  tellState();
  if (waitingList.contains(formOf(uid))) look();
}

function learn(uid, version) {
  const form = formOf(uid);
  if (form) form.elements.version.value = version;
  if (lineOf(uid)) lineOf(uid).dataset.version = version;
}

function later(isSignedOut) {
  tell(isSignedOut ? "signedOut" : "unsaved");
}

function refused(uid, error) {
  const told = document.createElement("p");
  Object.assign(told, { className: "field-error", textContent: error }).dataset.refused = "";
  const form = formOf(uid) ?? wait(outbox.lines.get(uid));
  form.querySelector("[data-refused]")?.remove();
  form.append(told);
  tellState();
}

function clash(uid, theirs) {
  const box = root.querySelector("[data-clash-template]").content.cloneNode(true).firstElementChild;
  box.querySelector("[data-theirs]").textContent = theirs.theirs;
  box.querySelector("[data-take-theirs]").addEventListener("click", () => takeTheirs(uid, theirs));
  box.querySelector("[data-keep-mine]").addEventListener("click", () => keepMine(uid, theirs));
  box.dataset.clashBox = uid;
  (formOf(uid) ?? wait(outbox.lines.get(uid))).append(box);
  tellState();
}

function settle(uid, version) {
  outbox.learn(uid, version);
  learn(uid, version);
  root.querySelector(`[data-clash-box="${uid}"]`).remove();
  formOf(uid)?.elements.text.focus();
}

function takeTheirs(uid, { theirs, version, kind, theme, agenda_item }) {
  const form = formOf(uid);
  outbox.drop(uid);
  if (form) {
    clearTimeout(timers.get(form));
    timers.delete(form);
    fill(form, { text: theirs, kind, theme, agenda_item });
  }
  settle(uid, version);
  tellState();
}

function keepMine(uid, { version }) {
  settle(uid, version);
  outbox.mean(uid);
  outbox.send();
}

// A line that is not in the list yet.
function wait(fields) {
  const item = root.querySelector("[data-waiting-template]").content.cloneNode(true);
  const form = item.querySelector("form");
  fill(form, fields);
  waitingList.append(item);
  waitingList.hidden = false;
  showButton(form);
  return form;
}

// A new line is one from its first saved word on; "Add" only begins the next.
function add() {
  if (textOf(newLine).trim()) {
    clearTimeout(timers.get(newLine));
    timers.delete(newLine);
    const form = wait(fieldsOf(newLine));
    form.append(...newLine.querySelectorAll("[data-clash-box], [data-refused]"));
    begin();
    newLine.elements.text.value = "";
    save(form);
  }
  newLine.elements.text.focus();
}

function begin() {
  fill(newLine, { uid: newUid(), version: "" });
}

function typed(event) {
  const form = event.target.form;
  if (!form) return;
  const isEmptied = form === newLine && !textOf(form).trim();
  if (isEmptied && outbox.hasArrived(uidOf(form))) begin(); // what was saved of it is in the list
  storeSoon(form);
}

async function look() {
  const before = outbox.arrivals;
  const found = await fetchLines().catch(() => null);
  // What arrived meanwhile is newer than the list.
  if (found && before === outbox.arrivals) merge(found);
}

async function fetchLines() {
  const response = await fetch(root.dataset.lines, { redirect: "manual" });
  if (response.status !== 200) return null;
  return new DOMParser().parseFromString(await response.text(), "text/html").body;
}

function isBusy(uid) {
  const form = formOf(uid);
  return outbox.lines.has(uid) || timers.has(form) || form?.contains(document.activeElement);
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
    if (!there.has(line.dataset.line) && !isBusy(line.dataset.line)) line.remove();
  }
  for (const form of waitingList.querySelectorAll("form")) {
    if (lineOf(uidOf(form))) form.closest("li").remove();
  }
  waitingList.hidden = waitingList.children.length === 0;
  for (const section of list.querySelectorAll("[data-kind]")) {
    section.hidden = !section.querySelector("[data-line]");
  }
}

function place(line, target) {
  const uid = line.dataset.line;
  const present = lineOf(uid);
  if (isBusy(uid) || uid === uidOf(newLine)) return;
  const isSame = present?.dataset.version === line.dataset.version;
  if (isSame && target.contains(present)) return;
  outbox.unlearn(uid);
  showButton(line.querySelector("form"));
  if (present && target.contains(present)) present.replaceWith(line);
  else {
    present?.remove();
    target.append(line);
  }
}

// What was typed before this script had come is saved; what a reload found unsent stands in its
// line again, and is sent.
function takeUp() {
  for (const { form, value, defaultValue } of root.querySelectorAll("textarea")) {
    if (value !== defaultValue) storeSoon(form);
  }
  outbox.takeUp();
  for (const [uid, fields] of outbox.lines) {
    const form = lineOf(uid)?.querySelector("form");
    if (timers.has(form)) continue;
    if (form) fill(form, fields);
    else wait(fields);
  }
  if (outbox.lines.size) tellState();
  outbox.send();
}

for (const form of root.querySelectorAll("form")) showButton(form);
root.addEventListener("input", typed);
root.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target === newLine) add();
  else save(event.target);
});
newLine.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) newLine.requestSubmit();
});
saveAll.addEventListener("click", () => {
  storeAll();
  outbox.mean(...outbox.lines.keys());
  outbox.send();
});
window.addEventListener("online", () => outbox.send());
window.addEventListener("beforeunload", (event) => {
  const wasWaiting = outbox.lines.size > 0;
  storeAll();
  if (!outbox.leave() || wasWaiting) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
  else {
    storeAll();
    outbox.send();
  }
});
setInterval(() => {
  if (!document.hidden) look();
}, LOOK_AGAIN);
takeUp();
