// Decide by keyboard: 1 same, 2 other, 3 later. Not while somebody types, and never with a modifier held.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (event.target.closest && event.target.closest("input, textarea, select, [contenteditable]")) return;
    var button = document.querySelector("[data-link-key='" + event.key + "']");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
