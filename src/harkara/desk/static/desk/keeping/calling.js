/* A name that nothing has yet, for an opening of the editor or for a block of a story. A page that comes over plain http, as
   on the network of an office, is given no `crypto.randomUUID`. */

export function newName() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const drawn = crypto.getRandomValues(new Uint8Array(16));
  drawn[6] = (drawn[6] & 0x0f) | 0x40; // version 4, RFC 9562
  drawn[8] = (drawn[8] & 0x3f) | 0x80;
  const signs = Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return signs.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
