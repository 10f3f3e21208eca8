"""The entry that an event adds to the record: the given fields, the defaults, and what is missing or not allowed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from casebound.edit.event_forms import EventForm, FormField, Known, PlacePart, Write
from casebound.edit.record_fields import Given, RecordField, record_schema
from casebound.edit.transaction import InvalidEvent
from casebound.load.register_reader import rows_of
from casebound.model.errors import CannotJudge
from casebound.model.near_match import did_you_mean
from casebound.model.requests import open_requests, unsent_requests

_ASKS = "Give these options, or run the command on a terminal, where it asks for them."


@dataclass(frozen=True, slots=True)
class OpenField:
    """A field of an event with its description in the schema."""

    form: FormField
    schema: RecordField

    @property
    def name(self) -> str:
        return self.form.name


def fields_of(form: EventForm) -> tuple[OpenField, ...]:
    """The fields of an event in their order, as the schema describes them."""
    section = record_schema("case").section(form.schema_place)
    return tuple(OpenField(field, section[field.name]) for field in form.fields)


def applies(field: FormField, given: Mapping[str, Given]) -> bool:
    """Whether a field is used, after what other fields say."""
    if field.unless and field.unless in given:
        return False
    if field.when is None:
        return True
    name, values = field.when
    return name in given and (not values or given[name] in values)


def is_required(form: EventForm, field: OpenField, known: Known, given: Mapping[str, Given]) -> bool:
    """Whether a field that is used must have a value."""
    below_optional = "/" in field.name and field.form.when is None
    by_schema = field.schema.required and form.write is not Write.CHANGE and not below_optional
    by_schema = by_schema or (field.schema.required and field.form.when is not None)
    return by_schema or field.name in form.one_of or field.form.is_needed(known, given)


def chosen_of(form: EventForm, given: Mapping[str, Given]) -> str:
    """The alternative that is given. Raises InvalidEvent if there is none, or more than one."""
    found = [name for name in form.one_of if name in given]
    if len(found) != 1:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in form.one_of)
        raise InvalidEvent(f"{'none' if not found else 'several'} of these is given: {options}", "Give one of them.")
    return found[0]


def completed(form: EventForm, given: Mapping[str, Given], known: Known) -> dict[str, Given]:
    """The fields with their defaults. Raises CannotJudge, which lists the options, for fields that are missing.

    Raises InvalidEvent for a field that is not used here, and for a value that is not allowed.
    """
    chosen = chosen_of(form, given) if form.one_of else ""
    values, missing = dict(given), list[str]()
    for field in fields_of(form):
        if field.name in form.one_of and field.name != chosen:
            continue
        if not applies(field.form, values):
            if field.name in given:
                raise InvalidEvent(*_not_used(field.form))
            continue
        if field.name not in values and (default := field.form.default_of(known)):
            values[field.name] = default
        if field.name in values:
            _check(field, values[field.name], known)
        elif is_required(form, field, known, values):
            missing.append(f"--{field.form.option}")
    if missing:
        raise CannotJudge(f"missing options: {', '.join(missing)}", _ASKS)
    if not values:
        options = ", ".join(f"--{field.option}" for field in form.fields)
        raise CannotJudge("no option says what to record", f"Give at least one of these: {options}.")
    return values


def _not_used(field: FormField) -> tuple[str, str]:
    if field.unless:
        return f"--{field.option} and --{field.unless.replace('_', '-')} are both given", "Give one of them."
    name, values = field.when or ("", ())
    needs = f"is {' or '.join(values)}" if values else "is given"
    return f"--{field.option} is used only if {name.replace('_', '-')} {needs}", "Leave the option out."


def _check(field: OpenField, value: Given, known: Known) -> None:
    if not field.form.is_evidence and (problem := refusal_of(field, value, known)):
        raise InvalidEvent(f"--{field.form.option}: {problem}", "Nothing was written.")


def refusal_of(field: OpenField, value: Given, known: Known) -> str | None:
    """Why a value is not allowed: by the schema, by a register, or by what decides; None if it is allowed."""
    if problem := field.schema.problem_with(value):
        return problem
    if field.form.register and value not in (rows := rows_of(known.workspace, field.form.register)):
        return f"{value} is not in registers/{field.form.register}.yml{did_you_mean(str(value), rows)}"
    return field.form.refuses(known, value) if field.form.refuses and isinstance(value, str) else None


def nested(form: EventForm, values: Mapping[str, Given]) -> dict[str, Any]:
    """The fields as they are written, in the order of the form; a name with a slash is a section in the section."""
    entry: dict[str, Any] = {}
    for field in form.fields:
        if field.name in values:
            *above, last = field.name.split("/")
            section = entry
            for part in above:
                section = section.setdefault(part, {})
            section[last] = values[field.name]
    return entry


def changed(
    held: Mapping[str, Any], entry: Mapping[str, Any], growing: frozenset[str], above: str = ""
) -> dict[str, Any]:
    """A section with changed fields: new entries of lists that grow are added, and other fields get the new value."""
    result = dict(held)
    for key, value in entry.items():
        name, before = f"{above}{key}", held.get(key)
        if isinstance(value, Mapping):
            result[key] = changed(before if isinstance(before, Mapping) else {}, value, growing, f"{name}/")
        elif name in growing and isinstance(before, list | tuple):
            result[key] = tuple(dict.fromkeys((*before, *value)))
        else:
            result[key] = value
    return result


def subject_of(form: EventForm, named: str | None, known: Known) -> str:
    """The named part of the place, or the only one that it can be. Raises InvalidEvent if it is not known."""
    case, part = known.case, form.part
    if part is None:
        return ""
    section = str(form.place[0])
    if part is PlacePart.NEXT:
        held = getattr(case, section)
        letter = _LETTERS[section]
        return f"{letter}{max((int(key[1:]) for key in held), default=0) + 1}"
    if part is PlacePart.NAME:
        return (named or "").replace("-", "_") if record_schema("case").names_at((section,)) else named or ""
    possible = tuple(_possible(case, part))
    if named is not None and named in getattr(case, section):
        return named
    if named is None and len(possible) == 1:
        return possible[0]
    what, listed = section.rstrip("s"), ", ".join(getattr(case, section)) or "none"
    count = f"no {what} {named}" if named else f"{'several' if possible else 'no'} {section}"
    remedy = f"Name one with --{what}." if possible else f"Add it with casebound record CASE {_ADDED_BY[section]}."
    raise InvalidEvent(f"{case.case} has {count}. In the record: {listed}", remedy)


_LETTERS = {"certificates": "K", "claims": "C", "quotes": "Q"}
_ADDED_BY = {"requests": "request", "certificates": "certificate", "claims": "claim"}


def _possible(case: Any, part: PlacePart) -> Iterator[str]:
    """What the event can be about if it is not named: for a request, one in preparation, else one that is open."""
    if part is PlacePart.REQUEST:
        yield from unsent_requests(case) or [key for key, *_ in open_requests(case)] or case.requests
    else:
        yield from case.certificates if part is PlacePart.CERTIFICATE else case.claims


def with_subject(form: EventForm, named: str | None, known: Known) -> Known:
    """What is known, with the named part of the place."""
    return replace(known, subject=subject_of(form, named, known))


def log_sentence(form: EventForm, values: Mapping[str, Given], subject: str) -> str:
    """The sentence for the log."""
    words = [name for name in form.one_of if name in values] or [
        f"{_spoken(name)}{_said(value)}" for name, value in values.items()
    ]
    shown = {name.replace("/", "__"): value for name, value in values.items()}
    return form.did.format_map({**shown, "subject": subject.replace("_", "-"), "chosen": _spoken(", ".join(words))})


def _spoken(name: str) -> str:
    return name.replace("/", " ").replace("_", " ")


def _said(value: Given) -> str:
    return f" {value}" if isinstance(value, str) else ""
