"""What a case's page shows beyond the shared view: its chains in four stages, approvals, documents and timeline."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from casebound.model.case import Case, Certificate, Evidence, Refusal
from casebound.model.decisions import SheetAnswer
from casebound.model.judgment import State, Verdict
from casebound.model.labels import SECTIONS, STATES, Label, packet_field
from casebound.model.requests import refusal_of, sent_requests
from casebound.model.rules import Link
from casebound.model.terms import ApprovalStep, SheetReply, Stage
from casebound.plan.case_plan import Answered, Step
from casebound.plan.decision_rows import SheetRow
from casebound.plan.link_facts import LINK_STAGES
from casebound.plan.progress import NOT_REACHED
from casebound.render.fragments import cited
from casebound.render.timeline import Timeline, timeline
from casebound.render.view import CaseView, ClaimView, MatrixRow

_MOST_PRESSING = (State.NOT_MET, State.MET, State.NOT_REACHED, State.NOT_APPLICABLE)
_COMPLETE = Label("complete", "", "good")
_NOT_COMPLETE = Label("not complete", "", "stop")


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A link of a chain: its number, how far it is, what this case shows for it, and what is missing.

    `needed` is what a complete link shows, in general. `repeats` is true if its first document is that of the link
    before.
    """

    link: Link
    anchor: str
    number: int
    label: str
    words: Label
    fact: str
    missing: tuple[str, ...]
    evidence: Evidence
    controls: tuple[str, ...]
    needed: str
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of a claim, or of a case without one, in four stages.

    `ahead` are the links not reached. A chain is `folded` if it is complete and not the first.
    """

    claim: ClaimView | None
    stages: tuple[tuple[str, tuple[ChainRow, ...]], ...]
    ahead: tuple[ChainRow, ...]
    folded: bool

    @property
    def rows(self) -> Iterator[ChainRow]:
        for _, rows in self.stages:
            yield from rows


@dataclass(frozen=True, slots=True)
class ShownApproval:
    """An answer to a decision sheet, with the row of the sheet. `again` is true if the person answered before."""

    answer: SheetAnswer
    sheet: SheetRow
    again: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """The controls of one part of the process that came to the same outcome, for the case or for one claim."""

    words: Label
    claim: str
    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionRows:
    """The control matrix of one part of the process, what is not met first."""

    words: Label
    groups: tuple[OutcomeGroup, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of one case shows in addition to its view.

    `links` are the links to exhibits and sources. `bad_news` is what the first screen says above all else, if anything,
    and `reasons` are the sentences that it has already. `also_late` are other steps that are late. `proof` are the
    certificates that the claims name, or all if there is no claim. `approved` are the approvals that the case rests on.
    `used_in` has the links of the chain that an exhibit or source shows. `undocumented` are the key fields of the
    request without a document. `not_yet` are the parts of the record that are empty. `known` are the rules with a page.
    """

    links: Mapping[str, Markup]
    bad_news: str
    refusal: Refusal | None
    reasons: tuple[str, ...]
    also_late: tuple[Step, ...]
    proof: Mapping[str, Certificate]
    approved: tuple[ShownApproval, ...]
    approvals: tuple[ShownApproval, ...]
    chains: tuple[Chain, ...]
    open: tuple[Answered, ...]
    answered: tuple[Answered, ...]
    used_in: Mapping[str, tuple[ChainRow, ...]]
    undocumented: tuple[str, ...]
    not_yet: tuple[str, ...]
    matrix: tuple[SectionRows, ...]
    known: frozenset[str]
    timeline: Timeline


def case_page(view: CaseView) -> CasePage:
    """Work out what the page of one case shows."""
    case, plan = view.case, view.plan
    chains = tuple(_chains(view))
    refused = refusal_of(case)
    refusal = refused[1] if refused and view.judged.stage is Stage.DENIED else None
    named = [key for claim in case.claims.values() for key in claim.certificates]
    given = sorted(
        ((answer, row) for row in plan.sheets for answer in row.answers), key=lambda shown: shown[0].counts_from
    )
    before = [{answer.by for answer, _ in given[:index]} for index in range(len(given))]
    approvals = [ShownApproval(*shown, shown[0].by in people) for shown, people in zip(given, before, strict=True)]
    return CasePage(
        links=cited(view),
        bad_news=_bad_news(view),
        refusal=refusal,
        reasons=(*(state.meaning for state in plan.certificates.values()), *((refusal.because,) if refusal else ())),
        also_late=tuple(step for step in plan.late if step is not plan.next),
        proof={key: held for key, held in case.certificates.items() if key in named or not named},
        approved=tuple(_in_effect(approvals)),
        approvals=tuple(approvals),
        chains=chains,
        open=plan.unknown,
        answered=tuple(answer for answer in plan.answers if not answer.unknown),
        used_in=_used_in(chains),
        undocumented=tuple(
            packet_field(case, name) for name in case.packet.__struct_fields__ if not getattr(case.packet, name)
        ),
        not_yet=tuple(_not_yet(view)),
        matrix=tuple(_matrix(view.matrix)),
        known=frozenset(row.rule.id for row in view.matrix) if view.findings else frozenset(),
        timeline=timeline(view),
    )


def _bad_news(view: CaseView) -> str:
    """In a word or two, why nobody may rely on an exemption in a case that looks as if somebody might."""
    if view.judged.stage is Stage.DENIED:
        return "Refused"
    return {Verdict.UNSUPPORTED: "Not supported", Verdict.PROPOSED: "Not exempt"}.get(view.judged.verdict, "")


def _not_yet(view: CaseView) -> Iterator[str]:
    """What the case has none of so far."""
    case = view.case
    parts = {
        "request": case.requests,
        "certificate": case.certificates,
        "approvals": view.plan.sheets,
        "claim": case.claims,
        "documents": case.exhibits,
        "log": case.log,
    }
    yield from (name for name, found in parts.items() if not found)


def _in_effect(given: Sequence[ShownApproval]) -> Iterator[ShownApproval]:
    """The approvals of the exemption that the case rests on; if there are none, those of the last filing."""
    counting = [shown for shown in given if shown.sheet.state.tone == "good"]
    counting = [shown for shown in counting if shown.answer.answer is SheetReply.APPROVE]
    of_exemption = [shown for shown in counting if shown.sheet.sheet.head.step is ApprovalStep.EXEMPTION]
    yield from of_exemption or [shown for shown in counting if shown.sheet is counting[-1].sheet]


def _chains(view: CaseView) -> Iterator[Chain]:
    """The chain of each claim; the progress of a case that claims nothing."""
    for index, claim in enumerate(view.claims):
        folded = index > 0 and claim.verdict.supported
        yield _chain(claim, list(_claim_rows(view, claim)), folded=folded)
    if not view.claims:
        yield _chain(None, list(_progress_rows(view)))


def _claim_rows(view: CaseView, claim: ClaimView) -> Iterator[ChainRow]:
    for number, step in enumerate(claim.steps, start=1):
        verdict = step.verdict
        yield ChainRow(
            link=verdict.link,
            anchor=f"{claim.id}-{verdict.link.value}",
            number=number,
            label=step.label,
            words=_COMPLETE if verdict.holds else _NOT_COMPLETE,
            fact=view.plan.link_facts[claim.id][verdict.link],
            missing=verdict.missing,
            evidence=verdict.evidence,
            controls=verdict.controls,
            needed=step.says,
        )


def _progress_rows(view: CaseView) -> Iterator[ChainRow]:
    evidence = _evidence(view.case)
    for number, progress in enumerate(view.plan.links, start=1):
        link = progress.link
        yield ChainRow(
            link=link,
            anchor=f"link-{link.value}",
            number=number,
            label=progress.label,
            words=progress.words,
            fact=view.plan.link_facts[""][link],
            missing=progress.missing,
            evidence=evidence.get(link, ()),
            controls=progress.controls,
            needed=progress.says,
        )


def _evidence(case: Case) -> Mapping[Link, Evidence]:
    """The exhibits and sources that show a link of a case without a claim to a reader."""
    documents = tuple(certificate.document for certificate in case.certificates.values())
    sent = (key for _, _, sent in sent_requests(case) for key in sent.proof)
    refused = refusal_of(case)
    return {
        Link.AGREEMENT: case.conditions.agreement.evidence,
        Link.RULE: case.rule.evidence,
        Link.LANE: tuple(dict.fromkeys((*case.packet.filing_lane, *sent))),
        Link.ISSUER: refused[1].evidence if refused else documents,
        Link.RECEIPT: documents,
        Link.IDENTITY: documents,
    }


def _chain(claim: ClaimView | None, rows: Sequence[ChainRow], *, folded: bool = False) -> Chain:
    reached = [row for row in rows if row.words is not NOT_REACHED]
    firsts = [row.evidence[:1] for row in reached]
    reached = [
        replace(row, repeats=bool(first) and first == before)
        for row, first, before in zip(reached, firsts, ((), *firsts), strict=False)
    ]
    stages = ((stage, tuple(row for row in reached if row.link in links)) for stage, links in LINK_STAGES.items())
    return Chain(
        claim,
        tuple((stage, found) for stage, found in stages if found),
        tuple(row for row in rows if row.words is NOT_REACHED),
        folded,
    )


def _used_in(chains: Iterable[Chain]) -> Mapping[str, tuple[ChainRow, ...]]:
    found: dict[str, list[ChainRow]] = defaultdict(list)
    for chain in chains:
        for row in chain.rows:
            for key in row.evidence:
                found[key].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _matrix(rows: Iterable[MatrixRow]) -> Iterator[SectionRows]:
    found: dict[str, dict[tuple[str, int], list[str]]] = {}
    for row in rows:
        place = (row.outcome.claim or "", _MOST_PRESSING.index(row.outcome.state))
        found.setdefault(row.rule.section.value, {}).setdefault(place, []).append(row.rule.id)
    for section, words in SECTIONS.items():
        if groups := found.get(section.value):
            shown = ((claim, STATES[_MOST_PRESSING[at]], groups[claim, at]) for claim, at in sorted(groups))
            yield SectionRows(words, tuple(OutcomeGroup(state, claim, tuple(ids)) for claim, state, ids in shown))
