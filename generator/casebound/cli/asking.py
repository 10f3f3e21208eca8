"""Questions on a terminal: what no option gives is asked for, and each answer is checked at once."""

import shlex
from collections.abc import Mapping
from typing import Any

import click

from casebound.edit.event_entry import OpenField, applies, fields_of, is_required, refusal_of
from casebound.edit.event_forms import EventForm, FormField, Known, Write
from casebound.edit.note_event import kind_and_file
from casebound.edit.record_fields import Given, record_schema
from casebound.load.register_reader import rows_of


def asked_for(form: EventForm, given: Mapping[str, Given], known: Known) -> dict[str, Given]:
    """The fields of an event, with an answer for each field that is used, not given and without a known value."""
    answers = dict(given)
    chosen = _alternative(form, answers)
    fields = fields_of(form)
    if form.write is Write.CHANGE and not answers and not any(field.form.needed for field in fields):
        fields = _chosen_fields(fields)
    for field in sorted(fields, key=lambda field: field.name != chosen):
        if field.name in answers or not applies(field.form, answers) or field.name in set(form.one_of) - {chosen}:
            continue
        required = is_required(form, field, known, answers)
        if field.form.default is None and (required or field.form.asked):
            answer = ask(field, known, required=required)
            if answer:
                answers[field.name] = answer
    return answers


def _alternative(form: EventForm, answers: Mapping[str, Given]) -> str:
    """The alternative that is given, or that the user chooses."""
    found = [name for name in form.one_of if name in answers]
    if found or not form.one_of:
        return next(iter(found), "")
    return str(click.prompt("What is it", type=click.Choice(form.one_of), err=True))


def _chosen_fields(fields: tuple[OpenField, ...]) -> tuple[OpenField, ...]:
    """The fields that the user wants to change; all of them where each is asked for."""
    if any(field.form.asked for field in fields):
        return fields
    names = {field.form.option: field for field in fields}
    word = click.prompt("What changes", type=click.Choice(tuple(names)), err=True)
    return (OpenField(FormField(names[word].name, needed=True, adds=names[word].form.adds), names[word].schema),)


def ask(field: OpenField, known: Known, *, required: bool) -> Given | None:
    """The answer to the question for one field; None if the user leaves it out."""
    if field.schema.is_flag:
        return bool(click.confirm(field.schema.title, err=True)) or None
    hint = _hint(field)
    question = f"{field.schema.title}{f' ({hint})' if hint else ''}"
    default = None if required else ""
    answer: Given = click.prompt(question, default, type=_FieldAnswer(field, known), show_default=False, err=True)
    return answer or None


def _hint(field: OpenField) -> str:
    """What can be entered: the allowed values, or the form of the value."""
    if field.form.is_evidence:
        new = "FILE" if field.form.kind else "KIND=FILE"
        return f"E4, a source or {new}{'; several with spaces between them' if field.schema.is_list else ''}"
    return ", ".join(field.schema.values) or (f"for example {field.schema.example}" if field.schema.example else "")


class _FieldAnswer(click.ParamType[Given]):
    """The value of a field, checked as it is when it is given as an option."""

    name = "value"

    def __init__(self, field: OpenField, known: Known) -> None:
        self.field = field
        self.known = known

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Given:
        if not value:
            return ""
        field, words = self.field, str(value)
        given: Given = _words(words) if field.schema.is_list else words
        if field.form.is_evidence:
            given = _with_kinds(field, self.known, given)
        elif problem := refusal_of(field, given, self.known):
            self.fail(problem, param, ctx)
        return given


def _words(line: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(line))
    except ValueError as error:
        raise click.UsageError(f"{line}: {error}") from None


def _with_kinds(field: OpenField, known: Known, given: Given) -> Given:
    """The citations, each file with its kind. Fails for any other word."""
    words = given if isinstance(given, tuple) else (str(given),)
    kinds = click.Choice(record_schema("case").section(("exhibits", ""))["kind"].values)
    sources, cited = rows_of(known.workspace, "sources"), []
    for word in words:
        kind, file = kind_and_file(field.form, word)
        if word not in known.case.exhibits and word not in sources:
            click.Path(exists=True, dir_okay=False).convert(file, None, None)
            kind = kind or click.prompt(f"Kind of document of {file}", type=kinds, show_choices=True, err=True)
            word = f"{kind}={file}"  # noqa: PLW2901 - the same document, with its kind
        cited.append(word)
    return tuple(cited) if isinstance(given, tuple) else cited[0]
