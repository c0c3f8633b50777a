// Notes are saved as they are typed. Several people write at once: the server merges, and nothing typed is taken away.
const PAUSE = 700; // milliseconds without a key
const LOOK = 8000; // milliseconds between looks at what others wrote

const pens = [...document.querySelectorAll("form[data-notes]")].map((form) => {
  form.classList.add("hoshin-live");
  const base = form.querySelector("[name=base]");
  const text = form.querySelector("[name=notes]");
  const kept = form.querySelector("[data-kept]");
  const dirty = () => text.value !== base.value;
  let timer = 0;
  let saving = null;

  function save(quiet) {
    clearTimeout(timer);
    saving ??= send(quiet).finally(() => { saving = null; });
    return saving;
  }

  async function send(quiet) {
    const sent = text.value;
    try {
      const options = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, keepalive: true };
      const answer = await fetch(form.action, options);
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.refusal || "The notes could not be saved.");
      if (text.value === sent) {
        if (found.notes !== sent) take(found.notes);
        base.value = text.value;
      } else {
        // Typed on meanwhile: what was sent is what that began from, so that the next save merges it.
        base.value = sent;
        plan();
      }
      if (!quiet) kept.textContent = "Saved.";
    } catch (error) {
      kept.textContent = `Not saved: ${error.message} What you typed still stands here.`;
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
  text.addEventListener("blur", () => { if (dirty()) save(false); });
  form.addEventListener("submit", (event) => { event.preventDefault(); save(false); });
  setInterval(() => { if (!document.hidden && !dirty()) save(true); }, LOOK);
  return { dirty, save };
});

// Whatever else is sent from this page waits for the notes, so that closing a review never overtakes its last line.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches("[data-notes]") || !pens.some((pen) => pen.dirty())) return;
  event.preventDefault();
  // A save may be under way that does not hold the last key yet, so there is more than one try.
  for (let tries = 0; tries < 3 && pens.some((pen) => pen.dirty()); tries += 1) {
    await Promise.all(pens.filter((pen) => pen.dirty()).map((pen) => pen.save(false)));
  }
  if (!pens.some((pen) => pen.dirty())) form.requestSubmit(event.submitter);
});
window.addEventListener("beforeunload", (event) => { if (pens.some((pen) => pen.dirty())) event.preventDefault(); });
