"""The state of each certificate of a case: whether it is here and matches the case, and why not."""

from collections.abc import Iterator

from casebound.controls.identity import matches
from casebound.controls.predicates import received
from casebound.model.facts import Facts
from casebound.model.labels import Label
from casebound.model.terms import CertificateState
from casebound.plan.steps import misfits

MATCHES = Label("Matches this case", "", "good")
NOT_FINAL = Label("Not final", "", "hold")
NOT_RECEIVED = Label("Not received", "", "wait")
_DOES_NOT_MATCH = "Does not match"


def certificate_states(facts: Facts) -> Iterator[tuple[str, Label]]:
    """Every certificate with its state; the meaning of one that does not match is the reason."""
    reasons = misfits(facts)
    for key, certificate in facts.case.certificates.items():
        if matches(facts, key):
            yield key, MATCHES
        elif not received(facts, certificate):
            yield key, NOT_RECEIVED
        elif certificate.state is not CertificateState.FINAL:
            yield key, NOT_FINAL
        else:
            yield key, Label(_DOES_NOT_MATCH, reasons[key] or "A correction was requested.", "stop")
