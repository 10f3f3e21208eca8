"""Files under cases/ and registers/ that nothing reads. Each is a finding, unless it is known to be harmless."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from casebound.load.file_names import printable
from casebound.load.file_rules import CASE_FOLDER, STRAY_FILE
from casebound.load.workspace import Workspace, files_below
from casebound.model.rules import Rule

_HARMLESS = (
    *(".gitkeep", ".keep", ".gitignore", ".gitattributes", ".editorconfig"),
    *(".ds_store", "._*", "thumbs.db", "ehthumbs.db", "desktop.ini", ".directory"),
    *("~$*", ".~lock.*#", ".*.sw[a-p]", ".#*"),
)
"""What version control, file managers, and programs that have a file open leave, as patterns in lower case."""

_RECORD_SUFFIXES = (".yml", ".yaml")
_CASE = ("case.yml", "case.yaml")
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or folder that nothing reads: the rule, the message and the way out."""

    rule: Rule
    message: str
    remedy: str


def unread_beside_cases(workspace: Workspace, folders: Iterable[str]) -> Iterator[Unread]:
    """The entries of cases/ that are not folders of cases. A hidden folder without files is left out."""
    loose = []
    for name in sorted(set(os.listdir(workspace.cases)).difference(folders)):
        path = workspace.cases / name
        is_folder = path.is_dir() and not path.is_symlink()
        below = _unread([f"{name}/{file}" for file in files_below(path)] if is_folder else [name], ())
        if records := [file for file in below if _is_record(file)]:
            message = f"the record cases/{printable(records[0])} is not in the folder of a case, so it is not read"
            yield Unread(
                CASE_FOLDER, message, "Put it into a folder with the id of its case, or move it out of cases/."
            )
        elif below:
            loose.append(f"cases/{name}")
    yield from _named(
        loose, "is not part of a case, so it is not read", "Move it into the folder of its case, or out of cases/."
    )


def unread_in_case(paths: Iterable[str], listed: Iterable[str]) -> Iterator[Unread]:
    """The files in the folder of a case that are not listed as exhibits."""
    unlisted = _unread(paths, listed)
    for path in filter(_is_record, unlisted):
        message = f"{printable(path)} is a second record in the folder of this case, so it is not read"
        yield Unread(CASE_FOLDER, message, "Give every case its own folder under cases/, or move the record elsewhere.")
    yield from _named(
        [path for path in unlisted if not _is_record(path)], "is not listed as an exhibit", STRAY_FILE.remedy
    )


def unread_in_registers(paths: Iterable[str], listed: Iterable[str]) -> Iterator[Unread]:
    """The files in registers/ that are neither a register nor the capture of a source."""
    unread = _unread(paths, listed)
    for path in (path for path in unread if path.rpartition("/")[2].lower() in _CASE):
        message = f"the record registers/{printable(path)} is not under cases/, so it is not read"
        yield Unread(CASE_FOLDER, message, "Put it into a folder with the id of its case under cases/.")
    yield from _named(
        [path for path in unread if path.rpartition("/")[2].lower() not in _CASE],
        "is neither a register nor the capture of a source, so it is not read",
        "Name it as the `capture` of a source, correct its name if it is a register, or move it out of registers/.",
    )


def _unread(paths: Iterable[str], listed: Iterable[str]) -> list[str]:
    known = frozenset(listed)
    return [path for path in paths if path not in known and not _is_harmless(path.rpartition("/")[2].lower())]


def _is_harmless(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in _HARMLESS)


def _is_record(path: str) -> bool:
    return path.lower().endswith(_RECORD_SUFFIXES)


def _named(paths: list[str], problem: str, remedy: str) -> Iterator[Unread]:
    """A finding for each path, up to a limit, and then a finding with the number of the others."""
    for path in paths[:_MOST_NAMED]:
        yield Unread(STRAY_FILE, f"{printable(path)} {problem}", remedy)
    if len(paths) > _MOST_NAMED:
        yield Unread(STRAY_FILE, f"the same applies to {len(paths) - _MOST_NAMED} more files here", remedy)
