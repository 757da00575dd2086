// Pages that only show a map.
import { makeMap } from "./map.js";

for (const box of document.querySelectorAll("[data-map]")) makeMap(box);
