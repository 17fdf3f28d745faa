// Names to choose among while one writes @ and the beginning of a name. Without this, the whole name is written.
(() => {
  const BEGUN = /(?:^|[\s(])@(\p{L}[\p{L}\p{M}'’ -]{0,60})$/u;
  let area, timer;

  const begun = () => BEGUN.exec(area.value.slice(0, area.selectionStart));
  const close = () => document.getElementById("folk")?.replaceChildren();

  document.addEventListener("input", ({ target }) => {
    const list = document.getElementById("folk");
    if (!list || !target.matches("[data-mentions]")) return;
    area = target;
    clearTimeout(timer);
    const found = begun();
    if (!found) return close();
    area.closest("ds-field").after(list);
    timer = setTimeout(() => htmx.ajax("GET", `${list.dataset.url}?q=${encodeURIComponent(found[1])}`, { target: "#folk", swap: "innerHTML" }), 150);
  });

  document.addEventListener("click", ({ target }) => {
    const chosen = target.closest("[data-mention]");
    const found = chosen && area && begun();
    if (!found) return;
    const end = area.selectionStart;
    area.setRangeText(`${chosen.dataset.mention} `, end - found[1].length, end, "end");
    close();
    area.focus();
  });

  document.addEventListener("keydown", (event) => {
    const names = [...document.querySelectorAll("#folk [data-mention]")];
    if (!names.length || (event.target !== area && !names.includes(event.target))) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") { close(); area.focus(); }
    else if (step && (event.target !== area || step > 0)) {
      event.preventDefault();
      (names[names.indexOf(event.target) + step] ?? area).focus();
    }
  });

  // Whoever saved something is still in the discussion when it comes anew.
  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement === document.body && document.querySelector(".comment__done:not(:empty)")) document.getElementById("samtale").focus();
  });
})();
