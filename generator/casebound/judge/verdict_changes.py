"""What time alone changes: the days on which the verdict on a case becomes another if nothing is written."""

from collections.abc import Iterator

from casebound.judge.engine import judge_on
from casebound.load.project import LoadedCase, LoadedProject
from casebound.model.days import ONE_DAY, Day
from casebound.model.judgment import JudgedCase, Judgment, VerdictChange
from casebound.model.labels import STAGES, VERDICTS
from casebound.model.terms import Severity


def next_changes(project: LoadedProject, judgment: Judgment) -> dict[str, VerdictChange]:
    """The next change of each case, by its folder. A case that time alone does not change has none."""
    loaded = {case.folder: case for case in project.cases}
    found = {case.folder: next(changes(loaded[case.folder], case), None) for case in judgment.cases}
    return {folder: change for folder, change in found.items() if change is not None}


def changes(loaded: LoadedCase, judged: JudgedCase, until: Day = Day.max) -> Iterator[VerdictChange]:
    """Every change up to a day, in order. A case is judged again only where an answer of the clock changes."""
    before = judged
    while (last := before.verdict_days.ends) is not None and last < until:
        after = judge_on(loaded, before, last + ONE_DAY)
        if says := tuple(_differences(before, after)):
            yield VerdictChange(last + ONE_DAY, says, bool(_blocking(after)))
        before = after


def _differences(before: JudgedCase, after: JudgedCase) -> Iterator[str]:
    for was, now in zip(before.claims, after.claims, strict=True):
        if was.verdict is not now.verdict:
            yield f"{now.claim}: “{VERDICTS[was.verdict].label}” becomes “{VERDICTS[now.verdict].label}”."
        elif now.ended and not was.ended:
            yield f"{now.claim}: The exemption is over."
    if before.stage is not after.stage:
        yield f"The stage “{STAGES[before.stage].label}” becomes “{STAGES[after.stage].label}”."
    earlier, later = _blocking(before), _blocking(after)
    yield from (f"New finding {words}." for words in later if words not in earlier)
    yield from (f"No longer a finding: {words}." for words in earlier if words not in later)


def _blocking(judged: JudgedCase) -> list[str]:
    """The blocking findings in words, each once."""
    blocking = (finding for finding in judged.findings if finding.severity is Severity.BLOCKING)
    return list(dict.fromkeys(f"{each.control}, {each.claim or 'the case'}: {each.message}" for each in blocking))
