"""Starts `casebound serve` on a project, changes a case, breaks it and mends it, and prints as JSON what was shown.

Runs in a process of its own, because in that of the tests the clock stands still and sockets are blocked.
"""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

PATIENCE = 60
LOG = "    did: Opened the case"


def fetched(address: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as told:
            return told.status, told.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def until(address: str, fits: Callable[[str], bool]) -> tuple[float, str]:
    """How long it took until the page fitted, in seconds, and the page."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        _, page = fetched(address)
        if fits(page):
            return time.monotonic() - begun, page
        time.sleep(0.05)
    raise SystemExit(f"{address} never showed what was waited for")


def main(project: str, case: str) -> None:
    record = Path(project) / "cases" / case / "case.yml"
    whole = record.read_text(encoding="utf-8")
    command = [sys.executable, "-u", "-m", "casebound.cli.main", "serve", "--port", "0", "-C", project]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            site = next(line for line in serving.stdout if line.startswith("http")).strip()
            page = f"{site}cases/{case}/index.html"
            _, first = fetched(page)
            record.write_text(whole.replace(LOG, f"{LOG} with care", 1), encoding="utf-8")
            took, changed = until(page, lambda text: "Opened the case with care" in text)
            record.write_text(whole.replace("stage: ", "stage: [", 1), encoding="utf-8")
            _, broken = until(site, lambda text: "cannot be published" in text and "case.yml:" in text)
            record.write_text(whole, encoding="utf-8")
            _, mended = until(page, lambda text: "cannot be published" not in text and "Opened the case" in text)
            _, port = site.rstrip("/").rsplit(":", 1)
            strange, _ = fetched(site, Host=f"elsewhere.example:{port}")
            above, _ = fetched(f"{site}..%2f..%2fcases/{case}/case.yml")
            pdf, told = fetched(f"{site}cases/{case}/dossier.pdf")
        finally:
            serving.terminate()
    print(
        json.dumps(
            {
                "first": first, "changed": changed, "took": took, "broken": broken, "mended": mended,
                "strange": strange, "above": above, "pdf": [pdf, told],
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
