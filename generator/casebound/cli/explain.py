"""What a control asks and why, in the words of its definition."""

import difflib
import textwrap
from collections.abc import Iterable, Iterator

from casebound.model.rules import CaseControl, ClaimControl, Rule

_WIDTH = 92


def find(rules: Iterable[Rule], wanted: str) -> Rule | None:
    """The rule of this id or name, whatever its case."""
    key = wanted.casefold()
    return next((rule for rule in rules if key in (rule.id.casefold(), rule.name.casefold())), None)


def nearest(rules: Iterable[Rule], wanted: str) -> tuple[str, ...]:
    """Ids and names that look like what was asked for."""
    words = [word for rule in rules for word in (rule.id, rule.name)]
    return tuple(difflib.get_close_matches(wanted, words, 3, 0.5))


def listing(rules: Iterable[Rule]) -> str:
    """Every rule on one line: id, severity, question."""
    return "".join(f"{rule.id}  {rule.severity.value:<8}  {rule.question}\n" for rule in rules)


def explanation(rule: Rule) -> str:
    """One rule at length."""
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
    lines = textwrap.wrap(text, _WIDTH - 8)
    return [f"{label if index == 0 else '':<8}{line}" for index, line in enumerate(lines)]
