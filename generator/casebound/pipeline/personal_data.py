"""Numbers that identify a person in registers, comments and the text of evidence; the control F09 reads records."""

import re
from collections.abc import Iterator
from contextlib import suppress

from casebound.controls.file import nothing_too_personal
from casebound.judge.regressions import CHANGES
from casebound.load.project import LoadedProject, Source
from casebound.load.strict_yaml import MOST_BYTES, comments, read
from casebound.load.workspace import Unreadable, Workspace
from casebound.model.decisions import FOLDER
from casebound.model.evidence import Inspection
from casebound.model.findings import Finding, Location, Path
from casebound.model.personal_numbers import numbers_in_field, personal_numbers
from casebound.model.terms import Severity

_PUBLISHED = (
    "The file is published unchanged, so readers of the handbook, the dossier and the bundle of exhibits see the"
    " number. If they do not need it, record a copy in which the number is blacked out (casebound record CASE exhibit"
    " FILE), cite the copy, and delete the entry and the file of the old exhibit. A withdrawn exhibit is published too."
)
_MAY_COMMENT = re.compile(r"(?<!#)(?=(#.*\d.*))")  # from the sign of a comment to the end of its line
_FEW_SIGNS = 500


def personal_data(workspace: Workspace, loaded: LoadedProject) -> Iterator[Finding]:
    """A finding for each text of a register and each comment with an identifying number, and a note for each exhibit.

    Letters and certificates often need such numbers.
    """
    for case in loaded.cases:
        yield from _in_comments(case.source, case.folder)
        for key, file in case.exhibits.items():
            if file.inspection is not None and file.inspection.personal_numbers:
                yield _in_evidence(file.inspection, case.source.locate(("exhibits", key, "file")), case.folder)
        for decision in case.decisions.values():
            if decision.is_answer and isinstance(decision.content, dict):
                for kind, _, _ in personal_numbers(str(decision.content.get("because", ""))):
                    yield _finding(kind, case.locate((FOLDER, decision.name, "because")), case.folder)
    for source, content in (*loaded.registers.values(), *_change_register(workspace)):
        for path, text in _texts(content, ()):
            for kind in dict.fromkeys(kind for kind, _, _ in numbers_in_field(path[-1], text)):
                yield _finding(kind, source.locate(path), None)
        yield from _in_comments(source, None)


def _change_register(workspace: Workspace) -> Iterator[tuple[Source, object]]:
    """The change register, if it is there and can be read. Only a comparison reads it for another purpose."""
    with suppress(Unreadable):
        data = workspace.read(CHANGES, MOST_BYTES + 1)
        document = read(data, CHANGES)
        if not document.problems:
            yield Source(CHANGES, data), document.data


def _in_comments(source: Source, case: str | None) -> Iterator[Finding]:
    if not _may_be_in_comments(source.data.decode("utf-8", "replace")):
        return
    for line, column, text in comments(source.data):
        for kind in dict.fromkeys(kind for kind, _, _ in personal_numbers(text)):
            yield _finding(kind, Location(source.file, line, column), case)


def _in_evidence(inspection: Inspection, place: Location, case: str) -> Finding:
    message = f"the text of the file contains what looks like {', '.join(inspection.personal_numbers)}"
    return Finding(nothing_too_personal.id, Severity.NOTE, message, _PUBLISHED, place, case)


def _may_be_in_comments(text: str) -> bool:
    """Whether a comment may hold an identifying number. Finding where comments begin takes longer than this search."""
    return text.count("#") > _FEW_SIGNS or any(any(personal_numbers(match[1])) for match in _MAY_COMMENT.finditer(text))


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from _texts(held, (*path, key))
    elif isinstance(value, list):
        for index, held in enumerate(value):
            yield from _texts(held, (*path, index))


def _finding(kind: str, place: Location, case: str | None) -> Finding:
    rule = nothing_too_personal
    return Finding(rule.id, rule.severity, f"this looks like {kind}", rule.remedy, place, case)
