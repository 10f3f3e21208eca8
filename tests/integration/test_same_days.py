"""A case and its plan are the same on all the days that its clock names, and the verdict changes on no other day."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cache
from itertools import chain, islice
from pathlib import Path
from random import Random
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.support import claims
from tests.support.sample import AS_OF, PROJECT, Bench, as_of, at, bench, case_ids, judgment, loaded, sample, schemas

from casebound.judge import RULES, changes, judge, judge_on
from casebound.load.project import LoadedCase, LoadedProject, load
from casebound.load.workspace import Workspace
from casebound.model.days import ONE_DAY, Day
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase
from casebound.model.terms import Severity
from casebound.plan.project_plan import planned
from casebound.render.view import case_view

YEAR = dt.timedelta(days=365)
FIRST, LAST = AS_OF - YEAR, AS_OF + YEAR
GENERATED = 300
BY_ID = {rule.id: rule for rule in RULES}
Sample = tuple[LoadedCase, JudgedCase]


Show = Callable[[JudgedCase], tuple[object, ...]]


def results(judged: JudgedCase) -> tuple[object, ...]:
    """The results of judging a case."""
    return judged.stage, judged.claims, judged.outcomes, judged.findings


def everything(judged: JudgedCase) -> tuple[object, ...]:
    """The results, the plan and the whole view of a case. The clock has then answered the plan and the view too."""
    view = case_view(planned(judged), BY_ID, AS_OF)
    return *results(judged), *(getattr(view, field.name) for field in fields(view) if field.name != "judged")


def blocking(judged: JudgedCase) -> list[Finding]:
    return [finding for finding in judged.findings if finding.severity is Severity.BLOCKING]


def verdict(judged: JudgedCase) -> tuple[object, ...]:
    """The verdict on a case, and whether it is blocked."""
    return judged.stage, [(claim.verdict, claim.ended) for claim in judged.claims], bool(blocking(judged))


def deciding(judged: JudgedCase) -> tuple[object, ...]:
    """Everything that decides on a case."""
    return judged.stage, judged.claims, blocking(judged)


def unequal_days(case: Sample, show: Show = everything, *, every: bool = False) -> Iterator[str]:
    """What the clock of a case says and is not true, over two years: on every day, or on the last of the same days."""
    before, changed, day = None, list[Day](), FIRST
    while day <= LAST:
        now = judge_on(*case, day)
        shown = show(now), now.facts.clock.same_days
        if day not in shown[1] or (day > FIRST and shown[1].begins != day):
            yield f"the days from {day} are said to be {shown[1]}"
        ends = min(shown[1].ends or LAST, LAST)
        for later in _days(day + ONE_DAY, ends) if every else {ends} - {day}:
            again = judge_on(*case, later)
            if (show(again), again.facts.clock.same_days) != shown:
                yield f"{later} differs from {day}"
        if before is not None and verdict(before) != verdict(now):
            changed.append(day)
        if before is not None and day in before.verdict_days and deciding(before) != deciding(now):
            yield f"what decides on {day} differs from the day before, in spite of {before.verdict_days}"
        before, day = now, ends + ONE_DAY
    found = [change.on for change in changes(LAST, case[0], judge_on(*case, FIRST))]
    if found != changed:
        yield f"the verdict changes on {changed}, and not on {found}"


def _days(first: Day, last: Day) -> list[Day]:
    return [first + count * ONE_DAY for count in range((last - first).days + 1)]


def in_project(project: LoadedProject) -> dict[str, Sample]:
    """The cases of a project that can be judged."""
    cases = {case.folder: case for case in project.cases}
    return {case.folder: (cases[case.folder], case) for case in judge(project, schemas(), AS_OF, Day.max).cases}


@cache
def samples() -> dict[str, Sample]:
    """The sample cases, and those of the unsupported set."""
    with TemporaryDirectory() as folder:
        copytree(PROJECT / "registers", Path(folder, "registers"))
        copytree(PROJECT / "tests" / "unsupported", Path(folder, "cases"))
        return in_project(sample()) | in_project(load(Workspace(Path(folder))))


SAMPLES = (*case_ids(), *sorted(path.name for path in (PROJECT / "tests" / "unsupported").iterdir() if path.is_dir()))


@pytest.mark.parametrize("name", case_ids())
def test_every_case_is_judged_the_same_on_its_same_days(name: str) -> None:
    assert list(unequal_days(samples()[name], results)) == []


@pytest.mark.parametrize("name", case_ids())
def test_every_case_is_shown_the_same_on_its_same_days(name: str) -> None:
    assert list(unequal_days(samples()[name])) == []


@pytest.mark.long
@pytest.mark.parametrize("show", [results, everything])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_case_is_the_same_on_each_of_its_same_days(name: str, show: Show) -> None:
    assert list(unequal_days(samples()[name], show, every=True)) == []


@pytest.mark.long
def test_every_generated_case_is_the_same_on_each_of_its_same_days() -> None:
    batches = chain.from_iterable(claims.batch(number) for number in range(GENERATED))
    found = list(islice(chain.from_iterable(of(made) for made in batches), GENERATED))
    assert len(found) == GENERATED
    assert [words for case in found for words in unequal_days(case, every=True)] == []


def of(made: Bench) -> Iterator[Sample]:
    """The case on the bench, if it can be judged."""
    yield from in_project(loaded([made])).values()


@pytest.mark.parametrize("name", case_ids()[::5])
def test_a_case_with_a_date_moved_by_a_day_is_the_same_on_its_same_days(name: str) -> None:
    dates = list(dates_of(bench(name).case))
    assert list(unequal_after(name, Random(name).sample(dates, 1))) == []


@pytest.mark.long
@pytest.mark.parametrize("name", case_ids())
def test_a_case_with_any_date_moved_by_a_day_is_the_same_on_its_same_days(name: str) -> None:
    dates = list(dates_of(bench(name).case))
    assert len(dates) > 10
    assert list(unequal_after(name, dates)) == []


def unequal_after(name: str, dates: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What is not true after one of the dates of a case was moved by a day."""
    for path, date in dates:
        moved = (Day.fromisoformat(date[:10]) + ONE_DAY).isoformat() + date[10:]
        for case in of(bench(name, [at(path, moved)])):
            yield from (f"{path}: {words}" for words in unequal_days(case))


def dates_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each date and moment of a record, with its path."""
    if isinstance(value, dict | list):
        for key, held in value.items() if isinstance(value, dict) else enumerate(value):
            yield from dates_of(held, f"{path}/{key}" if path else str(key))
    elif isinstance(value, str) and re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)", value):
        yield path, value


@pytest.mark.parametrize("days", [1, 30, 90, 365])
def test_a_forecast_shows_a_case_as_it_is_on_its_same_days(days: int) -> None:
    day = AS_OF + days * ONE_DAY
    now = {case.folder: case for case in judge(sample(), schemas(), AS_OF, AS_OF).cases}
    ahead = {case.folder: case for case in judge(sample(), schemas(), day, AS_OF).cases}
    shown = {folder: everything(case) for folder, case in now.items()}
    same = [folder for folder, case in now.items() if day in case.facts.clock.same_days]
    assert {folder: everything(ahead[folder]) for folder in same} == {folder: shown[folder] for folder in same}
    assert len(same) > 3


def test_a_day_that_matters_to_one_case_does_not_end_the_same_days_of_another() -> None:
    benches = [bench("NO-2026-001", [as_of("2026-11-22")]), bench("SE-2026-025")]
    supported, proposed = judgment(benches).cases
    assert supported.verdict_days.ends == Day(2028, 4, 30)
    assert proposed.verdict_days.ends == Day(2026, 12, 31)
