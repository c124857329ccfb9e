// Tells at once that a file is too large, and not when all of it has been sent.
for (const field of document.querySelectorAll("input[type=file][data-most]")) {
  const told = document.createElement("p");
  told.className = "field-error";
  told.setAttribute("role", "alert");
  field.after(told);
  const isTooLarge = () => [...field.files].some((file) => file.size > Number(field.dataset.most));
  field.addEventListener("change", () => {
    told.textContent = isTooLarge() ? field.form.dataset.tooLarge : "";
  });
  field.form.addEventListener("submit", (event) => {
    if (!isTooLarge()) return;
    event.preventDefault();
    field.focus();
  });
}
