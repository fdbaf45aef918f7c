// Touching a clause lights its task, touching a task lights its clauses.
"use strict";

if (window.htmx) window.htmx.config.includeIndicatorStyles = false;

const clausesOf = (id) => document.querySelectorAll(`.clause[data-tasks~="${id}"]`);

function light(id, { show }) {
  document.querySelectorAll(".lit").forEach((each) => each.classList.remove("lit"));
  const card = document.querySelector(`[data-task="${id}"]`);
  const clauses = clausesOf(id);
  if (card) card.classList.add("lit");
  clauses.forEach((each) => each.classList.add("lit"));
  if (show === "card" && card) card.scrollIntoView({ block: "nearest" });
  if (show === "clause" && clauses[0]) bringIntoPane(clauses[0]);
}

// Scrolls the document alone, so that the card under the finger stays where it is.
function bringIntoPane(clause) {
  const pane = clause.closest(".document");
  pane.scrollTop = clause.offsetTop - Math.min(pane.clientHeight, window.innerHeight) / 3;
}

document.addEventListener("click", (event) => {
  const clause = event.target.closest(".clause");
  if (clause) {
    event.preventDefault();
    light(clause.dataset.tasks.split(" ")[0], { show: "card" });
    return;
  }
  const card = event.target.closest("[data-task]");
  if (card && !card.classList.contains("lit")) {
    const narrow = window.matchMedia("(max-width: 700px)").matches;
    light(card.dataset.task, { show: narrow ? "card" : "clause" });
  }
});

// After a correction the clause takes the state of its card, and a form that opens takes the cursor.
document.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll("[data-task]").forEach((card) => {
    clausesOf(card.dataset.task).forEach((clause) => {
      clause.classList.toggle("doubtful", card.dataset.state === "doubtful");
      clause.classList.toggle("dropped", card.dataset.state === "dropped");
    });
  });
  const field = document.querySelector("[data-slot-form] :is(select, input:not([type=hidden]))");
  if (field && !field.closest("form").contains(document.activeElement)) field.focus();
});

if (location.hash.startsWith("#task-")) light(location.hash.slice(6), { show: "card" });

// A refusal (somebody published meanwhile, the page is old) is shown above the bar; the card stays as it was.
document.addEventListener("htmx:beforeSwap", (event) => {
  const refused = document.getElementById("refused");
  if (refused && event.detail.xhr.status >= 400) {
    event.detail.shouldSwap = true;
    event.detail.swapOverride = "innerHTML";
    event.detail.target = refused;
  } else if (refused) {
    refused.replaceChildren();
  }
});
