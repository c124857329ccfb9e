// allauth tells of a passkey that failed or was refused on the console alone.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.querySelector("[data-passkey-problem]");
  document.querySelector("main .page").prepend(problem);
  problem.removeAttribute("hidden");
  problem.scrollIntoView({ block: "center" });
});
