"""The order of a check: load, judge, and compare with an earlier state if that is asked for."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path as FilePath

from casebound import judge
from casebound.judge import RULES as JUDGING_RULES
from casebound.judge import regressions
from casebound.judge.change_register import change_register
from casebound.load.baseline import report_at, tree_at
from casebound.load.project import DECISION_FILES, OPTIONAL_REGISTERS, REGISTERS, LoadedProject, load, pointer
from casebound.load.schema import Schema, schema_of, schemas_of
from casebound.load.workspace import Workspace
from casebound.model.days import Day, Period
from casebound.model.errors import CannotJudge
from casebound.model.findings import Finding, Location, Path
from casebound.model.judgment import Judgment, Verdict, VerdictChange
from casebound.pipeline import preflight
from casebound.pipeline.personal_data import personal_data
from casebound.plan.case_plan import ProjectPlan
from casebound.plan.project_plan import project_plan
from casebound.release.inspection_cache import cached_inspections
from casebound.report import as_value

RULES = (*JUDGING_RULES, *preflight.RULES, *regressions.RULES)
"""Every rule that a finding can name, in the order of the documentation."""


def check(
    workspace: Workspace,
    as_of: Day | None,
    today: Day,
    only: Iterable[str] = (),
    earlier: str | None = None,
    jobs: int = 1,
) -> Judgment:
    """Load and judge the project. Raises CannotJudge if that is not possible at all.

    With `only`, the result contains only those cases; all cases are judged, since a case can conflict with another.
    `earlier` names a report or a commit; whatever was lost since then is a finding too.
    """
    return _checked(workspace, project_in(workspace, jobs), as_of, today, only, earlier)


def plan_of(
    workspace: Workspace,
    as_of: Day | None,
    today: Day,
    only: Iterable[str] = (),
    earlier: str | None = None,
    jobs: int = 1,
) -> ProjectPlan:
    """Check, then plan each case: what is missing, who does what next, and what time alone will change."""
    project = project_in(workspace, jobs)
    judgment = _checked(workspace, project, as_of, today, only, earlier)
    return project_plan(judgment, judge.next_changes(project, judgment))


def changes_of(
    workspace: Workspace, days: Period, only: Iterable[str] = (), jobs: int = 1
) -> tuple[Judgment, Mapping[str, tuple[VerdictChange, ...]]]:
    """The check as of the first of some days, and the changes of each verdict up to the last day.

    The record stays as it is now on all these days, so an entry counts from its date on.
    """
    project = project_in(workspace, jobs)
    judgment = _checked(workspace, project, days.begins, days.begins, only, None)
    found = judge.changes_until(days.ends or Day.max, project, judgment)
    return judgment, {folder: tuple(changes) for folder, changes in found.items()}


def _checked(
    workspace: Workspace,
    project: LoadedProject,
    as_of: Day | None,
    today: Day,
    only: Iterable[str],
    earlier: str | None,
) -> Judgment:
    whole = judgment_of(workspace, project, schemas_for(workspace), as_of, today)
    if earlier is not None:
        whole = judge.with_findings(whole, _lost(workspace, project, whole, earlier))
    wanted = frozenset(only)
    return _of(whole, wanted) if wanted else whole


def judgment_of(
    workspace: Workspace, project: LoadedProject, schemas: Mapping[str, Schema], as_of: Day | None, today: Day
) -> Judgment:
    """The findings of every control, and about personal numbers and unprintable characters in all files."""
    judgment = judge.judge(project, schemas, as_of, today)
    return judge.with_findings(
        judgment, (*personal_data(workspace, project), *preflight.unprintable(workspace, project))
    )


def _lost(workspace: Workspace, project: LoadedProject, now: Judgment, named: str) -> Iterator[Finding]:
    """What was lost since an earlier state, and errors in the register that can justify a loss."""
    before = _earlier(workspace, now.as_of, named)
    register = change_register(workspace, schema_of(workspace, "changes"))
    sources = {case.source.file: case.source for case in project.cases} | {register.source.file: register.source}
    sources |= {source.file: source for source, _ in project.registers.values()}

    def locate(file: str, path: Path) -> Location:
        return sources[file].locate(path) if file in sources else Location(file, 1, 1, pointer(path))

    yield from register.findings
    yield from regressions.lost(before, now, RULES, register.entries, locate)


def _earlier(workspace: Workspace, as_of: Day, named: str) -> regressions.Earlier:
    """An earlier report, or a commit that is judged with the current controls and schemas and the same as-of date."""
    if (os.path.exists(named) and not os.path.isdir(named)) or named.endswith(".json"):
        return regressions.earlier(report_at(FilePath(named), schema_of(workspace, "report")))
    with tree_at(workspace.root, named) as tree:
        judgment = judge.judge(project_in(tree.workspace), schemas_for(workspace), as_of, as_of)
    if not judgment.cases:
        raise CannotJudge(f"no case of {named} could be checked", "Name another commit, or an earlier report.")
    then = regressions.earlier(as_value(project_plan(judgment)), judgment.unjudged, tree.controls)
    return replace(then, since=min(tree.since, as_of))


def _of(whole: Judgment, wanted: frozenset[str]) -> Judgment:
    """The judgment of some cases. A supported case may conflict with a case that could not be compared."""
    cases = tuple(case for case in whole.cases if case.folder in wanted)
    is_supported = any(case.verdict is Verdict.SUPPORTED for case in cases)
    shown = {None, *wanted, *(whole.uncompared if is_supported else ())}
    return replace(
        whole,
        cases=cases,
        findings=tuple(found for found in whole.findings if found.case in shown),
        unjudged=tuple(folder for folder in whole.unjudged if folder in wanted),
    )


def project_in(workspace: Workspace, jobs: int = 1) -> LoadedProject:
    """The files of the project, with what the last build saw in them. Raises CannotJudge if they cannot be read."""
    try:
        return load(workspace, jobs, cached_inspections(workspace))
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise CannotJudge(
            f"the project cannot be read: {error.strerror}{where}", "Check the permissions of its folders."
        ) from error


def schemas_for(workspace: Workspace) -> Mapping[str, Schema]:
    """The schemas of the registers, of a case and of its decisions, by name."""
    return schemas_of(workspace, (*REGISTERS, "case", *OPTIONAL_REGISTERS, *DECISION_FILES))
