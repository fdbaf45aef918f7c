// The pocket: dues and camera where there is no signal. What is kept here is sent when there is a network.

import { newKey, shrink, whereabouts } from "./capture.js";
import { forget, keepProof, lastFacts, waiting } from "./keeping.js";
import { dueLists, make, moment, say, waitingRow, words } from "./listing.js";
import { look, sendAll } from "./sending.js";

const MOST = 9;
const $ = (id) => document.getElementById(id);
const site = new URLSearchParams(location.search).get("site") || "";
let chosen = null;
let shots = [];
let place = null;

function tell(sentence) {
  $("told").textContent = sentence;
  $("told").hidden = !sentence;
}

function showNet() {
  $("net").textContent = navigator.onLine ? $("net").dataset.on : $("net").dataset.off;
}

async function show() {
  const [facts, kept] = [await lastFacts(), await waiting()];
  $("reader").textContent = facts ? facts.reader.name : "";
  $("looked").textContent = facts ? say("looked", { time: moment(facts.lookedAt) }) : "";
  const waits = new Map();
  kept.forEach((proof) => waits.set(proof.due.key, (waits.get(proof.due.key) || 0) + 1));
  const here = facts && site ? { ...facts, left_out: 0, dues: facts.dues.filter((due) => String(due.site) === site) } : facts;
  $("dues").replaceChildren(...(here ? dueLists(here, waits) : [make("p", { class: "empty" }, words.never)]));
  $("only-site").hidden = !site;
  $("only-site").firstElementChild.textContent = words.site;
  showWaiting(kept);
}

function showWaiting(kept) {
  $("waiting").hidden = !kept.length;
  $("waiting").dataset.number = kept.length;
  $("waiting").querySelector("h2").textContent = say("waits", { n: kept.length });
  $("queue").replaceChildren(...kept.map((proof) => waitingRow(proof, async () => {
    if (!confirm(words.drop_sure)) return;
    await forget(proof);
    await show();
  })));
}

/** Ask for the list anew; where a login is needed for it, say so. */
async function lookAgain() {
  let why = "";
  await look(site).catch((hindered) => { why = hindered.why; });
  $("login").hidden = why !== "login";
}

/** The server was busy, or the network came back without a word: try once a minute while somebody looks. */
function tryAgain() {
  if (!document.hidden && Number($("waiting").dataset.number)) send();
}

async function send(options = {}) {
  const sent = await sendAll({ ...options, site, tell: show });
  if (sent) tell(say("sent", { n: sent }));
  await show();
}

/** Have the browser send also when this page is closed, where it can. */
async function askForSync() {
  try {
    const worker = await navigator.serviceWorker.ready;
    if (worker.sync) await worker.sync.register("pocket");
  } catch {
    // Not allowed or not known here: it is sent when the page is open again.
  }
}

async function openDue() {
  const key = decodeURIComponent(location.hash.slice(1));
  const facts = await lastFacts();
  chosen = (key && facts && facts.dues.find((due) => due.key === key)) || null;
  $("lists").hidden = Boolean(chosen);
  $("proof").hidden = !chosen;
  if (!chosen) return;
  tell("");
  $("proof-place").textContent = `${chosen.place} · ${chosen.measure}`;
  $("proof-clause").textContent = `“${chosen.clause}”`;
  $("proof-day").textContent = `${chosen.unit} · ${say("by", { day: chosen.day })}`;
  $("asked").textContent = say("asked", { n: chosen.left });
  $("quantity").value = chosen.left;
  $("note").value = "";
  shots = [];
  showShots();
  scrollTo(0, 0);
}

function wrong(sentence) {
  $("wrong").textContent = sentence;
  $("wrong").hidden = !sentence;
}

function showShots() {
  wrong("");
  $("previews").replaceChildren(...shots.map((shot) => {
    const image = make("img", { alt: shot.name, src: URL.createObjectURL(shot.blob) });
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    const away = make("button", { class: "button small", type: "button", "aria-label": words.remove, title: words.remove }, "×");
    away.addEventListener("click", () => {
      shots = shots.filter((each) => each !== shot);
      showShots();
    });
    return make("figure", {}, image, away);
  }));
}

async function take() {
  const files = [...$("shots").files];
  $("shots").value = "";
  place = whereabouts();
  for (const file of files) {
    if (shots.length === MOST) { wrong(words.full); return; }
    try {
      shots.push(await shrink(file));
      showShots();
    } catch {
      wrong(say("unread", { name: file.name }));
    }
  }
}

async function keep(event) {
  event.preventDefault();
  const [facts, note] = [await lastFacts(), $("note").value.trim()];
  if (!shots.length && !note) { wrong(words.empty); return; }
  $("keep").disabled = true;
  const { key, place: name, measure } = chosen;
  const proof = {
    key: newKey(), due: { key, place: name, measure }, owner: facts.reader, note, keptAt: Date.now(), why: "new", told: "",
    quantity: Math.max(1, Math.floor(Number($("quantity").value)) || 1), photos: shots.map((shot) => shot.key),
    inApp: shots.length > 0 && shots.every((shot) => shot.inApp), place: (await place) || {},
    takenAt: shots.length ? Math.min(...shots.map((shot) => shot.takenAt)) : null,
  };
  try {
    await keepProof(proof, shots);
  } catch {
    wrong(words.no_room);
    return;
  } finally {
    $("keep").disabled = false;
  }
  history.replaceState(null, "", location.pathname + location.search);
  await openDue();
  await show();
  tell(words.kept);
  scrollTo(0, 0);
  askForSync();
  await send();
}

async function work() {
  showNet();
  await show();
  await openDue();
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  await lookAgain();
  await show();
  if (!chosen) await openDue();
  await send();
}

async function register() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js", { type: "module" });
  } catch {
    await navigator.serviceWorker.register("/sw.js?plain").catch(() => {});
  }
}

addEventListener("hashchange", openDue);
addEventListener("online", () => { showNet(); lookAgain().then(show); send(); });
addEventListener("offline", showNet);
setInterval(tryAgain, 60000);
$("send").addEventListener("click", () => send({ again: true }));
$("shots").addEventListener("change", take);
$("proof").addEventListener("submit", keep);
register();
work();
