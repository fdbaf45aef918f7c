// Single keys on pages that ask for it: a button or link is pressed, a field gets the cursor. Chips fill a field.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) return;
  const goal = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!goal) return;
  event.preventDefault();
  if (/BUTTON|A/.test(goal.tagName)) goal.click(); else goal.focus();
});

document.querySelectorAll("[data-fill]").forEach((chip) => chip.addEventListener("click", () => {
  const field = document.getElementById(chip.dataset.fill);
  field.value = chip.textContent.trim();
  field.focus();
}));
