// Filters and sorting for the register of cases. The table is complete without them. The selection is part of the
// address after the #, so that a view can be sent to another person. It also works from a disk.
(function () {
  "use strict";
  var table = document.getElementById("cases");
  if (!table) return;
  var body = table.tBodies[0];
  var HORIZONS = [["ended", "has ended"], ["30", "30 days or less"], ["90", "90 days or less"],
    ["180", "180 days or less"], ["365", "365 days or less"], ["none", "no certificate end"]];
  var COLUMNS = ["case", "country", "stage", "verdict", "next", "owner", "lane", "assignment", "left"];

  // ---- what the rows say ----

  function text(node) { return node.textContent.trim(); }
  var rows = Array.from(body.rows).map(function (row, place) {
    var cells = row.cells, direction = cells[1].querySelector("small"), left = cells[8].firstChild;
    var days = left && left.nodeType === Node.TEXT_NODE ? parseInt(left.data, 10) : NaN;
    return {
      row: row, place: place,
      all: (row.textContent + " " + (row.dataset.ref || "")).toLowerCase(),
      case: text(cells[0]), country: text(cells[1].firstChild), direction: text(direction), stage: text(cells[2].querySelector("b")),
      verdict: text(cells[3]), next: text(cells[4]), owner: text(cells[5]).split(",")[0], lane: text(cells[6]),
      assignment: text(cells[7]), left: days, hold: row.dataset.hold
    };
  });

  // ---- the controls ----

  function made(tag, properties, children) {
    var node = Object.assign(document.createElement(tag), properties || {});
    node.append.apply(node, children || []);
    return node;
  }
  function labelled(label, control) { return made("label", {}, [label, control]); }
  function choices(name) {
    if (name === "left") return HORIZONS;
    var counts = new Map();
    rows.forEach(function (one) { counts.set(one[name], (counts.get(one[name]) || 0) + 1); });
    return Array.from(counts.keys()).sort().map(function (value) {
      return [value, value + " (" + counts.get(value) + ")"];
    });
  }
  function chooser(name, label) {
    var select = made("select", { name: name }, [made("option", { value: "", textContent: "all" })]);
    choices(name).forEach(function (one) {
      select.append(made("option", { value: one[0], textContent: one[1] }));
    });
    fields[name] = select;
    return labelled(label, select);
  }
  var fields = {};
  fields.q = made("input", { type: "search", name: "q", autocomplete: "off", size: 18 });
  var count = made("output", {});
  var clear = made("button", { type: "button", textContent: "Show all" });
  var bar = made("form", { className: "filters" }, [
    labelled("Find in the rows", fields.q), chooser("country", "Country"), chooser("direction", "Direction"),
    chooser("lane", "Request type"), chooser("stage", "Stage"), chooser("hold", "Hold"),
    chooser("verdict", "Verdict"), chooser("owner", "Owner"),
    chooser("left", "Days left"), clear, count
  ]);
  bar.setAttribute("aria-label", "Filter the register");
  count.setAttribute("role", "status");
  table.before(bar);

  var sorted = { by: "", down: false };
  Array.from(table.tHead.rows[0].cells).forEach(function (cell, index) {
    var name = COLUMNS[index], button = made("button", { type: "button", textContent: text(cell) });
    cell.replaceChildren(button);
    button.addEventListener("click", function () {
      sorted = { by: name, down: sorted.by === name && !sorted.down };
      sort();
      remember();
    });
  });

  // ---- filter and sort ----

  // Laying out rows is what costs, so that a long register shows a screenful or two at first, and more on the way down.
  var PORTION = 60;
  var limit = PORTION, order = rows, fitting = rows, drawn = rows;
  var more = made("button", { type: "button", className: "more" });
  table.after(more);
  more.addEventListener("click", function () { limit += PORTION; draw(); });
  if (window.IntersectionObserver) {
    new IntersectionObserver(function (seen) { if (seen[0].isIntersecting && !more.hidden) more.click(); },
      { rootMargin: "400px" }).observe(more);
  }
  window.addEventListener("beforeprint", function () { limit = Infinity; draw(); });
  window.addEventListener("afterprint", function () { limit = PORTION; draw(); });

  function draw() {
    var wanted = fitting.slice(0, limit), kept = new Set(wanted);
    drawn.forEach(function (one) { if (!kept.has(one)) one.row.hidden = true; });
    wanted.forEach(function (one) { one.row.hidden = false; });
    if (drawn !== rows || order !== rows) {
      body.prepend.apply(body, wanted.map(function (one) { return one.row; }));
    }
    drawn = wanted;
    more.hidden = fitting.length <= limit;
    more.textContent = "Show more of the " + fitting.length;
  }
  function soon(days, wanted) {
    if (wanted === "none") return isNaN(days);
    if (wanted === "ended") return days < 0;
    return days >= 0 && days <= Number(wanted);
  }
  function filter() {
    var words = fields.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    var wanted = Object.keys(fields).filter(function (name) { return name !== "q" && fields[name].value; });
    fitting = order.filter(function (one) {
      return wanted.every(function (name) {
        var value = fields[name].value;
        return name === "left" ? soon(one.left, value) : one[name] === value;
      }) && words.every(function (word) { return one.all.indexOf(word) >= 0; });
    });
    limit = PORTION;
    draw();
    count.textContent = fitting.length + " of " + rows.length + (rows.length === 1 ? " case" : " cases")
      + (fitting.length ? "" : ". Nothing fits: take a filter away, or show all.");
    clear.hidden = !wanted.length && !words.length;
  }
  function compared(one, two) {
    var left = one[sorted.by], right = two[sorted.by];
    if (typeof left !== "number") return left < right ? -1 : left > right ? 1 : 0;
    if (isNaN(left) || isNaN(right)) return isNaN(left) - isNaN(right);
    return left - right;
  }
  function sort() {
    order = rows.slice().sort(function (one, two) {
      if (!sorted.by) return one.place - two.place;
      return (sorted.down ? -compared(one, two) : compared(one, two)) || one.place - two.place;
    });
    Array.from(table.tHead.rows[0].cells).forEach(function (cell, index) {
      if (COLUMNS[index] !== sorted.by) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
    });
    filter();
  }

  // ---- the address ----

  function remember() {
    var view = new URLSearchParams();
    Object.keys(fields).forEach(function (name) { if (fields[name].value) view.set(name, fields[name].value); });
    if (sorted.by) view.set("sort", (sorted.down ? "-" : "") + sorted.by);
    var address = location.href.split("#")[0];
    history.replaceState(null, "", view.toString() ? address + "#" + view : address);
  }
  function recall() {
    var view = new URLSearchParams(location.hash.slice(1)), by = view.get("sort") || "";
    Object.keys(fields).forEach(function (name) {
      fields[name].value = view.get(name) || "";
      if (fields[name].selectedIndex === -1) fields[name].value = "";
    });
    sorted = { by: COLUMNS.indexOf(by.replace("-", "")) < 0 ? "" : by.replace("-", ""), down: by[0] === "-" };
    sort();
  }

  bar.addEventListener("input", function () { filter(); remember(); });
  bar.addEventListener("submit", function (event) { event.preventDefault(); });
  clear.addEventListener("click", function () {
    Object.keys(fields).forEach(function (name) { fields[name].value = ""; });
    filter();
    remember();
    fields.q.focus();
  });
  window.addEventListener("hashchange", recall);
  recall();
})();
