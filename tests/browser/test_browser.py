"""The handbook in a real browser, opened from disk: it asks nothing of any other host and complains of nothing."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from casebound.pipeline.build import BuildResult

CHROMIUM = Path("/usr/bin/chromium")
LOADED_ELSEWHERE = re.compile(
    rb"""<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*\b(?:src|href|data)=["']?(?:https?:)?//"""
)

# The browser runs in a process of its own: this one has its clock stopped and its sockets blocked.
VISIT = """
import json, sys
from playwright.sync_api import sync_playwright

quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
asked, said, titles = [], [], {}
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=quiet)
    page = browser.new_page(java_script_enabled=sys.argv[2] == "script")
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: said.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda one: said.append(str(one)))
    for address in sys.argv[3:]:
        page.goto(address, wait_until="load")
        titles[address] = [page.title(), page.locator("h1").first.inner_text()]
    browser.close()
print(json.dumps({"asked": asked, "said": said, "titles": titles}))
"""

KINDS = (
    "index.html",
    "cases/index.html",
    "cases/NO-2026-001/index.html",
    "cases/NL-2026-011/index.html",
    "controls/index.html",
    "controls/X08.html",
    "verification.html",
    "agreements/index.html",
    "agreements/RO.html",
    "process.html",
    "sources.html",
    "findings.html",
    "how-to-read.html",
    "verify.html",
)


def visit(release: Path, script: str) -> dict[str, list[str]]:
    pages = [(release / kind).resolve().as_uri() for kind in KINDS]
    told = subprocess.run(
        [sys.executable, "-c", VISIT, str(CHROMIUM), script, *pages], capture_output=True, check=False, timeout=240
    )
    assert told.returncode == 0, told.stderr.decode(errors="replace")
    seen: dict[str, list[str]] = json.loads(told.stdout)
    return seen


def test_no_page_loads_anything_from_another_host(first_build: tuple[Path, BuildResult]) -> None:
    release = first_build[0] / "build" / "handbook"
    pages = sorted(release.rglob("*.html"))
    assert len(pages) > len(KINDS)
    assert [page.name for page in pages if LOADED_ELSEWHERE.search(page.read_bytes())] == []


@pytest.mark.parametrize("script", ["script", "no script"])
def test_every_kind_of_page_opens_from_disk_and_asks_nothing_of_others(
    first_build: tuple[Path, BuildResult], script: str
) -> None:
    seen = visit(first_build[0] / "build" / "handbook", script)
    assert [url for url in seen["asked"] if not url.startswith(("file:", "data:", "blob:"))] == []
    assert seen["said"] == []
    assert len(seen["titles"]) == len(KINDS)
