// Lets the browser keep what is read (worker.js), and tells it which pictures of a story are on the page.
island("offline", () => {
  const worker = navigator.serviceWorker;
  if (!worker) return;
  worker.addEventListener("message", () => location.reload()); // What it showed was withdrawn.
  addEventListener("load", async () => {
    try {
      await worker.register("/worker.js");
      const { active } = await worker.ready;
      if (!document.querySelector(".story") || (navigator.connection?.saveData && !worker.controller)) return;
      const pictures = [...document.images].filter((one) => one.complete && one.currentSrc);
      active.postMessage({ path: location.pathname, pictures: pictures.map((one) => new URL(one.currentSrc).pathname) });
    } catch {
      // The paper is read without it.
    }
  });
});
