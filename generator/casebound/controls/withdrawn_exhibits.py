"""Exhibits out of use: withdrawn, or kept as received. They stay on file, and nothing may rely on them."""

from casebound.controls.definition import case_control, objection
from casebound.controls.predicates import APPROVE_AGAIN, is_replaced_status
from casebound.model.case import Exhibit
from casebound.model.citations import Cite
from casebound.model.facts import Facts
from casebound.model.rules import Link, Objections, Section, support_policy

_ASIDE = "side_topics"  # a side topic proves nothing, so it may keep such a file


@case_control(
    "F27",
    "exhibits-in-use",
    Section.FILE,
    question="Does the record rely only on exhibits that can still be used as evidence?",
    why="A withdrawn exhibit, or a file that is kept as received because it cannot be opened, proves nothing.",
    remedy="Record a replacement document (`casebound record CASE exhibit FILE`), and cite the new exhibit. If there is"
    " no replacement, remove the citation. If the capture of a status was wrong, record a new status (`casebound record"
    " CASE status`). If the whole entry belongs to another case, remove the entry, and list it in"
    f" `registers/changes.yml` under `mistakes`. {APPROVE_AGAIN}",
    basis=(support_policy("9 Knowledge"),),
    link=Link.KNOWLEDGE,
)
def exhibits_in_use(facts: Facts) -> Objections:
    for cite in facts.cites:
        exhibit = facts.case.exhibits.get(cite.id)
        if exhibit is not None and not exhibit.in_use and cite.statement[0] != _ASIDE and not _is_history(facts, cite):
            field = "withdrawn" if exhibit.withdrawn else "as_received"
            yield objection(cite.at, f"{cite.id} {_out_of_use(exhibit)}", ("exhibits", cite.id, field))


def _is_history(facts: Facts, cite: Cite) -> bool:
    """Whether the citation is the withdrawn capture of a status that a later status followed."""
    section, key, *rest = cite.at
    if section != "requests" or rest[:1] != ["tracker"] or rest[2:] != ["capture"]:
        return False
    return is_replaced_status(facts, facts.case.requests[str(key)], int(rest[1]))


def _out_of_use(exhibit: Exhibit) -> str:
    if exhibit.withdrawn is not None:
        return f"was withdrawn on {exhibit.withdrawn.on} by {exhibit.withdrawn.by}: {exhibit.withdrawn.because}"
    return f"is kept as received and counts for nothing: {exhibit.as_received}"


CONTROLS = (exhibits_in_use,)
