// Carries a form over signing in, inside this tab of this browser: nothing goes to the server
// until the reader presses Send. Without scripts the form waits in its own tab instead.
const KEY = "kept-form";

const signedOut = document.querySelector("[data-kept-form]");
signedOut?.querySelector("[data-sign-in]").addEventListener("click", (event) => {
  const fields = [...new FormData(signedOut)].filter(([name]) => name !== "csrfmiddlewaretoken");
  // By attribute: a field may be called "action", and would then stand in the property's place.
  const action = signedOut.getAttribute("action");
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ action, fields }));
  } catch {
    return; // no room: the link opens another tab, and the form stays in this one
  }
  event.preventDefault();
  location.assign(event.currentTarget.href);
});

const again = document.querySelector("[data-send-again]");
const typist = again?.dataset.typist; // none while nobody is signed in
const drop = () => sessionStorage.removeItem(KEY);
const kept = typist ? JSON.parse(sessionStorage.getItem(KEY)) : null;
const isOwn = kept?.fields.some(([name, value]) => name === "kept_for" && value === typist);
if (kept && !isOwn) drop();
if (isOwn) {
  const typed = again.querySelector("[data-typed]");
  again.setAttribute("action", kept.action);
  again.removeAttribute("hidden");
  again.addEventListener("submit", drop);
  again.querySelector("[data-drop]").addEventListener("click", drop);
  document.querySelectorAll("[data-nothing-kept]").forEach((element) => element.remove());
  const inputs = kept.fields.map(([name, value]) => {
    const input = document.createElement("input");
    return Object.assign(input, { type: "hidden", name, value });
  });
  again.append(...inputs);
  const texts = kept.fields.map(([, value]) => value).filter((value) => value.trim().includes(" "));
  typed.append(...texts.map((text) => Object.assign(document.createElement("p"), { className: "typed", textContent: text })));
}
