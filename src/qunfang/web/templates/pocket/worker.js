// Keeps the pocket's own page and files for the time without a network; touches no other page.
"use strict";

const CACHE = "pocket-{{ version }}";
const SHELL = [{% for each in shell %}"{{ each|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PAGE = SHELL[0];
const PATIENCE = 4000;

async function keep(cache, address) {
  const answer = await fetch(address, { cache: "reload", credentials: "same-origin" });
  if (answer.ok && !answer.redirected) await cache.put(address, answer);
  else if (address !== PAGE) throw new Error(address);
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.all(SHELL.map((each) => keep(cache, each))))
    .then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const fresh = await caches.open(CACHE);
    for (const name of await caches.keys()) {
      if (!name.startsWith("pocket-") || name === CACHE) continue;
      const last = await (await caches.open(name)).match(PAGE);
      // Signed out while the update came: the page of before is better than none.
      if (last && !(await fresh.match(PAGE))) await fresh.put(PAGE, last);
      await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

async function page(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected && answer.type === "basic") await cache.put(PAGE, answer.clone());
    return answer;
  });
  if (!kept) return asked;
  const late = new Promise((done) => setTimeout(done, PATIENCE, kept.clone()));
  // Signed out, it opens all the same: what waits must be seen, and the page says that a login is needed.
  const usable = (answer) => (answer.ok && !answer.redirected && answer.type === "basic" ? answer : kept);
  return Promise.race([asked.then(usable, () => kept), late]);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) {
    event.respondWith(page(request));
  } else if (address.pathname !== PAGE && SHELL.includes(address.pathname)) {
    event.respondWith(caches.open(CACHE).then((cache) => cache.match(address.pathname))
      .then((kept) => kept || fetch(request)));
  }
});
