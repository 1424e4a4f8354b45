const bangla = (number) => number.toLocaleString("bn-BD");

island("relative", (time) => {
  const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000);
  if (minutes < 0 || minutes >= 24 * 60) return;
  time.title = time.textContent;
  if (minutes < 1) time.textContent = "এইমাত্র";
  else if (minutes < 60) time.textContent = `${bangla(minutes)} মিনিট আগে`;
  else time.textContent = `${bangla(Math.floor(minutes / 60))} ঘণ্টা আগে`;
});
