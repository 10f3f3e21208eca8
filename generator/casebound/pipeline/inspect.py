"""The order of an inspection: read the files, inspect each, and see how a bundle would show it."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from casebound.load.inspect.content_kinds import ADVICE_FOR_DAMAGED
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.received_files import received_file, received_paths
from casebound.load.workspace import Workspace
from casebound.model.evidence import Inspection
from casebound.render.documents.document_tasks import gather_print_assets
from casebound.render.documents.print_assets import PrintAssets
from casebound.render.exhibits.showing import Showing, Shown, showing, warm_up
from casebound.render.templates import Templates
from casebound.report.inspect_formats import InspectedFile
from casebound.runtime.parallel import map_ordered
from casebound.runtime.sandbox import Failed

_READABLE = "Check the file and its permissions. Evidence is a regular file of at most 64 MiB."


def inspect_paths(paths: Iterable[Path], folder: Workspace, jobs: int = 1) -> tuple[InspectedFile, ...]:
    """What each file contains, whether it can serve as evidence, and how a bundle would show it.

    Raises CannotJudge if a path does not exist, and InternalError, with the file's name, if casebound itself fails.
    """
    files = tuple(received_paths(paths))
    folders = folder.template_folders()
    print_assets = gather_print_assets(Templates(folders), folders)
    warm_up(print_assets)
    return tuple(map_ordered(partial(_inspected, print_assets), files, min(jobs, len(files)) or 1, 1))


def _inspected(print_assets: PrintAssets, path: Path) -> InspectedFile:
    file = received_file(path)
    if file.data is None:
        return _row(file.name, Inspection(unusable=file.problem, advice=_READABLE))
    (found,) = inspect_files((InspectionRequest(file.name, file.data),))
    if found.unusable is not None:
        return _row(file.name, found)
    try:
        shown = showing(file.name, file.data, print_assets)
    except Failed as failure:
        raise failure.on(file.name) from failure
    return _row(file.name, found, shown)


def _row(name: str, found: Inspection, shown: Showing | None = None) -> InspectedFile:
    """A file is said to open only if the bundle shows it too."""
    reason = found.unusable or (shown.reason if shown else None)
    return InspectedFile(
        file=name,
        type=found.type,
        opens=reason is None,
        reason=reason,
        pages=found.pages or (shown.pages if shown else None),
        text=found.words,
        signed=found.signed,
        active=found.active_content,
        shown=shown.shown.value if shown else Shown.NOT_SHOWN.value,
        left_out=_left_out(found.left_out, shown.left_out if shown else ()),
        notes=tuple(dict.fromkeys((*found.remarks, *(shown.marks if shown else ())))),
        advice=found.advice or (ADVICE_FOR_DAMAGED if reason else None),
    )


def _left_out(found: tuple[str, ...], marked: tuple[str, ...]) -> tuple[str, ...]:
    """What the inspection names, and what the marks of the pages, which are lists in words, name beyond that."""
    beyond = list(marked)
    for what in sorted(found, key=len, reverse=True):
        beyond = [mark.replace(what, "") for mark in beyond]
    more = (piece.strip() for mark in beyond for piece in mark.split(", "))
    return tuple(dict.fromkeys((*found, *filter(None, more))))
