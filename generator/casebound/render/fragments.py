"""Markup that pages repeat hundreds of times: badges, and links to controls, exhibits and sources.

It is made here because a call into a template costs more than the markup itself. Values of a record are escaped.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from markupsafe import Markup, escape

from casebound.model.days import Day
from casebound.model.labels import Label
from casebound.plan.case_plan import Step, StepKind
from casebound.render.american_days import american, american_day
from casebound.render.view import CaseView

_COMMA = Markup(", ")
_SPACE = Markup(" ")
_OF_FINDINGS = frozenset({StepKind.FINDING, StepKind.WARNING})
_NOTHING = Markup()
_CODE = Markup("<code>{}</code>")
_IN_BACKTICKS = re.compile("`([^`]+)`")


@cache
def badge(words: Label) -> Markup:
    """A term in the color of its tone."""
    return Markup('<b class="{}">{}</b>').format(words.tone, words.label)


@cache
def dated(day: Day) -> Markup:
    """A day for people, with the day as machines read it."""
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), american_day(day))


def code_marked(words: str) -> Markup:
    """The text of a control, which quotes no record: its days as `May 1, 2026`, and what is in backticks as code."""
    pieces = _IN_BACKTICKS.split(american(words))
    return _NOTHING.join(_CODE.format(piece) if place % 2 else piece for place, piece in enumerate(pieces))


def step_says(step: Step) -> str:
    """What a step says. Only the remedy of a control is marked, since another step may quote the record."""
    return code_marked(step.says) if step.kind in _OF_FINDINGS else american(step.says)


@cache
def controls(ids: tuple[str, ...]) -> Markup:
    """Links from a case's page to the pages of controls."""
    return _SPACE.join(Markup('<a href="../../controls/{0}.html">{0}</a>').format(control) for control in ids)


def cited(view: CaseView) -> dict[str, Markup]:
    """For each exhibit and source of a case, the link to its row on the case's page: its title, and its short id.

    Sources are S1, S2 and so on.
    """
    return {
        key: Markup('<a href="#{0}">{1} <small>{0}</small></a>').format(label, view.citations[key].title)
        + (_OUT_OF_USE if view.citations[key].out_of_use else "")
        for key, label in view.labels.items()
    }


def person(id: str, people: Mapping[str, str]) -> Markup | str:
    """The link from a case's page to a person's page; the id alone where the register does not have the person."""
    name = people.get(id)
    return _person_link(id, name) if name else id


@cache
def _person_link(id: str, name: str) -> Markup:
    return Markup('<a href="../../people/{}.html">{}</a>').format(id, name)


_OUT_OF_USE = Markup(" <mark>(not in use)</mark>")


def cites(ids: Iterable[str], links: Mapping[str, Markup]) -> Markup:
    """The links of exhibits and sources; a cited item that is not on file is marked."""
    return _COMMA.join(links.get(cited_id) or _missing(cited_id) for cited_id in ids)


@cache
def relied_on(places: tuple[str, ...]) -> str:
    """The parts of a case that rely on something, each section named once: "packet: jurisdiction, filing lane"."""
    parts: dict[str, list[str]] = {}
    for place in places:
        section, _, rest = place.lower().partition(": ")
        parts.setdefault(section, []).extend([rest] if rest else [])
    return "; ".join(section + (f": {', '.join(rest)}" if rest else "") for section, rest in parts.items())


def _missing(id: str) -> Markup:
    return Markup("<mark>{} (not on file)</mark>").format(escape(id))
