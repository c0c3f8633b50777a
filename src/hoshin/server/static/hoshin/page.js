// What every page does: the switch between light and dark, forms that send themselves, and links in table rows.
document.getElementById("theme-switch")?.addEventListener("click", () => {
  const root = document.documentElement;
  const next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
  root.setAttribute("data-bs-theme", next);
  try { localStorage.setItem("hoshin-theme", next); } catch { /* it then lasts for this page */ }
  document.dispatchEvent(new CustomEvent("hoshin:theme"));
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  if (form) form.requestSubmit();
});
