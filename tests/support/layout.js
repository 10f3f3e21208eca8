// Measures a page as it is laid out. Returns what is wrong: the page scrolls sideways, text is cut off or leaves its box,
// or boxes that should stand side by side overlap. What scrolls by itself, such as a wide table, may be wider, and on a
// screen a text may end in an ellipsis, such as a hash.
(() => {
  const found = new Set();
  const SLACK = 1.5, SPACE = 8;
  const shown = (node) => node.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
  const style = (node) => getComputedStyle(node);
  const named = (node) => {
    const name = node.localName + (node.id ? `#${node.id}` : "") + (node.classList.length ? `.${[...node.classList].join(".")}` : "");
    return `${name} “${node.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  };
  const scrolls = (node) => ["auto", "scroll"].includes(style(node).overflowX);
  const within = (node, test) => {
    for (let at = node; at && at !== document.documentElement; at = at.parentElement) if (test(at)) return at;
    return null;
  };
  const shortened = (node) => matchMedia("screen").matches && style(node).textOverflow === "ellipsis";
  const hidden = (node) => within(node, (at) => at.classList.contains("hidden") || at.classList.contains("md-skip"));

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.add(`the page is ${root.scrollWidth} wide, the window ${root.clientWidth}`);

  const lines = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (lines.nextNode()) {
    const text = lines.currentNode, parent = text.parentElement;
    if (!text.data.trim() || !shown(parent) || parent.closest("svg, select, script, noscript") || hidden(parent)) continue;
    const box = within(parent, (at) => style(at).display !== "inline" && style(at).display !== "contents");
    range.selectNodeContents(text);
    const outer = box.getBoundingClientRect();
    for (const line of range.getClientRects()) {
      if (line.width < 1 || (line.width < SPACE && style(box).whiteSpace === "pre-wrap")) continue; // the space at its end
      const scrolled = within(box, (at) => scrolls(at) || shortened(at));
      if (!scrolled && (line.right > outer.right + SLACK || line.left < outer.left - SLACK)) found.add(`text leaves ${named(box)}`);
      if (!scrolled && line.right > root.clientWidth + SLACK) found.add(`text leaves the window: ${named(box)}`);
    }
  }
  for (const node of document.querySelectorAll("body *")) {
    if (!shown(node) || node.closest("svg") || hidden(node) || shortened(node)) continue;
    const looks = style(node);
    if (["hidden", "clip"].includes(looks.overflowX) && node.scrollWidth > node.clientWidth + SLACK && node.textContent.trim()
      && looks.display !== "inline") found.add(`cut off: ${named(node)}`);
    if (["hidden", "clip"].includes(looks.overflowY) && node.scrollHeight > node.clientHeight + SLACK && node.textContent.trim()
      && looks.display !== "inline") found.add(`cut off below: ${named(node)}`);
    const label = getComputedStyle(node, "::before");
    if (node.dataset.label && label.position === "absolute"
      && parseFloat(label.width) > parseFloat(looks.paddingLeft)) found.add(`the label covers the text of ${named(node)}`);
    if (!["grid", "flex", "table-row"].includes(looks.display)) continue;
    const boxes = [...node.children].filter((child) => shown(child) && ["static", "relative"].includes(style(child).position))
      .map((child) => [child, child.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
    boxes.forEach(([child, box], index) => {
      for (const [other, beside] of boxes.slice(index + 1)) {
        const wide = Math.min(box.right, beside.right) - Math.max(box.left, beside.left);
        const high = Math.min(box.bottom, beside.bottom) - Math.max(box.top, beside.top);
        if (wide > SLACK && high > SLACK) found.add(`${named(child)} overlaps ${named(other)}`);
      }
    });
  }
  return [...found].slice(0, 6);
})()
