// Quick views, filters and sorting for the register of cases. The table is complete without them. The selection is part
// of the address after the #, so that a view can be sent to another person. It also works from a disk.
(function () {
  "use strict";
  const table = document.getElementById("cases");
  if (!table) return;
  const body = table.tBodies[0];
  const MAIN = { person: "Person", group: "Stage group", country: "Country" };
  const MORE = { stage: "Stage", hold: "Hold", verdict: "Verdict", left: "Proof ends", direction: "Direction", lane: "Request type" };
  const NAMES = Object.assign({ q: "Search", view: "View" }, MAIN, MORE);
  const HORIZONS = { ended: "has ended", 30: "in 30 days or less", 90: "in 90 days or less", 180: "in 180 days or less",
    365: "in 365 days or less", none: "no certificate end" };
  const VIEWS = ["Late", "Begins in 30 days", "Ends in 90 days", "Waiting on approval"];
  const GROUPS = ["Needs action", "Waiting", "Proved", "Not filed or refused", "Closed"];
  const COLUMNS = { case: "Case", employer: "Employer or activity", stage: "Stage", waiting: "Waiting on",
    next: "Next step", work: "Work", left: "Proof ends" };

  // ---- what the rows say ----

  function text(node) { return node.textContent.trim(); }
  function day(cell) {
    const time = cell.querySelector("time");
    return time ? time.dateTime : "";
  }
  const rows = Array.from(body.rows, function (row, place) {
    const cells = row.cells, says = JSON.parse(row.dataset.filtered);
    return {
      row, place, says,
      all: (row.textContent + " " + says.words + " " + says.country).toLowerCase(),
      case: text(cells[0]), employer: text(cells[1]), stage: text(cells[2]), waiting: text(cells[3]),
      next: text(cells[4]), work: day(cells[5]), left: day(cells[6])
    };
  });
  function fits(row, name, value) {
    const says = row.says[name];
    if (name !== "left") return Array.isArray(says) ? says.includes(value) : says === value;
    if (value === "none" || says === null) return value === "none" && says === null;
    return value === "ended" ? says < 0 : says >= 0 && says <= Number(value);
  }
  function found(name, value) { return rows.filter(function (row) { return fits(row, name, value); }).length; }

  // ---- the controls ----

  function made(tag, properties, children) {
    const node = Object.assign(document.createElement(tag), properties || {});
    node.append(...(children || []));
    return node;
  }
  function option(value, label) { return made("option", { value, textContent: label }); }
  function labeled(label, control) { return made("label", {}, [label, control]); }
  function values(name) {
    if (name === "group") return GROUPS;
    return Array.from(new Set(rows.flatMap(function (row) { return row.says[name]; }))).sort();
  }
  function choices(name) {
    if (name === "left") return Object.keys(HORIZONS).map(function (key) { return option(key, HORIZONS[key]); });
    return values(name).map(function (value) { return option(value, value + " (" + found(name, value) + ")"); });
  }
  const fields = { q: made("input", { type: "search", name: "q", autocomplete: "off" }) };
  function chooser(name, label) {
    fields[name] = made("select", { name }, [option("", "All")].concat(choices(name)));
    return labeled(label, fields[name]);
  }
  function choosers(names) { return Object.keys(names).map(function (name) { return chooser(name, names[name]); }); }

  const views = made("p", { className: "views" }, ["Quick views: "].concat(VIEWS.flatMap(function (view) {
    return [made("a", { href: "#view=" + encodeURIComponent(view), textContent: view + " (" + found("view", view) + ")" }), " "];
  })));
  const order = made("select", { name: "sort" }, [option("", "Most urgent first")]);
  Object.keys(COLUMNS).forEach(function (name) {
    order.append(option(name, COLUMNS[name]), option("-" + name, COLUMNS[name] + ", descending"));
  });
  const count = made("output", {});
  const clear = made("button", { type: "button", textContent: "Clear filters" });
  const more = made("details", {}, [made("summary", { textContent: "More filters" }), made("div", {}, choosers(MORE))]);
  const bar = made("form", { className: "filters" },
    [labeled("Search cases", fields.q)].concat(choosers(MAIN), labeled("Sort by", order), more, count, clear));
  bar.setAttribute("aria-label", "Filter the register");
  count.setAttribute("role", "status");
  table.before(views, bar);

  let view = "", sorted = { by: "", down: false };
  const heads = Array.from(table.tHead.rows[0].cells, function (cell, index) {
    const name = Object.keys(COLUMNS)[index], button = made("button", { type: "button", textContent: text(cell) });
    cell.replaceChildren(button);
    button.addEventListener("click", function () {
      sorted = { by: name, down: sorted.by === name && !sorted.down };
      sort();
      remember();
    });
    return { cell, name };
  });

  // ---- filter and sort ----

  // Laying out rows is what costs, so that a long register shows a screenful or two at first, and more on the way down.
  const PORTION = 60;
  let limit = PORTION, inOrder = rows, fitting = rows, drawn = rows;
  const next = made("button", { type: "button", className: "more" });
  table.after(next);
  next.addEventListener("click", function () { limit += PORTION; draw(); });
  if (window.IntersectionObserver) {
    new IntersectionObserver(function (seen) { if (seen[0].isIntersecting && !next.hidden) next.click(); },
      { rootMargin: "400px" }).observe(next);
  }
  window.addEventListener("beforeprint", function () { limit = Infinity; draw(); });
  window.addEventListener("afterprint", function () { limit = PORTION; draw(); });

  function draw() {
    const wanted = fitting.slice(0, limit), kept = new Set(wanted);
    drawn.forEach(function (one) { if (!kept.has(one)) one.row.hidden = true; });
    wanted.forEach(function (one) { one.row.hidden = false; });
    if (drawn !== rows || inOrder !== rows) body.prepend(...wanted.map(function (one) { return one.row; }));
    drawn = wanted;
    next.hidden = fitting.length <= limit;
    next.textContent = "Show more of the " + fitting.length;
  }
  function active() {
    const chosen = Object.keys(fields).filter(function (name) { return name !== "q" && fields[name].value; });
    const pairs = chosen.map(function (name) { return [name, fields[name].value]; });
    return view ? [["view", view]].concat(pairs) : pairs;
  }
  function filter() {
    const words = fields.q.value.toLowerCase().split(/\s+/).filter(Boolean), wanted = active();
    fitting = inOrder.filter(function (row) {
      return wanted.every(function (pair) { return fits(row, pair[0], pair[1]); })
        && words.every(function (word) { return row.all.includes(word); });
    });
    limit = PORTION;
    draw();
    const said = wanted.map(function (pair) { return NAMES[pair[0]] + ": " + (pair[0] === "left" ? HORIZONS[pair[1]] : pair[1]); });
    if (words.length) said.unshift(NAMES.q + ": " + words.join(" "));
    count.textContent = fitting.length + " of " + rows.length + (rows.length === 1 ? " case" : " cases")
      + (said.length ? " · " + said.join(" · ") : "") + (fitting.length ? "" : ". No case fits.");
    clear.hidden = !said.length;
    if (wanted.some(function (pair) { return pair[0] in MORE; })) more.open = true;
    for (const link of views.querySelectorAll("a")) {
      if (view && link.hash === "#view=" + encodeURIComponent(view)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
  function compared(one, two) {
    const left = one[sorted.by], right = two[sorted.by];
    if (!left || !right) return (left ? 0 : 1) - (right ? 0 : 1);
    return (left < right ? -1 : Number(left > right)) * (sorted.down ? -1 : 1);
  }
  function sort() {
    inOrder = sorted.by ? rows.slice().sort(function (one, two) { return compared(one, two) || one.place - two.place; }) : rows;
    for (const head of heads) {
      if (head.name !== sorted.by) head.cell.removeAttribute("aria-sort");
      else head.cell.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
    }
    order.value = (sorted.down ? "-" : "") + sorted.by;
    filter();
  }

  // ---- the address ----

  function remember() {
    const chosen = new URLSearchParams(active());
    if (fields.q.value) chosen.set("q", fields.q.value);
    if (sorted.by) chosen.set("sort", order.value);
    const address = location.href.split("#")[0];
    history.replaceState(null, "", chosen.toString() ? address + "#" + chosen : address);
  }
  function recall() {
    const chosen = new URLSearchParams(location.hash.slice(1));
    view = VIEWS.includes(chosen.get("view")) ? chosen.get("view") : "";
    for (const name of Object.keys(fields)) {
      fields[name].value = chosen.get(name) || "";
      if (fields[name].selectedIndex === -1) fields[name].value = "";
    }
    sortBy(chosen.get("sort") || "");
  }
  function sortBy(by) {
    const name = by.replace(/^-/, "");
    sorted = name in COLUMNS ? { by: name, down: by[0] === "-" } : { by: "", down: false };
    sort();
  }

  bar.addEventListener("input", function (event) {
    if (event.target === order) sortBy(order.value);
    else filter();
    remember();
  });
  bar.addEventListener("submit", function (event) { event.preventDefault(); });
  clear.addEventListener("click", function () {
    view = "";
    for (const name of Object.keys(fields)) fields[name].value = "";
    filter();
    remember();
    fields.q.focus();
  });
  window.addEventListener("hashchange", recall);
  recall();
})();
