"""The events that can be recorded: an exhibit, a status check, a message sent, a certificate received."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from casebound.edit.transaction import (
    Actor,
    CannotRecord,
    NewExhibit,
    RecordedChange,
    RecordTransaction,
    add_exhibit,
    commit,
    document_of,
    entry_of,
    refuse_out_of_use,
    transaction_on,
)
from casebound.edit.yaml_edit import with_entry, with_field, with_values
from casebound.load.register_reader import rows_of
from casebound.load.workspace import Workspace
from casebound.model.case import Case, Contact, StatusCheck
from casebound.model.citations import cites, texts
from casebound.model.days import Day
from casebound.model.near_match import did_you_mean
from casebound.model.personal_numbers import harmless_digest, numbers_in_field, without_separators
from casebound.model.requests import open_requests, sent_requests

_EXHIBIT_ID = re.compile("E[1-9][0-9]{0,2}")
_FEWEST_CHARACTERS = 6  # of a number that is confirmed as harmless
_NAME_IT = "Name an exhibit such as E4, a source of registers/sources.yml, or a file."


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was sent. With `follow_up` it asks about a request; `request` names it if there are several."""

    to: str
    about: str
    follow_up: bool = False
    request: str | None = None


def is_exhibit_id(word: str) -> bool:
    """Whether a word is the id of an exhibit and not a file. Write a file of that name as ./E5."""
    return bool(_EXHIBIT_ID.fullmatch(word))


def file_exhibit(workspace: Workspace, folder: str, new_exhibit: NewExhibit, actor: Actor) -> RecordedChange:
    """Copy a document into the evidence of the case and list it. Raises CannotRecord with nothing written."""
    with transaction_on(workspace, folder, actor) as transaction:
        key = add_exhibit(transaction, new_exhibit)
        return commit(transaction, f"Filed {key}: {new_exhibit.title}")


def withdraw_exhibit(workspace: Workspace, folder: str, key: str, because: str, actor: Actor) -> RecordedChange:
    """Take an exhibit out of use; its entry and its file stay. Raises CannotRecord with nothing written."""
    with transaction_on(workspace, folder, actor) as transaction:
        exhibit = transaction.case.exhibits.get(key)
        if exhibit is None:
            raise CannotRecord(f"{folder} has no exhibit {key}", "Name an exhibit that the record lists.")
        if exhibit.withdrawn is not None:
            message = f"{key} was already withdrawn on {exhibit.withdrawn.on} by {exhibit.withdrawn.by}"
            raise CannotRecord(message, "An exhibit is withdrawn once. Record its replacement as a new exhibit.")
        entry = {"on": transaction.logged.on.isoformat(), "by": transaction.by, "because": because}
        transaction.data = with_field(transaction.data, ("exhibits", key, "withdrawn"), entry)
        return commit(transaction, f"Withdrew {key}: {because}")


def confirm_harmless_number(
    workspace: Workspace, folder: str, number: str, confirmed_by: str, because: str, actor: Actor
) -> RecordedChange:
    """Record that a number of the record is no personal number. Raises CannotRecord with nothing written."""
    with transaction_on(workspace, folder, actor) as transaction:
        people = rows_of(workspace, "people")
        if confirmed_by not in people:
            message = f"{confirmed_by} is not in registers/people.yml{did_you_mean(confirmed_by, people)}"
            raise CannotRecord(message, "Name a person of the register with --confirmed-by.")
        if confirmed_by == transaction.by:
            message = f"{confirmed_by} cannot be both people who looked at the number"
            raise CannotRecord(message, "Name another person with --confirmed-by.")
        entry = {
            "sha256": harmless_digest(transaction.case.case, _found_in_record(transaction.case, number)),
            "because": because,
            "by": transaction.by,
            "confirmed_by": confirmed_by,
            "on": transaction.logged.on.isoformat(),
        }
        transaction.data = with_entry(transaction.data, ("harmless_numbers",), entry)
        return commit(transaction, f"A number in the record is harmless, as {confirmed_by} confirmed: {because}")


def _found_in_record(case: Case, number: str) -> str:
    """The number as it is found in the record, where a date of birth includes its label."""
    wanted = without_separators(number)
    found = {
        without_separators(text[begins:ends]): text[begins:ends]
        for at, text in texts(case)
        for _, begins, ends in numbers_in_field(at[-1], text)
    }
    same = [found[bare] for bare in found if len(wanted) >= _FEWEST_CHARACTERS and wanted in bare]
    if len(same) != 1:
        message = f"the record contains {len(same) or 'no'} number{'s' * (len(same) > 1)} like this that F09 reports"
        raise CannotRecord(message, "Copy the complete number, or the date, from the line that F09 names.")
    return same[0]


def citations_of(workspace: Workspace, folder: str, key: str, actor: Actor) -> tuple[str, ...]:
    """The places of the record that cite an exhibit, as paths such as rule/evidence."""
    with transaction_on(workspace, folder, actor) as transaction:
        found = [cite for cite in cites(texts(transaction.case)) if cite.id == key]
        return tuple(dict.fromkeys("/".join(map(str, cite.at)) for cite in found))


@dataclass(frozen=True, slots=True)
class SeenStatus:
    """The status text exactly as shown, with its capture or, for words said by phone, the person who said them.

    `request` names the request if there are several.
    """

    shown: str
    capture: str | NewExhibit | None = None
    spoke_with: str | None = None
    request: str | None = None


def note_status(workspace: Workspace, folder: str, status: SeenStatus, actor: Actor) -> RecordedChange:
    """Add a status check to a request. Raises CannotRecord with nothing written."""
    with transaction_on(workspace, folder, actor) as transaction:
        request = sent_request(transaction, status.request)
        key = document_of(transaction, status.capture, "status-capture") if status.capture is not None else None
        check = StatusCheck(
            at=actor.at,
            by=transaction.by,
            shown=status.shown,
            capture=key,
            how="phone" if key is None else None,
            spoke_with=status.spoke_with,
        )
        entry = entry_of(check, ("at", "by", "shown", "capture", "how", "spoke_with"))
        transaction.data = with_entry(transaction.data, ("requests", request, "tracker"), entry)
        return commit(transaction, f"Checked the status: {status.shown} ({key or 'by phone'}).")


def note_contact(
    workspace: Workspace, folder: str, message: Message, evidence: Iterable[str | NewExhibit], actor: Actor
) -> RecordedChange:
    """Add a message that was sent, with its evidence. Raises CannotRecord with nothing written."""
    with transaction_on(workspace, folder, actor) as transaction:
        sources = rows_of(workspace, "sources")
        keys = []
        for item in evidence:
            if isinstance(item, NewExhibit):
                keys.append(add_exhibit(transaction, item))
                continue
            if item not in transaction.case.exhibits and item not in sources:
                like = did_you_mean(item, (*transaction.case.exhibits, *sources))
                raise CannotRecord(f"{item} is neither an exhibit of {folder} nor a registered source{like}", _NAME_IT)
            if item in transaction.case.exhibits:
                refuse_out_of_use(item, transaction.case.exhibits[item])
            keys.append(item)
        contact = Contact(
            at=actor.at,
            by=transaction.by,
            to=message.to,
            about=message.about,
            follow_up=sent_request(transaction, message.request) if message.follow_up else None,
            evidence=tuple(keys),
        )
        entry = entry_of(contact, ("at", "by", "to", "about", "follow_up", "evidence"))
        transaction.data = with_entry(transaction.data, ("contacts",), entry)
        kind = "a follow-up" if message.follow_up else "a message"
        return commit(transaction, f"Sent {kind} to {message.to}.")


def sent_request(transaction: RecordTransaction, named: str | None) -> str:
    """The id of the named request, or of the only open request; if none is open, of the request that was sent last.

    Raises CannotRecord if the request is missing or was not sent, or if several are open and none is named.
    """
    case = transaction.case
    sent = [key for key, _, _ in sent_requests(case)]
    if named is not None:
        if named not in sent:
            message = f"{transaction.folder} has no request {named} that was sent. Sent requests: {_listed(sent)}"
            raise CannotRecord(message, "Name a request that was sent with --request.")
        return named
    possible = [key for key, _, _ in open_requests(case)] or sent[-1:]
    if not possible:
        raise CannotRecord(f"{transaction.folder} has no request that was sent", "Record the request first.")
    if len(possible) > 1:
        raise CannotRecord(
            f"{transaction.folder} has several open requests: {_listed(possible)}", "Name it with --request."
        )
    return possible[0]


def _listed(keys: list[str]) -> str:
    return ", ".join(keys) or "none"


def note_receipt(
    workspace: Workspace, folder: str, certificate: str, on: Day, document: str | NewExhibit, actor: Actor
) -> RecordedChange:
    """Record the receipt of a certificate. Raises CannotRecord with nothing written."""
    with transaction_on(workspace, folder, actor) as transaction:
        recorded = transaction.case.certificates.get(certificate)
        if recorded is None:
            listed = ", ".join(transaction.case.certificates) or "none"
            message = f"{folder} has no certificate {certificate}. Certificates of the case: {listed}"
            raise CannotRecord(
                message, "Add the certificate under `certificates` first, with each field as the document shows it."
            )
        if recorded.received_on is not None:
            message = f"{certificate} is already recorded as received on {recorded.received_on}"
            raise CannotRecord(message, "If the date is wrong, correct it in the record and explain it in the log.")
        if isinstance(document, NewExhibit):
            document = replace(document, received=document.received or on, effective=recorded.issued_on)
        key = document_of(transaction, document, "certificate")
        at = ("certificates", certificate)
        if recorded.document != key:
            transaction.data = with_values(transaction.data, {(*at, "document"): key})
        transaction.data = with_field(transaction.data, (*at, "received_on"), on.isoformat())
        return commit(transaction, f"Received certificate {certificate} on {on} ({key}).")
