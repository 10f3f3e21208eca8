"""The one answer to the question of a case: is the worker exempt from contributions, from when to when, and why."""

from collections.abc import Iterable, Iterator, Mapping

from casebound.controls.predicates import exempt_country
from casebound.model.countries import country_name, with_article
from casebound.model.judgment import JudgedCase, Verdict
from casebound.model.labels import STAGES, VERDICTS, Label
from casebound.model.requests import refusal_of
from casebound.model.terms import ENDED_STAGES
from casebound.plan.case_plan import REFUSED, Answered, Step, StepKind, listed, refusal_says
from casebound.plan.payroll import programs


def exempt(judged: JudgedCase, because: str, steps: Iterable[Step], certificates: Iterable[Label]) -> Label:
    """The answer in a few words. Its meaning is the reason: a refusal or a certificate that does not match first.

    `because` explains the verdict, and `certificates` are the states of the certificates.
    """
    if judged.verdict is Verdict.SUPPORTED:
        return Label(f"Yes, {listed(_supported(judged))}", because, "good")
    against, stage = tuple(_against(judged, steps, certificates)), STAGES[judged.stage]
    if judged.verdict is Verdict.UNSUPPORTED:
        return Label("No", " ".join((because, *against)), "stop")
    if judged.verdict is Verdict.PROPOSED:
        words = VERDICTS[Verdict.PROPOSED]
        return Label(words.label, " ".join((because, *against)), words.tone)
    meaning = " ".join(against) or stage.meaning
    if judged.stage in ENDED_STAGES:
        return Label("No", meaning, stage.tone)
    return Label("Not yet", meaning, "wait" if stage.tone == "good" else stage.tone)


def _supported(judged: JudgedCase) -> Iterator[str]:
    for verdict in judged.claims:
        if verdict.verdict is Verdict.SUPPORTED:
            claim = judged.case.claims[verdict.claim]
            yield f"for {programs(claim)}, from {verdict.supported_from or claim.begins} to {claim.ends}"


def _against(judged: JudgedCase, steps: Iterable[Step], certificates: Iterable[Label]) -> Iterator[str]:
    """The refusal or the reason against a request, and why a certificate received does not match."""
    if refused := refusal_of(judged.case):
        yield f"{REFUSED} {refusal_says(refused[1])}"
    else:
        yield from (step.because for step in steps if step.kind is StepKind.NO_RELIEF)
    yield from (f"A certificate does not match: {state.meaning}" for state in certificates if state.tone == "stop")


def would_change(
    judged: JudgedCase, steps: Iterable[Step], answers: Iterable[Answered], certificates: Mapping[str, Label]
) -> Iterator[str]:
    """What would lead to another answer: what ends an exemption, or what is needed for one."""
    case, country = judged.case, with_article(country_name(exempt_country(judged.facts)))
    if case.claims:
        for key, claim in case.claims.items():
            yield f"Claim {key} ends on {claim.ends}; later days are exempt only if another certificate covers them."
        yield "Another worker, employer, activity or country requires a separate certificate."
        yield "A certificate that is revoked or superseded, or a file whose hash changes, ends the support immediately."
        return
    if refused := refusal_of(case):
        yield f"New evidence on the reason for the refusal, and a new request. The reason: {refused[1].because}"
    else:
        yield from (f"A change of this fact: {step.because}" for step in steps if step.kind is StepKind.NO_RELIEF)
    for key, state in certificates.items():
        if state.tone == "stop":
            yield f"A corrected certificate {key} that matches this case."
    if unknown := [answer.label for answer in answers if answer.unknown]:
        yield f"An answer, with its evidence, to: {'; '.join(unknown)}."
    yield f"Until a certificate is received, matched and approved, no contributions in {country} may be left out."
