"""The events of a request and of the reliance on a claim that can be recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from casebound.controls.predicates import PROOF_KINDS, RELIANCE_KINDS
from casebound.edit.events import sent_request
from casebound.edit.transaction import (
    Actor,
    CannotRecord,
    NewExhibit,
    RecordedChange,
    RecordTransaction,
    commit,
    document_of,
    entry_of,
    transaction_on,
)
from casebound.edit.yaml_edit import with_entry, with_field, with_member, with_values
from casebound.load.workspace import Workspace
from casebound.model.case import Case, Refusal, Relied, Request, Reversal, Sent
from casebound.model.near_match import did_you_mean
from casebound.model.requests import unsent_requests
from casebound.model.terms import Reliance, Stage

_REQUEST = ("requester", "authority", "follows", "route")
_SENT = ("on", "by", "reference", "form_checked_on", "form_country", "proof")
_REFUSAL = ("refused_on", "received_on", "because", "evidence")
_RELIED = ("from", "until", "how", "entered_on", "by", "evidence")
_REVERSAL = ("on", "by", "because", "evidence")
_MOST = 20
_RELIED_ON = (Stage.EXEMPTION_IN_EFFECT, Stage.EXEMPTION_ENDED)

Document = str | NewExhibit


def add_request(workspace: Workspace, folder: str, request: Request, actor: Actor) -> RecordedChange:
    """Add a request in preparation, with the next id. Raises CannotRecord with nothing written."""
    with transaction_on(workspace, folder, actor) as transaction:
        number = max((int(key[1:]) for key in transaction.case.requests), default=0) + 1
        if number > _MOST:
            raise CannotRecord(f"{folder} has {_MOST} requests, the maximum", "Open another case.")
        transaction.data = with_member(transaction.data, "requests", f"R{number}", entry_of(request, _REQUEST))
        return commit(transaction, f"Prepared the request R{number}.")


@dataclass(frozen=True, slots=True)
class About:
    """The case that an event is about, and the request or the claim; None for the only one that it can be about."""

    case: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """How a request was sent, and why the waiting time is unknown, if no instruction states it."""

    sent: Sent
    waiting_unknown: str | None = None


def note_sent(
    workspace: Workspace, about: About, sending: Sending, proof: tuple[Document, ...], actor: Actor
) -> RecordedChange:
    """Record that a request was sent, with the proof of sending. Raises CannotRecord with nothing written."""
    with transaction_on(workspace, about.case, actor) as transaction:
        key = _unsent(transaction, about.id)
        route = transaction.case.requests[key].route
        if route is None:
            raise CannotRecord(f"{key} has no route", "Record the channel and the destination under `route` first.")
        kind = PROOF_KINDS[route.channel]
        documents = tuple(document_of(transaction, _of_kind(document, kind), kind) for document in proof)
        entry = entry_of(msgspec.structs.replace(sending.sent, proof=documents), _SENT)
        transaction.data = with_field(transaction.data, ("requests", key, "sent"), entry)
        if sending.waiting_unknown is not None:
            unknown = {"unknown": sending.waiting_unknown}
            transaction.data = with_field(transaction.data, ("requests", key, "waiting"), unknown)
        return commit(transaction, f"Sent the request {key}.")


def note_refusal(
    workspace: Workspace, about: About, refusal: Refusal, document: Document, actor: Actor
) -> RecordedChange:
    """Record the refusal of a request. Raises CannotRecord with nothing written."""
    with transaction_on(workspace, about.case, actor) as transaction:
        key = sent_request(transaction, about.id)
        if transaction.case.requests[key].refusal is not None:
            raise CannotRecord(
                f"the refusal of {key} is already recorded", "A correction is made in the record by hand."
            )
        if isinstance(document, NewExhibit):
            document = replace(document, received=refusal.received_on, effective=refusal.refused_on)
        evidence = (document_of(transaction, document, "denial-letter"),)
        entry = entry_of(msgspec.structs.replace(refusal, evidence=evidence), _REFUSAL)
        transaction.data = with_field(transaction.data, ("requests", key, "refusal"), entry)
        return commit(transaction, f"Received the refusal of {key}, dated {refusal.refused_on}.")


def note_relied(workspace: Workspace, about: About, relied: Relied, document: Document, actor: Actor) -> RecordedChange:
    """Record that an exemption is relied on from a day, for the first time or again after a reversal.

    Raises CannotRecord with nothing written.
    """
    with transaction_on(workspace, about.case, actor) as transaction:
        key = _claim(transaction, about.id, list(transaction.case.claims), "that could be relied on")
        ended = transaction.case.claims[key].last_reversal
        if ended is not None and relied.entered_on <= ended.on:
            message = f"{key} was reversed on {ended.on}, and this change was entered on {relied.entered_on}"
            raise CannotRecord(message, "After a reversal, a change that was entered on a later day counts.")
        evidence = (_record_of(transaction, document, relied.how),)
        entry = entry_of(msgspec.structs.replace(relied, evidence=evidence), _RELIED)
        transaction.data = with_entry(transaction.data, ("claims", key, "relied"), entry)
        return commit(transaction, f"Relied on {key} from {relied.begins} ({relied.how.value}).")


def _record_of(transaction: RecordTransaction, document: Document, how: Reliance) -> str:
    """The exhibit that shows the reliance. A new one gets the first kind for how the exemption is relied on."""
    first, *also = RELIANCE_KINDS[how]
    named = transaction.case.exhibits.get(document) if isinstance(document, str) else None
    kind = named.kind if named and named.kind in also else first
    return document_of(transaction, _of_kind(document, kind), kind)


def note_reversed(
    workspace: Workspace, about: About, reversal: Reversal, document: Document | None, actor: Actor
) -> RecordedChange:
    """Record that nobody relies on an exemption any more, and lower the recorded stage.

    For a reversal of this day that is on record without its payroll record, only the payroll record is added. Raises
    CannotRecord with nothing written.
    """
    with transaction_on(workspace, about.case, actor) as transaction:
        claims = transaction.case.claims
        if document is not None and (found := _without_record(transaction, about.id, reversal)):
            key, row = found
            record = document_of(transaction, document, "payroll-record")
            transaction.data = with_field(transaction.data, ("claims", key, "reversed", row, "evidence"), [record])
            return commit(transaction, f"Filed the payroll record of the reversal of {key} ({record}).")
        relied_on = [key for key, claim in claims.items() if claim.is_relied_on]
        key = _claim(transaction, about.id, relied_on, "on which somebody relies")
        evidence = (document_of(transaction, document, "payroll-record"),) if document else ()
        entry = entry_of(msgspec.structs.replace(reversal, evidence=evidence), _REVERSAL)
        transaction.data = with_entry(transaction.data, ("claims", key, "reversed"), entry)
        if transaction.case.stage in _RELIED_ON and not _another_is_relied_on(transaction.case, key):
            transaction.data = with_values(transaction.data, {("stage",): Stage.EXEMPTION_PROPOSED.value})
        return commit(transaction, f"Reversed {key} on {reversal.on}: {reversal.because}")


def _without_record(transaction: RecordTransaction, named: str | None, reversal: Reversal) -> tuple[str, int] | None:
    """The claim, and the place, of a reversal of the same day on record that cites no payroll record yet."""
    found = [
        (key, row)
        for key, claim in transaction.case.claims.items()
        for row, each in enumerate(claim.reversed)
        if named in (None, key) and each.on == reversal.on and not each.evidence
    ]
    return found[0] if len(found) == 1 else None


def _another_is_relied_on(case: Case, key: str) -> bool:
    return any(claim.is_relied_on for second_key, claim in case.claims.items() if second_key != key)


def _of_kind(document: Document, kind: str) -> Document:
    return replace(document, kind=kind) if isinstance(document, NewExhibit) else document


def _unsent(transaction: RecordTransaction, named: str | None) -> str:
    """The id of the named request, or of the only request in preparation."""
    unsent = unsent_requests(transaction.case)
    if named is not None and named not in unsent:
        raise CannotRecord(f"{transaction.folder} has no request {named} in preparation", "Name an unsent request.")
    if named is None and len(unsent) != 1:
        message = f"{transaction.folder} has {len(unsent)} requests in preparation"
        raise CannotRecord(message, "Name the request with --request, or add it with casebound record CASE request.")
    return named or unsent[0]


def _claim(transaction: RecordTransaction, named: str | None, possible: Sequence[str], which: str) -> str:
    """The id of the named claim, or of the only claim that the event can be about."""
    folder, claims = transaction.folder, transaction.case.claims
    if named is not None and named not in claims:
        message = f"{folder} has no claim {named}{did_you_mean(named, claims)}"
        raise CannotRecord(message, "Name another claim, or add it under `claims` first.")
    if named is not None and named not in possible:
        raise CannotRecord(f"{named} is not a claim {which}", f"Such claims are: {', '.join(possible) or 'none'}.")
    if named is None and not possible:
        raise CannotRecord(f"{folder} has no claim {which}", "Add the exemption under `claims` first.")
    if named is None and len(possible) > 1:
        raise CannotRecord(f"{folder} has several claims {which}: {', '.join(possible)}", "Name one with --claim.")
    return named or possible[0]
