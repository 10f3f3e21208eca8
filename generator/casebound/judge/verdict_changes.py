"""What time alone changes: the days on which the verdict on a case becomes another if nothing is written."""

from collections.abc import Iterator

from casebound.judge.engine import judge_on
from casebound.load.project import LoadedCase, LoadedProject
from casebound.model.days import ONE_DAY, Day
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, Judgment, VerdictChange
from casebound.model.labels import STAGES, VERDICTS
from casebound.model.terms import Severity


def next_changes(project: LoadedProject, judgment: Judgment) -> dict[str, VerdictChange]:
    """The next change of each case, by its folder. A case that time alone does not change has none."""
    found = {folder: next(ahead, None) for folder, ahead in changes_until(Day.max, project, judgment).items()}
    return {folder: change for folder, change in found.items() if change is not None}


def changes_until(until: Day, project: LoadedProject, judgment: Judgment) -> dict[str, Iterator[VerdictChange]]:
    """The changes of each case up to a day, by its folder. They are computed one by one."""
    loaded = {case.folder: case for case in project.cases}
    return {case.folder: changes(until, loaded[case.folder], case) for case in judgment.cases}


def changes(until: Day, loaded: LoadedCase, judged: JudgedCase) -> Iterator[VerdictChange]:
    """The changes of a case up to a day, in order.

    The case is judged again only on days on which the clock answers otherwise.
    """
    before = judged
    while (last := before.verdict_days.ends) is not None and last < until:
        after = judge_on(loaded, before, last + ONE_DAY)
        if says := tuple(_differences(before, after)):
            yield VerdictChange(last + ONE_DAY, says, any(_blocking(after)))
        before = after


def _differences(before: JudgedCase, after: JudgedCase) -> Iterator[str]:
    for was, now in zip(before.claims, after.claims, strict=True):
        if was.verdict is not now.verdict:
            yield f"{now.claim}: “{VERDICTS[was.verdict].label}” becomes “{VERDICTS[now.verdict].label}”."
        elif now.ended and not was.ended:
            yield f"{now.claim}: The exemption is over."
    if before.stage is not after.stage:
        yield f"The stage “{STAGES[before.stage].label}” becomes “{STAGES[after.stage].label}”."
    was_blocked, blocking = any(_blocking(before)), list(_blocking(after))
    if blocking and not was_blocked:
        yield f"The case is blocked: {'; '.join(dict.fromkeys(finding.message for finding in blocking))}."
    if was_blocked and not blocking:
        yield "The case is no longer blocked."


def _blocking(judged: JudgedCase) -> Iterator[Finding]:
    return (finding for finding in judged.findings if finding.severity is Severity.BLOCKING)
