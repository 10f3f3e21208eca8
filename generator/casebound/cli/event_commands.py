"""`record CASE …` for every event that a form describes: its options, its questions and what it prints."""

from pathlib import Path
from typing import Any

import click

from casebound.cli import options
from casebound.cli.asking import asked_for
from casebound.cli.options import done_at, in_folder, on_terminal
from casebound.cli.record_command import actor_of, say, with_case
from casebound.edit.event_entry import OpenField, fields_of, with_subject
from casebound.edit.event_forms import Default, EventForm, PlacePart, Write
from casebound.edit.event_table import FORMS
from casebound.edit.note_event import EventRequest, known_of, note_event
from casebound.edit.record_fields import Given, record_schema
from casebound.edit.transaction import Actor
from casebound.pipeline.record_effect import review_for

_COMMON = ("by", "at")
_SUBJECTS = {PlacePart.REQUEST: "request", PlacePart.CERTIFICATE: "certificate", PlacePart.CLAIM: "claim"}


def event_commands() -> tuple[click.Command, ...]:
    """A command for each form."""
    return tuple(_command(form) for form in FORMS)


def _command(form: EventForm) -> click.Command:
    fields = fields_of(form)

    def record_event(case: str, /, folder: Path, **given: Any) -> None:
        _record(form, case, folder, given)

    options_of = (field for field in fields if not field.form.fixed and field.name not in _COMMON)
    params = [*_subject_params(form), *(_option(form, field) for field in options_of)]
    command = click.Command(form.command, callback=click.pass_obj(record_event), params=params, help=_help(form))
    for decorate in (in_folder, done_at, _done_by):
        command = decorate(command)
    return command


_done_by = click.option("--by", help="The person who did this, as an id in registers/people.yml.")


def _help(form: EventForm) -> str:
    """What the command does, and how evidence is given."""
    evidence = any(field.is_evidence for field in form.fields)
    how = "\n\nEvidence is an exhibit (`E4`), a source of the sources register, or a file that becomes an exhibit."
    return f"{form.says}{how if evidence else ''}\n\nOn a terminal, the command asks for what no option gives."


def _subject_params(form: EventForm) -> list[click.Parameter]:
    """The named part of the place: an argument where the user must name it, else an option."""
    if form.part is PlacePart.NAME:
        names = record_schema("case").names_at((str(form.place[0]),))
        kind = click.Choice([name.replace("_", "-") for name in names]) if names else None
        return [click.Argument(["subject"], type=kind, metavar="NAME" if kind is None else None)]
    what = _SUBJECTS.get(form.part) if form.part else None
    if what is None:
        return []
    help_text = f"The {what}, by its id. Default: the only {what} that it can be."
    return [click.Option([f"--{what}", "subject"], help=help_text)]


def _option(form: EventForm, field: OpenField) -> click.Option:
    schema = field.schema
    return click.Option(
        [f"--{field.form.option}", _parameter(field.name)],
        is_flag=schema.is_flag,
        multiple=schema.is_list,
        metavar=None if schema.is_flag else _metavar(field),
        help=f"{schema.description}{_use(form, field)}",
        show_default=_DEFAULTS.get(field.form.default) if isinstance(field.form.default, Default) else None,
    )


_DEFAULTS = {Default.DAY: "the day of the event", Default.ACTOR: "the person in --by"}
_VALUES = {"people": "PERSON", "employers": "EMPLOYER"}


def _metavar(field: OpenField) -> str | None:
    """The form of the value: the allowed values, or what kind of value it is."""
    if field.form.is_evidence:
        return f"EXHIBIT|SOURCE|{'' if field.form.kind else 'KIND='}FILE"
    if field.schema.values:
        return f"[{'|'.join(field.schema.values)}]"
    return _VALUES.get(field.form.register) or ("YYYY-MM-DD" if field.schema.is_day else None)


def _use(form: EventForm, field: OpenField) -> str:
    """When the option is required, or when it is used."""
    stated, needed = field.form.when, field.form.needed is True or field.schema.required
    if stated is None:
        required = (needed and form.write is not Write.CHANGE and "/" not in field.name) or field.form.needed is True
        return " Required." if required and field.form.default is None and not field.form.unless else ""
    name, values = stated
    condition = f"{_spoken(name)} is {' or '.join(values) or 'given'}"
    return f" {'Required' if needed and field.form.default is None else 'Used'} if {condition}."


def _spoken(name: str) -> str:
    return f"--{name.replace('_', '-').replace('/', '-')}"


def _parameter(name: str) -> str:
    return f"field__{name.replace('/', '__')}"


def _record(form: EventForm, case: str, folder: Path, entered: dict[str, Any]) -> None:
    """Record the event, with answers for what is missing."""
    project = with_case(folder, case)
    given: dict[str, Given] = {
        field.name: entered[parameter] for field in form.fields if entered.get(parameter := _parameter(field.name))
    }
    if on_terminal():
        actor = actor_of(entered)
        known = with_subject(form, entered.get("subject"), known_of(project, case, actor))
        if actor.by is None:
            usual = known.case.people.in_role(form.by)
            actor = Actor(actor.at, actor.now, click.prompt("By", usual, err=True))
        given = asked_for(form, given, known)
        entered |= {"by": actor.by}
    elif entered["by"] is None:
        raise click.UsageError("Missing option '--by'.")
    event = EventRequest(form, given, entered.get("subject"))
    review = review_for(project, options.this_day())
    say(project, note_event(project, case, event, actor_of(entered), review))
