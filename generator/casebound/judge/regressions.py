"""Never worse: a judgement held against an earlier one. Only what was lost is told, whatever was gained."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casebound.model.days import Day
from casebound.model.findings import Finding, Location, Path
from casebound.model.judgment import JudgedCase, Judgement
from casebound.model.record_base import Value
from casebound.model.rules import Basis, BasisKind, Rule, Section
from casebound.model.terms import Severity

_NEVER_WORSE = (Basis(BasisKind.POLICY, "never worse than before"),)

SUPPORT_KEPT = Rule(
    "F18",
    "support-kept",
    Section.FILE,
    Severity.BLOCKING,
    "Is every claim that was supported earlier still made and supported?",
    "Payroll may rest on it since. A claim that quietly loses its proof, or is taken out, leaves the treatment behind.",
    "Restore what the claim rested on. If it is truly over, have payroll reverted and the change reviewed.",
    _NEVER_WORSE,
)
CASE_KEPT = Rule(
    "F19",
    "case-kept",
    Section.FILE,
    Severity.BLOCKING,
    "Is every case that was there earlier still there?",
    "A case that is gone is judged by nobody, and its evidence can be asked for years later.",
    "Restore the case's folder from history. A case that is over is closed, not deleted.",
    _NEVER_WORSE,
)
RETIRED_OPENLY = Rule(
    "F20",
    "control-retired-openly",
    Section.FILE,
    Severity.BLOCKING,
    "Does the change register say when, why and by whom a control was retired?",
    "A check that passes because a question is no longer asked looks like one that passes because all is well.",
    "Bring the control back, or enter it in registers/changes.yml with retired_on, because and by.",
    _NEVER_WORSE,
)
RULES = (SUPPORT_KEPT, CASE_KEPT, RETIRED_OPENLY)

CHANGES = "registers/changes.yml"
"""The change register's file."""

Locate = Callable[[str, Path], Location]
"""The place of a key in a file of the project, or of the nearest enclosing one."""


class Retirement(Value, frozen=True):
    """An entry of the change register: a control that is no longer asked."""

    retired_on: Day
    because: str
    by: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood earlier: the cases there were, the claims of them that were supported, the controls that judged."""

    cases: frozenset[str]
    supported: frozenset[tuple[str, str]]
    controls: frozenset[str]


def earlier(report: Mapping[str, Any], cases: Iterable[str] = (), controls: Iterable[str] = ()) -> Earlier:
    """What an earlier report tells. `cases` and `controls` are those known from elsewhere to have been there.

    `report` is of the shape that `schema/report.schema.json` describes.
    """
    gone = {rule.id for rule in RULES}  # what was missing even then is no case of that time
    found = [one for one in report["findings"] if one["control"] not in gone]
    asked = {outcome["control"] for one in report["cases"] for outcome in one["outcomes"]}
    return Earlier(
        cases=frozenset({one["folder"] for one in report["cases"]} | {one["case"] for one in found if one["case"]})
        | frozenset(cases),
        supported=frozenset(
            (one["folder"], claim["claim"]) for one in report["cases"] for claim in one["claims"] if claim["supported"]
        ),
        controls=frozenset(asked | {one["control"] for one in found}) | frozenset(controls),
    )


def lost(
    before: Earlier, now: Judgement, rules: Iterable[Rule], register: Mapping[str, Retirement], locate: Locate
) -> Iterator[Finding]:
    """A finding for everything that stood earlier and does not stand now."""
    judged = {one.folder: one for one in now.cases}
    there = judged.keys() | set(now.unjudged)
    for case in sorted(before.cases - there):
        yield _finding(CASE_KEPT, f"the case {case} was there earlier and is gone", Location("cases", 1, 1), case)
    for case, claim in sorted(before.supported):
        if case in there and (message := _broken(judged.get(case), claim)):
            place = locate(f"cases/{case}/case.yml", ("claims", claim))
            yield _finding(SUPPORT_KEPT, message, place, case, claim)
    for control in sorted(before.controls - {rule.id for rule in rules}):
        path, message = _unsaid(control, register.get(control), now)
        if message:
            told = f"the control {control} was asked earlier and is not asked now{message}"
            yield _finding(RETIRED_OPENLY, told, locate(CHANGES, path))


def _finding(rule: Rule, message: str, place: Location, case: str | None = None, claim: str | None = None) -> Finding:
    return Finding(rule.id, rule.severity, message, rule.remedy, place, case, claim)


def _broken(one: JudgedCase | None, claim: str) -> str | None:
    """How a claim came to lose its support, if it did."""
    if one is None:
        return "this was supported earlier, and the case can no longer be judged"
    verdict = next((two for two in one.claims if two.claim == claim), None)
    if verdict is None:
        return f"the claim {claim} was supported earlier and is no longer made"
    if verdict.supported:
        return None
    links = ", ".join(two.link.value for two in verdict.chain if not two.holds)
    return f"this was supported earlier; now its chain breaks at: {links}"


def _unsaid(control: str, entry: Retirement | None, now: Judgement) -> tuple[Path, str | None]:
    """Where the change register leaves a retirement unsaid, and in what way."""
    if entry is None:
        return (), ", and the change register does not say so"
    if entry.retired_on > now.as_of:
        return (control, "retired_on"), f", but is to be retired on {entry.retired_on} only"
    if now.registers is not None and entry.by not in now.registers.people:
        return (control, "by"), f", as decided by {entry.by}, whom the people register does not know"
    return (), None
