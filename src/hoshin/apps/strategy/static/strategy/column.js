// A column of number cells that is filled in like one of a spreadsheet: arrows and Enter move, a paste fills downwards.
"use strict";

for (const column of document.querySelectorAll("[data-column]")) {
  const cells = [...column.querySelectorAll("input[data-cell]")];
  const go = (place) => {
    const cell = cells[Math.min(Math.max(place, 0), cells.length - 1)];
    cell.focus();
    cell.select();
  };
  column.addEventListener("keydown", (event) => {
    const place = cells.indexOf(event.target);
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (place < 0 || step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    // An arrow in a number cell would change the number, and Enter would send the form.
    event.preventDefault();
    go(place + step);
  });
  column.addEventListener("paste", (event) => {
    const place = cells.indexOf(event.target);
    const given = event.clipboardData.getData("text").trim().split(/[\t\r\n]+/);
    if (place < 0 || given.length < 2) return;
    event.preventDefault();
    given.slice(0, cells.length - place).forEach((words, n) => {
      // 1,418.5 and 61.2 % are what a spreadsheet shows; a comma that stands alone is a decimal one.
      const bare = words.replace(/[%\s]/g, "");
      cells[place + n].value = bare.includes(".") ? bare.replaceAll(",", "") : bare.replace(",", ".");
    });
    go(place + given.length - 1);
  });
}
