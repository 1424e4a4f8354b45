// Of what is sold in a place the reader gets one by chance, by weight; of what is sold beside this section only, if this is it;
// what is our own only where nothing is sold. Who pays is told once it was seen for a second.
// In braces, as others run beside it: nothing of it is global.
{
  const seen = (ad) => {
    let wait = 0;
    new IntersectionObserver(([entry], watch) => {
      clearTimeout(wait);
      if (entry.intersectionRatio < 0.5) return;
      wait = setTimeout(() => {
        watch.disconnect();
        new Image().src = `/r.gif?ad=${ad}`;
      }, 1000);
    }, { threshold: 0.5 }).observe(document.documentElement);
  };
  const own = document.documentElement.dataset.ad;
  if (own) {
    seen(own);
  } else {
    let shown;
    const pick = () => {
      const [section, yes] = [location.hash.slice(1).replaceAll("+", ""), location.hash.endsWith("+")];
      const fits = [...document.querySelectorAll("template")].filter(({ dataset }) =>
        (!dataset.sections || dataset.sections.split(" ").includes(section)) && (yes || !("asks" in dataset)));
      const sold = fits.filter(({ dataset }) => !("house" in dataset));
      const among = sold.length ? sold : fits;
      let left = Math.random() * among.reduce((sum, { dataset }) => sum + Number(dataset.weight), 0);
      const chosen = among.find(({ dataset }) => (left -= dataset.weight) < 0);
      if (!chosen || (shown && !("house" in shown.dataset))) return;
      document.querySelectorAll("body > :not(template, script)").forEach((one) => one.remove());
      shown = chosen;
      if (chosen.dataset.frame) {
        location.replace(chosen.dataset.frame);
        return;
      }
      document.body.append(chosen.content.cloneNode(true));
      if (Number(chosen.dataset.ad)) seen(chosen.dataset.ad);
    };
    addEventListener("hashchange", pick); // the reader said yes meanwhile
    pick();
  }
}
