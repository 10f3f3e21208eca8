// What the handbook does with a script: search, the switch between light and dark, and the place in a long page.
// Without it every page is whole. Nothing is fetched: the index is a script beside the pages, read when it is asked for.
(function () {
  "use strict";
  const page = document.documentElement;
  const KEPT = "casebound.scheme";
  const MOST = 30;

  function remembered() {
    try { return localStorage.getItem(KEPT); } catch { return null; }
  }
  page.classList.replace("no-js", "js");
  if (remembered()) page.dataset.scheme = remembered();

  document.addEventListener("DOMContentLoaded", function () {
    const header = document.querySelector("header[data-root]");
    if (!header) return;
    const root = header.dataset.root.replace(/^\.\/$/, "");
    header.append(finder(root));
    document.querySelector("body > footer").append(lamp());
    nameRelease(root, header.dataset.asOf);
    follow();
    reach();
  });

  function made(tag, properties) {
    return Object.assign(document.createElement(tag), properties || {});
  }

  // ---- light and dark ----

  function dark() {
    return page.dataset.scheme ? page.dataset.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function lamp() {
    const button = made("button", { type: "button", className: "lamp", textContent: "Dark" });
    function update() { button.setAttribute("aria-pressed", String(dark())); }
    button.addEventListener("click", function () {
      page.dataset.scheme = dark() ? "light" : "dark";
      try { localStorage.setItem(KEPT, page.dataset.scheme); } catch { /* storage is not allowed */ }
      update();
    });
    update();
    return button;
  }

  // ---- which release, and how old ----

  function nameRelease(root, asOf) {
    const line = document.querySelector(".release"), script = made("script", { src: root + "release.js" });
    const days = Math.floor((Date.now() - Date.parse(asOf)) / 86400000);
    if (!line) return;
    script.onload = function () {
      line.append(" · release " + window.__release);
      if (days > 0) {
        line.append(" · This copy is " + days + (days === 1 ? " day" : " days")
          + " old: what was due since then may now be late.");
        line.classList.add("old");
      }
    };
    document.head.append(script);
  }

  // ---- search ----

  function plain(text) {
    const marks = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&#34;": "\"", "&quot;": "\"", "&#39;": "'", "&#x27;": "'" };
    return text.replace(/<[^>]*>/g, " ").replace(/&(?:amp|lt|gt|quot|#34|#39|#x27);/g, function (mark) {
      return marks[mark];
    }).replace(/\s+/g, " ").trim();
  }
  function entry(doc) {
    const title = plain(doc.title), text = plain(doc.text);
    return { at: doc.location, title: title, text: text, low: (title + " " + text).toLowerCase(),
      head: title.toLowerCase(), boost: doc.boost || 1 };
  }
  function words(text) { return text.toLowerCase().split(/\s+/).filter(Boolean); }

  // Every word must occur; more counts where it begins a word, and most if it is in the title.
  function weight(doc, wanted) {
    let sum = 0;
    for (const word of wanted) {
      const at = doc.low.indexOf(word);
      if (at < 0) return 0;
      sum += 1;
      if (doc.head.includes(word)) sum += doc.head === word ? 40 : 8;
      if (at === 0 || /[^a-z0-9]/.test(doc.low[at - 1])) sum += 2;
    }
    return sum * doc.boost;
  }
  function excerpt(doc, wanted) {
    const paragraph = made("p"), low = doc.text.toLowerCase();
    const at = wanted.map(function (word) { return low.indexOf(word); }).find(function (place) { return place >= 0; }) || 0;
    const from = Math.max(0, at - 40), shown = doc.text.slice(from, from + 160), rest = shown.toLowerCase();
    let done = 0;
    wanted.forEach(function (word) {
      const found = rest.indexOf(word, done);
      if (found < 0) return;
      paragraph.append(shown.slice(done, found), made("mark", { textContent: shown.slice(found, found + word.length) }));
      done = found + word.length;
    });
    paragraph.append(shown.slice(done));
    return paragraph;
  }
  function finder(root) {
    const box = made("search", { className: "finder" });
    const field = made("input", { type: "search", autocomplete: "off", placeholder: "Search" });
    const status = made("p"), list = made("ol"), panel = made("div", { className: "found", hidden: true });
    let docs = null, asked = false;
    field.setAttribute("aria-label", "Search the handbook");
    status.setAttribute("role", "status");
    panel.append(status, list);
    box.append(field, panel);

    function load() {
      if (asked) return;
      asked = true;
      const script = made("script", { src: root + "search/search_index.js" });
      script.onload = function () { docs = window.__index.docs.map(entry); show(); };
      script.onerror = function () { status.textContent = "The search index is missing."; };
      document.head.append(script);
    }
    function show() {
      const wanted = words(field.value);
      panel.hidden = !wanted.length;
      if (!wanted.length || !docs) { status.textContent = docs ? "" : "Reading the index …"; return; }
      const hits = docs.map(function (doc) { return [weight(doc, wanted), doc]; })
        .filter(function (hit) { return hit[0]; }).sort(function (left, right) { return right[0] - left[0]; });
      status.textContent = hits.length ? hits.length + (hits.length === 1 ? " page or part" : " pages and parts")
        : "Nothing found. Try a case id, a country, a stage, a person, an employer or a worker reference.";
      list.replaceChildren.apply(list, hits.slice(0, MOST).map(function (hit) {
        const item = made("li"), link = made("a", { href: root + hit[1].at, textContent: hit[1].title });
        item.append(link, excerpt(hit[1], wanted));
        return item;
      }));
    }
    function close() { panel.hidden = true; }

    field.addEventListener("focus", load);
    field.addEventListener("input", show);
    box.addEventListener("keydown", function (event) {
      const stops = [field].concat(Array.from(list.querySelectorAll("a")));
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], at = stops.indexOf(document.activeElement);
      if (step && stops[at + step]) { event.preventDefault(); stops[at + step].focus(); }
      if (event.key === "Enter" && document.activeElement === field && stops[1]) stops[1].click();
      if (event.key === "Escape") { close(); field.focus(); }
    });
    document.addEventListener("click", function (event) {
      if (!box.contains(event.target)) close();
      else if (event.target.closest("a")) close();
    });
    return box;
  }

  // A table or a text that is wider than its place can be moved by keyboard too.
  function reach() {
    document.querySelectorAll("article table, article pre, article pre > code").forEach(function (wide) {
      if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
    });
  }

  // ---- where one is ----

  function follow() {
    const links = Array.from(document.querySelectorAll(".toc a"));
    if (!links.length || !window.IntersectionObserver) return;
    const watcher = new IntersectionObserver(function (seen) {
      seen.forEach(function (one) {
        if (!one.isIntersecting) return;
        links.forEach(function (link) {
          if (link.hash === "#" + one.target.id) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        });
      });
    }, { rootMargin: "-10% 0px -75% 0px" });
    links.forEach(function (link) {
      const part = document.getElementById(link.hash.slice(1));
      if (part) watcher.observe(part);
    });
  }
})();
