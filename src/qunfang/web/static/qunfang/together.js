// Several proofs are chosen: how many, all at once or none.
"use strict";

document.querySelectorAll("[data-together]").forEach((form) => {
  const boxes = [...form.querySelectorAll("input[type=checkbox][name=pk]")];
  const accept = form.querySelector("[value=accept]");
  const all = form.querySelector("[data-all]");
  const words = { all: all.firstChild.textContent, none: `${all.dataset.none} ` };
  const tell = () => {
    const number = boxes.filter((box) => box.checked).length;
    accept.disabled = number === 0;
    form.querySelector("[data-count]").textContent = number || "";
    all.firstChild.textContent = number === boxes.length ? words.none : words.all;
  };
  all.hidden = false;
  all.addEventListener("click", () => {
    const on = boxes.some((box) => !box.checked);
    boxes.forEach((box) => { box.checked = on; });
    tell();
  });
  form.addEventListener("change", tell);
  tell();
});
