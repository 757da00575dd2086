// Decide by keyboard. Not while somebody types, never with a modifier held, and not when switched off (WCAG 2.1.4).
(function () {
  "use strict";
  var STORE = "duru.links.keys";
  function isOn() {
    try { return window.localStorage.getItem(STORE) !== "off"; } catch (refused) { return true; }
  }
  var box = document.getElementById("link-keys-on");
  if (box) {
    box.checked = isOn();
    box.addEventListener("change", function () {
      try { window.localStorage.setItem(STORE, box.checked ? "on" : "off"); } catch (refused) { /* stays for this page */ }
    });
  }
  function memo() { return document.querySelector("#pair input[name=reason]"); }
  function toHeading() {
    var heading = document.getElementById("pair-heading");
    if (heading) heading.focus();
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    var target = event.target;
    if (event.key === "Escape" && target === memo()) { toHeading(); return; }
    if (!(box ? box.checked : isOn())) return;
    if (target.closest && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    // With the Hangul keyboard on, event.key of the U key is a jamo: letters go by their place.
    if (event.code === "KeyM" && memo()) { event.preventDefault(); memo().focus(); return; }
    var button = document.querySelector("[data-link-key='" + event.key + "'], [data-link-key='" + event.code + "']");
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });
  // A second answer to a pair that is already on its way would hit the next one.
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (!event.target.closest("#pair")) return;
    document.querySelectorAll("#pair button").forEach(function (button) { button.disabled = true; });
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful) return;
    document.querySelectorAll("#pair button").forEach(function (button) { button.disabled = false; });
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target && event.detail.target.id === "pair" || event.target.id === "pair") {
      toHeading();
      window.scrollTo({ top: 0 });
    }
  });
})();
