// Asks a key (WebAuthn) on the screens that add one or sign in with one. The form sends what the key answered.
const form = document.querySelector("[data-desk-key]");
const options = JSON.parse(document.getElementById("desk-key-options").textContent);
const says = form.querySelector("[data-desk-key-says]");

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function prepared({ publicKey }) {
  const named = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));
  const ready = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) ready.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) ready.excludeCredentials = named(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) ready.allowCredentials = named(publicKey.allowCredentials);
  return ready;
}

function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

form.querySelector("[data-desk-key-ask]").addEventListener("click", async (event) => {
  event.preventDefault();
  if (form.dataset.deskKey === "add" && !form.reportValidity()) return;
  says.hidden = true;
  try {
    const publicKey = prepared(options);
    const credential =
      form.dataset.deskKey === "add"
        ? await navigator.credentials.create({ publicKey })
        : await navigator.credentials.get({ publicKey });
    form.elements.credential.value = JSON.stringify(told(credential));
    form.submit();
  } catch {
    says.hidden = false; // taken back, timed out, or a key that is known already
  }
});
