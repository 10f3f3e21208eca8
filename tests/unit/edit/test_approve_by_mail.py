"""Approving by e-mail: drafts to the people who are asked, and replies that count only if they are clean answers."""

import hashlib
import re
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import msgspec
import pytest
from tests.support.projects import copy_project
from tests.support.replies import mail

from casebound.controls.mailed_answers import message_answers_sheet
from casebound.edit.sheets import ReceivedMessage
from casebound.load.replies.reply import read_reply
from casebound.load.workspace import workspace
from casebound.model.days import Day, parse_moment
from casebound.model.errors import CannotJudge
from casebound.model.facts import Facts
from casebound.model.mail_answers import code_of
from casebound.model.people import FormerEmail
from casebound.model.terms import ApprovalStep, Role, SheetReply
from casebound.pipeline.approve import AnswerResult, Proposed, Time, propose
from casebound.pipeline.approve_by_mail import MailedReply, Rejected, answer_by_mail, write_drafts
from casebound.pipeline.check import check
from casebound.plan.milestones import signatures

CASE, HELEN, TOMAS, ENTERS = "FI-2026-021", "helen-okafor", "tomas-novak", "marcus-bell"
TIME = Time(parse_moment("2026-11-22T09:00-05:00"), Day(2026, 11, 22))
WRITTEN = "Fri, 20 Nov 2026 16:20:30 -0500"
STORED = "D1.approver.helen-okafor.eml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a filing sheet that nobody has answered."""
    copied = copy_project(tmp_path / "project", (CASE,))
    for answered in decisions(copied).glob("*.yml"):
        answered.unlink()
    return copied


def decisions(project: Path) -> Path:
    return project / "cases" / CASE / "decisions"


def proposed_in(project: Path) -> Proposed:
    return propose(workspace(project), CASE, ApprovalStep.FILING, (), None, TIME)


def code(project: Path, role: Role, person: str) -> str:
    return code_of(hashlib.sha256((decisions(project) / "D1.filing.txt").read_bytes()).hexdigest(), role, person)


def reply(project: Path, **changed: object) -> bytes:
    """A clean reply of the approver, with changes to its header."""
    line = f"APPROVE {code(project, Role.APPROVER, HELEN)}"
    return mail(**{"body": line, "date": WRITTEN, "more": (), **changed})  # type: ignore[arg-type]


def enter(project: Path, data: bytes, by: str | None = None, entered_by: str = ENTERS) -> AnswerResult | Rejected:
    mailed = MailedReply(ApprovalStep.FILING, (), ReceivedMessage(data, entered_by), by)
    return answer_by_mail(workspace(project), CASE, mailed, TIME)


def reasons(result: AnswerResult | Rejected) -> str:
    if isinstance(result, Rejected):
        return result.reason
    return " ".join(f"{finding.control} {finding.message}" for finding in result.objections)


def facts_of(project: Path) -> Facts:
    return check(workspace(project), None, TIME.today).cases[0].facts


def objections(facts: Facts) -> str:
    return " ".join(found.message for found in message_answers_sheet.objections(facts))


def test_each_person_who_has_not_answered_gets_a_draft_with_an_own_code(project: Path) -> None:
    outbox = project.parent / "outbox"
    found = {}
    for name in write_drafts(proposed_in(project), TIME.today, outbox):
        text = message_from_bytes((outbox / name).read_bytes(), policy=policy.default).get_content()
        found[name] = re.findall(r"^APPROVE ([A-Z]{12})\r?$", text, re.MULTILINE)
    assert found == {
        "FI-2026-021.D1.data_quality.tomas-novak.eml": [code(project, Role.DATA_QUALITY, TOMAS)],
        "FI-2026-021.D1.approver.helen-okafor.eml": [code(project, Role.APPROVER, HELEN)],
    }
    enter(project, reply(project))
    assert write_drafts(proposed_in(project), TIME.today, outbox) == ("FI-2026-021.D1.data_quality.tomas-novak.eml",)


def test_no_draft_is_written_if_a_person_has_no_address(project: Path) -> None:
    register = project / "registers" / "people.yml"
    register.write_text(register.read_text().replace("  email: helen.okafor@example.com\n", ""))
    with pytest.raises(CannotJudge, match="helen-okafor has no e-mail address"):
        write_drafts(proposed_in(project), TIME.today, project.parent / "outbox")
    assert not (project.parent / "outbox").exists()


def test_a_clean_reply_is_stored_unchanged_and_used_once(project: Path) -> None:
    data = reply(project)
    result = enter(project, data)
    assert isinstance(result, AnswerResult)
    assert (reasons(result), result.answer.by, result.answer.role) == ("", HELEN, Role.APPROVER)
    assert result.answer.counts_from == parse_moment("2026-11-20T16:20-05:00")
    assert (result.answer.written, result.answer.entered_by) == (TIME.now, ENTERS)
    assert (decisions(project) / STORED).read_bytes() == data
    assert "used before" in reasons(enter(project, data))
    line = f"APPROVE {code(project, Role.DATA_QUALITY, TOMAS)}"
    assert "used before" in reasons(enter(project, reply(project, body=line)))


def test_a_clean_refusal_is_entered_with_its_reasons_in_the_message(project: Path) -> None:
    line = f"REFUSE {code(project, Role.APPROVER, HELEN)}"
    result = enter(project, reply(project, body=f"{line}\n\nThe dates are wrong."))
    assert isinstance(result, AnswerResult)
    assert (reasons(result), result.answer.answer) == ("", SheetReply.REFUSE)


REJECTED = {
    "does not begin with": {"body": "Yes, go ahead"},
    "not that of a person who is asked on D1": {"body": f"APPROVE {'B' * 12}"},
    "date in the future": {"date": "Mon, 23 Nov 2026 09:00:00 -0500"},
    "before D1 was proposed": {"date": "Mon, 09 Nov 2026 09:00:00 -0500"},
    "not from the address of helen-okafor": {"sender": "From: carla.jensen@example.com"},
}


def test_any_other_message_writes_nothing(project: Path) -> None:
    found = {reason: reasons(enter(project, reply(project, **changed))) for reason, changed in REJECTED.items()}
    assert [reason for reason, shown in found.items() if reason not in shown] == []
    assert [path.name for path in decisions(project).iterdir()] == ["D1.filing.txt"]


def test_the_code_of_another_person_has_no_effect(project: Path) -> None:
    data = reply(project, body=f"APPROVE {code(project, Role.DATA_QUALITY, TOMAS)}")
    assert "not from the address of tomas-novak" in reasons(enter(project, data))
    assert "not of helen-okafor" in reasons(enter(project, data, by=HELEN))


def test_a_reply_to_an_older_sheet_does_not_count(project: Path) -> None:
    data = reply(project)
    record = project / "cases" / CASE / "case.yml"
    record.write_text(record.read_text().replace("ends: 2029-04-30", "ends: 2028-12-31"))
    assert "no sheet waits for answers" in reasons(enter(project, data))
    assert proposed_in(project).sheet.id == "D2"
    assert "not that of a person who is asked on D2" in reasons(enter(project, data))


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Facts, bytes]:
    """The facts of a case with an approval by e-mail, and the message."""
    copied = copy_project(tmp_path_factory.mktemp("entered") / "project", (CASE,))
    for answered in decisions(copied).glob("*.yml"):
        answered.unlink()
    data = reply(copied)
    enter(copied, data)
    return facts_of(copied), data


FORGED = {
    "another answer": (b"APPROVE", b"REFUSE", "does not say approve"),
    "no answer": (b"APPROVE", b"I do not APPROVE", "does not begin with"),
    "another sender": (b"helen.okafor@", b"carla.jensen@", "not from the address of helen-okafor"),
    "another date": (b"20 Nov", b"19 Nov", "another date"),
    "an automatic reply": (b"Date:", b"Auto-Submitted: auto-replied\r\nDate:", "automatic reply"),
    "another request": (b"Date:", b"In-Reply-To: <1@casebound.invalid>\r\nDate:", "reply to another request"),
}


def test_a_clean_message_meets_no_objection(entered: tuple[Facts, bytes]) -> None:
    assert objections(entered[0]) == ""


def test_the_note_shows_that_an_approval_came_by_e_mail(entered: tuple[Facts, bytes]) -> None:
    shown = [signature.who for signature in signatures(entered[0]) if "by unauthenticated e-mail" in signature.what]
    assert shown == ["Helen Okafor"]


@pytest.mark.parametrize(("old", "new", "objection"), FORGED.values(), ids=FORGED)
def test_a_message_that_was_changed_by_hand_is_objected_to(
    entered: tuple[Facts, bytes], old: bytes, new: bytes, objection: str
) -> None:
    facts, data = entered
    messages = {STORED: read_reply(data.replace(old, new))}
    assert objection in objections(replace(facts, decisions=replace(facts.decisions, messages=messages)))


BY_HAND = {
    "for another person": ({"by": TOMAS}, "is not that of tomas-novak as approver for D1"),
    "for another role": ({"role": Role.LEGAL}, "is not that of helen-okafor as legal for D1"),
    "entered by the same person": ({"entered_by": HELEN}, "helen-okafor answered D1 by e-mail"),
    "entered by nobody": ({"entered_by": "nobody"}, "nobody is not in the register"),
}


@pytest.mark.parametrize(("changed", "objection"), BY_HAND.values(), ids=BY_HAND)
def test_an_answer_that_was_written_by_hand_is_objected_to(
    entered: tuple[Facts, bytes], changed: dict[str, object], objection: str
) -> None:
    facts, _ = entered
    answers = {file: msgspec.structs.replace(given, **changed) for file, given in facts.decisions.answers.items()}
    assert objection in objections(replace(facts, decisions=replace(facts.decisions, answers=answers)))


def test_two_answers_cannot_name_the_same_message(entered: tuple[Facts, bytes]) -> None:
    facts, _ = entered
    ((file, given),) = facts.decisions.answers.items()
    twice = {file: given, "D1.legal.helen-okafor.yml": msgspec.structs.replace(given, role=Role.LEGAL)}
    found = objections(replace(facts, decisions=replace(facts.decisions, answers=twice)))
    assert "is the same message as that of" in found
    assert "belongs into a file named D1.legal.helen-okafor.eml" in found


@pytest.mark.parametrize(("until", "objection"), [("2026-11-20", ""), ("2026-11-19", "not from the address")])
def test_an_earlier_message_is_checked_against_the_address_of_its_day(
    entered: tuple[Facts, bytes], until: str, objection: str
) -> None:
    facts, _ = entered
    former = FormerEmail(email="helen.okafor@example.com", until=Day.fromisoformat(until))
    changed = {"email": "helen@example.org", "former_emails": (former,)}
    people = {**facts.registers.people, HELEN: msgspec.structs.replace(facts.registers.people[HELEN], **changed)}
    registers = msgspec.structs.replace(facts.registers, people=people)
    found = objections(replace(facts, registers=registers))
    assert objection in found
    assert bool(objection) == bool(found)


def test_a_deputy_gets_a_draft_and_answers_in_the_place_of_the_person(project: Path) -> None:
    register = project / "registers" / "people.yml"
    deputy = f"{{person: {HELEN}, role: approver, from: 2026-11-01, until: 2026-12-31, appointed_on: 2026-10-30}}"
    text = register.read_text().replace("  email: carla", f"  deputy_for:\n    - {deputy}\n  email: carla", 1)
    register.write_text(text)
    names = write_drafts(proposed_in(project), TIME.today, project.parent / "outbox")
    assert "FI-2026-021.D1.approver.carla-jensen.eml" in names
    line = f"APPROVE {code(project, Role.APPROVER, 'carla-jensen')}"
    result = enter(project, reply(project, body=line, sender="From: carla.jensen@example.com"))
    assert isinstance(result, AnswerResult)
    assert (reasons(result), result.answer.by, result.answer.deputy_of) == ("", "carla-jensen", HELEN)


def test_a_second_entry_of_the_same_person_cannot_enter_the_answer(entered: tuple[Facts, bytes]) -> None:
    facts, _ = entered
    people = dict(facts.registers.people)
    people[ENTERS] = msgspec.structs.replace(people[ENTERS], name="Okafor, Helen")
    same = replace(facts, registers=msgspec.structs.replace(facts.registers, people=people))
    assert "answered D1 by e-mail, and entered this answer" in objections(same)
