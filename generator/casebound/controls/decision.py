"""Gate 1, the filing decision: the agreement, the applicable rule, and the decision that follows from the facts."""

from casebound.controls.definition import case_control, claim_control, objection, objection_with_remedy
from casebound.controls.predicates import (
    GIVE_UP_CLAIM,
    LINE_ENDINGS_CHANGED,
    READ_EARLIER,
    UNITED_STATES,
    acted_as,
    agreement,
    agreement_at_decision,
    asks,
    before_decision,
    cited_sources,
    dated,
    exhibits_of_kind,
    fresh_source,
    line_endings_remedy,
    matrix_decision,
    on_file,
    outbound,
    owners_of_host,
    source_host,
    unusable,
)
from casebound.controls.sheet_status import has_deviation
from casebound.model.case import Claim
from casebound.model.days import Day, uncovered
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.requests import sent_requests
from casebound.model.rules import Link, Objections, Section, official, process, setting, support_policy
from casebound.model.terms import Answer, Decision, DeviationKind, RequestRelation, Role, SourceTopic

_DECISION_LASTS, _CONFIRMATION_LASTS = 92, 366
"""How many days after the filing decision, and after the confirmation of the rule, a request may be sent."""

_DECIDE_LATER = (
    "Confirm the rule and decide again shortly before sending, and have the filing approved on a new sheet. If the"
    " request was already sent, at most twice as many days later as allowed, record a deviation of the kind"
    " `stale-page`, and have the exemption approved on a new decision sheet."
)

_NOT_IN_FORCE = {"signed_not_in_force": "signed, but not in force"}
_MOST_CAUTIOUS_FIRST = (Decision.DO_NOT_FILE, Decision.ESCALATE, Decision.UNDECIDED, Decision.FILE)


@case_control(
    "D01",
    "conditions-met",
    Section.DECISION,
    question="Are all three conditions for a request met, and does evidence support each condition?",
    why="A request makes sense only if the work crosses a border, an agreement is in force, and both systems could"
    " charge contributions on the same earnings. If one condition is not met, do not file yet.",
    remedy="If the condition is met, set `met` to `yes` under `conditions`, and cite the evidence. For the condition"
    " `double_contributions`, have payroll check it shortly before the decision, and record who checked it and when"
    " (`checked_by` and `checked_on`). Before a request is sent, `filing.decision` may be set to `do-not-file` or"
    " `escalate` instead.",
    basis=(process("The four gates"), process("Filing matrix")),
    link=Link.RULE,
    applies=asks,
    may_apply_later=before_decision,
    process=True,
)
def conditions_met(facts: Facts) -> Objections:
    conditions = facts.case.conditions
    for name in ("cross_border", "agreement", "double_contributions"):
        condition, words = getattr(conditions, name), name.replace("_", " ")
        if condition.met is not Answer.YES:
            yield objection(
                ("conditions", name, "met"), f"the condition “{words}” is recorded as {condition.met.value}"
            )
        elif not on_file(facts, condition.evidence):
            yield objection(("conditions", name), f"no evidence on file supports the condition “{words}”")
        elif name != "agreement" and condition.checked_on and _after_decision(facts, condition.checked_on):
            message = f"the condition “{words}” was checked only after the filing decision"
            yield objection(("conditions", name, "checked_on"), message, ("filing", "decided_on"))
    yield from _payroll_has_not_checked(facts)


def _payroll_has_not_checked(facts: Facts) -> Objections:
    """Why payroll has not confirmed, shortly before the decision, that contributions could be due twice."""
    condition, at = facts.case.conditions.double_contributions, ("conditions", "double_contributions")
    if condition.met is not Answer.YES:
        return
    if condition.checked_on is None or condition.checked_by is None:
        yield objection(at, "the record does not say who checked the double contributions and when")
        return
    if not acted_as(facts, condition.checked_by, Role.PAYROLL, condition.checked_on):
        message = f"{condition.checked_by} did not have the payroll role on {condition.checked_on}"
        yield objection((*at, "checked_by"), message)
    yield from _checked_long_before(facts, at, condition.checked_on, "the double contributions were")


def _after_decision(facts: Facts, day: Day) -> bool:
    """Whether a day is after the filing decision; after the as-of date if no decision was made."""
    return not facts.clock.reached(day, by=facts.case.filing.decided_on)


def _checked_long_before(facts: Facts, at: Path, checked_on: Day, what: str) -> Objections:
    days = facts.registers.policy.source_fresh_days
    if facts.clock.more_than(days, since=checked_on, by=facts.case.filing.decided_on):
        message = f"{what} checked more than {days} days before the filing decision"
        yield objection((*at, "checked_on"), message, ("filing", "decided_on"))


@case_control(
    "D02",
    "agreement-listed",
    Section.DECISION,
    question="Was an agreement with the partner country in force on the day of the filing decision?",
    why="Only an agreement that is in force assigns coverage. Without an agreement in force, there is no basis for a"
    " request. A signed agreement is not enough, and a report that no official page confirms is not enough.",
    remedy="Do not file: set `filing.decision` to `do-not-file`, or to `escalate` if the entry into force is only"
    " reported, and keep paying contributions. If SSA's list shows that the agreement is in force, update"
    " `registers/agreements.yml` with the page (`label: official`), its date and the date of entry into force.",
    basis=(process("Filing matrix"), official("SSA, POMS GN 01703.001")),
    link=Link.AGREEMENT,
    applies=asks,
    may_apply_later=before_decision,
)
def agreement_listed(facts: Facts) -> Objections:
    row = agreement(facts)
    if row is None:
        yield objection(("partner",), f"the register has no agreement with {facts.case.partner}")
    elif agreement_at_decision(facts) is not Answer.YES:
        since = f"in force {row.reported}" if row.reported else _NOT_IN_FORCE.get(row.status, "no date is recorded")
        decided_on = facts.case.filing.decided_on
        then = f"was not in force on {decided_on}" if decided_on else "is not in force"
        message = f"the agreement with {row.country} {then}: {since}"
        if row.reported and not row.is_official:
            message = (
                f"the agreement with {row.country} is reported to be in force {row.reported}, but no official page in"
                " the register confirms it"
            )
        yield objection(("partner",), message)


@claim_control(
    "D03",
    "in-force-when-claimed",
    Section.DECISION,
    question="Is the agreement in force on every claimed day?",
    why="An agreement does not apply to days before it entered into force or after it ended.",
    remedy=f"Shorten the claim to the days on which the agreement is in force; or {GIVE_UP_CLAIM}.",
    basis=(official("SSA, POMS detached-worker sections, named on each agreement's page"),),
    link=Link.AGREEMENT,
)
def in_force_when_claimed(facts: Facts, key: str, claim: Claim) -> Objections:
    row = agreement(facts)
    in_force = row.period if row else None
    for period in uncovered(claim.period, (in_force,) if in_force else ()):
        edge = "begins" if claim.begins in period else "ends"
        message = f"no agreement with {facts.case.partner} is in force on claimed days: {period}"
        yield objection(("claims", key, edge), message, ("partner",))


@case_control(
    "D04",
    "own-dated-check",
    Section.DECISION,
    question="Did the team check the agreement on a current official list, and record who checked it and when?",
    why="A list that somebody read for an earlier case is not a check of this case. A page on another topic does not"
    " show whether there is an agreement. The record must show which page the team checked, on which date, and who"
    " checked it.",
    remedy="Look up the two countries on the official list of agreements. Add the page with its capture to"
    " `registers/sources.yml` (`supports: agreement`), and cite it under `conditions.agreement` with `checked_on` and"
    f" `checked_by`. {READ_EARLIER}",
    basis=(process("The four gates"), setting("source_fresh_days")),
    link=Link.AGREEMENT,
    applies=asks,
    may_apply_later=before_decision,
    process=True,
)
def own_dated_check(facts: Facts) -> Objections:
    condition, at = facts.case.conditions.agreement, ("conditions", "agreement")
    if condition.checked_on is None or condition.checked_by is None:
        yield objection(at, "the record does not say who checked the agreement and when")
        return
    if _after_decision(facts, condition.checked_on):
        yield objection(
            (*at, "checked_on"), "the agreement was checked only after the filing decision", ("filing", "decided_on")
        )
    yield from _checked_long_before(facts, at, condition.checked_on, "the agreement was")
    if not fresh_source(facts, condition.evidence, facts.case.filing.decided_on, SourceTopic.AGREEMENT):
        days = facts.registers.policy.source_fresh_days
        yield objection(
            at,
            "the record cites no live official list of agreements that was read in the"
            f" {days} days before the decision",
        )


@case_control(
    "D05",
    "decision-follows-matrix",
    Section.DECISION,
    question="Do the recorded facts allow the filing decision?",
    why="The filing matrix shows which decision the facts allow: file, ask legal or do not file. A less cautious"
    " decision skips a required check.",
    remedy="Have a final approver make the decision that the filing matrix shows, and enter it in `filing.decision`,"
    " with the date and the person (`decided_on` and `decided_by`). If facts are missing in the record, enter the facts"
    " first.",
    basis=(process("Filing matrix"),),
    link=Link.RULE,
    applies=lambda facts: facts.case.filing.decision is not Decision.UNDECIDED or asks(facts),
    may_apply_later=before_decision,
    process=True,
)
def decision_follows_matrix(facts: Facts) -> Objections:
    stated, allowed = facts.case.filing.decision, matrix_decision(facts)
    if _MOST_CAUTIOUS_FIRST.index(stated) > _MOST_CAUTIOUS_FIRST.index(allowed):
        yield objection(
            ("filing", "decision"),
            f"the filing decision is {stated.value}, but the recorded facts allow {allowed.value} at most",
        )
    if stated is Decision.FILE and (facts.case.filing.decided_on is None or facts.case.filing.decided_by is None):
        yield objection(("filing",), "the record does not say who decided to file and when")
    elif stated is Decision.FILE:
        decided_by, day = facts.case.filing.decided_by, facts.case.filing.decided_on
        if not acted_as(facts, decided_by, Role.APPROVER, day):
            message = f"the decision to file was made by {decided_by}, who was not a final approver on {day}"
            yield objection(("filing", "decided_by"), message, ("people", "approver"))
    yield from _sent_long_after(facts)
    if asks(facts) and stated is not Decision.FILE:
        yield objection(
            ("filing", "decision"), f"the filing decision is {stated.value}, but the record has a request or a claim"
        )


def _sent_long_after(facts: Facts) -> Objections:
    """The decision and the confirmation that were old when a request was sent."""
    done: list[tuple[Path, Day | None, int]] = [
        (("filing", "decided_on"), facts.case.filing.decided_on, _DECISION_LASTS),
        (("rule", "confirmed_on"), facts.case.rule.confirmed_on, _CONFIRMATION_LASTS),
    ]
    for key, request, sent in sent_requests(facts.case):
        if request.follows is not None and request.follows.relation is not RequestRelation.FILED_AGAIN:
            continue
        times = 2 if has_deviation(facts.case, DeviationKind.STALE_PAGE, key) else 1
        for at, day, most in done:
            if day is not None and (sent.on - day).days > times * most:
                message = f"{day} is more than {most} days before {key} was sent on {sent.on}"
                yield objection_with_remedy(("requests", key, "sent", "on"), message, _DECIDE_LATER, at)


@case_control(
    "D06",
    "applicable-rule-confirmed",
    Section.DECISION,
    question="Has the legal reviewer confirmed which rule of the agreement applies to this worker?",
    why="An agreement in force is only the first condition. Rules differ by type of worker, and a rule of one"
    " agreement may not exist in another.",
    remedy="Have a legal reviewer record the applicable rule under `rule` (`kind`, `confirmed`, `confirmed_on`,"
    " `confirmed_by`) and cite this partner's official coverage rule from `registers/sources.yml` (`supports: rule`)."
    " If the legal reviewer has not confirmed a rule yet, do not file: set `filing.decision` to `escalate`."
    f" {READ_EARLIER}",
    basis=(process("Filing matrix"), setting("source_fresh_days")),
    link=Link.RULE,
    applies=asks,
    may_apply_later=before_decision,
    process=True,
)
def applicable_rule_confirmed(facts: Facts) -> Objections:
    rule = facts.case.rule
    if rule.confirmed is not Answer.YES:
        yield objection(("rule", "confirmed"), f"the applicable rule is recorded as {rule.confirmed.value}")
        return
    if rule.kind is None:
        yield objection(("rule",), "the record names no rule of the agreement")
    if not acted_as(facts, rule.confirmed_by, Role.LEGAL, rule.confirmed_on):
        place = ("rule", "confirmed_by") if rule.confirmed_by else ("rule",)
        message = "the applicable rule was not confirmed by a person who was a legal reviewer on that day"
        yield objection(place, message, ("people", "legal"))
    if rule.confirmed_on is None or _after_decision(facts, rule.confirmed_on):
        yield objection(
            ("rule",),
            "the applicable rule was not confirmed by the day of the filing decision",
            ("filing", "decided_on"),
        )
    if not fresh_source(facts, rule.evidence, rule.confirmed_on, SourceTopic.RULE):
        days, partner = facts.registers.policy.source_fresh_days, facts.case.partner
        yield objection(
            ("rule",),
            f"the record cites no live official text of the coverage rule for {partner} that was read in the"
            f" {days} days before the confirmation",
        )


@case_control(
    "D07",
    "source-captured",
    Section.DECISION,
    question="For every official page that the case cites, is the saved copy (the capture) on file and unchanged?",
    why="Web pages change. The team relied on the saved copy of the page, so this copy must be on file with the"
    " recorded hash.",
    remedy="Restore the capture (the saved copy) from version history. If the page must be saved again, add it to"
    " `registers/sources.yml` as a new source, cite the new source in the case, and make the filing decision again.",
    basis=(support_policy("2 Rule"),),
    link=Link.RULE,
)
def source_captured(facts: Facts) -> Objections:
    for cite, source in cited_sources(facts):
        found = facts.captures.get(cite.id)
        if found is None or found.sha256 is None:
            problem = found.problem if found else "it is missing"
            yield objection(cite.at, f"the capture {source.capture} of {cite.id} cannot be read: {problem}")
        elif found.only_line_endings:
            message = f"the capture {source.capture} of {cite.id} {LINE_ENDINGS_CHANGED}"
            yield objection_with_remedy(cite.at, message, line_endings_remedy(source.capture))
        elif found.sha256 != source.sha256:
            yield objection(cite.at, f"the capture {source.capture} of {cite.id} has changed since it was registered")
        elif problem := unusable(found):
            yield objection(cite.at, f"the capture {source.capture} of {cite.id} cannot be opened: {problem}")


@case_control(
    "D08",
    "country-conditions",
    Section.DECISION,
    question="Are all additional statements that the agreement with this country requires on file?",
    why="Some agreements require additional statements. For example, a request for France must state the private"
    " health coverage, and a request for Canada must state the pension plan.",
    remedy="Add the health-coverage statement as an exhibit, with its date (`effective`), and cite it under"
    " `assignment.health_cover`, or set `assignment.pension_plan` to `cpp` or `qpp`.",
    basis=(official("SSA, POMS RS 02001.525 to .546 (France)"), official("SSA, pamphlet on the agreement with Canada")),
    link=Link.RULE,
    applies=asks,
    may_apply_later=before_decision,
    process=True,
)
def country_conditions(facts: Facts) -> Objections:
    row, assignment = agreement(facts), facts.case.assignment
    if row is None:
        return
    statements = exhibits_of_kind(facts, assignment.health_cover, "health-cover-statement")
    asked = row.health_cover is not None and row.health_cover.required and row.health_cover.is_official
    if asked and outbound(facts) and not statements:
        yield objection(
            ("assignment",), f"the agreement with {row.country} requires a statement of private health coverage"
        )
    sent = min((sent.on for _, _, sent in sent_requests(facts.case)), default=None)
    first = min((dated(facts, key) for key in statements), default=None)
    if asked and outbound(facts) and sent is not None and first is not None and first > sent:
        message = f"the statement of private health coverage is dated {first}, after the request was sent on {sent}"
        yield objection(("assignment", "health_cover"), message, ("exhibits", statements[0]))
    if facts.case.partner == "CA" and assignment.pension_plan not in ("cpp", "qpp"):
        yield objection(("assignment",), "for Canada, assignment.pension_plan must be cpp or qpp")


@claim_control(
    "D10",
    "rule-confirmed-for-claim",
    Section.DECISION,
    question="Are the three conditions still met, and is the applicable rule in the record still confirmed?",
    why="The filing sheet shows what was confirmed before the request was sent. A claim is supported only if the facts"
    " on the filing sheet are still true.",
    remedy="Have the case's legal reviewer confirm the rule that applies now, with an official source that was read"
    " shortly before the confirmation (under `rule`: `kind`, `confirmed`, `confirmed_on`, `confirmed_by`, `evidence`)."
    f" If a condition is no longer met, {GIVE_UP_CLAIM}.",
    basis=(process("Filing matrix"), support_policy("2 Rule")),
    link=Link.RULE,
)
def rule_confirmed_for_claim(facts: Facts, key: str, _claim: Claim) -> Objections:
    conditions, rule = facts.case.conditions, facts.case.rule
    for name in ("cross_border", "agreement", "double_contributions"):
        condition = getattr(conditions, name)
        if condition.met is not Answer.YES:
            message = f"the condition “{name.replace('_', ' ')}” is recorded as {condition.met.value}"
            yield objection(("conditions", name, "met"), message, ("claims", key))
    if facts.case.filing.decision is not Decision.FILE:
        message = f"the filing decision in the record is now {facts.case.filing.decision.value}"
        yield objection(("filing", "decision"), message, ("claims", key))
    if rule.confirmed is not Answer.YES or rule.kind is None:
        yield objection(("rule", "confirmed"), "the applicable rule is not confirmed", ("claims", key))
    elif not any(_cites_fresh_rule(known, facts) for known in (facts, *facts.filed.values())):
        days, partner = facts.registers.policy.source_fresh_days, facts.case.partner
        message = (
            f"the record cites no live official text of the coverage rule for {partner} that was read in the"
            f" {days} days before the confirmation"
        )
        yield objection(("rule",), message, ("claims", key))


def _cites_fresh_rule(known: Facts, facts: Facts) -> bool:
    """Whether the rule's source was fresh on the day of confirmation, with the sources as they were known then."""
    rule = facts.case.rule
    return fresh_source(known, rule.evidence, rule.confirmed_on, SourceTopic.RULE)


@case_control(
    "D09",
    "official-host",
    Section.DECISION,
    question="Is every page that the case cites on the official website of an authority in one of the two countries?",
    why="A textbook, a law firm's page or a copy may be correct today, but only the authority's own website is"
    " official. Some other websites have addresses that look official.",
    remedy="Read the page on the authority's website and add it to `registers/sources.yml`. If the host belongs to an"
    " authority, add it to `official_hosts` in `registers/policy.yml`, with the authority and its country.",
    basis=(support_policy("2 Rule"), setting("official_hosts")),
    link=Link.RULE,
)
def official_host(facts: Facts) -> Objections:
    for cite, source in cited_sources(facts):
        host, owners = source_host(source), owners_of_host(facts, source)
        if not owners:
            read = f"was read at {host}, which is" if host else f"has the address {source.url}, which shows"
            message = f"{cite.id} {read} {'not an' if host else 'no'} official host"
            yield objection(cite.at, message)
        elif not any(owner.country in (None, UNITED_STATES, facts.case.partner) for owner in owners):
            names = ", ".join(owner.authority for owner in owners)
            message = f"{cite.id} was read at {host}, the site of another country's authority ({names})"
            yield objection(cite.at, message, ("partner",))


CONTROLS = (
    conditions_met,
    agreement_listed,
    in_force_when_claimed,
    own_dated_check,
    decision_follows_matrix,
    applicable_rule_confirmed,
    source_captured,
    country_conditions,
    official_host,
    rule_confirmed_for_claim,
)
