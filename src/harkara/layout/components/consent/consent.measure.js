// A frame of no origin has no cookies, and to ask for them is an error: those who ask find none.
// In braces, since Google's runs beside it: nothing of it is global.
{
  Object.defineProperty(document, "cookie", { value: "", writable: true });
  const { google, meta } = document.documentElement.dataset;
  const said = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  if (google) {
    window.dataLayer = [];
    window.gtag = function () { dataLayer.push(arguments); };
    gtag("js", new Date());
    gtag("config", google, {
      client_storage: "none",
      client_id: said.who,
      page_location: said.url,
      page_title: said.title,
      page_referrer: said.from,
      allow_google_signals: false,
      allow_ad_personalization_signals: false,
    });
    const script = document.createElement("script");
    script.async = true;
    script.src = `https://www.googletagmanager.com/gtag/js?id=${encodeURIComponent(google)}`;
    document.head.append(script);
  }
  if (meta) {
    const asked = new URLSearchParams({ id: meta, ev: "PageView", noscript: "1", dl: said.url, rl: said.from });
    new Image().src = `https://www.facebook.com/tr?${asked}`;
  }
}
