"""The order of a migration: rewrite the record, judge it, write its approvals as decision files, then the record."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from casebound import judge
from casebound.edit.format_1_agreements import Format1Agreement, sealed_row
from casebound.edit.format_1_approvals import Converted, converted
from casebound.edit.format_1_seals import approvals_in
from casebound.edit.migrate import changes, migrated
from casebound.edit.migrate_agreements import migrated_agreements
from casebound.edit.migrate_registers import migrated_people, migrated_policy
from casebound.edit.transaction import locked
from casebound.edit.yaml_edit import CannotAmend, opened
from casebound.load.project import RECORD, LoadedProject, Source
from casebound.load.strict_yaml import MOST_BYTES
from casebound.load.workspace import Unreadable, Workspace, write_whole
from casebound.model.days import Day
from casebound.model.decisions import FOLDER
from casebound.model.facts import Facts
from casebound.model.terms import Severity
from casebound.pipeline.check import project_in, schemas_for

_MODE = 0o644
_REWRITTEN = {"people": migrated_people, "policy": migrated_policy, "agreements": migrated_agreements}
_CHECK = "Run casebound check and fix the errors that it reports."


def migrate(
    workspace: Workspace, folders: Sequence[str], today: Day, *, write: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Rewrite the records of cases in the current format, each at once and under the lock of its case.

    Yields each case with what changes, in words; nothing for a record in the current format. Raises CannotAmend with
    nothing written for that case.
    """
    project = _Project(workspace, today)
    for folder in folders:
        with locked(workspace.cases / folder):
            yield folder, _migrated(workspace, project, folder, write=write)


class _Project:
    """The whole project, with the registers in the current format. It is read for the first approvals."""

    def __init__(self, workspace: Workspace, today: Day) -> None:
        self._workspace, self._today = workspace, today

    @cached_property
    def _as_read(self) -> LoadedProject:
        return project_in(self._workspace)

    @cached_property
    def _loaded(self) -> LoadedProject:
        found = dict(self._as_read.registers)
        for name, rewritten in _REWRITTEN.items():
            if name in found:
                source, _ = found[name]
                found[name] = (source, opened(rewritten(source.data)).content)
        return replace(self._as_read, registers=found)

    def sealed_agreement(self, partner: str) -> Format1Agreement | None:
        """The agreement as a seal of format 1 covered it; None if the register no longer has format 1."""
        found = self._as_read.registers.get("agreements")
        return sealed_row(found[1], partner) if found and isinstance(found[1], dict) else None

    def facts(self, folder: str, data: bytes) -> Facts:
        """The facts of a case with another record. Raises CannotAmend if the case cannot be judged."""
        file = f"cases/{folder}/{RECORD}"
        cases = tuple(
            replace(case, source=Source(file, data), content=opened(data).content, decisions={})
            for case in self._loaded.cases
            if case.folder == folder
        )
        alone = replace(self._loaded, cases=cases)
        judgment = judge.judge(alone, schemas_for(self._workspace), None, self._today)
        for case in judgment.cases:
            return case.facts
        blocking = [finding for finding in judgment.findings if finding.severity is Severity.BLOCKING]
        reason = blocking[0].message if blocking else "the case cannot be read"
        raise CannotAmend(f"the approvals cannot be checked: {reason}", _CHECK)


def _migrated(workspace: Workspace, project: _Project, folder: str, *, write: bool) -> tuple[str, ...]:
    file = f"cases/{folder}/{RECORD}"
    try:
        before = workspace.read(file, MOST_BYTES + 1)
    except Unreadable as problem:
        raise CannotAmend(f"{file} cannot be used: {problem}", _CHECK) from None
    try:
        after = migrated(before)
        if after == before:
            return ()
        old = opened(before).content
        decisions = _decisions(project, folder, old, after)
    except CannotAmend as problem:
        raise CannotAmend(f"{file}: {problem.message}", problem.remedy) from None
    if write:
        _write(workspace, folder, decisions, after)
    return (*changes(old, opened(after).content), *decisions.changes)


def _decisions(project: _Project, folder: str, old: Mapping[str, Any], after: bytes) -> Converted:
    try:
        approvals = approvals_in(old)
    except ValueError as problem:
        raise CannotAmend(f"the approvals cannot be read: {problem}", _CHECK) from None
    if not approvals:
        return Converted()
    facts = project.facts(folder, after)
    return converted(facts, approvals, project.sealed_agreement(facts.case.partner))


def _write(workspace: Workspace, folder: str, decisions: Converted, record: bytes) -> None:
    """Write the decision files, then the record, so that a migration that was interrupted can be repeated."""
    place, home = workspace.cases / folder / RECORD, workspace.cases / folder / FOLDER
    for file in decisions.files:
        if os.path.lexists(home / file.name) and (home / file.name).read_bytes() != file.data:
            message = f"{FOLDER}/{file.name} already exists"
            raise CannotAmend(message, f"Move the folder {FOLDER} away, and migrate again.")
    if decisions.files:
        home.mkdir(exist_ok=True)
    for file in decisions.files:
        write_whole(home / file.name, file.data, _MODE, durably=True)
    write_whole(place, record, stat.S_IMODE(place.stat().st_mode), durably=True)
