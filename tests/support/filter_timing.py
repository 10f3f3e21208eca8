"""Measures, in a browser, how long a long register takes to be filtered, layout included. Prints JSON."""

import json
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.support.journeys import QUIET

TIMED = """([selector, value]) => {
  const field = document.querySelector(selector), begun = performance.now();
  if (value === null) field.click();
  else { field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); }
  document.body.offsetHeight;
  return performance.now() - begun;
}"""
STEPS = {
    "a word": (".filters [name=q]", "norway"),
    "a letter": (".filters [name=q]", "e"),
    "all again": (".filters button", None),
    "a country": (".filters [name=country]", "Belgium"),
    "every country": (".filters [name=country]", ""),
    "sorted": ("thead th:nth-child(7) button", None),
}


def main(chromium: str, page: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        window = browser.new_page(viewport={"width": 1280, "height": 800})
        window.goto(Path(page).resolve().as_uri(), wait_until="load")
        took = {what: window.evaluate(TIMED, list(step)) for what, step in STEPS.items()}
        browser.close()
    print(json.dumps(took))


if __name__ == "__main__":
    main(*sys.argv[1:])
