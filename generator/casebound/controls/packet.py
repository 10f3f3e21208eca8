"""Gate 2, the evidence packet: a document for every key field, and different people to check them."""

from casebound.controls.definition import case_control, objection
from casebound.controls.predicates import acted, asks, before_decision, before_request, in_use
from casebound.model.case import Packet
from casebound.model.facts import Facts
from casebound.model.near_match import did_you_mean
from casebound.model.rules import Link, Objections, Section, process
from casebound.model.terms import Role


def missing_documents(facts: Facts) -> tuple[str, ...]:
    """The fields of the packet for which no exhibit in use is cited."""
    packet = facts.case.packet
    return tuple(
        name for name in Packet.__struct_fields__ if not any(in_use(facts, key) for key in getattr(packet, name))
    )


@case_control(
    "P01",
    "packet-complete",
    Section.PACKET,
    question="Is a source document on file for each key field of the request?",
    why="A reviewer must be able to check each value against a document. The list of key fields is the team's own;"
    " SSA's online form may ask for other fields.",
    remedy="Add the document as an exhibit and cite it under packet.",
    basis=(process("The packet"),),
    link=Link.LANE,
    applies=acted,
    may_apply_later=before_request,
)
def packet_complete(facts: Facts) -> Objections:
    for name in missing_documents(facts):
        place = ("packet", name) if getattr(facts.case.packet, name) else ("packet",)
        yield objection(place, f"no exhibit of this case supports the {name.replace('_', ' ')}")


@case_control(
    "P02",
    "separation-of-duties",
    Section.PACKET,
    question="Are the operations owner, the data-quality owner and the final approver three different people?",
    why="The person who prepares a request must not also confirm its data or approve it.",
    remedy="Name three different people under people (operations, data_quality, approver).",
    basis=(process("The packet"), process("Approvals")),
    link=Link.APPROVALS,
    applies=asks,
    may_apply_later=before_decision,
)
def separation_of_duties(facts: Facts) -> Objections:
    seen: dict[str, Role] = {}
    for role in (Role.OPERATIONS, Role.DATA_QUALITY, Role.APPROVER):
        person = facts.case.people.in_role(role)
        if person in seen:
            yield objection(
                ("people", role.value),
                f"{person} is also this case's {seen[person].value}",
                ("people", seen[person].value),
            )
        seen.setdefault(person, role)


@case_control(
    "P03",
    "people-hold-their-roles",
    Section.PACKET,
    question="Does the people register list each person for the role that the case assigns to that person?",
    why="Each role requires training and authority. A review by a person who does not hold the role does not count.",
    remedy="Name a person who holds the role in registers/people.yml, or add the role to the person in that register.",
    basis=(process("The four gates"),),
    link=Link.APPROVALS,
)
def people_hold_their_roles(facts: Facts) -> Objections:
    for role in Role:
        key = facts.case.people.in_role(role)
        person = facts.registers.people.get(key)
        if person is None:
            near = did_you_mean(key, facts.registers.people)
            yield objection(("people", role.value), f"{key} is not in registers/people.yml{near}")
        elif role not in person.roles:
            yield objection(("people", role.value), f"registers/people.yml does not give {key} the role {role.value}")


CONTROLS = (packet_complete, separation_of_duties, people_hold_their_roles)
