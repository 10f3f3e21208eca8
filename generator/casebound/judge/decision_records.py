"""Turn the decision files of a case into sheets and answers, or into findings."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from casebound.load.decision_files import DecisionFile, problems_of
from casebound.load.file_rules import NOTHING_HIDDEN, ONE_MEANING, READABLE
from casebound.load.project import LoadedCase, pointer
from casebound.load.replies.reply import read_reply
from casebound.load.schema import Schema
from casebound.load.schema_rule import SHAPE
from casebound.model.decisions import HEAD_KEYS, Decisions, Sheet, SheetAnswer, SheetHead, answer_file, sheet_file
from casebound.model.findings import Finding, Location
from casebound.model.record_base import structure
from casebound.model.terms import SheetReply

_RESTORE = (
    "Restore the file from version history. Sheets and answers are written by `casebound propose` and `casebound"
    " approve`, and are never changed."
)
_RULES = {rule.id: rule for rule in (READABLE, ONE_MEANING, NOTHING_HIDDEN)}


def decisions_of(loaded: LoadedCase, schemas: Mapping[str, Schema], findings: list[Finding]) -> Decisions | None:
    """The decisions of a case. None if a file cannot be read: it could contain a refusal."""
    wrong = [*_unreadable(loaded), *_misshapen(loaded, schemas)]
    findings += wrong
    if wrong:
        return None
    files = loaded.decisions
    sheets = [_sheet(file) for file in files.values() if file.is_sheet]
    answers = {name: structure(file.content, SheetAnswer) for name, file in files.items() if file.is_answer}
    messages = {name: read_reply(file.data) for name, file in files.items() if file.is_message}
    hashes = {name: file.sha256 for name, file in files.items()}
    return Decisions(tuple(sorted(sheets, key=lambda sheet: sheet.number)), answers, messages, hashes)


def _unreadable(loaded: LoadedCase) -> Iterator[Finding]:
    for file in loaded.decisions.values():
        if file.unreadable is not None:
            message = f"{file.file} cannot be read: {file.unreadable}"
            yield Finding(READABLE.id, READABLE.severity, message, _RESTORE, Location(file.file, 1, 1), loaded.folder)
    for file, problem in problems_of(loaded.decisions):
        rule, place = _RULES[problem.rule], Location(file.file, problem.line, problem.column, pointer(problem.path))
        yield Finding(rule.id, rule.severity, problem.message, _RESTORE, place, loaded.folder)


def _misshapen(loaded: LoadedCase, schemas: Mapping[str, Schema]) -> Iterator[Finding]:
    for name, file in loaded.decisions.items():
        if file.problems or file.unreadable is not None or not (file.is_sheet or file.is_answer):
            continue
        errors = schemas["sheet" if file.is_sheet else "answer"].errors(file.content)
        for error in errors:
            yield _finding(loaded, name, error.path, error.message)
        if errors:
            continue
        try:
            own = _own_name(file)
        except ValueError as error:
            yield _finding(loaded, name, (), f"the schema accepts this value, but the record type does not: {error}")
            continue
        if own != name:
            yield _finding(loaded, name, ("sheet",), f"the content of this file belongs into a file named {own}")


def _finding(loaded: LoadedCase, name: str, path: tuple[str | int, ...], message: str) -> Finding:
    place = loaded.locate(("decisions", name, *path))
    return Finding(SHAPE.id, SHAPE.severity, message, _RESTORE, place, loaded.folder)


def _own_name(file: DecisionFile) -> str:
    if file.is_sheet:
        head = _head(file.content)
        return sheet_file(head.sheet, head.step)
    answer = structure(file.content, SheetAnswer)
    return answer_file(answer.sheet, answer.role, answer.by, withdrawn=answer.answer is SheetReply.WITHDRAW)


def _head(content: Mapping[str, Any]) -> SheetHead:
    return structure({key: value for key, value in content.items() if key in HEAD_KEYS}, SheetHead)


def _sheet(file: DecisionFile) -> Sheet:
    lines = {
        key: tuple(value) if isinstance(value, list) else _line(value)
        for key, value in file.content.items()
        if key not in HEAD_KEYS
    }
    with_lf = sha256(file.data.replace(b"\r\n", b"\n")).hexdigest()
    return Sheet(file.name, file.sha256, _head(file.content), lines, with_lf)


def _line(value: object) -> str:
    """A value as text. The reader turns the words true and false into truth values."""
    return {True: "true", False: "false", None: ""}[value] if value in (True, False, None) else str(value)
