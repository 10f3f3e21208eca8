"""The git attributes that a project needs: git must store evidence and captures byte for byte."""

import subprocess
from pathlib import Path

NAME = ".gitattributes"
CONTENT = """\
# Evidence, decisions and captures are compared byte by byte. Git must not change their line endings or merge them.
cases/*/evidence/** binary
cases/*/decisions/** binary
registers/captures/** binary
"""
REMEDY = (
    "Add the lines `cases/*/evidence/** binary`, `cases/*/decisions/** binary` and `registers/captures/** binary` to"
    f" {NAME} at the top of the project and commit the file. Then run casebound check: it reports each file that git"
    " has already changed (F06, A08 or D07) and shows how to restore the file."
)
_PROBES = ("cases/CASE/evidence/letter.eml", "cases/CASE/decisions/D1.filing.txt", "registers/captures/page.txt")


def unprotected(root: Path) -> tuple[str, ...] | None:
    """The folders in which git may change line endings; None if the project is not in a git repository."""
    command = ["git", "-C", str(root), "check-attr", "-z", "text", "--", *_PROBES]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a list, no shell, our own words
    except FileNotFoundError:
        return None
    if done.returncode:
        return None
    fields = done.stdout.decode(errors="replace").split("\0")
    states = dict(zip(fields[::3], fields[2::3], strict=False))
    return tuple(probe.rpartition("/")[0].replace("CASE", "*") for probe in _PROBES if states.get(probe) != "unset")
