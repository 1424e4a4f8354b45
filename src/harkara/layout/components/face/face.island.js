// The face of headlines is fetched when all else is there, for the pages that come after: no headline ever changes its face
// before the reader's eyes. Not where data are saved, the line is slow, the device has the face, or the paper wears another.
(async () => {
  const { saveData, effectiveType = "4g" } = navigator.connection ?? {};
  const worn = getComputedStyle(document.documentElement).getPropertyValue("--headline-face");
  try {
    if (saveData || effectiveType !== "4g" || !worn.includes("Noto Serif") || localStorage.getItem("harkara:face") === "FACE") return;
    const own = new FontFace("Own", 'local("Noto Serif Bengali Bold"), local("NotoSerifBengali-Bold")');
    if (await own.load().then(() => true, () => false)) return;
    const answer = await fetch("FACE", { priority: "low" });
    await answer.arrayBuffer();
    if (answer.ok) localStorage.setItem("harkara:face", "FACE");
  } catch {
    // Headlines stay in the face that the device has.
  }
})();
