// Notes are saved as they are typed. Several people write at once: the server merges, and nothing typed is taken away.
const PAUSE = 700; // milliseconds without a key
const LOOK = 8000; // milliseconds between looks at what others wrote

document.querySelectorAll("form[data-notes]").forEach((form) => {
  form.classList.add("hoshin-live");
  const base = form.querySelector("[name=base]");
  const text = form.querySelector("[name=notes]");
  const kept = form.querySelector("[data-kept]");
  let timer = 0;
  let busy = false;

  async function save(quiet) {
    if (busy) { plan(); return; }
    busy = true;
    const sent = text.value;
    try {
      const body = new FormData(form);
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.refusal || "The notes could not be saved.");
      if (text.value === sent) {
        base.value = found.notes;
        if (found.notes !== sent) take(found.notes);
      } else {
        // Typed on meanwhile: what was sent is what that began from, so that the next save merges it.
        base.value = sent;
        plan();
      }
      if (!quiet) kept.textContent = "Saved.";
    } catch (error) {
      kept.textContent = `Not saved: ${error.message} What you typed still stands here.`;
    } finally {
      busy = false;
    }
  }

  function take(notes) {
    const [from, to] = [text.selectionStart, text.selectionEnd];
    // The text before the caret may have grown by what others wrote above.
    const grown = notes.endsWith(text.value.slice(from)) ? notes.length - text.value.length : 0;
    text.value = notes;
    if (document.activeElement === text) text.setSelectionRange(from + grown, to + grown);
  }

  function plan() {
    clearTimeout(timer);
    timer = setTimeout(() => save(false), PAUSE);
  }

  text.addEventListener("input", () => { kept.textContent = "…"; plan(); });
  text.addEventListener("blur", () => { if (text.value !== base.value) save(false); });
  form.addEventListener("submit", (event) => { event.preventDefault(); save(false); });
  setInterval(() => { if (!document.hidden && text.value === base.value) save(true); }, LOOK);
  window.addEventListener("beforeunload", (event) => { if (text.value !== base.value) event.preventDefault(); });
});
