/* Many stories at once. On the list: the box of the head ticks all that are shown, Shift takes the ones between, and how many
   are ticked is said. On the screen of the act: the stories are handed in a few at a time, and each says what became of it.
   Without this script the boxes and the form work as forms do. */
(() => {
  "use strict";
  const bangla = document.documentElement.lang.startsWith("bn");
  const digits = (number) => (bangla ? String(number).replace(/\d/g, (one) => "০১২৩৪৫৬৭৮৯"[one]) : String(number));

  const boxes = (form) => Array.from(form.querySelectorAll("input[name=id][type=checkbox]"));
  let last = null;

  function tell(form) {
    const ticked = boxes(form).filter((box) => box.checked).length;
    const head = form.querySelector("[data-all]");
    const said = form.querySelector("output");
    said.textContent = ticked ? said.dataset.said.replace("#", digits(ticked)) : "";
    head.checked = ticked > 0 && ticked === boxes(form).length;
    head.indeterminate = ticked > 0 && !head.checked;
  }

  function reveal() {
    for (const head of document.querySelectorAll("[data-all][hidden]")) head.hidden = false;
  }

  document.addEventListener("click", (event) => {
    const box = event.target;
    const form = box.closest && box.closest(".desk-many");
    if (!form || box.type !== "checkbox") return;
    const all = boxes(form);
    if (box.matches("[data-all]")) all.forEach((one) => { one.checked = box.checked; });
    if (box.name === "id") {
      if (event.shiftKey && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
        all.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
      }
      last = box;
    }
    tell(form);
  });
  // The list is drawn anew when it is filtered or turned.
  new MutationObserver(reveal).observe(document.body, { childList: true, subtree: true });
  reveal();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".desk-carry") || !event.submitter || event.submitter.name !== "carry") return;
    event.preventDefault();
    carry(form, event.submitter);
  });

  async function carry(form, button) {
    const said = form.querySelector(".desk-carried");
    const rows = Array.from(form.querySelectorAll("tr[data-story]:not(.desk-refused)"));
    const sent = new FormData(form, button);
    sent.append("told", "data");
    let done = 0;
    for (const one of form.querySelectorAll("button")) one.disabled = true;
    said.hidden = false;
    for (let at = 0; at < rows.length; at += Number(form.dataset.lot)) {
      const lot = rows.slice(at, at + Number(form.dataset.lot));
      said.textContent = `${form.dataset.doing}: ${digits(at)} / ${digits(rows.length)}`;
      sent.delete("id");
      for (const row of lot) sent.append("id", row.dataset.story);
      try {
        const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        for (const one of (await answer.json()).outcomes) {
          const row = rows.find((found) => found.dataset.story === String(one.id));
          row.querySelector("td").textContent = one.said;
          row.classList.add(one.ok ? "desk-carried-out" : "desk-refused");
          done += one.ok ? 1 : 0;
        }
      } catch {
        said.textContent = form.dataset.lost;
        return;
      }
    }
    said.textContent = `${form.dataset.done} ${digits(done)} / ${digits(rows.length)}`;
    said.setAttribute("tabindex", "-1");
    said.focus();
  }
})();
