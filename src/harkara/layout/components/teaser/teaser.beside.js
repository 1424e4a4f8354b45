// One of several headlines, each as often as the others, before it is painted. The browser throws a die and keeps it while
// its tab is open; the paper hears only by which headline a story was opened.
{
  const link = document.currentScript.previousElementSibling.firstChild;
  const all = [link.textContent, ...link.dataset.or.split("\n")];
  const place = (sessionStorage.die ??= Math.random() * 6 | 0) % all.length;
  link.textContent = all[place];
  const tell = ({ button }) => button > 1 || navigator.sendBeacon?.(link.dataset.tell + place);
  link.addEventListener("click", tell);
  link.addEventListener("auxclick", tell);
}
