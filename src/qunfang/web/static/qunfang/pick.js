// A file field says what was chosen, and shows photos before they are sent.
"use strict";

document.querySelectorAll("input.pick").forEach((input) => {
  const told = document.getElementById(input.getAttribute("aria-describedby"));
  const previews = document.getElementById(input.dataset.previews);
  input.addEventListener("change", () => {
    const files = [...input.files];
    told.textContent = files.length ? files.map((file) => file.name).join("、") : told.dataset.none;
    previews.replaceChildren(...files.filter((file) => file.type.startsWith("image/")).map((file) => {
      const image = document.createElement("img");
      image.alt = file.name;
      image.src = URL.createObjectURL(file);
      image.addEventListener("load", () => URL.revokeObjectURL(image.src));
      return image;
    }));
  });
});
