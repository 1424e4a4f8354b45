// What offers a quote is fetched when somebody selects words of the story: most readers never do. Where no answer came, the
// next selection asks again.
for (const text of document.querySelectorAll("[data-quote]")) {
  const ask = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !text.contains(selection.getRangeAt(0).startContainer)) return;
    document.removeEventListener("selectionchange", ask);
    const script = document.createElement("script");
    script.src = "QUOTE";
    script.tools = { text, bar, knob, dismissals };
    script.onerror = wait;
    document.head.append(script);
  };
  const wait = () => document.addEventListener("selectionchange", ask);
  wait();
}
