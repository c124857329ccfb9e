// The list follows each choice of a filter: the same page is fetched for the new choices, and what
// differs is put in its place. Where that fails the form is sent as it is without this script.
const PARTS = "[data-swap], .languages";
const form = document.querySelector("[data-facets]");
let asking = new AbortController();

function address() {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  const query = new URLSearchParams(chosen).toString();
  return query ? `${location.pathname}?${query}` : location.pathname;
}

async function follow() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const url = address();
    const response = await fetch(url, { signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!response.ok || !page.querySelector("[data-facets]")) throw new Error("Not the list");
    if (signal.aborted) return;
    inPlace(() => swap(page));
    history.replaceState(null, "", url);
    document.dispatchEvent(new CustomEvent("cards", { detail: page.documentElement.dataset }));
  } catch {
    if (!signal.aborted) form.submit();
  }
}

// A part that stays the same is left alone: the status is read out only when it says something new.
function swap(page) {
  const parts = [...page.querySelectorAll(PARTS)];
  for (const [n, part] of [...document.querySelectorAll(PARTS)].entries()) {
    if (part.innerHTML !== parts[n].innerHTML) part.replaceChildren(...parts[n].childNodes);
  }
}

// The choice keeps the focus and its height on the screen, and what was unfolded stays so.
function inPlace(change) {
  const { id, name } = document.activeElement;
  const top = (element) => element?.getBoundingClientRect().top ?? 0;
  const before = top(document.activeElement);
  const open = [...form.querySelectorAll("details[open][id]")].map((details) => details.id);
  change();
  for (const one of open) document.getElementById(one)?.setAttribute("open", "");
  // An option that holds nothing and is chosen no more is gone.
  const focused = id && (document.getElementById(id) ?? form.querySelector(`[name="${name}"]`));
  if (!focused) return;
  focused.focus({ preventScroll: true });
  scrollBy({ top: top(focused) - before, behavior: "instant" });
}

form.addEventListener("change", ({ target }) => target.type === "checkbox" && follow());

// Fetched when somebody turns to the search box or asks for what is near: most do neither.
const search = document.querySelector("[data-suggest-script]");
search?.addEventListener("focusin", () => import(search.dataset.suggestScript), { once: true });

const near = document.querySelector("[data-near-script]");
if (near && "geolocation" in navigator) {
  const button = near.querySelector("button");
  near.hidden = false;
  button.addEventListener(
    "click",
    () => import(near.dataset.nearScript).then(() => button.click()),
    { once: true },
  );
}
