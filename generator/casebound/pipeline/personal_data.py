"""Numbers that identify a person in the registers and in the comments of every file; the control F09 reads records."""

import re
from collections.abc import Iterator

from casebound.controls.file import HASHES, OTHER_NUMBERS, nothing_too_personal
from casebound.load.project import LoadedProject, Source
from casebound.load.strict_yaml import comments
from casebound.model.findings import Finding, Location, Path
from casebound.model.personal_numbers import personal_numbers

_MAY_COMMENT = re.compile(r"#.*\d")  # a digit after the sign of a comment; finding the comments takes longer


def personal_data(loaded: LoadedProject) -> Iterator[Finding]:
    """A finding for every text of a register, and for every comment, that holds an identifying number."""
    for case in loaded.cases:
        yield from _in_comments(case.source, case.folder)
    for source, content in loaded.registers.values():
        for path, text in _texts(content, ()):
            key = path[-1]
            if key not in HASHES:
                found = personal_numbers(text, names_a_number=key in OTHER_NUMBERS)
                for kind in dict.fromkeys(kind for kind, _, _ in found):
                    yield _finding(kind, source.locate(path), None)
        yield from _in_comments(source, None)


def _in_comments(source: Source, case: str | None) -> Iterator[Finding]:
    if not _MAY_COMMENT.search(source.data.decode("utf-8", "replace")):
        return
    for line, column, text in comments(source.data):
        for kind in dict.fromkeys(kind for kind, _, _ in personal_numbers(text)):
            yield _finding(kind, Location(source.file, line, column), case)


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
