"""The requirements of a build on the machine, checked one by one."""

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
    """One requirement: whether it is met, what was found, and how to fix it."""

    name: str
    passed: bool
    found: str
    remedy: str = ""


def examine(folder: Path) -> Iterator[Examined]:
    """Check Python, the installed packages, the libraries that draw PDFs, the project, the fonts and the disk."""
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
    """The packages that a build imports: all installed, and every file as the installer recorded it."""
    name, remedy = "packages", "Install casebound again in a new environment; see requirements.lock."
    try:
        needed = closure()
    except CannotJudge as error:
        return Examined(name, False, error.message, error.remedy or remedy)
    if missing := [package.name for package in needed if package.version is None]:
        return Examined(name, False, f"not installed: {', '.join(missing)}", remedy)
    if changed := list(edited()):
        more = f" and {len(changed) - 1} more" if changed[1:] else ""
        return Examined(name, False, f"{changed[0]}{more} changed after the installation", remedy)
    return Examined(name, True, f"{len(needed)} installed, no file changed since")


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
    yield from _git(project.root)
    fonts = [font for place in project.template_folders() for font in (place / "assets" / "fonts").glob("*.woff2")]
    yield Examined("fonts", bool(fonts), f"{len(fonts)} bundled", "Restore site_templates/assets/fonts.")
    writable = os.access(project.build if project.build.exists() else project.root, os.W_OK)
    yield Examined("build folder", writable, str(project.build), "Give this user write permission.")
    free = shutil.disk_usage(project.root).free
    yield Examined("disk", free > _LEAST_FREE_BYTES, f"{free >> 20} MiB free", "Free some disk space.")


def _git(root: Path) -> Iterator[Examined]:
    """Whether git stores evidence and captures byte for byte. A project outside of git has no such requirement."""
    from casebound.load import git_attributes

    folders = git_attributes.unprotected(root)
    if folders is not None:
        found = f"git may change line endings in {' and '.join(folders)}" if folders else "evidence is stored unchanged"
        yield Examined(git_attributes.NAME, not folders, found, git_attributes.REMEDY)
