"""The requests of a case: which were sent, which is the latest, and which request a certificate answers."""

from collections.abc import Iterator

from casebound.model.case import Case, Certificate, Claim, Refusal, Request, Sent
from casebound.model.terms import RequestRelation


def in_order(case: Case) -> list[tuple[str, Request]]:
    """The requests with their ids, by number. The order in the record decides nothing."""
    return sorted(case.requests.items(), key=lambda entry: int(entry[0][1:]))


def sent_requests(case: Case) -> Iterator[tuple[str, Request, Sent]]:
    """The requests that were sent, with their id and their sending, in order."""
    for key, request in in_order(case):
        if request.sent is not None:
            yield key, request, request.sent


def unsent_requests(case: Case) -> tuple[str, ...]:
    """The ids of the requests in preparation, in order."""
    return tuple(key for key, request in in_order(case) if request.sent is None)


def in_preparation(case: Case) -> str | None:
    """The id of the request in preparation, or of the last one if there are several."""
    return next(reversed(unsent_requests(case)), None)


def any_sent(case: Case) -> bool:
    """Whether at least one request was sent."""
    return any(sent_requests(case))


def latest_request(case: Case) -> tuple[str, Request] | None:
    """The request that was prepared last, with its id."""
    return next(reversed(in_order(case)), None)


def latest_sent(case: Case) -> tuple[str, Request, Sent] | None:
    """The request that was sent last, with its id."""
    return next(reversed([*sent_requests(case)]), None)


def request_of(case: Case, certificate: Certificate) -> Request | None:
    """The request that a certificate names."""
    return case.requests.get(certificate.request or "")


def requests_of(case: Case, claim: Claim) -> tuple[str, ...]:
    """The ids of the requests on which a claim rests: those that its certificates name; if they name none, all."""
    named = [case.certificates[key].request for key in claim.certificates if key in case.certificates]
    keys = tuple(key for key, _ in in_order(case))
    return tuple(key for key in keys if key in named) or keys


def refusal_of(case: Case) -> tuple[str, Refusal] | None:
    """The refusal of the latest request, with the request's id; None if the latest request was not refused."""
    latest = latest_request(case)
    return (latest[0], latest[1].refusal) if latest and latest[1].refusal else None


def is_refused_extension(case: Case, key: str) -> bool:
    """Whether a request only asked for more time and was refused. That takes nothing from an earlier certificate."""
    follows = case.requests[key].follows
    return is_refused_follow_up(case, key) and follows is not None and follows.relation is RequestRelation.EXTENDS


def is_refused_follow_up(case: Case, key: str) -> bool:
    """Whether a request only corrects, repeats or extends another request, was refused, and led to no certificate.

    The letter does not undo the certificate of the other request, but the people who approve must know it.
    """
    request = case.requests[key]
    follows_up = request.follows is not None and request.follows.relation is not RequestRelation.FILED_AGAIN
    named = any(certificate.request == key for certificate in case.certificates.values())
    return follows_up and request.refusal is not None and not named


def standing_requests(case: Case) -> Iterator[tuple[str, Request, Sent]]:
    """The requests that were sent and neither refused nor withdrawn."""
    for key, request, sent in sent_requests(case):
        if request.refusal is None and request.withdrawn is None:
            yield key, request, sent


def open_requests(case: Case) -> Iterator[tuple[str, Request, Sent]]:
    """The requests that were sent and still wait for an answer.

    A request has been answered if a certificate that names it was received, or if it was refused or withdrawn. It is
    also no longer open if a later request that was sent follows it, or if the case is closed.
    """
    if case.closure is not None:
        return
    answered = {certificate.request for certificate in case.certificates.values() if certificate.received_on}
    followed = {request.follows.request for _, request, _ in sent_requests(case) if request.follows}
    for key, request, sent in standing_requests(case):
        if key not in answered | followed:
            yield key, request, sent
