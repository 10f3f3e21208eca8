// A filter above the register of cases. The table is complete without it.
(function () {
  "use strict";
  var table = document.getElementById("cb-register");
  if (!table) return;
  var rows = Array.prototype.slice.call(table.tBodies[0].rows);
  var box = document.createElement("div");
  box.className = "cb-filter";
  var label = document.createElement("label");
  label.htmlFor = "cb-filter-text";
  label.textContent = "Filter";
  var field = document.createElement("input");
  field.id = "cb-filter-text";
  field.type = "search";
  field.autocomplete = "off";
  field.placeholder = "country, posture, owner, case";
  var count = document.createElement("output");
  count.htmlFor = "cb-filter-text";
  box.append(label, field, count);
  table.parentNode.parentNode.insertBefore(box, table.parentNode);
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  function apply() {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row, index) {
      var fits = words.every(function (word) { return texts[index].indexOf(word) >= 0; });
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = shown + " of " + rows.length;
  }
  field.addEventListener("input", apply);
  apply();
})();
