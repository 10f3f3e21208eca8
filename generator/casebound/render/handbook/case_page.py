"""What a case's page shows beyond the shared view: its packet, approvals, control matrix and timeline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from casebound.model.case import Evidence
from casebound.model.judgment import State
from casebound.model.labels import SECTIONS, STATES, Label, packet_field, spoken
from casebound.render.fragments import cited
from casebound.render.timeline import Timeline, timeline
from casebound.render.view import CaseView, MatrixRow

_MOST_PRESSING = (State.NOT_MET, State.MET, State.NOT_REACHED, State.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class PacketRow:
    """One key field of the request with the documents behind it."""

    item: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """The controls of one part of the process that came to the same outcome, for the case or for one claim.

    `chained` are the controls that the chain on the same page already links to, `unchained` the rest.
    """

    words: Label
    claim: str
    chained: tuple[str, ...]
    unchained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionRows:
    """The control matrix of one part of the process, what is not met first."""

    words: Label
    groups: tuple[OutcomeGroup, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of one case shows in addition to its view. `known` are the rules with a page."""

    links: Mapping[str, Markup]
    packet: tuple[PacketRow, ...]
    matrix: tuple[SectionRows, ...]
    known: frozenset[str]
    timeline: Timeline


def case_page(view: CaseView) -> CasePage:
    """Work out what the page of one case shows."""
    case = view.case
    chained = frozenset(control for claim in view.judged.claims for link in claim.chain for control in link.controls)
    return CasePage(
        links=cited(view),
        packet=tuple(
            PacketRow(spoken(packet_field(case, name)), getattr(case.packet, name))
            for name in case.packet.__struct_fields__
        ),
        matrix=tuple(_matrix(view.matrix, chained)),
        known=frozenset(row.rule.id for row in view.matrix) if view.findings else frozenset(),
        timeline=timeline(view),
    )


def _matrix(rows: Iterable[MatrixRow], chained: frozenset[str]) -> Iterator[SectionRows]:
    found: dict[str, dict[tuple[str, int], list[str]]] = {}
    for row in rows:
        place = (row.outcome.claim or "", _MOST_PRESSING.index(row.outcome.state))
        found.setdefault(row.rule.section.value, {}).setdefault(place, []).append(row.rule.id)
    for section, words in SECTIONS.items():
        if groups := found.get(section.value):
            shown = (
                _group(claim, STATES[_MOST_PRESSING[at]], groups[claim, at], chained) for claim, at in sorted(groups)
            )
            yield SectionRows(words, tuple(shown))


def _group(claim: str, words: Label, ids: Sequence[str], chained: frozenset[str]) -> OutcomeGroup:
    within = tuple(control for control in ids if control in chained)
    return OutcomeGroup(words, claim, within, tuple(control for control in ids if control not in chained))
