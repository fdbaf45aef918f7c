// From the camera to what is kept: a smaller JPEG, when it was taken, where the phone stood.

const LONGEST = 2048;
const QUALITY = 0.85;
const FRESH = 5 * 60 * 1000; // older files were chosen, not taken: milliseconds

/** {key, blob, name, takenAt, inApp}. Throws where the phone cannot read the picture. */
export async function shrink(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * share);
  canvas.height = Math.round(picture.height * share);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new Error("no picture");
  const takenAt = Math.min(file.lastModified || Date.now(), Date.now());
  const name = `${file.name.replace(/\.[^.]*$/, "").slice(-60) || "photo"}.jpg`;
  return { key: newKey(), blob, name, takenAt, inApp: Date.now() - takenAt < FRESH };
}

/** {latitude, longitude, within} or null, where it is not allowed or not known within 8 seconds. */
export function whereabouts() {
  return new Promise((done) => {
    if (!navigator.geolocation) { done(null); return; }
    setTimeout(done, 9000, null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ latitude: coords.latitude, longitude: coords.longitude, within: coords.accuracy }),
      () => done(null),
      { enableHighAccuracy: true, timeout: 8000, maximumAge: 60000 },
    );
  });
}

/** A random UUID, also where the browser is too old to make one itself. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
