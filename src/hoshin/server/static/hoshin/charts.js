// Draws every .hoshin-chart from the block of a report that stands beside it as JSON: the same block that the
// slides and the PDF are made of. Colours follow the theme.
(() => {
  const palettes = {
    light: { ink: "#27313f", faint: "#5b6778", grid: "#e3e7ee", surface: "#ffffff", accent: "#3b4cca", band: "rgba(91,103,120,.13)", dashed: "#5b6778", context: "#a9b3c2", good: "#0a7f5d", watch: "#a86500", bad: "#c22f26", unknown: "#5b6778" },
    dark: { ink: "#e6ebf2", faint: "#a9b4c4", grid: "#2f3b4b", surface: "#182433", accent: "#8c99ff", band: "rgba(169,180,196,.14)", dashed: "#a9b4c4", context: "#56647a", good: "#57d2a7", watch: "#f0bd62", bad: "#ff8a80", unknown: "#a9b4c4" },
  };
  const palette = () => palettes[document.documentElement.getAttribute("data-bs-theme")] ?? palettes.light;
  const charts = new Map();

  function amount(value, unit) {
    if (value === null || value === undefined || value === "-") return "no data";
    const size = Math.abs(value);
    const number = (digits) => value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    if (unit === "share") return `${(value * 100).toLocaleString("en-GB", { maximumFractionDigits: 1 })} %`;
    if (unit === "h") return size >= 240 ? `${(value / 24).toLocaleString("en-GB", { maximumFractionDigits: 1 })} d` : `${number(size < 10 ? 1 : 0)} h`;
    if (unit === "tickets") return number(0);
    if (unit === "%") return `${number(0)} %`;
    return number(size < 10 ? 2 : 0);
  }

  // Nobody has the numbers of weeks in mind: an axis names their Mondays. The tables keep the week.
  function monday(name) {
    const week = /^(\d{4})-W(\d{2})$/.exec(name);
    if (!week) return name;
    const day = new Date(Date.UTC(week[1], 0, 4));
    day.setUTCDate(4 - ((day.getUTCDay() + 6) % 7) + (week[2] - 1) * 7);
    return day.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "2-digit", timeZone: "UTC" });
  }

  const axes = (block, colours, small) => ({
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colours.ink },
    grid: small ? { left: 2, right: 6, top: 6, bottom: 4 } : { left: 8, right: 16, top: block.series?.length > 1 ? 40 : 16, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colours.surface, borderColor: colours.grid, textStyle: { color: colours.ink, fontSize: 12 }, valueFormatter: (value) => amount(value, block.unit) },
  });

  // A share of all tickets is the most that there is: no room is drawn above 100 % where nothing exceeds it.
  const ceiling = ({ min, max }) => (max <= 1 && max + Math.max((max - min) * 0.4, min === max ? max / 2 : 0) >= 1 ? 1 : null);

  function line(block, colours, small) {
    const stroke = (series) => (series.tone !== "neutral" ? colours[series.tone] : { dashed: colours.dashed, faint: colours.context }[series.style] ?? colours.accent);
    const bands = block.bands.flatMap((band, index) => [
      { name: `${band.name} (from)`, type: "line", data: band.low, stack: `band${index}`, stackStrategy: "all", symbol: "none", silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } },
      { name: band.name, type: "line", data: band.high.map((high, i) => (high === null || band.low[i] === null ? null : high - band.low[i])), stack: `band${index}`, stackStrategy: "all", symbol: "none", silent: true, lineStyle: { opacity: 0 }, areaStyle: { color: colours.band }, tooltip: { show: false } },
    ]);
    const lines = block.series.map((series, index) => ({
      name: series.name,
      type: "line",
      data: series.values,
      connectNulls: false,
      showSymbol: series.style === "points" || block.categories.length < 3,
      symbol: series.style === "points" ? (series.tone === "bad" ? "triangle" : series.tone === "good" ? "diamond" : "circle") : "circle",
      symbolSize: series.style === "points" ? (small ? 8 : 10) : 5,
      lineStyle: { width: series.style === "points" ? 0 : series.style === "line" ? 2.25 : 1.25, type: series.style === "dashed" ? [5, 4] : "solid", color: stroke(series) },
      itemStyle: { color: stroke(series), borderColor: colours.surface, borderWidth: series.style === "points" ? 1 : 0 },
      z: series.style === "points" ? 5 : series.style === "line" ? 4 : 3,
      markLine: index || !block.markers.length ? undefined : {
        symbol: "none", silent: true, lineStyle: { color: colours.ink, type: "solid", width: 1 },
        data: block.markers.map((marker) => ({ xAxis: marker.at, label: { show: !small, formatter: marker.label, color: colours.ink, position: "insideEndTop" } })),
      },
    }));
    return {
      ...axes(block, colours, small),
      legend: { show: !small && block.series.length > 1, top: 0, left: 0, icon: "roundRect", itemWidth: 14, itemHeight: 4, textStyle: { color: colours.faint }, data: block.series.map((s) => s.name).concat(block.bands.map((b) => ({ name: b.name, itemStyle: { color: colours.band } }))) },
      xAxis: { type: "category", data: block.categories, show: !small, boundaryGap: false, axisLine: { lineStyle: { color: colours.grid } }, axisTick: { show: false }, axisLabel: { color: colours.faint, hideOverlap: true, formatter: monday } },
      yAxis: { type: "value", show: !small, scale: true, max: block.unit === "share" ? ceiling : undefined, splitNumber: 4, axisLabel: { color: colours.faint, formatter: (value) => amount(value, block.unit) }, splitLine: { lineStyle: { color: colours.grid } } },
      series: [...bands, ...lines],
    };
  }

  function bars(block, colours) {
    return {
      ...axes(block, colours, false),
      grid: { left: 8, right: 64, top: 4, bottom: 4, containLabel: true },
      xAxis: { type: "value", axisLabel: { show: false }, splitLine: { show: false } },
      yAxis: { type: "category", inverse: true, data: block.categories, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colours.ink, width: 150, overflow: "truncate" } },
      series: [{ type: "bar", data: block.values, barMaxWidth: 18, itemStyle: { color: colours.accent, borderRadius: 3 }, label: { show: true, position: "right", color: colours.ink, formatter: (point) => amount(point.value, block.unit) } }],
    };
  }

  let still = false; // on paper nothing moves into its place

  function draw(element) {
    const data = document.getElementById(element.dataset.chart);
    if (!data) return;
    const block = JSON.parse(data.textContent);
    const chart = charts.get(element) ?? echarts.init(element, null, { renderer: "svg" });
    charts.set(element, chart);
    const small = element.classList.contains("hoshin-chart-small");
    const option = block.kind === "BarChart" ? bars(block, palette()) : line(block, palette(), small);
    chart.setOption({ ...option, ...(still && { animation: false }) }, true);
  }

  function drawAll(root) {
    for (const element of root.querySelectorAll(".hoshin-chart")) draw(element);
  }

  drawAll(document);
  document.addEventListener("hoshin:theme", () => { for (const element of charts.keys()) draw(element); });
  document.addEventListener("htmx:afterSwap", (event) => drawAll(event.target));
  // Paper is narrower than the window: a drawing that knows its own size shrinks to it.
  window.addEventListener("beforeprint", () => {
    still = true;
    for (const element of charts.keys()) {
      const svg = element.querySelector("svg");
      if (svg) svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    }
  });
  window.addEventListener("afterprint", () => {
    still = false;
    for (const element of charts.keys()) element.querySelector("svg")?.removeAttribute("viewBox");
  });
  window.addEventListener("resize", () => { for (const [element, chart] of charts) if (element.isConnected) chart.resize(); else { chart.dispose(); charts.delete(element); } });
})();
