// The two lists of the pocket: what is due, and what still waits with the reason.

export const words = JSON.parse(document.getElementById("words").textContent);

/** A sentence with its gaps filled in. */
export function say(name, gaps = {}) {
  return words[name].replace(/\{(\w+)\}/g, (gap, key) => (key in gaps ? gaps[key] : gap));
}

/** An element with attributes and children; text stays text. */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const GROUPS = [["red", "overdue"], ["amber", "soon"], ["green", "later"]];

/** Cards of dues by light; `waits`: due key → number of proofs that wait for it. */
export function dueLists({ dues, left_out: hidden }, waits) {
  const found = GROUPS.flatMap(([light, word]) => {
    const some = dues.filter((due) => due.light === light);
    if (!some.length) return [];
    const head = make("h2", { class: `light ${light}` }, `${words[word]} `, make("span", { class: "muted" }, String(some.length)));
    return [make("section", {}, head, make("div", { class: "cards" }, ...some.map((due) => card(due, waits))))];
  });
  if (hidden) found.push(make("p", { class: "muted" }, say("left_out", { n: hidden })));
  return found.length ? found : [make("p", { class: "empty" }, words.nothing)];
}

function card(due, waits) {
  const number = waits.get(due.key);
  const tags = number ? [make("span", { class: "tag blue" }, say("kept_here", { n: number }))]
    : due.state === "rejected" ? [make("span", { class: "tag red" }, words.returned)] : [];
  const told = [due.unit === due.place ? "" : due.unit, say("by", { day: due.day })].filter(Boolean).join(" · ");
  return make("a", { class: "card due", href: `#${due.key}` },
    make("h3", {}, `${due.place} · ${due.measure}`), ...tags, make("p", {}, told), make("p", { class: "clip" }, due.clause));
}

/** One line of the queue. */
export function waitingRow(proof, drop) {
  const photos = proof.photos.length ? [say("photos", { n: proof.photos.length })] : [];
  const facts = [...photos, `× ${proof.quantity}`, moment(proof.keptAt)].join(" · ");
  const away = make("button", { class: "button small danger", type: "button" }, words.drop);
  away.addEventListener("click", drop);
  return make("li", { class: "row" }, make("h3", {}, `${proof.due.place} · ${proof.due.measure}`),
    make("p", { class: "why" }, facts), why(proof), away);
}

function why(proof) {
  const grave = { refused: "red", login: "amber", other: "amber" };
  const line = make("p", { class: `reason ${grave[proof.why] || ""}` }, say(proof.why, { reason: proof.told, name: proof.told }));
  if (proof.why === "login") line.append(" ", make("a", { href: "/account/login/?next=/pocket/" }, words.login_link));
  return line;
}

/** Day and time as the reader's language writes them. */
export function moment(at) {
  const language = document.documentElement.lang;
  const today = new Date(at).toDateString() === new Date().toDateString();
  const day = today ? {} : { month: "numeric", day: "numeric" };
  return new Intl.DateTimeFormat(language, { ...day, hour: "2-digit", minute: "2-digit", hour12: false }).format(at);
}
