"""How to define a control: its texts, and a function that yields its objections."""

from collections.abc import Callable, Collection

from casebound.model.case import Claim
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.requests import sent_requests
from casebound.model.rules import Basis, CaseControl, ClaimControl, Link, Objection, Objections, Section
from casebound.model.terms import Severity

CaseObjections = Callable[[Facts], Objections]
ClaimObjections = Callable[[Facts, str, Claim], Objections]


def objection(at: Path, message: str, *related: Path) -> Objection:
    """An objection at one place of the case record; `related` are the places that it was compared with."""
    return Objection(at, message, related)


def objection_with_remedy(at: Path, message: str, remedy: str, *related: Path) -> Objection:
    """An objection that the remedy of its control does not clear, with the remedy that does."""
    return Objection(at, message, related, remedy)


def always(_facts: Facts) -> bool:
    """Applies to every case."""
    return True


def never(_facts: Facts) -> bool:
    """Where the control does not apply now, it will not apply later either."""
    return False


def every_claim(_facts: Facts, _key: str, _claim: Claim) -> bool:
    """Applies to every claim."""
    return True


def case_control(  # noqa: PLR0913 - a definition has every text of the control's page
    id: str,
    name: str,
    section: Section,
    *,
    question: str,
    why: str,
    remedy: str,
    basis: tuple[Basis, ...],
    link: Link | None = None,
    severity: Severity = Severity.BLOCKING,
    applies: Callable[[Facts], bool] = always,
    may_apply_later: Callable[[Facts], bool] = never,
    process: bool = False,
) -> Callable[[CaseObjections], CaseControl]:
    """Define a control over a case as a whole.

    A `process` control is about what the team did before a request was sent. It judges the facts on the filing sheet
    of each request that was sent, and the record as long as none was sent.
    """

    def define(objections: CaseObjections) -> CaseControl:
        words = (id, name, section, severity, question, why, remedy, basis, link)
        judged = _on_filing_sheets(objections) if process else objections
        return CaseControl(*words, applies=applies, may_apply_later=may_apply_later, objections=judged)

    return define


def _on_filing_sheets(objections: CaseObjections) -> CaseObjections:
    def over(facts: Facts) -> Objections:
        taken_over = facts.case.takeover.requests if facts.case.takeover else ()
        sent = tuple(key for key, _, _ in sent_requests(facts.case) if key not in taken_over)
        if taken_over and not sent:
            return
        if not sent or any(key not in facts.filed for key in sent):
            yield from (found for found in objections(facts) if _is_about_the_record(found, facts, taken_over))
        for key in sent:
            if key in facts.filed:
                yield from objections(facts.filed[key])

    return over


def _is_about_the_record(found: Objection, facts: Facts, taken_over: Collection[str]) -> bool:
    """Whether an objection to the record is about something that no filing sheet shows and that is not taken over."""
    if found.at[:1] == ("requests",):
        return found.at[1] not in facts.filed and found.at[1] not in taken_over
    return not facts.filed


def claim_control(  # noqa: PLR0913 - a definition has every text of the control's page
    id: str,
    name: str,
    section: Section,
    *,
    question: str,
    why: str,
    remedy: str,
    basis: tuple[Basis, ...],
    link: Link | None = None,
    severity: Severity = Severity.BLOCKING,
    applies: Callable[[Facts, str, Claim], bool] = every_claim,
) -> Callable[[ClaimObjections], ClaimControl]:
    """Define a control over each claim."""

    def define(objections: ClaimObjections) -> ClaimControl:
        return ClaimControl(
            id, name, section, severity, question, why, remedy, basis, link, applies=applies, objections=objections
        )

    return define
