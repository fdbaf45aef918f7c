// What the phone keeps: the last dues, the proofs that wait, their photos. One IndexedDB, three boxes.

const BOXES = { facts: "name", proofs: "key", photos: "key" };

function opened() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("pocket", 1);
    asked.onupgradeneeded = () => {
      for (const [box, keyPath] of Object.entries(BOXES)) asked.result.createObjectStore(box, { keyPath });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/** Run `act` on the boxes in one transaction; gives the result of the request that it returns, once all is written. */
async function within(boxes, mode, act) {
  const base = await opened();
  try {
    return await new Promise((done, fail) => {
      const turn = base.transaction(boxes, mode);
      const asked = act(...boxes.map((box) => turn.objectStore(box)));
      turn.oncomplete = () => done(asked ? asked.result : undefined);
      turn.onabort = turn.onerror = () => fail(turn.error);
    });
  } finally {
    base.close();
  }
}

export const saveFacts = (facts) => within(["facts"], "readwrite", (box) => box.put({ ...facts, name: "dues" }));
export const lastFacts = () => within(["facts"], "readonly", (box) => box.get("dues"));

/** A proof and its photos: both or neither. */
export const keepProof = (proof, photos) => within(["proofs", "photos"], "readwrite", (one, other) => {
  one.put(proof);
  photos.forEach((photo) => other.put(photo));
});

export const photoOf = (key) => within(["photos"], "readonly", (box) => box.get(key));

/** Proofs that wait, the oldest first. */
export async function waiting() {
  const found = await within(["proofs"], "readonly", (box) => box.getAll());
  return found.sort((one, other) => one.keptAt - other.keptAt);
}

/** Note why it waits; nothing happens where it was sent or dropped meanwhile. */
export const noteWhy = (key, why, told = "") => within(["proofs"], "readwrite", (box) => {
  const asked = box.get(key);
  asked.onsuccess = () => { if (asked.result) box.put({ ...asked.result, why, told }); };
});

export const forget = (proof) => within(["proofs", "photos"], "readwrite", (one, other) => {
  one.delete(proof.key);
  proof.photos.forEach((key) => other.delete(key));
});
