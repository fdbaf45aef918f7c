// Fields that a browser can fill by itself: the position, and a link copied to the clipboard.
"use strict";

const place = document.querySelector("[data-position]");
if (place && navigator.geolocation) {
  const told = document.querySelector("[data-position-told]");
  place.hidden = false;
  place.addEventListener("click", () => {
    place.disabled = true;
    told.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        document.getElementById("latitude").value = coords.latitude.toFixed(6);
        document.getElementById("longitude").value = coords.longitude.toFixed(6);
        place.disabled = false;
      },
      () => { told.textContent = place.dataset.failed; place.disabled = false; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

document.querySelectorAll("[data-copy]").forEach((button) => {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
    else document.execCommand("copy");
    document.querySelector("[data-copied]").hidden = false;
  });
});

// A failed or cancelled passkey is told in words; allauth announces it on the document.
document.addEventListener("allauth.error", (event) => {
  const told = document.querySelector("[data-passkey-told]");
  if (told) { event.preventDefault(); told.hidden = false; }
});
