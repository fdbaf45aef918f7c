// Sends what waits: photos first, each in pieces, then the proof. Runs in the page and in the service worker.
// Sent twice it arrives once: the server knows proofs and photos by the keys that were made here.

import { forget, noteWhy, photoOf, saveFacts, waiting } from "./keeping.js";

const PIECE = 256 * 1024;
const TRIES = 3;

/** Why nothing (more) can be sent now; `told` is the server's own sentence. */
export class Hindered extends Error {
  constructor(why, told = "") {
    super(why);
    this.why = why;
    this.told = told;
  }
}

async function ask(address, options = {}) {
  const headers = { Accept: "application/json", ...options.headers };
  let answer;
  try {
    answer = await fetch(address, { redirect: "manual", credentials: "same-origin", cache: "no-store", ...options, headers });
  } catch {
    throw new Hindered("signal");
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new Hindered("login");
  if (answer.status >= 500 || answer.status === 429) throw new Hindered("server");
  const told = await answer.json().catch(() => { throw new Hindered(answer.status === 403 ? "login" : "server"); });
  return { ok: answer.ok, status: answer.status, told };
}

/** Ask for the dues and keep them; gives them with the token to send with. */
export async function look(site = "") {
  const { ok, told } = await ask(`/pocket/dues.json${site ? `?site=${encodeURIComponent(site)}` : ""}`);
  if (!ok) throw new Hindered("server");
  const { token, ...facts } = told;
  await saveFacts({ ...facts, lookedAt: Date.now() });
  return told;
}

async function sumOf(blob) {
  if (!crypto.subtle) return "";
  const sum = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(sum)].map((each) => each.toString(16).padStart(2, "0")).join("");
}

async function sendPhoto(key, token) {
  const photo = await photoOf(key);
  if (!photo) return;
  const { blob, name } = photo;
  const address = `/pocket/uploads/${key}/`;
  const facts = new URLSearchParams({ size: blob.size, name, sha256: await sumOf(blob) });
  const known = await ask(address);
  if (!known.ok) throw new Hindered("refused", known.told.error);
  let { received, whole } = known.told;
  let misses = 0;
  while (!whole) {
    const piece = blob.slice(received, received + PIECE);
    facts.set("offset", received);
    const headers = { "X-CSRFToken": token, "Content-Type": "application/octet-stream" };
    const { ok, status, told } = await ask(`${address}?${facts}`, { method: "POST", body: piece, headers });
    if (ok) {
      ({ received, whole } = told);
    } else if (status === 409 && "offset" in told && misses < TRIES) {
      misses += 1;
      ({ received, whole } = (await ask(address)).told);
    } else {
      throw new Hindered("refused", told.error);
    }
  }
}

async function sendProof(proof, token) {
  for (let tried = 1; ; tried += 1) {
    for (const key of proof.photos) await sendPhoto(key, token);
    const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
    const body = JSON.stringify({
      client_key: proof.key, due: proof.due.key, quantity: proof.quantity, note: proof.note, uploads: proof.photos,
      captured_in_app: proof.inApp, captured_at: proof.takenAt ? new Date(proof.takenAt).toISOString() : null, ...proof.place,
    });
    const { ok, told } = await ask("/pocket/proofs/", { method: "POST", body, headers });
    if (ok) return;
    if (told.field !== "uploads" || tried === TRIES) throw new Hindered("refused", told.error);
  }
}

/** One sender at a time, page or worker; a second one leaves the work to the first. */
function alone(act) {
  if (!navigator.locks) return act();
  return navigator.locks.request("pocket-sending", { ifAvailable: true }, (lock) => (lock ? act() : 0));
}

/** Send all that waits; gives how many arrived. `again`: also what was refused before; `site`: whose dues to keep
 *  besides one's own; `tell` hears of each change. */
export function sendAll({ again = false, site = "", tell = () => {} } = {}) {
  return alone(async () => {
    let sent = 0;
    const todo = (await waiting()).filter((proof) => again || proof.why !== "refused");
    if (!todo.length) return sent;
    let seen;
    try {
      seen = await look(site);
    } catch (hindered) {
      for (const proof of todo) await noteWhy(proof.key, hindered.why || "server");
      await tell();
      return sent;
    }
    for (const proof of todo) {
      if (proof.owner.id !== seen.reader.id) {
        await noteWhy(proof.key, "other", proof.owner.name);
        continue;
      }
      await noteWhy(proof.key, "sending");
      await tell();
      try {
        await sendProof(proof, seen.token);
        await forget(proof);
        sent += 1;
      } catch (hindered) {
        await noteWhy(proof.key, hindered.why || "server", hindered.told || "");
      }
      await tell();
    }
    if (sent) await look(site).catch(() => {});
    await tell();
    return sent;
  });
}
