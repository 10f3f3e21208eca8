"""How far a case has come, gate by gate and link by link, told so that nothing unproved looks done.

A verdict on a claim comes from judging alone. This is for cases without a claim, where no chain has been
judged yet: a link is in order only if its own facts say so and no control objects.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casebound.controls.approval import missing_roles
from casebound.controls.packet import missing_documents
from casebound.controls.predicates import (
    agreement_in_force,
    identity_objections,
    issuer_objections,
    lane_confirmed,
    matrix_decision,
    needed_questions,
    received,
    unchanged,
)
from casebound.model.judgment import State
from casebound.model.labels import LINKS, ROLES, SECTIONS, Words, spoken
from casebound.model.rules import Link, Section
from casebound.model.terms import Answer, ApprovalStep, CertificateState, Decision
from casebound.render.view import CaseView, MatrixRow

PASSED = Words("Passed", "", "good")
IN_ORDER = Words("In order", "", "good")
STOPPED = Words("Stopped here", "", "stop")
OPEN = Words("Open", "", "hold")
UNDER_WAY = Words("Under way", "", "wait")
NOT_REACHED = Words("Not reached", "", "quiet")
_ICONS = {"good": "met", "stop": "not", "hold": "open", "wait": "ahead", "quiet": "ahead"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A gate, or a link of the chain that nothing is claimed on yet: where it stands and what is missing."""

    label: str
    says: str
    words: Words
    rules: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def icon(self) -> str:
        return _ICONS[self.words.tone]


def gates(view: CaseView) -> tuple[Standing, ...]:
    """The four gates of the guide, in order."""
    rows = _parted(view.matrix, lambda row: row.rule.section)
    told = (
        (Section.DECISION, _decision_gate(view)),
        (Section.PACKET, _packet_gate(view)),
        (Section.LANE, _lane_gate(view)),
        (Section.TRACKING, _tracking_gate(view)),
    )
    return tuple(
        _standing(SECTIONS[section].label, SECTIONS[section].meaning, words, gaps, rows[section])
        for section, (words, gaps) in told
    )


def reach(view: CaseView) -> tuple[Standing, ...]:
    """The links of the chain, for a case that claims nothing yet."""
    told, rows = dict(_links(view)), _parted(view.matrix, lambda row: row.rule.link)
    return tuple(_standing(LINKS[link], link.says, *told.get(link, (NOT_REACHED, ())), rows[link]) for link in Link)


Told = tuple[Words, tuple[str, ...]]


def _standing(label: str, says: str, words: Words, gaps: Sequence[str], rows: Sequence[MatrixRow]) -> Standing:
    """Objections of controls come on top of what the facts say, and nothing passes over one."""
    unmet = [row for row in rows if row.outcome.state is State.NOT_MET]
    objections = tuple(objection.message for row in unmet for objection in row.outcome.objections)
    if unmet and words.tone in ("good", "quiet", "wait"):
        words = OPEN
    judged = [row for row in rows if row.outcome.state is State.MET] if words.tone == "good" else []
    rules = tuple(dict.fromkeys(row.rule.id for row in (unmet or judged)))
    return Standing(label, says, words, rules, tuple(dict.fromkeys((*gaps, *objections))))


def _parted(
    rows: Iterable[MatrixRow], by: Callable[[MatrixRow], Section | Link | None]
) -> Mapping[Any, list[MatrixRow]]:
    """The matrix by section or by link, in one pass; what has no row has an empty list."""
    parts: dict[Any, list[MatrixRow]] = defaultdict(list)
    for row in rows:
        parts[by(row)].append(row)
    return parts


def _decision_gate(view: CaseView) -> Told:
    facts, stated = view.judged.facts, view.case.filing.decision
    allowed = matrix_decision(facts)
    if Decision.DO_NOT_FILE in (allowed, stated):
        return STOPPED, ("The facts give no ground for a request.",)
    if allowed is Decision.FILE and stated is Decision.FILE:
        return PASSED, ()
    return OPEN, ("It is not decided to file.",)


def _packet_gate(view: CaseView) -> Told:
    facts = view.judged.facts
    if _decision_gate(view)[0] is not PASSED:
        return NOT_REACHED, ()
    gaps = [f"No document behind: {spoken(name).lower()}." for name in missing_documents(facts)]
    gaps += [f"Not approved yet by the {ROLES[role].lower()}." for role in missing_roles(facts, ApprovalStep.FILING)]
    return (OPEN, tuple(gaps)) if gaps else (PASSED, ())


def _lane_gate(view: CaseView) -> Told:
    facts = view.judged.facts
    if _decision_gate(view)[0] is STOPPED:
        return NOT_REACHED, ()
    if not lane_confirmed(facts):
        return OPEN, ("The intake label is no confirmed lane.",)
    return (PASSED, ()) if _sent(view) else (NOT_REACHED, ())


def _tracking_gate(view: CaseView) -> Told:
    if not _sent(view):
        return NOT_REACHED, ()
    facts = view.judged.facts
    over = view.case.denial is not None or any(received(facts, one) for one in view.case.certificates.values())
    return (PASSED if over else UNDER_WAY), ()


def _sent(view: CaseView) -> bool:
    return view.case.submission is not None and view.case.submission.sent_on <= view.as_of


def _links(view: CaseView) -> Iterator[tuple[Link, Told]]:
    facts, case = view.judged.facts, view.case
    conditions = case.conditions
    if not agreement_in_force(facts, view.as_of):
        yield Link.AGREEMENT, (STOPPED, (f"The register shows no agreement with {view.country} in force.",))
    else:
        yield Link.AGREEMENT, _answered(conditions.agreement.met, "That the agreement applies is {}.")
    fits = (conditions.cross_border.met, conditions.double_contributions.met, case.rule.confirmed)
    worst = next((one for one in (Answer.NO, Answer.UNKNOWN) if one in fits), Answer.YES)
    yield Link.RULE, _answered(worst, "That the conditions hold and a rule fits is {}.")
    if not lane_confirmed(facts):
        yield Link.LANE, (OPEN, ("The intake label is no confirmed lane.",))
    elif _sent(view):
        yield Link.LANE, (IN_ORDER, ())
    yield from _document_links(view)
    unknown = [name for name in needed_questions(facts) if name in case.questions and case.questions[name].unknown]
    if unknown:
        yield Link.KNOWLEDGE, (OPEN, tuple(f"Unknown: {spoken(name).lower()}." for name in unknown))


def _answered(answer: Answer, says: str) -> Told:
    if answer is Answer.YES:
        return IN_ORDER, ()
    told = "answered with no" if answer is Answer.NO else "not known"
    return (STOPPED if answer is Answer.NO else OPEN), (says.format(told),)


def _document_links(view: CaseView) -> Iterator[tuple[Link, Told]]:
    """Issuer, receipt and identity, for the final certificate in hand that fits best."""
    facts, found = view.judged.facts, []
    for key, one in view.case.certificates.items():
        if one.state is CertificateState.FINAL and received(facts, one):
            issuer = tuple(objection.message for objection in issuer_objections(facts, key, one))
            receipt = () if unchanged(facts, one.document) else (f"The file of {key} is not the one recorded.",)
            identity = tuple(objection.message for objection in identity_objections(facts, key, one))
            found.append((issuer, receipt, identity))
    if found:
        best = min(found, key=lambda gaps: sum(map(len, gaps)))
        for link, gaps in zip((Link.ISSUER, Link.RECEIPT, Link.IDENTITY), best, strict=True):
            yield link, ((OPEN, gaps) if gaps else (IN_ORDER, ()))
