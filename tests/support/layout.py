"""Measures pages at many widths, dark, in forced colors and on paper.

Run as a script with the browser, a site's folder and pages. It prints, as JSON, what is wrong with each page in each
setting.
"""

import json
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from tests.support.journeys import QUIET

MEASURE = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8")
WIDTHS = (320, 390, 640, 768, 900, 1280, 1920)
"""640 pixels are what a window of 1,280 pixels has at a zoom of 200 %."""
UNFOLDED = (320, 768, 1280)
"""The widths at which everything that is folded is measured too."""
PAPER = {"portrait": 720, "landscape": 960}
"""The width between the margins of a sheet of Letter, in CSS pixels."""


def problems(page: Any) -> dict[str, list[str]]:
    """What is wrong with an open page, by setting."""
    found = {}

    def measured(setting: str, width: int, **media: str) -> None:
        page.emulate_media(**{"media": "screen", "color_scheme": "light", "forced_colors": "none", **media})
        page.set_viewport_size({"width": width, "height": 900})
        found[setting] = page.evaluate(MEASURE)

    for width in WIDTHS:
        measured(f"{width} px", width)
    measured("dark", 1280, color_scheme="dark")
    measured("forced colors", 1280, forced_colors="active")
    measured("forced colors on a phone", 390, forced_colors="active")
    for name, width in PAPER.items():
        measured(f"on paper, {name}", width, media="print")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    for width in UNFOLDED:
        measured(f"unfolded, {width} px", width)
    return {setting: wrong for setting, wrong in found.items() if wrong}


def main(chromium: str, folder: str, *paths: str) -> None:
    wrong = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        page = browser.new_context(bypass_csp=True).new_page()
        for path in paths:
            page.goto((Path(folder).resolve() / path).as_uri(), wait_until="load")
            if found := problems(page):
                wrong[path] = found
        browser.close()
    print(json.dumps(wrong))


if __name__ == "__main__":
    main(*sys.argv[1:])
