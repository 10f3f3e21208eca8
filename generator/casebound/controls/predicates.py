"""Predicates over the facts of a case, shared by controls and by the stage.

Each fails closed: a fact that is missing, unexpected or later than the as-of date counts as a no.
"""

import re
from collections.abc import Iterator

from casebound.model.case import Certificate, Request
from casebound.model.citations import Cite
from casebound.model.days import Day
from casebound.model.evidence import EvidenceFile
from casebound.model.facts import Facts
from casebound.model.people import acts_in_role
from casebound.model.registers import Agreement, OfficialHost, OfficialSource
from casebound.model.requests import any_sent, refusal_of
from casebound.model.terms import (
    Answer,
    Channel,
    Decision,
    DefectKind,
    Direction,
    Lane,
    Reliance,
    Requester,
    Role,
    SourceTopic,
)

UNITED_STATES = "US"
PROOF_KINDS = {
    Channel.ONLINE: "portal-confirmation",
    Channel.FAX: "fax-report",
    Channel.MAIL: "mailing-proof",
    Channel.FOREIGN_AGENCY: "agency-acknowledgement",
}
CANADIAN_ISSUERS = {"cpp": "Canada Revenue Agency", "qpp": "Retraite Québec"}
"""The issuer of certificates under each Canadian pension plan."""

RELIANCE_KINDS = {
    Reliance.PAYROLL: ("payroll-record",),
    Reliance.CONTRIBUTIONS_NOT_PAID: ("nonpayment-record", "payroll-record"),
    Reliance.RETURN_FILED: ("filed-return", "payroll-record"),
}
"""The kinds of exhibits that show how an exemption is relied on."""

SHOWS_RELIANCE = frozenset(kind for kinds in RELIANCE_KINDS.values() for kind in kinds)
SHOWS_CONTRIBUTIONS = ("correspondence", "internal-note")
"""The kinds of exhibits that show that contributions are paid: a letter of the worker, and a note of payroll."""

AUTHORITY_KINDS = {
    Requester.AGENT: ("power-of-attorney",),
    Requester.HOME_EMPLOYER: ("assignment-letter", "correspondence", "power-of-attorney"),
}
"""The kinds of exhibits that show that somebody else may request the certificate."""

LINE_ENDINGS_CHANGED = "differs from the recorded file only in its line endings (CRLF or LF)"
REPLACE_EXHIBIT = (
    "record the new file (`casebound record CASE exhibit FILE`), cite the new exhibit, and withdraw the old exhibit,"
    " whose entry stays (`casebound record CASE withdraw EXX --because …`)."
)
ADVERSE_KINDS = frozenset({"denial-letter"})
"""The kinds of exhibits that count against an exemption, in use or not."""

GIVE_UP_CLAIM = "remove the claim, or reverse it if payroll relies on it (`casebound record CASE reversed`)"
READ_EARLIER = (
    "If the request was already sent, and the page was at most twice as old as the policy allows, record a deviation of"
    " the kind `stale-page`, and have the exemption approved on a new decision sheet."
)
APPROVE_AGAIN = "Then have the case approved again."
_PARTNER_TOPICS = (SourceTopic.RULE, SourceTopic.ISSUER)  # a page on these topics is about a single partner


def asks(facts: Facts) -> bool:
    """Whether the case requests a certificate or already relies on a certificate."""
    return facts.case.filing.decision is Decision.FILE or acted(facts)


def acted(facts: Facts) -> bool:
    """Whether a request went out or an exemption is claimed."""
    return any_sent(facts.case) or bool(facts.case.claims)


def may_proceed(facts: Facts) -> bool:
    """Whether the case can still proceed: it is not closed, not refused, and may be filed."""
    case = facts.case
    if case.closure is not None or refusal_of(case) is not None:
        return False
    return acted(facts) or Decision.DO_NOT_FILE not in (case.filing.decision, matrix_decision(facts))


def acted_as(facts: Facts, person: str | None, role: Role, day: Day | None) -> bool:
    """Whether the register gave a person the role on the day, or a deputy's appointment for it."""
    return person is not None and day is not None and acts_in_role(facts.registers.people, person, role, day)


def before_decision(facts: Facts) -> bool:
    """Whether the team may still decide to file."""
    return not asks(facts) and may_proceed(facts)


def before_request(facts: Facts) -> bool:
    """Whether a request may still be sent."""
    return not acted(facts) and may_proceed(facts)


def before_certificate(facts: Facts) -> bool:
    """Whether the first certificate may still arrive."""
    return not any(certificate.received_on for certificate in facts.case.certificates.values()) and may_proceed(facts)


def outbound(facts: Facts) -> bool:
    return facts.case.direction is Direction.OUTBOUND


def covering_country(facts: Facts) -> str:
    """The country whose system covers the work."""
    return UNITED_STATES if outbound(facts) else facts.case.partner


def exempt_country(facts: Facts) -> str:
    """The country whose contributions are not due."""
    return facts.case.partner if outbound(facts) else UNITED_STATES


def happened(day: Day | None, facts: Facts) -> bool:
    """Whether a day is known and not after the as-of date or today."""
    return day is not None and facts.clock.happened(day)


def agreement(facts: Facts) -> Agreement | None:
    """The agreement with the partner, with the terms that applied on the first day of the assignment."""
    row = facts.registers.agreements.get(facts.case.partner)
    return row.terms_on(facts.case.assignment.begins) if row is not None else None


def agreement_stands(facts: Facts, day: Day | None) -> Answer:
    """Whether an agreement with the partner was in force on a day, or is in force if no day is given.

    The answer is unknown if no official page in the register says so. Without an agreement, or on a day for which
    nobody reports one, the answer is no.
    """
    row = agreement(facts)
    if row is None or row.reported is None or not facts.clock.within(row.reported, at=day):
        return Answer.NO
    return Answer.YES if row.is_official else Answer.UNKNOWN


def agreement_at_decision(facts: Facts) -> Answer:
    """Whether an agreement with the partner was in force on the day of the filing decision, or is if there is none."""
    return agreement_stands(facts, facts.case.filing.decided_on)


def matrix_decision(facts: Facts) -> Decision:
    """The least cautious decision that the filing matrix allows for the recorded facts."""
    conditions = facts.case.conditions
    conditions_met = (conditions.cross_border.met, conditions.agreement.met, conditions.double_contributions.met)
    answers = (agreement_at_decision(facts), *conditions_met, facts.case.rule.confirmed)
    if Answer.NO in answers:
        return Decision.DO_NOT_FILE
    if Answer.UNKNOWN in answers:
        return Decision.ESCALATE
    return Decision.FILE


def bears_on(facts: Facts, source: OfficialSource, topic: SourceTopic) -> bool:
    """Whether a source supports the topic and, for topics about a single partner, names the case's partner."""
    return topic in source.supports and (topic not in _PARTNER_TOPICS or facts.case.partner in source.countries)


_ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)(?:[/?#].*)?", re.DOTALL)


def source_host(source: OfficialSource) -> str:
    """The host in the address of a source; empty if the address shows none."""
    address = _ADDRESS.fullmatch(source.url)
    return address.group(1).lower() if address else ""


def owners_of_host(facts: Facts, source: OfficialSource) -> list[OfficialHost]:
    """The authorities whose website the policy register says a source was read on."""
    host, listed = source_host(source), facts.registers.policy.official_hosts
    return [owner for name, owner in listed.items() if host == name or host.endswith(f".{name}")]


def live_sources(facts: Facts, evidence: tuple[str, ...], topic: SourceTopic) -> Iterator[OfficialSource]:
    """The official sources cited that are about the topic and were live, not archived, when they were read."""
    for key in evidence:
        source = facts.registers.sources.get(key)
        if source is not None and source.state == "live" and bears_on(facts, source, topic):
            yield source


def fresh_source(facts: Facts, evidence: tuple[str, ...], day: Day | None, topic: SourceTopic) -> bool:
    """Whether a cited live source on the topic was read on a day or within the policy's number of days before it.

    Without the day, the source must be fresh now.
    """
    clock, limit = facts.clock, facts.registers.policy.source_fresh_days
    return any(
        clock.reached(source.accessed_on, by=day) and not clock.more_than(limit, since=source.accessed_on, by=day)
        for source in live_sources(facts, evidence, topic)
    )


def in_use(facts: Facts, exhibit: str) -> bool:
    """Whether the case has the exhibit and may rely on it: it is not withdrawn and not merely kept as received."""
    entry = facts.case.exhibits.get(exhibit)
    return entry is not None and entry.in_use


def relied_on(facts: Facts) -> frozenset[str]:
    """The ids that the record cites as evidence: anywhere but under a side topic, which proves nothing."""
    return frozenset(cite.id for cite in facts.cites if cite.statement[0] != "side_topics")


def on_file(facts: Facts, evidence: tuple[str, ...]) -> tuple[str, ...]:
    """The cited ids that are exhibits in use, or registered sources that had been read."""
    return tuple(key for key in evidence if in_use(facts, key) or _was_read(facts, key))


def _was_read(facts: Facts, source: str) -> bool:
    entry = facts.registers.sources.get(source)
    return entry is not None and happened(entry.accessed_on, facts)


def exhibits_of_kind(facts: Facts, evidence: tuple[str, ...], *kinds: str) -> tuple[str, ...]:
    """The cited ids that are exhibits of one of these kinds and in use."""
    exhibits = facts.case.exhibits
    return tuple(key for key in evidence if in_use(facts, key) and exhibits[key].kind in kinds)


def dated(facts: Facts, exhibit: str) -> Day:
    """The date on a document; the day on which it was recorded, if the record does not state the date."""
    entry = facts.case.exhibits[exhibit]
    return entry.effective or entry.recorded


def records_of_reliance(facts: Facts, evidence: tuple[str, ...]) -> tuple[str, ...]:
    """The cited exhibits in use that show that contributions are, or are no longer, left out."""
    return exhibits_of_kind(facts, evidence, *SHOWS_RELIANCE)


def may_request(facts: Facts, request: Request) -> bool:
    """Whether the requester needs no authority, or an exhibit that is not dated after the sending shows it."""
    kinds = AUTHORITY_KINDS.get(request.requester)
    if kinds is None:
        return True
    letters = (facts.case.exhibits[key] for key in exhibits_of_kind(facts, request.authority, *kinds))
    sent = request.sent.on if request.sent is not None else None
    return any(letter.effective is None or facts.clock.reached(letter.effective, by=sent) for letter in letters)


def lane_confirmed(facts: Facts) -> bool:
    """Whether the lane is employer or self-employed and agrees with the intake label or a reclassification."""
    filing = facts.case.filing
    if filing.lane is Lane.UNCONFIRMED:
        return False
    labelled = facts.registers.policy.intake_labels.get(facts.case.worker.intake_label)
    return labelled is filing.lane or filing.reclassified is not None


def received(facts: Facts, certificate: Certificate) -> bool:
    """Whether the certificate was received by the as-of date, as a certificate exhibit."""
    return (
        happened(certificate.received_on, facts)
        and certificate.received_on is not None
        and certificate.received_on >= certificate.issued_on
        and bool(exhibits_of_kind(facts, (certificate.document,), "certificate"))
    )


def unrecorded_certificates(facts: Facts) -> Iterator[str]:
    """The exhibits of kind certificate, in use or not, that no certificate of the record names."""
    named = {key for entry in facts.case.certificates.values() for key in (entry.document, *entry.copies)}
    for key, exhibit in facts.case.exhibits.items():
        if exhibit.kind == "certificate" and key not in named and happened(exhibit.recorded, facts):
            yield key


def unchanged(facts: Facts, exhibit: str) -> bool:
    """Whether the exhibit's file was read and has the recorded hash."""
    entry, found = facts.case.exhibits.get(exhibit), facts.exhibits.get(exhibit)
    return entry is not None and found is not None and found.sha256 == entry.sha256


def line_endings_remedy(path: str) -> str:
    """The way out for a file whose line endings git has changed."""
    return (
        "Git converts line endings unless `.gitattributes` forbids it. Add the lines `cases/*/evidence/** binary`,"
        " `cases/*/decisions/** binary` and `registers/captures/** binary` to `.gitattributes` at the top of the"
        " project. In the folder in which the check finds no change, run `git add .gitattributes`, `git add"
        " --renormalize .` and `git commit`, and push. In every other folder, run `git pull`, delete the file and run"
        f" `git restore {path}`. If no folder has the original bytes, take the original file again."
    )


def unusable(file: EvidenceFile) -> str | None:
    """Why a file cannot be opened; None if it opens as the file type in its name."""
    return "it was not inspected" if file.inspection is None else file.inspection.unusable


def suspended(certificate: Certificate) -> bool:
    """Whether a correction was requested that suspends the certificate. A wrong spelling suspends nothing."""
    return certificate.defect is not None and certificate.defect.kind is not DefectKind.SPELLING


def cited_sources(facts: Facts) -> Iterator[tuple[Cite, OfficialSource]]:
    """Every source that the case cites, with the first place that cites it.

    A source that only requests cite comes once for each of them, since a claim rests only on some of the requests.
    """
    first: dict[tuple[str, str | int], Cite] = {}
    for cite in facts.cites:
        first.setdefault((cite.id, cite.at[1] if cite.at[0] == "requests" else ""), cite)
    for (key, request), cite in first.items():
        source = facts.registers.sources.get(key)
        if source is not None and (not request or (key, "") not in first):
            yield cite, source


def is_replaced_status(facts: Facts, request: Request, index: int) -> bool:
    """Whether the capture of a status was withdrawn, and a later status that is shown by itself followed it."""
    check = request.tracker[index]
    capture = facts.case.exhibits.get(check.capture or "")
    return (
        capture is not None
        and capture.withdrawn is not None
        and any(
            check.at < later.at
            and happened(later.at.on, facts)
            and (later.spoke_with is not None or any(exhibits_of_kind(facts, (later.capture or "",), "status-capture")))
            for later in request.tracker
        )
    )
