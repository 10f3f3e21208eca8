"""What payroll may do in a case: for each claim, or for the whole case where nothing is claimed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from casebound.controls.predicates import exempt_country
from casebound.model.case import Claim
from casebound.model.countries import country_name, with_article
from casebound.model.days import ONE_DAY, Day
from casebound.model.facts import Facts
from casebound.model.judgment import ClaimVerdict, JudgedCase
from casebound.model.labels import Label, spoken
from casebound.model.requests import refusal_of
from casebound.model.rules import Link
from casebound.model.terms import ENDED_STAGES


class Treatment(StrEnum):
    """What payroll does. The order is that of the payroll page: what is urgent comes first."""

    STOP = "stop"
    CHANGE = "change"
    EXEMPT = "exempt"
    ENDED = "ended"
    KEEP = "keep"


TREATMENTS = {
    Treatment.STOP: Label("Stop", "The exemption is in use, and the record does not prove it.", "stop"),
    Treatment.CHANGE: Label("Change", "The exemption is proved and approved. Payroll has not changed yet.", "wait"),
    Treatment.EXEMPT: Label("Exempt", "These contributions may be left out.", "good"),
    Treatment.ENDED: Label("Ended", "The exemption is over, and contributions are due again.", "quiet"),
    Treatment.KEEP: Label("No exemption", "No contributions may be left out.", "hold"),
}


@dataclass(frozen=True, slots=True)
class PayrollLine:
    """What payroll does, in a sentence. `claim` is empty and there are no days where no exemption is claimed."""

    treatment: Treatment
    says: str
    claim: str = ""
    begins: Day | None = None
    ends: Day | None = None

    @property
    def words(self) -> Label:
        return TREATMENTS[self.treatment]

    def exempts(self, day: Day) -> bool:
        """Whether the day lies in a proven exemption."""
        if self.treatment is not Treatment.EXEMPT or self.begins is None or self.ends is None:
            return False
        return self.begins <= day <= self.ends


def payroll_lines(judged: JudgedCase) -> Iterator[PayrollLine]:
    """At least one line: for each claim that is not reversed, else for the case."""
    claims = [
        _of_claim(judged.facts, verdict, judged.case.claims[verdict.claim])
        for verdict in judged.claims
        if verdict.relied_on or not judged.case.claims[verdict.claim].reversed
    ]
    yield from claims or [PayrollLine(Treatment.KEEP, _unchanged(judged))]


def _of_claim(facts: Facts, verdict: ClaimVerdict, claim: Claim) -> PayrollLine:
    key, first = verdict.claim, verdict.supported_from or claim.begins
    country, days = with_article(country_name(claim.exempt_in)), f"from {first} to {claim.ends}"
    what = f"contributions in {country} for {programs(claim)}"
    payer = "The worker" if facts.case.activity else "Payroll"
    if not verdict.relied_on:
        if all(link.holds for link in verdict.chain if link.link is not Link.PAYROLL):
            treatment, says = Treatment.CHANGE, f"{payer} may stop now: leave out {what}, {days}."
        else:
            treatment = Treatment.KEEP
            says = f"No exemption yet: {key} is only proposed. Leave out no contributions in {country}. {_work(facts)}"
    elif not verdict.supported:
        treatment = Treatment.STOP
        says = f"{payer} leaves out {what}, but the record does not prove this. Pay them again, or complete the proof"
        says += " today."
    elif claim.ends < facts.as_of:
        treatment = Treatment.ENDED
        work_ends = facts.case.assignment.ends
        after = f"Contributions in {country} are due again from {claim.ends + ONE_DAY}."
        if work_ends is not None and work_ends <= claim.ends:
            after = f"It covers no later work in {country}."
        says = f"The exemption ended on {claim.ends}. {after}"
    else:
        treatment = Treatment.EXEMPT
        says = f"{payer} may leave out {what}, {days}, on the proof of {' and '.join(claim.certificates)}."
        entered = min((relied.entered_on for relied in claim.relied), default=None)
        says += f" The change was entered on {entered}." if entered and not facts.case.activity else ""
        says += f" No other contribution in {country} is exempt."
    return PayrollLine(treatment, says, key, first, claim.ends)


def programs(claim: Claim) -> str:
    """The claimed programs in a sentence: “old age, survivors and disability”."""
    words = [spoken(program) for program in claim.programs]
    names = [name if name[:2].isupper() else name[:1].lower() + name[1:] for name in words]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _unchanged(judged: JudgedCase) -> str:
    """That nothing may be left out in a case without a claim, why, and since when that matters."""
    facts, country = judged.facts, with_article(country_name(exempt_country(judged.facts)))
    leave = f"Leave out no contributions in {country}. {_work(facts)}"
    if judged.case.claims:
        return f"No exemption: it was reversed. {leave}"
    if judged.stage in ENDED_STAGES and refusal_of(judged.case) is not None:
        return f"No exemption: the authority refused the request. {leave}"
    return f"No exemption. {leave}"


def _work(facts: Facts) -> str:
    """When the work begins or began. The record of a case without an exemption does not show payments."""
    work = facts.case.assignment
    if work.begins > facts.as_of:
        return f"The work begins on {work.begins}."
    if work.ends is not None and work.ends < facts.as_of:
        return f"The work ended on {work.ends}."
    return f"The work began on {work.begins}; the record does not show whether contributions are paid."
