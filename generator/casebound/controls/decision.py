"""Gate 1, the filing decision: is there an agreement, does a rule of it fit, and does the decision follow."""

import re

from casebound.controls.definition import case_control, claim_control, guide, objection, official, policy
from casebound.controls.predicates import (
    agreement,
    agreement_in_force,
    asks,
    before_decision,
    cited_sources,
    decision_day,
    exhibits_of_kind,
    fresh_source,
    matrix_decision,
    on_file,
    outbound,
    unusable,
)
from casebound.model.case import Claim
from casebound.model.facts import Facts
from casebound.model.rules import Link, Objections, Section
from casebound.model.terms import Answer, Decision, SourceTopic

_PERMISSIVE = (Decision.DO_NOT_FILE, Decision.ESCALATE, Decision.UNDECIDED, Decision.FILE)


@case_control(
    "D01",
    "conditions-met",
    Section.DECISION,
    question="Do all three conditions for a request hold, each with something to show for it?",
    why="A request makes sense only across borders, under an agreement, and where both systems could charge the same"
    " earnings. One missing condition means: do not file yet.",
    remedy="Record what shows the condition, or change the filing decision to do-not-file or escalate.",
    basis=(guide("conditions for a request"),),
    link=Link.RULE,
    applies=asks,
    may_apply_later=before_decision,
)
def conditions_met(facts: Facts) -> Objections:
    conditions = facts.case.conditions
    for name in ("cross_border", "agreement", "double_contributions"):
        condition, words = getattr(conditions, name), name.replace("_", " ")
        if condition.met is not Answer.YES:
            yield objection(("conditions", name, "met"), f"the condition {words} is recorded as {condition.met.value}")
        elif not on_file(facts, condition.evidence):
            yield objection(("conditions", name), f"nothing on file shows the condition {words}")
        elif name != "agreement" and condition.checked_on and condition.checked_on > decision_day(facts):
            message = f"the condition {words} was checked only after it was decided to file"
            yield objection(("conditions", name, "checked_on"), message, ("filing", "decided_on"))


@case_control(
    "D02",
    "agreement-listed",
    Section.DECISION,
    question="Does the register show an agreement with the partner country, in force when it was decided to file?",
    why="Coverage is assigned by agreement only. A country that is not on the list, or whose agreement is signed but"
    " not in force, gives no basis for a request.",
    remedy="Do not file; keep contributions as they are and escalate. If the list has changed, update"
    " registers/agreements.yml with a source and its date.",
    basis=(guide("filing matrix, fourth row"), official("POMS GN 01703.001")),
    link=Link.AGREEMENT,
    applies=asks,
    may_apply_later=before_decision,
)
def agreement_listed(facts: Facts) -> Objections:
    row = agreement(facts)
    if row is None:
        yield objection(("partner",), f"the register holds no agreement with {facts.case.partner}")
    elif not agreement_in_force(facts, decision_day(facts)):
        since = f"in force from {row.in_force}" if row.in_force else row.status.replace("_", " ")
        yield objection(
            ("partner",), f"the agreement with {row.country} was not in force on {decision_day(facts)}: {since}"
        )


@claim_control(
    "D03",
    "in-force-when-claimed",
    Section.DECISION,
    question="Was the agreement in force on the first claimed day?",
    why="An agreement does nothing for days before it entered into force.",
    remedy="Move the first claimed day to the entry into force or later, or drop the claim.",
    basis=(official("POMS, detached-worker sections (DOMAIN S16)"),),
    link=Link.AGREEMENT,
)
def in_force_when_claimed(facts: Facts, key: str, claim: Claim) -> Objections:
    if not agreement_in_force(facts, claim.begins):
        yield objection(
            ("claims", key, "begins"),
            f"no agreement with {facts.case.partner} was in force on {claim.begins}, the first claimed day",
            ("partner",),
        )


@case_control(
    "D04",
    "own-dated-check",
    Section.DECISION,
    question="Did the team itself look the agreement up, on a live official list, when it decided?",
    why="A list remembered from an earlier case is not a check, and a page about something else shows no agreement."
    " The list, the day and the person must be on file.",
    remedy="Look the pair up on the official list, add the page to registers/sources.yml with its capture (supports:"
    " agreement), and cite it under conditions.agreement with checked_on and checked_by.",
    basis=(guide("first verification checkpoint"), policy("source_fresh_days")),
    link=Link.AGREEMENT,
    applies=asks,
    may_apply_later=before_decision,
)
def own_dated_check(facts: Facts) -> Objections:
    condition, at = facts.case.conditions.agreement, ("conditions", "agreement")
    if condition.checked_on is None or condition.checked_by is None:
        yield objection(at, "it is not recorded who checked the agreement and when")
        return
    if condition.checked_on > decision_day(facts):
        yield objection(
            (*at, "checked_on"), "the agreement was checked only after it was decided to file", ("filing", "decided_on")
        )
    elif (decision_day(facts) - condition.checked_on).days > facts.registers.policy.source_fresh_days:
        message = f"the check is older than the {facts.registers.policy.source_fresh_days} days before the decision"
        yield objection((*at, "checked_on"), message, ("filing", "decided_on"))
    if not fresh_source(facts, condition.evidence, decision_day(facts), SourceTopic.AGREEMENT):
        days = facts.registers.policy.source_fresh_days
        yield objection(at, f"no live list of the agreements read within the {days} days before the decision is cited")


@case_control(
    "D05",
    "decision-follows-matrix",
    Section.DECISION,
    question="Is the filing decision no bolder than the facts allow?",
    why="The filing matrix turns what is known into one of three answers; a bolder one skips a gate.",
    remedy="Set filing.decision to what the matrix gives, or record the facts that change it.",
    basis=(guide("filing matrix"),),
    link=Link.RULE,
    applies=lambda facts: facts.case.filing.decision is not Decision.UNDECIDED or asks(facts),
    may_apply_later=before_decision,
)
def decision_follows_matrix(facts: Facts) -> Objections:
    stated, allowed = facts.case.filing.decision, matrix_decision(facts)
    if _PERMISSIVE.index(stated) > _PERMISSIVE.index(allowed):
        yield objection(
            ("filing", "decision"), f"the decision is {stated.value}, but the facts allow {allowed.value} at most"
        )
    if stated is Decision.FILE and (facts.case.filing.decided_on is None or facts.case.filing.decided_by is None):
        yield objection(("filing",), "it is not recorded who decided to file and when")
    elif stated is Decision.FILE and facts.case.filing.decided_by != facts.case.people.approver:
        message = "it was decided to file by somebody else than the case's final approver"
        yield objection(("filing", "decided_by"), message, ("people", "approver"))
    if asks(facts) and stated is not Decision.FILE:
        yield objection(
            ("filing", "decision"), f"the decision is {stated.value}, yet a request or a claim is on record"
        )


@case_control(
    "D06",
    "rule-fits",
    Section.DECISION,
    question="Has the legal reviewer confirmed which rule of the agreement fits this worker and these facts?",
    why="That an agreement exists clears only the first hurdle. Its rules differ by worker type, and what holds in one"
    " country does not hold in the next.",
    remedy="Have the case's legal reviewer record the rule, the day and, from registers/sources.yml, the official text"
    " of this partner's coverage rule (supports: rule) under fit, or escalate.",
    basis=(guide("filing matrix, second and third rows"), policy("source_fresh_days")),
    link=Link.RULE,
    applies=asks,
    may_apply_later=before_decision,
)
def rule_fits(facts: Facts) -> Objections:
    fit = facts.case.rule
    if fit.confirmed is not Answer.YES:
        yield objection(("rule", "confirmed"), f"that a rule fits this case is recorded as {fit.confirmed.value}")
        return
    if fit.kind is None:
        yield objection(("rule",), "no rule of the agreement is named")
    if fit.confirmed_by != facts.case.people.legal:
        place = ("rule", "confirmed_by") if fit.confirmed_by else ("rule",)
        yield objection(place, "the fit was not confirmed by the case's legal reviewer", ("people", "legal"))
    if fit.confirmed_on is None or fit.confirmed_on > decision_day(facts):
        yield objection(
            ("rule",), "the fit was not confirmed by the day it was decided to file", ("filing", "decided_on")
        )
    if not fresh_source(facts, fit.evidence, fit.confirmed_on or facts.as_of, SourceTopic.RULE):
        days, partner = facts.registers.policy.source_fresh_days, facts.case.partner
        yield objection(
            ("rule",),
            f"no live official text of the coverage rule for {partner}, read within the {days} days before the"
            " confirmation, is cited",
        )


@case_control(
    "D07",
    "source-captured",
    Section.DECISION,
    question="Is every official page that the case cites on file, exactly as it was captured?",
    why="Pages change. What was relied on is the capture, and only while its bytes are the ones that were seen.",
    remedy="Restore the capture from history, or capture the page anew as a new source and decide again.",
    basis=(guide("log the page consulted, its date and why"),),
    link=Link.RULE,
)
def source_captured(facts: Facts) -> Objections:
    for cite, source in cited_sources(facts):
        found = facts.captures.get(cite.id)
        if found is None or found.sha256 is None:
            problem = found.problem if found else "it is missing"
            yield objection(cite.at, f"the capture {source.capture} of {cite.id} cannot be read: {problem}")
        elif found.sha256 != source.sha256:
            yield objection(cite.at, f"the capture {source.capture} of {cite.id} has changed since it was registered")
        elif problem := unusable(found):
            yield objection(cite.at, f"the capture {source.capture} of {cite.id} is of no use: {problem}")


@case_control(
    "D08",
    "country-conditions",
    Section.DECISION,
    question="Are the extra statements on file that this partner's rule asks for?",
    why="Some agreements ask for more: France for a health-cover statement, Canada for the pension plan that applies.",
    remedy="Add the statement as an exhibit and cite it under assignment, or name the pension plan (cpp or qpp).",
    basis=(official("POMS RS 02001.525 to .546 (France)"), official("SSA pamphlet Canada")),
    link=Link.RULE,
    applies=asks,
    may_apply_later=before_decision,
)
def country_conditions(facts: Facts) -> Objections:
    row, assignment = agreement(facts), facts.case.assignment
    if row is None:
        return
    statements = exhibits_of_kind(facts, assignment.health_cover, "health-cover-statement")
    if row.health_cover == "required" and outbound(facts) and not statements:
        yield objection(
            ("assignment",), f"the agreement with {row.country} asks for a statement of private health cover"
        )
    if facts.case.partner == "CA" and assignment.pension_plan not in ("cpp", "qpp"):
        yield objection(("assignment",), "for Canada the pension plan must be named: cpp or qpp")


_ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)(?:[/?#].*)?", re.DOTALL)


@case_control(
    "D09",
    "official-host",
    Section.DECISION,
    question="Does every page that the case cites come from an authority's own address?",
    why="A text book, a law firm's page or a copy may be right today. Only the authority's own page is the authority's"
    " word, and an address that merely looks like it is nobody's.",
    remedy="Read the page on the authority's own site and register that access, or, where the host is an authority's,"
    " add it to official_hosts in registers/policy.yml.",
    basis=(guide("captured official excerpts only"), policy("official_hosts")),
    link=Link.RULE,
)
def official_host(facts: Facts) -> Objections:
    for cite, source in cited_sources(facts):
        address = _ADDRESS.fullmatch(source.url)
        host = address.group(1).lower() if address else ""
        if not any(host == one or host.endswith(f".{one}") for one in facts.registers.policy.official_hosts):
            yield objection(cite.at, f"{cite.id} was read at {host or 'no web address'}, which is no official host")


CONTROLS = (
    conditions_met,
    agreement_listed,
    in_force_when_claimed,
    own_dated_check,
    decision_follows_matrix,
    rule_fits,
    source_captured,
    country_conditions,
    official_host,
)
