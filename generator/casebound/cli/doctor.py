"""What a build needs of the machine, looked at piece by piece."""

import ctypes.util
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LIBRARIES = (
    ("pango-1.0", "libpango-1.0-0"),
    ("pangoft2-1.0", "libpangoft2-1.0-0"),
    ("harfbuzz-subset", "libharfbuzz-subset0"),
)
_LEAST_PYTHON = (3, 11)
_LEAST_FREE_BYTES = 500 << 20


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at: whether it is well, what was seen, and what to do if not."""

    name: str
    well: bool
    told: str
    remedy: str = ""


def examine(folder: Path) -> Iterator[Examined]:
    """Look at Python, the libraries that draw PDFs, the fonts, the project and the disk."""
    running = ".".join(str(part) for part in sys.version_info[:3])
    yield Examined("Python", sys.version_info >= _LEAST_PYTHON, running, "Install Python 3.11 or newer.")
    for library, package in _LIBRARIES:
        found = ctypes.util.find_library(library)
        yield Examined(library, found is not None, found or "not found", f"apt-get install {package}")
    yield _printer()
    yield from _project(folder)


def _printer() -> Examined:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        return Examined("WeasyPrint", False, str(error).splitlines()[0], "Install the libraries named above.")
    return Examined("WeasyPrint", True, weasyprint.__version__)


def _project(folder: Path) -> Iterator[Examined]:
    from casebound.load.workspace import workspace
    from casebound.model.errors import NotAProject

    try:
        project = workspace(folder)
    except NotAProject as error:
        yield Examined("project", False, error.message, error.remedy)
        return
    yield Examined("project", True, f"{len(project.case_folders())} case folders in {project.root}")
    fonts = [one for place in project.template_folders() for one in (place / "assets" / "fonts").glob("*.woff2")]
    yield Examined("fonts", bool(fonts), f"{len(fonts)} bundled", "Restore site_templates/assets/fonts.")
    writable = os.access(project.build if project.build.exists() else project.root, os.W_OK)
    yield Examined("build folder", writable, str(project.build), "Make it writable for this user.")
    free = shutil.disk_usage(project.root).free
    yield Examined("disk", free > _LEAST_FREE_BYTES, f"{free >> 20} MiB free", "Make room for a release.")
