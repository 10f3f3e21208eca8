"""The change register. It is read only for a comparison with an earlier check."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casebound.judge.regressions import CHANGES, Changes, Mistake, Relaxation, Retirement
from casebound.load.project import Source
from casebound.load.schema import Schema
from casebound.load.schema_rule import SHAPE
from casebound.load.strict_yaml import READ_BYTES, read
from casebound.load.workspace import Unreadable, Workspace
from casebound.model.errors import CannotJudge
from casebound.model.findings import Finding
from casebound.model.record_base import structure
from casebound.model.registers import rows


@dataclass(frozen=True, slots=True)
class ChangeRegister:
    """The entries of the change register. An invalid register has no entries, and `findings` give the reasons."""

    entries: Changes
    source: Source
    findings: tuple[Finding, ...] = ()


def change_register(workspace: Workspace, schema: Schema) -> ChangeRegister:
    """The project's change register; a missing file is an empty register. Raises CannotJudge if it cannot be read."""
    if not os.path.lexists(workspace.root / CHANGES):
        return ChangeRegister(Changes(), Source(CHANGES, b""))
    try:
        data = workspace.read(CHANGES, READ_BYTES)
    except Unreadable as reason:
        raise CannotJudge(f"{CHANGES} cannot be used: {reason}", "Restore the file from history.") from None
    source, document = Source(CHANGES, data), read(data, CHANGES)
    for problem in document.problems:
        message = f"{CHANGES}:{problem.line}:{problem.column}: {problem.message}"
        raise CannotJudge(message, f"Fix the line shown; see `casebound explain {problem.rule}`.")
    if document.data is None:
        return ChangeRegister(Changes(), source)
    wrong = tuple(
        Finding(SHAPE.id, SHAPE.severity, error.message, error.remedy, source.locate(error.path))
        for error in schema.errors(document.data)
    )
    return ChangeRegister(Changes() if wrong else _entries(document.data), source, wrong)


def _entries(content: Mapping[str, Any]) -> Changes:
    controls = rows(content)
    loosened, mistakes = controls.pop("loosened", ()), controls.pop("mistakes", ())
    return Changes(
        structure(controls, dict[str, Retirement]),
        structure(loosened, tuple[Relaxation, ...]),
        structure(mistakes, tuple[Mistake, ...]),
    )
