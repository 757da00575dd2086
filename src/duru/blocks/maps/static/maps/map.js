// One map from our own data: no tiles, no letters, no line from elsewhere. The table beside every map says the same.
import * as maplibregl from "../vendor/maplibre-gl/maplibre-gl.mjs";

const INK = "#33383d", FONT = ["Pretendard GOV Variable, Noto Sans KR, Malgun Gothic, NanumGothic, sans-serif"];
const POINT = { danger: "#b3261e", warning: "#a34f00", info: "#5b6670", place: "#0b6b3a" };

function paint(base) {
  const land = (kind) => ["==", ["get", "kind"], kind];
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: base.land },
      dongs: { type: "geojson", data: base.dongs },
      labels: { type: "geojson", data: base.labels },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#fbfaf7" } },
      { id: "shade", type: "fill", source: "dongs", paint: { "fill-color": "rgba(0,0,0,0)", "fill-opacity": .85 } },
      { id: "hill", type: "fill", source: "land", filter: land("hill"), paint: { "fill-color": "#cfe3c0", "fill-opacity": .55 } },
      { id: "water", type: "fill", source: "land", filter: land("water"), paint: { "fill-color": "#a9d0f0" } },
      { id: "street", type: "line", source: "land", filter: land("street"), minzoom: 13, paint: { "line-color": "#dcdcdc", "line-width": 1.2 } },
      { id: "main_road", type: "line", source: "land", filter: land("main_road"), paint: { "line-color": "#cbbf9f", "line-width": 2.5 } },
      { id: "edge", type: "line", source: "dongs", paint: { "line-color": "#8a949e", "line-width": 1, "line-dasharray": [4, 2] } },
      { id: "name", type: "symbol", source: "labels", layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 14 }, paint: { "text-color": INK, "text-halo-color": "#fff", "text-halo-width": 2 } },
    ],
  };
}

const collection = (features) => ({ type: "FeatureCollection", features });
const area = (ring, properties) => ({ type: "Feature", properties, geometry: { type: "Polygon", coordinates: [ring] } });
const point = (one) => ({ type: "Feature", properties: { word: String(one.word || ""), tone: one.tone || "info", key: one.key || "", more: one.more || one.word || "" }, geometry: { type: "Point", coordinates: one.lonlat } });

// Draw the map of one box; resolves when everything stands, with null on a machine that cannot draw: the table and the other ways remain.
export async function makeMap(box) {
  try { return await draw(box); } catch (trouble) {
    box.replaceChildren(Object.assign(document.createElement("p"), { className: "maps-wait", textContent: "이 컴퓨터에서는 지도를 그릴 수 없습니다. 표와 목록은 그대로 쓸 수 있습니다." }));
    box.dataset.ready = "no";
    return null;
  }
}

async function draw(box) {
  const spec = JSON.parse(document.getElementById(box.dataset.map).textContent);
  const base = await (await fetch(box.dataset.base)).json();
  box.querySelector(".maps-wait")?.remove();
  const map = new maplibregl.Map({
    container: box, style: paint(base), bounds: spec.bounds || base.bounds, fitBoundsOptions: { padding: 24, maxZoom: 17 },
    localIdeographFontFamily: FONT[0], attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
    locale: { "NavigationControl.ZoomIn": "키우기", "NavigationControl.ZoomOut": "줄이기", "Map.Title": "지도" },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "bottom-left");
  await map.once("load");
  map.spec = spec;
  addLayers(map, spec);
  const words = box.closest("figure")?.querySelector("[data-map-words]");
  const tell = (text) => { if (words) words.textContent = text || ""; };
  const over = (layer, text) => { if (map.getLayer(layer)) map.on("mousemove", layer, (event) => tell(text(event.features[0].properties))); };
  over("shade", (one) => (spec.words || {})[one.code] || one.name);
  over("cells", (one) => one.words);
  over("points", (one) => one.more);
  await new Promise((done) => map.loaded() ? done() : map.once("idle", done));
  box.dataset.ready = "yes";
  return map;
}

function addLayers(map, spec) {
  if (spec.fills && Object.keys(spec.fills).length)
    map.setPaintProperty("shade", "fill-color", ["match", ["get", "code"], ...Object.entries(spec.fills).flat(), "rgba(0,0,0,0)"]);
  if (spec.cells) {
    map.addSource("cells", { type: "geojson", data: collection(spec.cells.map((one) => area(one.ring, { fill: one.fill, words: one.words }))) });
    map.addLayer({ id: "cells", type: "fill", source: "cells", paint: { "fill-color": ["get", "fill"], "fill-opacity": .75, "fill-outline-color": "#fff" } }, "edge");
  }
  map.addSource("asked", { type: "geojson", data: spec.asked || collection([]) });
  map.addLayer({ id: "asked", type: "fill", source: "asked", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": "#d63030", "fill-opacity": .12 } });
  map.addLayer({ id: "asked-edge", type: "line", source: "asked", paint: { "line-color": "#b3261e", "line-width": 2.5 } });
  map.addSource("corners", { type: "geojson", data: collection([]) });
  map.addLayer({ id: "corners", type: "circle", source: "corners", paint: { "circle-radius": 5, "circle-color": "#b3261e", "circle-stroke-color": "#fff", "circle-stroke-width": 2 } });
  map.addSource("points", { type: "geojson", data: collection((spec.points || []).map(point)) });
  const tone = ["match", ["get", "tone"], ...Object.entries(POINT).flat(), POINT.info];
  const isPlace = ["==", ["get", "tone"], "place"];
  map.addLayer({ id: "points", type: "circle", source: "points", paint: { "circle-radius": ["case", isPlace, 6, 10], "circle-color": tone, "circle-stroke-color": "#fff", "circle-stroke-width": 1.5 } });
  map.addLayer({ id: "numbers", type: "symbol", source: "points", filter: ["!", isPlace], layout: { "text-field": ["get", "word"], "text-font": FONT, "text-size": 11, "text-allow-overlap": true }, paint: { "text-color": "#fff" } });
  map.addLayer({ id: "places", type: "symbol", source: "points", filter: isPlace, minzoom: 14, layout: { "text-field": ["get", "word"], "text-font": FONT, "text-size": 12, "text-offset": [0, 1.1], "text-anchor": "top", "text-optional": true }, paint: { "text-color": "#0b4a29", "text-halo-color": "#fff", "text-halo-width": 1.4 } });
}

export { area, collection, maplibregl, point };
