// Circles of the impact and feasibility picture: dragged, or moved with the arrow keys, and kept by the server.
"use strict";
(() => {
  const svg = document.querySelector("[data-movable]");
  if (!svg) return;
  const said = document.getElementById("picture-said");
  const EDGE = 24, SIDE = 360, STEP = 0.5;
  const within = (value) => Math.min(10, Math.max(1, Math.round(value * 10) / 10));
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];

  function draw(dot) {
    const { impact, feasibility, title } = dot.dataset;
    const x = EDGE + ((feasibility - 1) / 9) * (SIDE - 2 * EDGE);
    const y = SIDE - EDGE - ((impact - 1) / 9) * (SIDE - 2 * EDGE);
    dot.setAttribute("transform", `translate(${x} ${y})`);
    const label = `${title}: impact ${Number(impact)}, feasibility ${Number(feasibility)}`;
    dot.setAttribute("aria-label", label);
    return label;
  }

  function place(dot, impact, feasibility) {
    dot.dataset.impact = within(impact);
    dot.dataset.feasibility = within(feasibility);
    said.textContent = draw(dot);
  }

  async function keep(dot, before) {
    const body = new URLSearchParams({ impact: dot.dataset.impact, feasibility: dot.dataset.feasibility });
    try {
      const answer = await fetch(dot.dataset.url, { method: "POST", body, headers: { "X-CSRFToken": token } });
      if (!answer.ok) throw new Error(String(answer.status));
      said.textContent = `Kept. ${draw(dot)}. Scores follow when the page is read anew.`;
    } catch {
      place(dot, before.impact, before.feasibility);
      said.textContent = `Not kept, so it is back where it was: reload the page and try again, or change it in its form. ${draw(dot)}`;
    }
  }

  for (const dot of svg.querySelectorAll(".hoshin-dot")) {
    let before = null;
    dot.addEventListener("pointerdown", (event) => {
      before = { ...dot.dataset };
      dot.setPointerCapture(event.pointerId);
    });
    dot.addEventListener("pointermove", (event) => {
      if (!before) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const part = (value) => (value - EDGE) / (SIDE - 2 * EDGE);
      place(dot, 1 + 9 * (1 - part(at.y)), 1 + 9 * part(at.x));
    });
    dot.addEventListener("pointerup", () => {
      const moved = before && (before.impact !== dot.dataset.impact || before.feasibility !== dot.dataset.feasibility);
      if (moved) keep(dot, before);
      before = null;
    });
    let timer = null;
    dot.addEventListener("keydown", (event) => {
      const way = { ArrowUp: [STEP, 0], ArrowDown: [-STEP, 0], ArrowRight: [0, STEP], ArrowLeft: [0, -STEP] }[event.key];
      if (!way) return;
      event.preventDefault();
      const start = { ...dot.dataset };
      place(dot, Number(dot.dataset.impact) + way[0], Number(dot.dataset.feasibility) + way[1]);
      clearTimeout(timer);
      timer = setTimeout(() => keep(dot, start), 500);
    });
  }
})();
