"""Holds every kind of page against WCAG 2.2 A and AA with axe-core, light and dark, at a desk and on a phone.

Run as a script with the browser, axe-core's file and a site's folder; prints, as JSON, what axe objects to and how
many rules it found met.
"""

import json
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from tests.support.journeys import DESK, KINDS, PHONE, QUIET

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "tags => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })"


def told(page: Any) -> tuple[list[str], int]:
    """What axe objects to on the page as it stands, each with the first elements it means."""
    result = page.evaluate(RUN, TAGS)
    found = [
        f"{one['id']}: {', '.join(str(node['target']) for node in one['nodes'][:4])}" for one in result["violations"]
    ]
    return found, len(result["passes"])


def main(chromium: str, axe: str, folder: str) -> None:
    source, release = Path(axe).read_text(encoding="utf-8"), Path(folder).resolve()
    objections: dict[str, list[str]] = {}
    passed = 0
    with sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        for scheme in ("light", "dark"):
            for size in (DESK, PHONE):
                context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
                page = context.new_page()
                for kind in KINDS:
                    page.goto((release / kind).as_uri(), wait_until="load")
                    page.evaluate(source)
                    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
                    found, met = told(page)
                    passed += met
                    if found:
                        objections[f"{kind}, {scheme}, {size['width']}"] = found
                context.close()
        browser.close()
    print(json.dumps({"objections": objections, "passed": passed}))


if __name__ == "__main__":
    main(*sys.argv[1:])
