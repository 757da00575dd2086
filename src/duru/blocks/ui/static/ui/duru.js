// Small behaviours of the shell. Everything works without them; nothing here is inline, evaluated or fetched from elsewhere.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  // --- look: contrast and letter size, kept in a cookie so that the server renders them ---
  function saveLook() {
    var words = [root.dataset.duruSize || "md"];
    if (root.dataset.krdsMode === "high-contrast") words.push("contrast");
    document.cookie = "duru_look=" + words.join(".") + ";path=/;max-age=31536000;samesite=lax";
  }
  function press(button) {
    button.parentElement.querySelectorAll("button").forEach(function (other) {
      other.setAttribute("aria-pressed", String(other === button));
    });
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest("button, a, summary");
    document.querySelectorAll("details.duru-drop[open]").forEach(function (drop) {
      if (!drop.contains(event.target)) drop.open = false;
    });
    if (!target) return;
    if (target.dataset.lookSize) { root.dataset.duruSize = target.dataset.lookSize; press(target); saveLook(); }
    if (target.dataset.lookContrast) {
      if (target.dataset.lookContrast === "on") root.dataset.krdsMode = "high-contrast"; else delete root.dataset.krdsMode;
      press(target);
      saveLook();
      document.dispatchEvent(new CustomEvent("duru:look"));
    }
    if (target.classList.contains("duru-menu-button")) {
      var menu = document.getElementById(target.getAttribute("aria-controls"));
      target.setAttribute("aria-expanded", String(menu.classList.toggle("is-open")));
    }
    if (target.dataset.opens) document.getElementById(target.dataset.opens).showModal();
    if (target.dataset.copy !== undefined) copy(target);
    if (target.dataset.confirm && !window.confirm(target.dataset.confirm)) event.preventDefault();
    if (target.dataset.print !== undefined) window.print();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.duru-drop[open]").forEach(function (drop) {
      drop.open = false;
      drop.querySelector("summary").focus();
    });
  });

  function copy(button) {
    if (!navigator.clipboard) return; // an office network without https has no clipboard: the text stays selectable
    navigator.clipboard.writeText(button.dataset.copy).then(function () {
      var word = button.textContent;
      button.textContent = "복사했습니다";
      setTimeout(function () { button.textContent = word; }, 1500);
    });
  }

  // --- files: drop area and the names of what was chosen ---
  function showNames(area) {
    var list = area.querySelector(".duru-file-names");
    list.textContent = "";
    Array.prototype.forEach.call(area.querySelector("input[type=file]").files, function (file) {
      var line = document.createElement("li");
      line.textContent = file.name + " (" + size(file.size) + ")";
      list.appendChild(line);
    });
  }
  function size(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)).toLocaleString("ko") + "KB"
      : (bytes / 1048576).toLocaleString("ko", { maximumFractionDigits: 1 }) + "MB";
  }
  ["dragover", "dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var area = event.target.closest && event.target.closest("[data-drop-area]");
      if (!area) return;
      event.preventDefault();
      area.classList.toggle("is-over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) {
        area.querySelector("input[type=file]").files = event.dataTransfer.files;
        showNames(area);
      }
    });
  });
  document.addEventListener("change", function (event) {
    var area = event.target.closest("[data-drop-area]");
    if (area && event.target.type === "file") showNames(area);
  });

  // --- a form is sent once: a second press on a slow line must not do the deed twice ---
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if ((form.getAttribute("method") || "").toLowerCase() !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });

  // --- paper: what is folded away on the screen is printed ---
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("main details:not([open])").forEach(function (fold) { fold.open = true; fold.dataset.printed = "yes"; });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-printed]").forEach(function (fold) { fold.open = false; delete fold.dataset.printed; });
  });

  // --- what is wider than its place says so: on a phone nothing else shows that a table goes on ---
  function markScrolling() {
    document.querySelectorAll(".duru-table-wrap, .duru-year-wrap").forEach(function (wrap) {
      wrap.classList.toggle("is-scrolling", wrap.scrollWidth > wrap.clientWidth + 2);
    });
  }
  // Letters arrive late and folds open: the tables themselves are watched, not the moments one can think of.
  var watch = new ResizeObserver(markScrolling);
  function watchTables() {
    document.querySelectorAll(".duru-table-wrap > table, .duru-year-wrap > table").forEach(function (table) { watch.observe(table); });
    markScrolling();
  }
  window.addEventListener("resize", markScrolling);
  document.addEventListener("htmx:afterSettle", watchTables);
  watchTables();

  // --- lists: filter, sort and pages without reloading the whole page; plain links when htmx is missing ---
  function load(url, listId) {
    // Both entries are marked, so that a return reloads lists but a jump to #main (state null) does not.
    if (!window.history.state) window.history.replaceState({ duruList: listId }, "");
    return window.htmx.ajax("GET", url, { target: "#" + listId, swap: "outerHTML" }).then(function () {
      window.history.pushState({ duruList: listId }, "", url);
    });
  }
  document.addEventListener("click", function (event) {
    if (!window.htmx || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var link = event.target.closest("[data-boost] a[href^='?']");
    if (!link || link.dataset.boost === "off") return;
    var list = link.closest("[data-boost]");
    event.preventDefault();
    load(window.location.pathname + link.getAttribute("href"), list.id).then(function () {
      var fresh = document.getElementById(list.id);
      fresh.scrollIntoView({ block: "nearest" });
    });
  });
  window.addEventListener("popstate", function (event) { if (event.state && event.state.duruList) window.location.reload(); });

  // --- htmx: the token goes with every write; a failed part says so instead of doing nothing ---
  document.addEventListener("htmx:configRequest", function (event) {
    var meta = document.querySelector("meta[name=csrf-token]");
    if (meta && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = meta.content;
  });
  // A whole page where a part was asked for is the login page: go there instead of putting it into the list. Who asks with
  // hx-select takes its part out of the whole page, as long as that is the page asked for.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (!/^\s*<!doctype/i.test(event.detail.serverResponse)) return;
    var asked = new URL(event.detail.pathInfo.requestPath, window.location.href);
    var answered = new URL(event.detail.xhr.responseURL || asked.href);
    if (answered.pathname === asked.pathname && event.detail.requestConfig.elt.closest("[hx-select]")) return;
    event.detail.shouldSwap = false;
    window.location.assign(event.detail.xhr.responseURL || window.location.href);
  });
  function sayFailure() {
    var place = document.getElementById("messages");
    if (!place || place.querySelector("[data-failure]")) return;
    var box = document.createElement("div");
    box.className = "duru-callout tone-danger";
    box.dataset.failure = "yes";
    box.textContent = "서버가 답하지 않아 화면을 바꾸지 못했습니다. 잠시 뒤 다시 해 보세요.";
    place.appendChild(box);
  }
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, sayFailure);
  });
})();
