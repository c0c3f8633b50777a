// A list of check boxes that can be searched, and that says how many are chosen. Without scripts it is the plain list.
(() => {
  function fit(picker) {
    const search = picker.querySelector("[data-picker-search]");
    const wanted = search.value.trim().toLocaleLowerCase();
    for (const kind of picker.querySelectorAll("[data-picker-kind]")) {
      let shown = 0;
      for (const row of kind.querySelectorAll("label")) {
        const box = row.querySelector("input");
        row.hidden = !(box.checked || row.textContent.toLocaleLowerCase().includes(wanted));
        shown += row.hidden ? 0 : 1;
      }
      kind.hidden = shown === 0;
    }
    const chosen = picker.querySelectorAll("input:checked").length;
    picker.querySelector("[data-picker-count]").textContent = chosen ? `${chosen} chosen.` : "";
  }

  function start(root) {
    for (const picker of root.querySelectorAll(".hoshin-picker")) {
      const search = picker.querySelector("[data-picker-search]");
      search.hidden = picker.querySelectorAll("label").length < 9;
      fit(picker);
    }
  }

  document.addEventListener("input", (event) => {
    const picker = event.target.closest(".hoshin-picker");
    if (picker) fit(picker);
  });
  // Searching chooses nothing, so it must not count as a change of the form.
  document.addEventListener("change", (event) => { if (event.target.matches("[data-picker-search]")) event.stopPropagation(); }, true);
  // Enter in the search must not send the form.
  document.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("[data-picker-search]")) event.preventDefault(); });
  document.addEventListener("htmx:afterSwap", (event) => start(event.target));
  start(document);
})();
