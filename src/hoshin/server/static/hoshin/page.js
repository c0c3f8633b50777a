// What every page does: the switch between light and dark, forms that send themselves, and links in table rows.
document.getElementById("theme-switch")?.addEventListener("click", () => {
  const root = document.documentElement;
  const next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
  root.setAttribute("data-bs-theme", next);
  try { localStorage.setItem("hoshin-theme", next); } catch { /* it then lasts for this page */ }
  document.dispatchEvent(new CustomEvent("hoshin:theme"));
});

// Paper is light, whatever the screen is.
let before = null;
function paint(theme) {
  document.documentElement.setAttribute("data-bs-theme", theme);
  document.dispatchEvent(new CustomEvent("hoshin:theme"));
}
window.addEventListener("beforeprint", () => {
  before = document.documentElement.getAttribute("data-bs-theme");
  if (before === "dark") paint("light");
});
window.addEventListener("afterprint", () => { if (before === "dark") paint("dark"); });

// Where several names are taken, the last field makes room for one more as soon as it is filled.
document.addEventListener("input", (event) => {
  const several = event.target.closest(".hoshin-several");
  const row = event.target.parentElement;
  if (!several || row !== several.lastElementChild || !event.target.value) return;
  const more = row.cloneNode(true);
  const field = more.querySelector("input");
  field.value = "";
  field.id = `${field.id.replace(/_\d+$/, "")}_${several.children.length}`;
  several.append(more);
  window.htmx?.process(more);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  if (form) form.requestSubmit();
});
