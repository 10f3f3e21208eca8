"""What a build needs of the machine, looked at piece by piece."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casebound.model.errors import CannotJudge
from casebound.runtime.distributions import closure, edited
from casebound.runtime.libraries import libraries

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
    """Look at Python, the distributions, the libraries that draw PDFs, the project, the fonts and the disk."""
    running = ".".join(str(part) for part in sys.version_info[:3])
    yield Examined("Python", sys.version_info >= _LEAST_PYTHON, running, "Install Python 3.11 or newer.")
    yield _distributions()
    for library in libraries():
        if library.package:
            found = library.version is not None
            yield Examined(library.name, found, library.version or "not found", f"apt-get install {library.package}")
    yield _printer()
    yield from _project(folder)


def _distributions() -> Examined:
    """The distributions that a build imports: all there, and every file as its installer recorded it."""
    name, remedy = "distributions", "Install casebound again in a new environment; see requirements.lock."
    try:
        needed = closure()
    except CannotJudge as error:
        return Examined(name, False, error.message, error.remedy or remedy)
    if missing := [one.name for one in needed if one.version is None]:
        return Examined(name, False, f"not installed: {', '.join(missing)}", remedy)
    if changed := list(edited()):
        more = f" and {len(changed) - 1} more" if changed[1:] else ""
        return Examined(name, False, f"{changed[0]}{more} changed since the installation", remedy)
    return Examined(name, True, f"{len(needed)}, with every file as it was installed")


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
