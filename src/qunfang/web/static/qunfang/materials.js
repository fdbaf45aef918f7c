// Copying a text, and counting the characters that a channel still takes.
"use strict";

document.querySelectorAll("[data-copies]").forEach((button) => {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
    else document.execCommand("copy");
    button.textContent = button.dataset.done;
  });
});

document.querySelectorAll("[data-limit]").forEach((field) => {
  const told = document.querySelector(`[data-count="${field.name}"]`);
  const limit = Number(field.dataset.limit);
  const count = () => {
    const length = [...field.value.trim()].length;
    told.textContent = `${length} / ${limit}`;
    told.classList.toggle("over", length > limit);
  };
  field.addEventListener("input", count);
  count();
});
