// Asks where the reader is, and puts it, rounded to about a kilometre, into the address of the
// same page: what is nearest comes first. Without leave, or without this script, areas do.
const ROUGHLY = { enableHighAccuracy: false, maximumAge: 10 * 60 * 1000, timeout: 20 * 1000 };

function show(box) {
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  button.addEventListener("click", () => {
    status.textContent = box.dataset.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => window.location.assign(addressNear(coords)),
      () => {
        status.textContent = box.dataset.denied;
      },
      ROUGHLY,
    );
  });
  box.hidden = false;
}

function addressNear({ latitude, longitude }) {
  const address = new URL(window.location.href);
  address.hash = "";
  for (const name of ["area", "page"]) address.searchParams.delete(name);
  address.searchParams.set("near", `${latitude.toFixed(2)},${longitude.toFixed(2)}`);
  return address;
}

if ("geolocation" in navigator) document.querySelectorAll("[data-near]").forEach(show);
