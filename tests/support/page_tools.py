"""axe-core and the Nu HTML checker, installed as `pages/package-lock.json` pins them, each with its hash."""

import shutil
import subprocess
from pathlib import Path

from tests.support.sample import PROJECT

PINNED = Path(__file__).parent / "pages"
INSTALLED = PROJECT / "build" / "pages"
AXE = INSTALLED / "node_modules" / "axe-core" / "axe.min.js"
NU = INSTALLED / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def install() -> None:
    """Install both under build/, once. Fails, and never skips, where npm or Java is missing."""
    mark, lock = INSTALLED / "installed.json", (PINNED / "package-lock.json").read_bytes()
    for tool, package in (("npm", "npm"), ("java", "default-jre-headless")):
        assert shutil.which(tool), f"{tool} is missing: install {package}"
    if mark.is_file() and mark.read_bytes() == lock:
        return
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PINNED / name, INSTALLED / name)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run(["npm", "ci", *quiet], cwd=INSTALLED, check=True, timeout=600)
    mark.write_bytes(lock)


def nu_errors(pages: list[Path]) -> list[str]:
    """What the Nu HTML checker calls an error in these pages; what it only remarks upon is left out."""
    install()
    told = subprocess.run(
        [
            "java",
            "-jar",
            str(NU),
            "--errors-only",
            "--stdout",
            "--format",
            "gnu",
            "--exit-zero-always",
            *map(str, pages),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    return told.stdout.splitlines()
