// The admin's choices that one searches stand in a field's place and take over nothing of its label.
const PARTS = ".select2-selection, .select2-selection__rendered[role=textbox], .select2-search__field";

// The list of what is found opens at the end of the page, far from its field.
function fieldOf(part) {
  const own = part.closest(".select2-container")?.previousElementSibling;
  if (own?.matches("select")) return own;
  const open = document.querySelector(".select2-selection[aria-expanded=true]");
  return open?.closest(".select2-container").previousElementSibling;
}

function name(part) {
  const field = fieldOf(part);
  const label = field?.getAttribute("aria-label") ?? field?.labels?.[0]?.textContent.trim();
  if (!label || part.getAttribute("aria-label") === label) return;
  part.setAttribute("aria-label", label);
  const value = part.getAttribute("aria-labelledby");
  if (!value) return;
  part.id ||= `${value}-choice`;
  part.setAttribute("aria-labelledby", `${part.id} ${value}`);
}

function nameAll() {
  document.querySelectorAll(PARTS).forEach(name);
}

new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
nameAll();
