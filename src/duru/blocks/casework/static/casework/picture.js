// Draw the process of a case: the file and the marks stand in the page as JSON.
(function () {
  "use strict";
  var place = document.getElementById("picture");
  var bpmn = JSON.parse(document.getElementById("picture-bpmn").textContent);
  var marks = JSON.parse(document.getElementById("picture-marks").textContent);
  var viewer = new window.BpmnJS({ container: place });
  viewer.importXML(bpmn).then(function () {
    var canvas = viewer.get("canvas");
    Object.keys(marks).forEach(function (key) {
      if (viewer.get("elementRegistry").get(key)) canvas.addMarker(key, "is-" + marks[key]);
    });
    canvas.zoom("fit-viewport", "auto");
    place.dataset.isDrawn = "true";
  });
})();
