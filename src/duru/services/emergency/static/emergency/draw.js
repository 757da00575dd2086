// Choose where: show the fields of the chosen way, and draw a shape or a point on the map by mouse, finger or keyboard.
import { area, collection, makeMap, point } from "../maps/map.js";

const form = document.querySelector("[data-way-form]"), box = form.querySelector("[data-map]"), tools = form.querySelector("[data-draw]");
const kept = form.querySelector("[name=shape]"), told = form.querySelector("[data-corners]"), wide = form.querySelector("[name=radius_m]");
let corners = [];
try { corners = JSON.parse(kept.value || "[]"); } catch { corners = []; }
const way = () => form.querySelector("[name=way]:checked")?.value;

const cross = Object.assign(document.createElement("span"), { className: "maps-cross" });
const map = await makeMap(box);
if (map) box.append(cross);

function circle([lon, lat], metres) {
  const up = metres / 111195, aside = up / Math.cos(lat * Math.PI / 180);
  return Array.from({ length: 65 }, (_, at) => [lon + aside * Math.cos(at * Math.PI / 32), lat + up * Math.sin(at * Math.PI / 32)]);
}
function show() {
  const draws = way() === "drawn" || way() === "around";
  for (const part of form.querySelectorAll("[data-way]")) part.hidden = !part.dataset.way.split(" ").includes(way());
  tools.hidden = cross.hidden = !draws || !map;
  if (way() === "around") corners = corners.slice(-1);
  const shapes = [];
  if (way() === "drawn" && corners.length > 2) shapes.push(area([...corners, corners[0]], {}));
  if (way() === "around" && corners.length) shapes.push(area(circle(corners[0], Number(wide.value) || 300), {}));
  if (map) map.getSource("asked").setData(collection(draws ? shapes : []));
  if (map) map.getSource("corners").setData(collection(draws ? corners.map((lonlat) => point({ lonlat })) : []));
  kept.value = JSON.stringify(corners);
  told.textContent = way() === "around" ? (corners.length ? "점을 찍었습니다" : "한가운데가 될 점을 찍으세요") : `찍은 점 ${corners.length}개` + (corners.length < 3 ? ", 세 개부터 구역이 됩니다" : "");
}
const add = ({ lng, lat }) => { if (tools.hidden) return; corners.push([Number(lng.toFixed(6)), Number(lat.toFixed(6))]); show(); };

map?.doubleClickZoom.disable();
map?.on("click", (event) => add(event.lngLat));
tools.querySelector("[data-drop]").addEventListener("click", () => add(map.getCenter()));
tools.querySelector("[data-undo]").addEventListener("click", () => { corners.pop(); show(); });
tools.querySelector("[data-clear]").addEventListener("click", () => { corners = []; show(); });
form.addEventListener("change", show);
wide.addEventListener("input", show);
show();
box.dataset.drawing = "yes";
