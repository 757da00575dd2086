// Draw every [data-chart] with ECharts. The same figures stand in a table beside, so the drawing is decoration for readers.
(function () {
  "use strict";
  var COLOURS = ["#256ef4", "#c78500", "#228738", "#8a240f", "#6b4fbb", "#58616a"];

  // A series may name one of the tones of duru.css, which differ by contrast mode.
  function tone(name) { return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim(); }

  function option(spec, dark) {
    var ink = dark ? "#ffffff" : "#1e2124", line = dark ? "#58616a" : "#cdd1d5";
    var font = getComputedStyle(document.body).fontFamily;
    var names = { type: "category", data: spec.labels, axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink, fontSize: 14, fontFamily: font, interval: spec.kind === "hbar" ? 0 : "auto" }, axisTick: { show: false } };
    var figures = { type: "value", splitLine: { lineStyle: { color: line } }, axisLabel: { color: ink, fontSize: 14, fontFamily: font, formatter: function (n) { return n.toLocaleString("ko"); } } };
    var lying = spec.kind === "hbar";
    if (lying) names.inverse = true;
    return {
      animation: false,
      color: COLOURS,
      aria: { enabled: true, label: { enabled: false }, decal: { show: spec.series.length > 1 } },
      grid: { left: 8, right: 24, top: spec.series.length > 1 ? 48 : 20, bottom: 8, containLabel: true },
      legend: spec.series.length > 1 ? { top: 0, left: 0, textStyle: { color: ink, fontSize: 15, fontFamily: font } } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: function (n) { return n == null ? "–" : n.toLocaleString("ko") + (spec.unit || ""); } },
      xAxis: lying ? figures : names,
      yAxis: lying ? names : figures,
      series: spec.series.map(function (one) {
        return { name: one.name, data: one.values, itemStyle: one.tone ? { color: tone(one.tone) } : undefined, type: spec.kind === "line" ? "line" : "bar", stack: spec.stacked ? "all" : undefined, barMaxWidth: 36, symbolSize: 8, lineStyle: { width: 3 } };
      }),
    };
  }
  function draw() {
    var dark = document.documentElement.dataset.krdsMode === "high-contrast";
    document.querySelectorAll("[data-chart]").forEach(function (box) {
      var spec = JSON.parse(document.getElementById(box.dataset.chart).textContent);
      // A lying bar needs its line: a district of thirty 동 gets a taller picture, not every second name.
      if (spec.kind === "hbar") box.style.height = (60 + 26 * spec.labels.length * (spec.stacked ? 1 : spec.series.length)) + "px";
      var chart = window.echarts.getInstanceByDom(box) || window.echarts.init(box);
      chart.setOption(option(spec, dark), true);
    });
  }
  window.addEventListener("resize", function () {
    document.querySelectorAll("[data-chart]").forEach(function (box) {
      var chart = window.echarts.getInstanceByDom(box);
      if (chart) chart.resize();
    });
  });
  document.addEventListener("duru:look", draw);
  document.addEventListener("htmx:afterSettle", draw);
  draw();
})();
