// A button that copies what a field holds. Without it the text is there to be selected by hand.
async function copy(field) {
  field.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand("copy");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const told = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    told.textContent = "";
    await copy(field);
    told.textContent = told.dataset.copied;
  });
  field.addEventListener("focus", () => field.select());
}
