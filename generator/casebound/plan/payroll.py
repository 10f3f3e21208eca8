"""What payroll may do in a case: for each claim, or for the whole case where nothing is claimed."""

from collections.abc import Iterator, Sequence
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
from casebound.model.terms import ENDED_STAGES, Answer


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
            says = f"No exemption yet: {key} is only proposed. {_pay(country)} until it is approved. {_work(facts)}"
    elif not verdict.supported:
        treatment = Treatment.STOP
        says = f"{payer} leaves out {what}, but the record does not prove this. Pay them again, or complete the proof"
        says += " today."
    elif verdict.ended:
        treatment = Treatment.ENDED
        work_ends = facts.case.assignment.ends
        after = f"Contributions in {country} are due again from {claim.ends + ONE_DAY}."
        if work_ends is not None and work_ends <= claim.ends:
            after = f"It covers no later work in {country}."
        says = f"The exemption ended on {claim.ends}. {after}"
    else:
        treatment = Treatment.EXEMPT
        proof = f"certificate{'s' if len(claim.certificates) > 1 else ''} {' and '.join(claim.certificates)}"
        says = f"{payer} leaves out {what}, {days}, on the proof of {proof}."
        entered = min((relied.entered_on for relied in claim.relied), default=None)
        says += f" Payroll was changed on {entered}." if entered and not facts.case.activity else ""
        says += f" Pay all other contributions that are due in {country}."
    return PayrollLine(treatment, says, key, first, claim.ends)


def programs(claim: Claim) -> str:
    """The claimed programs in a sentence: “old age, survivors and disability”."""
    words = [spoken(program) for program in claim.programs]
    names = [name if name[:2].isupper() else name[:1].lower() + name[1:] for name in words]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _unchanged(judged: JudgedCase) -> str:
    """That nothing may be left out in a case without a claim, why, and since when that matters."""
    facts, country = judged.facts, with_article(country_name(exempt_country(judged.facts)))
    if judged.case.claims:
        return f"No exemption: it was reversed. {_pay(country)}. {_work(facts)}"
    if judged.stage not in ENDED_STAGES:
        return f"No exemption yet. {_pay(country)} until an exemption is proved and approved. {_work(facts)}"
    refused = ": the authority refused the request" if refusal_of(judged.case) is not None else ""
    return f"No exemption{refused}. {_pay(country)}. {_work(facts)}"


def _pay(country: str) -> str:
    return f"Pay all contributions that are due in {country}"


def _work(facts: Facts) -> str:
    """When the work begins or began. The record of a case without an exemption does not show payments."""
    work = facts.case.assignment
    if not facts.clock.reached(work.begins):
        return f"The work begins on {work.begins}."
    if work.ends is not None and facts.clock.passed(work.ends):
        return f"The work ended on {work.ends}."
    return f"The work began on {work.begins}; the record does not show whether contributions are paid."


def money_at_risk(judged: JudgedCase, lines: Sequence[PayrollLine]) -> Label:
    """Whether contributions are left out without proof or are due in both countries, by what the record says."""
    facts, treatments = judged.facts, {line.treatment for line in lines}
    country = with_article(country_name(exempt_country(facts)))
    if Treatment.STOP in treatments:
        return Label("Yes", f"Contributions in {country} are left out, and the record does not prove it.", "stop")
    if Treatment.CHANGE in treatments:
        return Label("Paid twice", "Until payroll changes, contributions may be paid in both countries.", "wait")
    if Treatment.KEEP in treatments:
        return _without_exemption(facts)
    ended = max((line.ends for line in lines if line.treatment is Treatment.ENDED and line.ends), default=None)
    work_ends = facts.case.assignment.ends
    if ended is not None and Treatment.EXEMPT not in treatments and (work_ends is None or work_ends > ended):
        due = f"Contributions in {country} are due again from {ended + ONE_DAY}"
        return Label("Possible", f"{due}. The record does not show whether they are paid.", "hold")
    return Label("None", "Every day without contributions is proved.", "good")


def _without_exemption(facts: Facts) -> Label:
    """What is at risk where no exemption is in use: whether contributions are due in both countries, and since when."""
    work, both = facts.case.assignment, facts.case.conditions.double_contributions.met
    if both is Answer.NO:
        return Label("None", "According to the record, contributions are not due in both countries.", "good")
    if both is Answer.UNKNOWN:
        return Label("Not known", "Nobody has confirmed whether contributions are due in both countries.", "hold")
    if not facts.clock.reached(work.begins):
        return Label("Not yet", f"From {work.begins}, contributions are due in both countries.", "wait")
    return Label("Yes", f"Contributions have been due in both countries since {work.begins}.", "hold")
