"""Record an event of any form: bring in its documents, complete its fields, and write its lines in one transaction."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from casebound.edit.event_entry import (
    changed,
    completed,
    fields_of,
    log_sentence,
    nested,
    with_subject,
)
from casebound.edit.event_forms import EventForm, FormField, Known, Write
from casebound.edit.events import is_exhibit_id
from casebound.edit.record_fields import Given, record_schema
from casebound.edit.transaction import (
    Actor,
    InvalidEvent,
    NewExhibit,
    RecordedChange,
    RecordTransaction,
    add_exhibit,
    commit,
    refuse_out_of_use,
    transaction_on,
)
from casebound.edit.yaml_block import with_mapping
from casebound.edit.yaml_edit import with_entry, with_member
from casebound.load.register_reader import rows_of
from casebound.load.workspace import Workspace
from casebound.model.days import Day
from casebound.model.labels import spoken
from casebound.model.near_match import did_you_mean
from casebound.model.record_base import plain

_CITE = "Name an exhibit such as E4, a source of registers/sources.yml, or a file as KIND=FILE."


@dataclass(frozen=True, slots=True)
class EventRequest:
    """An event to record: its form, the fields that are given, and the named part of its place, if one is named.

    Evidence is given as exhibits, sources and files (KIND=FILE, or FILE where the field has a kind of its own).
    """

    form: EventForm
    given: Mapping[str, Given]
    subject: str | None = None


Review = Callable[[RecordTransaction, tuple[str, ...]], None]
"""Looks at the new record before it is written, and at the place of the event. Raises CannotJudge to refuse it."""


def note_event(
    workspace: Workspace, folder: str, event: EventRequest, actor: Actor, review: Review | None = None
) -> RecordedChange:
    """Record an event. Raises CannotJudge with nothing written."""
    form = event.form
    with transaction_on(workspace, folder, actor) as transaction:
        known = with_subject(form, event.subject, known_in(transaction))
        values = completed(form, event.given, known)
        values |= {
            field.name: _cited(transaction, field.form, values)
            for field in fields_of(form)
            if field.form.is_evidence and field.name in values
        }
        place = form.located(known.subject)
        entry: Mapping[str, Any] = nested(form, values)
        if form.write is Write.ADD:
            transaction.data = with_member(transaction.data, place[0], place[1], entry)
        elif form.write is Write.APPEND:
            transaction.data = with_entry(transaction.data, place, entry)
        else:
            if form.write is Write.CHANGE:
                growing = frozenset(field.name for field in form.fields if field.adds)
                entry = changed(_held(transaction, place), entry, growing)
            transaction.data = with_mapping(transaction.data, place, entry)
        if review is not None and form.judged:
            review(transaction, place)
        return commit(transaction, log_sentence(form, values, known.subject))


def known_in(transaction: RecordTransaction) -> Known:
    """What is known of the case in a transaction."""
    return Known(transaction.workspace, transaction.case, transaction.by, transaction.actor.at.on)


def known_of(workspace: Workspace, folder: str, actor: Actor) -> Known:
    """What is known of a case, for the questions on a terminal."""
    with transaction_on(workspace, folder, actor) as transaction:
        return known_in(transaction)


def _held(transaction: RecordTransaction, place: tuple[str, ...]) -> Mapping[str, Any]:
    """The section as the record has it."""
    found = plain(transaction.case)
    for part in place:
        found = found.get(part, {})
    return found if isinstance(found, Mapping) else {}


def _cited(transaction: RecordTransaction, field: FormField, values: Mapping[str, Given]) -> Given:
    """The ids of the exhibits and sources of a field; files become exhibits."""
    given = values[field.name]
    words = given if isinstance(given, tuple) else (str(given),)
    ids = tuple(dict.fromkeys(_id_of(transaction, field, word, values) for word in words))
    return ids if isinstance(given, tuple) else ids[0]


def _id_of(transaction: RecordTransaction, field: FormField, word: str, values: Mapping[str, Given]) -> str:
    if exhibit := transaction.case.exhibits.get(word):
        refuse_out_of_use(word, exhibit)
        return word
    sources = rows_of(transaction.workspace, "sources")
    if word in sources:
        return word
    kind, file = kind_and_file(field, word)
    if not os.path.lexists(file) or is_exhibit_id(word):
        like = did_you_mean(word, (*transaction.case.exhibits, *sources))
        message = f"{word} is neither an exhibit of {transaction.folder} nor a registered source nor a file{like}"
        raise InvalidEvent(f"--{field.option}: {message}", _CITE)
    if kind is None:
        raise InvalidEvent(f"--{field.option}: the kind of document of {file} is missing", _CITE)
    document = NewExhibit(Path(file), kind, spoken(kind))
    if kind == "certificate":
        days = (_day(values, "received_on"), _day(values, "issued_on"))
        document = replace(document, received=days[0], effective=days[1])
    return add_exhibit(transaction, document)


def kind_and_file(field: FormField, word: str) -> tuple[str | None, str]:
    """The kind of document and the file in KIND=FILE; the kind of the field, if it has one, for a bare file."""
    kind, named, file = word.partition("=")
    kinds = record_schema("case").section(("exhibits", ""))["kind"].values
    if named and kind in kinds:
        return kind, file
    return field.kind or None, word


def _day(values: Mapping[str, Given], name: str) -> Day | None:
    stated = values.get(name)
    return Day.fromisoformat(stated) if isinstance(stated, str) else None
