// The fields that fit come from the server. What somebody types while they are on their way must not be lost:
// it is put back into the new fields, and told once more.
(() => {
  const controls = (fields) => [...fields.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((each) => each.name);
  const name = (control) => control.type === "checkbox" ? `${control.name} ${control.value}` : control.name;
  const said = (control) => control.type === "checkbox" ? control.checked : control.value;
  const row = (control) => /^(filter|met)-\d+/.exec(control.name)?.[0];
  // A condition that was removed gives its place to the next one: only what is still about the same field is put back.
  const about = (fields, control) => fields.querySelector(`[name="${row(control)}-was"]`)?.value ?? "";
  const ours = (event) => event.detail.target?.id === "fields";

  let sent = new Map();
  let typed = [];

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (ours(event)) sent = new Map(controls(event.detail.target).map((each) => [name(each), said(each)]));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!ours(event)) return;
    const fields = event.detail.target;
    typed = controls(fields)
      .filter((each) => sent.has(name(each)) && sent.get(name(each)) !== said(each))
      .map((each) => ({ name: name(each), said: said(each), about: about(fields, each) }));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!ours(event)) return;
    const fields = document.getElementById("fields");
    const found = new Map(controls(fields).map((each) => [name(each), each]));
    for (const each of typed.splice(0)) {
      const control = found.get(each.name);
      if (!control || about(fields, control) !== each.about || said(control) === each.said) continue;
      if (control.type === "checkbox") control.checked = each.said; else control.value = each.said;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
})();
