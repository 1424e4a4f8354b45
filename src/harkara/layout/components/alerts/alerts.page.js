// The page on which a reader chooses what the paper's bell rings for. Nothing is asked for before the button is pressed.
"use strict";
(() => {
  const form = document.querySelector("[data-alerts]");
  const said = document.querySelector("[data-said]");
  const words = form.dataset;
  const take = form.querySelector("[data-take]");
  const boxes = form.querySelectorAll("[name=wish]");
  const leave = form.querySelector("[data-leave]");
  const say = (sentence) => { said.textContent = sentence; };

  // The worker finds the address here when the push service gives the browser another one and does not say which it was.
  const note = (endpoint) => new Promise((done) => {
    const asked = indexedDB.open("harkara-alerts", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("mine");
    asked.onerror = done;
    asked.onsuccess = () => {
      const turn = asked.result.transaction("mine", "readwrite");
      turn.objectStore("mine").put(endpoint, "endpoint");
      turn.oncomplete = turn.onabort = done;
    };
  });

  const send = async (path, told) => {
    const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(told) });
    const heard = answer.status === 204 ? {} : await answer.json();
    if (!answer.ok) throw Object.assign(new Error(heard.trouble), { trouble: heard.trouble, status: answer.status });
    return heard;
  };

  const wishes = () => [...boxes].filter((one) => one.checked).map((one) => one.value);
  let others = []; // What was chosen elsewhere and is not offered on this page today stays chosen.
  const chosen = () => ({
    wishes: [...wishes(), ...others],
    most: Number(form.elements.most.value),
    quiet_from: Number(form.elements.quiet_from.value),
    quiet_until: Number(form.elements.quiet_until.value),
    is_woken: form.elements.woken.checked,
  });
  const show = (choices) => {
    const offered = [...boxes].map((one) => one.value);
    for (const one of boxes) one.checked = choices.wishes.includes(one.value);
    others = choices.wishes.filter((one) => !offered.includes(one));
    for (const name of ["quiet_from", "quiet_until"]) form.elements[name].value = choices[name];
    if (choices.most) form.elements.most.value = choices.most;
    form.elements.woken.checked = choices.is_woken;
  };

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const isOurs = (subscription) => {
    const key = subscription.options?.applicationServerKey;
    return !key || String(new Uint8Array(key)) === String(bytes(words.key));
  };

  let house, subscription;
  const isOn = (on) => {
    take.textContent = on ? take.dataset.change : take.dataset.first;
    leave.hidden = !on;
  };
  const busy = async (act) => {
    take.disabled = leave.disabled = true;
    try {
      await act();
    } catch (error) {
      say(error.trouble ?? words.failed);
    }
    take.disabled = leave.disabled = false;
  };

  const begin = async () => {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
      say(/iPhone|iPad/.test(navigator.userAgent) ? words.apple : words.unable);
      return;
    }
    house = await navigator.serviceWorker.register("/alerts/worker.js");
    subscription = await house.pushManager.getSubscription();
    take.dataset.first = take.textContent;
    take.dataset.change = take.dataset.later;
    form.hidden = false;
    say(Notification.permission === "denied" ? words.denied : words.ready);
    if (!subscription) return;
    try {
      show(await send("/post/push/mine", { subscription }));
      isOn(true);
      say(words.on);
    } catch (error) { // The paper does not know this browser (any more): it is asked as at first.
      if (error.status !== 404) say(error.trouble ?? words.failed);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(async () => {
      if (await Notification.requestPermission() !== "granted") {
        say(words.denied);
        return;
      }
      if (subscription && !isOurs(subscription)) {
        await subscription.unsubscribe();
        subscription = null;
      }
      const options = { userVisibleOnly: true, applicationServerKey: bytes(words.key) };
      subscription ??= await house.pushManager.subscribe(options);
      show(await send("/post/push", { subscription, choices: chosen() }));
      await note(subscription.endpoint);
      isOn(true);
      say(words.saved);
    });
  });

  leave.addEventListener("click", () => busy(async () => {
    await send("/post/push/leave", { subscription }).catch((error) => {
      if (error.status !== 404) throw error;
    });
    await subscription.unsubscribe();
    subscription = null;
    isOn(false);
    say(words.off);
  }));

  begin().catch(() => say(words.failed));
})();
