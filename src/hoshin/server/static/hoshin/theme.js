// Runs before the first paint, so that a dark page never flashes white.
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("hoshin-theme"); } catch { /* storage may be closed: follow the system */ }
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.setAttribute("data-bs-theme", chosen ?? (dark ? "dark" : "light"));
})();
