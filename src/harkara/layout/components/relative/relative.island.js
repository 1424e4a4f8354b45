// Digits by hand: the language data that toLocaleString reads first cost a cheap phone a tenth of a second.
island("relative", (time) => {
  const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000);
  if (minutes < 0 || minutes >= 24 * 60) return;
  time.title = time.textContent;
  const ago = minutes < 60 ? `${minutes} মিনিট আগে` : `${minutes / 60 | 0} ঘণ্টা আগে`;
  time.textContent = minutes ? ago.replace(/\d/g, (digit) => String.fromCharCode(2534 + +digit)) : "এইমাত্র";
});
