"""From a project's files to what is to be said of them."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path as FilePath

from casebound import judge
from casebound.judge import RULES as JUDGING_RULES
from casebound.judge import regressions
from casebound.judge.change_register import change_register
from casebound.load.baseline import report_at, tree_at
from casebound.load.project import OPTIONAL_REGISTERS, REGISTERS, LoadedProject, load, pointer
from casebound.load.schema import Schema, schemas_in
from casebound.load.workspace import Workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.findings import Finding, Location, Path
from casebound.model.judgment import Judgement
from casebound.pipeline import preflight
from casebound.report import as_value

RULES = (*JUDGING_RULES, *preflight.RULES, *regressions.RULES)
"""Every rule that a finding can name, in reading order."""


def check(
    workspace: Workspace,
    as_of: Day | None,
    today: Day,
    only: Iterable[str] = (),
    earlier: str | None = None,
    jobs: int = 1,
) -> Judgement:
    """Load and judge; with `only`, tell of those cases alone. Raises CannotJudge where that is not possible at all.

    All cases are judged even then: whether a request is the only one for its days hangs on the others. `earlier`
    names a report or a commit; what stood there and does not stand now is told too.
    """
    project = project_in(workspace, jobs)
    whole = judgement_of(workspace, project, schemas_for(workspace), as_of, today)
    if earlier is not None:
        whole = judge.with_findings(whole, _lost(workspace, project, whole, earlier))
    wanted = frozenset(only)
    return _of(whole, wanted) if wanted else whole


def judgement_of(
    workspace: Workspace, project: LoadedProject, schemas: Mapping[str, Schema], as_of: Day | None, today: Day
) -> Judgement:
    """What every control says of a project, and what could not be printed of it."""
    judgement = judge.judge(project, schemas, as_of, today)
    return judge.with_findings(judgement, preflight.unprintable(workspace, project))


def _lost(workspace: Workspace, project: LoadedProject, now: Judgement, named: str) -> Iterator[Finding]:
    """What stood earlier and does not stand now, and what is wrong with the register that could say why."""
    before = _earlier(workspace, now.as_of, named)
    register = change_register(workspace, _schema(workspace, "changes"))
    sources = {one.source.file: one.source for one in project.cases} | {register.source.file: register.source}

    def locate(file: str, path: Path) -> Location:
        return sources[file].locate(path) if file in sources else Location(file, 1, 1, pointer(path))

    yield from register.findings
    yield from regressions.lost(before, now, RULES, register.entries, locate)


def _earlier(workspace: Workspace, as_of: Day, named: str) -> regressions.Earlier:
    """A report as it stands; a commit judged by today's controls and schemas, as of the same day."""
    if (os.path.exists(named) and not os.path.isdir(named)) or named.endswith(".json"):
        return regressions.earlier(report_at(FilePath(named), _schema(workspace, "report")))
    with tree_at(workspace.root, named) as tree:
        judgement = judge.judge(project_in(tree.workspace), schemas_for(workspace), as_of, as_of)
    if not judgement.cases:
        raise CannotJudge(f"no case can be judged as it was at {named}", "Name another commit, or an earlier report.")
    return regressions.earlier(as_value(judgement), judgement.unjudged, tree.controls)


def _of(whole: Judgement, wanted: frozenset[str]) -> Judgement:
    return replace(
        whole,
        cases=tuple(one for one in whole.cases if one.folder in wanted),
        findings=tuple(one for one in whole.findings if one.case is None or one.case in wanted),
        unjudged=tuple(folder for folder in whole.unjudged if folder in wanted),
    )


def project_in(workspace: Workspace, jobs: int = 1) -> LoadedProject:
    """Everything there is to judge. Raises CannotJudge where it cannot be read."""
    try:
        return load(workspace, jobs)
    except OSError as error:
        raise CannotJudge(f"the project cannot be read: {error.strerror}", "Check its folders.") from error


def schemas_for(workspace: Workspace) -> Mapping[str, Schema]:
    """The schemas of the registers and of a case, by name: the project's own, or those that come with casebound."""
    needed = schemas_in(workspace.own_or_shipped("schema"), (*REGISTERS, "case"))
    return {**needed, **{name: _schema(workspace, name) for name in OPTIONAL_REGISTERS}}


def _schema(workspace: Workspace, name: str) -> Schema:
    """A schema that not every project's own folder of schemas may hold."""
    return Schema(workspace.own_or_shipped(f"schema/{name}.schema.json"))
