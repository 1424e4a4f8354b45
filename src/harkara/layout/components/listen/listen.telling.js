// Reads the story aloud, sentence by sentence: browsers cut long speeches short, and some cannot pause one. A voice that
// would send the text to somebody's server is not used.
for (const button of document.querySelectorAll("[data-listen]")) {
  const mouth = window.speechSynthesis;
  if (!mouth) break;
  const say = button.dataset;
  let [at, turn, lines, shown, speech] = [0, 0, [], null, null];

  const voice = () => {
    const found = mouth.getVoices().filter((one) => one.localService && /^bn\b/i.test(one.lang.replace("_", "-")));
    return found.find((one) => /BD$/i.test(one.lang)) ?? found[0];
  };
  const look = () => button.toggleAttribute("data-voice", Boolean(voice()));
  const sentences = (text) => text.match(/[^।॥?!]+[।॥?!]*["'”’)]*/g) ?? [];
  const breaths = /.{1,180}(?:\s|$)|.{180}/gs;
  const copy = () => {
    const parts = document.querySelectorAll(".story-headline, .story-standfirst, .body :is(h2, p, li, footer):not(.story-sign-off)");
    const texts = [...parts].map((part) => part.textContent.replace(/\s+/g, " ").trim());
    return texts.flatMap(sentences).flatMap((line) => line.trim().match(breaths) ?? []);
  };

  const silence = () => {
    turn += 1;
    mouth.cancel();
  };
  const stop = () => {
    silence();
    if (shown?.contains(document.activeElement)) button.focus();
    shown?.remove();
    shown = null;
    button.setAttribute("aria-pressed", "false");
  };
  const speak = () => {
    const mine = turn;
    if (at >= lines.length) return stop();
    speech = new SpeechSynthesisUtterance(lines[at]); // kept, or the browser forgets to say that it ended
    speech.voice = voice();
    speech.lang = speech.voice.lang;
    speech.onend = () => {
      if (mine !== turn) return;
      at += 1;
      speak();
    };
    speech.onerror = () => {
      if (mine === turn) stop();
    };
    mouth.speak(speech);
  };
  const start = () => {
    dismiss();
    [at, lines] = [0, copy()];
    silence();
    const pause = knob(say.pause, () => {
      const speaks = pause.textContent === say.pause;
      pause.textContent = speaks ? say.resume : say.pause;
      silence();
      if (!speaks) speak();
    });
    shown = bar(say.label, pause, knob(say.stop, stop));
    button.after(shown);
    button.setAttribute("aria-pressed", "true");
    speak();
  };

  button.addEventListener("click", () => (shown ? stop() : start()));
  mouth.addEventListener?.("voiceschanged", look);
  addEventListener("pagehide", () => shown && stop());
  look();
}
