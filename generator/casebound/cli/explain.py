"""A control in full: its question, its reason and its remedy, as its definition has them."""

import textwrap
from collections.abc import Iterable, Iterator

from casebound.model.near_match import near_matches
from casebound.model.rules import CaseControl, ClaimControl, Rule

_WIDTH = 92


def find(rules: Iterable[Rule], wanted: str) -> Rule | None:
    """The rule with this id or name, in upper or lower case."""
    key = wanted.casefold()
    return next((rule for rule in rules if key in (rule.id.casefold(), rule.name.casefold())), None)


def nearest(rules: Iterable[Rule], wanted: str) -> list[str]:
    """Up to three ids and names that are most like `wanted`."""
    return near_matches(wanted, (word for rule in rules for word in (rule.id, rule.name)), 3)


def listing(rules: Iterable[Rule]) -> str:
    """A line for each rule: id, severity, question."""
    return "".join(f"{rule.id}  {rule.severity.value:<8}  {rule.question}\n" for rule in rules)


def explanation(rule: Rule) -> str:
    """One rule in full."""
    return "\n".join(_lines(rule)) + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}  {rule.name}  ({rule.severity.value}, {_subject(rule)})"
    yield ""
    yield from _paragraph("Asks", rule.question)
    yield from _paragraph("Why", rule.why)
    yield from _paragraph("Remedy", rule.remedy)
    if rule.link is not None:
        yield from _paragraph("Link", f"{rule.link.value}: {rule.link.says}")
    for basis in rule.basis:
        yield from _paragraph("Basis", f"{basis.kind.value}: {basis.where}")


def _subject(rule: Rule) -> str:
    if isinstance(rule, ClaimControl):
        return "for each claim"
    return "for each case" if isinstance(rule, CaseControl) else "for each file"


def _paragraph(label: str, text: str) -> list[str]:
    lines = textwrap.wrap(text, _WIDTH - 8, break_on_hyphens=False)
    return [f"{label if index == 0 else '':<8}{line}" for index, line in enumerate(lines)]
