"""Small copies of the sample project, and the check of a release by a stock tool."""

import shutil
import subprocess
from pathlib import Path

from tests.support.sample import PROJECT

SMALL = ("NL-2026-011", "NO-2026-001")
"""The cases of the small project: one that is held, and one with the whole chain."""


def copy_project(target: Path, cases: tuple[str, ...] = SMALL) -> Path:
    """A project of a few sample cases."""
    shutil.copytree(PROJECT / "registers", target / "registers")
    (target / "cases").mkdir()
    for case in cases:
        shutil.copytree(PROJECT / "cases" / case, target / "cases" / case)
    return target


def verifies(release: Path) -> bool:
    """Whether the stock tool finds every file of a release as listed, and nothing lies beside the list."""
    if not (release / "SHA256SUMS").is_file():
        return False
    told = subprocess.run(
        ["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=release, capture_output=True, check=False
    )
    listed = {line.split("  ", 1)[1] for line in (release / "SHA256SUMS").read_text().splitlines()}
    there = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    return told.returncode == 0 and there == listed | {"SHA256SUMS"}
