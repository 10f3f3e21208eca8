"""Gate 2, the evidence packet: a document for every key field, and different people to check them."""

from collections.abc import Iterator
from itertools import product

from casebound.controls.definition import case_control, objection
from casebound.controls.predicates import acted, asks, before_decision, before_request, happened, in_use
from casebound.controls.typed_questions import is_worker
from casebound.model.case import Packet
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.labels import ROLES, packet_field
from casebound.model.near_match import did_you_mean
from casebound.model.people import HeldRole, Person, why_same_person
from casebound.model.requests import sent_requests
from casebound.model.rules import Link, Objections, Section, process, setting, support_policy
from casebound.model.terms import ApprovalStep, Role, Severity


def missing_documents(facts: Facts) -> tuple[str, ...]:
    """The fields of the packet for which no exhibit in use is cited, other than a note of the team."""
    packet, exhibits = facts.case.packet, facts.case.exhibits
    return tuple(
        name
        for name in Packet.__struct_fields__
        if not any(in_use(facts, key) and exhibits[key].kind != "internal-note" for key in getattr(packet, name))
    )


@case_control(
    "P01",
    "packet-complete",
    Section.PACKET,
    question="Is a source document on file for each key field of the request?",
    why="A reviewer must be able to check each value against a document. The list of key fields is the team's own;"
    " SSA's online form may ask for other fields.",
    remedy="Add the missing document as an exhibit, and cite the exhibit under `packet`.",
    basis=(process("The packet"),),
    link=Link.LANE,
    applies=acted,
    may_apply_later=before_request,
    process=True,
)
def packet_complete(facts: Facts) -> Objections:
    for name in missing_documents(facts):
        place = ("packet", name) if getattr(facts.case.packet, name) else ("packet",)
        yield objection(place, f"no exhibit of this case supports the {packet_field(facts.case, name)}")


@case_control(
    "P02",
    "separation-of-duties",
    Section.PACKET,
    question="Are different people responsible for the preparation, the data check and the final approval?",
    why="The person who prepares a request must not also confirm its data or approve it. In a team of two, one person"
    " prepares and checks, and the other person approves. The worker may prepare the request, but must not decide on"
    " it.",
    remedy="Name different people under `people` (`operations`, `data_quality`, `approver`). In a team of two, set"
    " `separation` to `two` in `registers/policy.yml`, so that only the approver must be a different person. If two"
    " entries with the same name belong to different people, enter that once in `registers/people.yml` (`not_same_as`)."
    " If the worker and another person have the same name, answer the question `shared-name`.",
    basis=(process("The packet"), process("Approvals"), setting("separation")),
    link=Link.APPROVALS,
    applies=asks,
    may_apply_later=before_decision,
    process=True,
)
def separation_of_duties(facts: Facts) -> Objections:
    case, register = facts.case, facts.registers.people
    for first, second in _separate_roles(facts):
        earlier, person = case.people.in_role(first), case.people.in_role(second)
        if earlier == person:
            message = f"{person} is also this case's {ROLES[first].lower()}"
            yield objection(("people", second.value), message, ("people", first.value))
        elif why := why_same_person(register, earlier, person):
            message = f"{earlier} and {person} count as one person: {why}"
            yield objection(("people", second.value), message, ("people", first.value))
    for at, approver in _final_decisions(facts):
        for role in (Role.OPERATIONS, Role.DATA_QUALITY):
            person = case.people.in_role(role)
            if approver != case.people.approver and why_same_person(register, approver, person):
                yield objection(at, f"{approver} is also this case's {ROLES[role].lower()}", ("people", role.value))
    for at, person, did in _decisions_of_others(facts):
        if is_worker(facts, person):
            yield objection(at, f"{person} has the name of the worker, who cannot {did}", ("worker", "name"))
    yield from _only_the_sender_approves(facts)


def _separate_roles(facts: Facts) -> Iterator[tuple[Role, Role]]:
    """The pairs of roles that different people must have."""
    if facts.registers.policy.separation == "three":
        yield Role.OPERATIONS, Role.DATA_QUALITY
    yield Role.OPERATIONS, Role.APPROVER
    yield Role.DATA_QUALITY, Role.APPROVER


def _final_decisions(facts: Facts) -> Iterator[tuple[Path, str]]:
    """The people who decided or approved alone, with their places."""
    filing = facts.case.filing
    if filing.decided_by is not None:
        yield ("filing", "decided_by"), filing.decided_by
    for key, request in facts.case.requests.items():
        if request.route is not None and request.route.exception is not None:
            yield ("requests", key, "route", "exception", "approved_by"), request.route.exception.approved_by


def _decisions_of_others(facts: Facts) -> Iterator[tuple[Path, str, str]]:
    """The people who decide before a request is sent, each with the place and with what the worker cannot do."""
    case = facts.case
    yield ("people", "approver"), case.people.approver, "be the final approver"
    yield ("people", "data_quality"), case.people.data_quality, "be the data-quality owner"
    for at, person in _final_decisions(facts):
        if person != case.people.approver:
            yield at, person, "decide about the filing"
    if case.rule.confirmed_by is not None:
        yield ("rule", "confirmed_by"), case.rule.confirmed_by, "confirm the rule"
    if (checked_by := case.conditions.double_contributions.checked_by) is not None:
        yield ("conditions", "double_contributions", "checked_by"), checked_by, "check the double contributions"


def _only_the_sender_approves(facts: Facts) -> Objections:
    case, register = facts.case, facts.registers.people
    for (key, _, sent), step in product(sent_requests(case), ApprovalStep):
        approvers = [case.people.in_role(role) for role in facts.registers.policy.approvals[step]]
        if all(why_same_person(register, sent.by, approver) for approver in approvers):
            message = f"{sent.by} sent the request and is the only approver of the {step.value}"
            yield objection(("requests", key, "sent", "by"), message, ("people", "approver"))


@case_control(
    "P03",
    "people-hold-their-roles",
    Section.PACKET,
    question="Does the people register list each person for the role that the case assigns to that person?",
    why="Each role requires training and authority. A review by a person who does not hold the role does not count.",
    remedy="Name a person who holds the role in `registers/people.yml`, or add the role to the person in that register"
    " with its first day.",
    basis=(process("The four gates"),),
    link=Link.APPROVALS,
    process=True,
)
def people_hold_their_roles(facts: Facts) -> Objections:
    for role in Role:
        key = facts.case.people.in_role(role)
        person = facts.registers.people.get(key)
        if person is None:
            near = did_you_mean(key, facts.registers.people)
            yield objection(("people", role.value), f"{key} is not in registers/people.yml{near}")
        elif not _terms(facts, person, role):
            message = f"registers/people.yml does not give {key} the role {role.value}"
            begins = min((held.begins for held in person.roles if held.role is role), default=None)
            yield objection(("people", role.value), f"{message} before {begins}" if begins else message)


@case_control(
    "P04",
    "people-still-in-their-roles",
    Section.PACKET,
    question="Does each person in the case still have the assigned role?",
    why="An open case needs a person in each role. Work that a person did while holding the role remains valid.",
    remedy="Name the successor under `people`. Do not change the entries that show who decided, approved or checked"
    " earlier.",
    basis=(support_policy("10 Approvals"),),
    severity=Severity.WARNING,
    applies=lambda facts: facts.case.closure is None,
)
def people_still_in_their_roles(facts: Facts) -> Objections:
    for role in Role:
        key = facts.case.people.in_role(role)
        person = facts.registers.people.get(key)
        rows = _terms(facts, person, role) if person else []
        if rows and not any(held.until is None or not facts.clock.passed(held.until) for held in rows):
            last = max(held.until for held in rows if held.until)
            yield objection(("people", role.value), f"{key} had the role {role.value} only until {last}")


def _terms(facts: Facts, person: Person, role: Role) -> list[HeldRole]:
    """The terms of a person in a role that have begun."""
    return [held for held in person.roles if held.role is role and happened(held.begins, facts)]


CONTROLS = (packet_complete, separation_of_duties, people_hold_their_roles, people_still_in_their_roles)
