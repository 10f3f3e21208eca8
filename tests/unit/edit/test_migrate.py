"""Records of format 1, rewritten in format 2: every fact and every comment stays."""

import textwrap
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from tests.support.commands import Run
from tests.support.office import Office
from tests.support.projects import copy_project
from tests.support.sample import AS_OF, PROJECT, bench

from casebound.controls import CONTROL_SET
from casebound.edit.format_1_agreements import Format1Agreement, in_format_2, sealed_row
from casebound.edit.format_1_approvals import converted
from casebound.edit.format_1_seals import Approval, approvals_in, seal_of
from casebound.edit.migrate import migrated
from casebound.edit.yaml_edit import CannotAmend
from casebound.load.strict_yaml import comments, read
from casebound.model.case import Case
from casebound.model.clock import Clock
from casebound.model.days import Day
from casebound.model.evidence import EvidenceFile
from casebound.model.facts import Facts
from casebound.model.record_base import structure
from casebound.model.registers import Registers, rows_by_register

HERE = PROJECT / "tests" / "unit" / "edit"
OLD = (HERE / "format_1.yml").read_bytes()
APPROVED = (HERE / "format_1_approved.yml").read_bytes()
REGISTERS = (HERE / "format_1_registers.yml").read_bytes()
NO = "NO-2026-001"


def content(data: bytes) -> dict[str, object]:
    found = read(data, "record")
    assert not found.problems
    return dict(found.data)


def test_the_parts_of_a_request_move_into_the_request_and_nothing_else_changes() -> None:
    before, after = content(OLD), content(migrated(OLD))
    assert after["format"] == "2"
    assert after["requests"] == {
        "R1": {
            "requester": "employer",
            "route": before["route"],
            "sent": {
                "on": "2026-01-29",
                "by": "ingrid-dahl",
                "reference": "SPECIMEN-OC-2647",
                "proof": ["E6"],
            },
            "waiting": before["waiting"],
            "tracker": before["tracker"],
            "refusal": {
                "received_on": "2026-05-11",
                "refused_on": "2026-05-06",
                "because": "The employment before the transfer was not proven.",
                "evidence": ["E9"],
            },
        }
    }
    assert after["contacts"] == [
        {"at": "2026-04-01T10:00-04:00", "by": "ingrid-dahl", "to": "SSA", "about": "When?", "follow_up": "R1"},
        {"at": "2026-04-02T10:00-04:00", "by": "ingrid-dahl", "to": "SSA", "about": "Thank you."},
    ]
    gone = {"format", "route", "submission", "waiting", "tracker", "denial", "contacts", "certificates", "claims"}
    assert {key: value for key, value in before.items() if key not in gone} == {
        key: value for key, value in after.items() if key not in {*gone, "requests"}
    }


def test_certificates_name_the_request_and_claims_are_relied_on() -> None:
    after = content(migrated(OLD))
    first, second = after["certificates"].values()  # type: ignore[attr-defined]
    assert "request" not in first
    assert (second["request"], second["defect"]) == ("R1", {"kind": "identity", "asked_on": "2026-05-20"})
    (claim,) = after["claims"].values()  # type: ignore[attr-defined]
    assert claim["relied"] == [
        {
            "from": "2026-05-01",
            "how": "payroll",
            "by": "carla-jensen",
            "entered_on": "2026-04-24",
            "evidence": ["E14"],
        }
    ]


@pytest.mark.parametrize(
    "old", [OLD, APPROVED, APPROVED.replace(b"  - step: exemption", b"  # second\n  - step: exemption")]
)
def test_every_comment_stays(old: bytes) -> None:
    assert sorted(text for _, _, text in comments(migrated(old))) == sorted(text for _, _, text in comments(old))


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_record_is_rewritten_once(line_break: str) -> None:
    once = migrated(OLD.replace(b"\n", line_break.encode()))
    assert migrated(once) == once
    assert once.count(b"\n") == once.count(line_break.encode())


def test_a_layout_that_cannot_be_rewritten_is_refused_and_never_guessed() -> None:
    flow = OLD.replace(
        b"    payroll_change: # the last step\n      effective: 2026-05-01\n      entered_on: 2026-04-24\n"
        b"      evidence: [E14]\n",
        b"    payroll_change: {effective: 2026-05-01, entered_on: 2026-04-24, evidence: [E14]}\n",
    )
    assert flow != OLD
    with pytest.raises(CannotAmend):
        migrated(flow)


def test_the_command_says_what_it_changed_and_checks_without_writing(tmp_path: Path, run: Run) -> None:
    record = tmp_path / "cases" / "CZ-2026-017" / "case.yml"
    record.parent.mkdir(parents=True)
    (tmp_path / "registers").mkdir()
    record.write_bytes(OLD)
    asked = run("migrate", "--check", "-C", tmp_path)
    assert (asked.code, record.read_bytes()) == (1, OLD)
    done = run("migrate", "CZ-2026-017", "-C", tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "requests/R1/requester is employer: check who requested the certificate" in done.out
    assert done.out.endswith("1 file rewritten\n")
    assert record.read_bytes() == migrated(OLD)
    assert run("migrate", "--check", "-C", tmp_path).out == "0 files would be rewritten\n"
    assert run("migrate", "XX-1", "-C", tmp_path).code == 2


def frozen(record: bytes) -> tuple[Facts, tuple[Approval, ...], Format1Agreement | None]:
    """A record of format 1 with the rows and hashes that its approvals covered."""
    rows = content(REGISTERS)
    sealed: dict[str, object] = {"format": "1", **rows["agreements"]}  # type: ignore[dict-item]
    rows["agreements"] = in_format_2(sealed)
    registers = structure(rows_by_register({**bench(NO).registers.whole(), **rows}), Registers)
    case = structure(content(migrated(record)), Case)
    exhibits = {key: EvidenceFile(item.file, item.sha256) for key, item in case.exhibits.items()}
    captures = {key: EvidenceFile(row.capture, row.sha256) for key, row in registers.sources.items()}
    facts = Facts(case, registers, Clock(AS_OF), exhibits, captures, control_set=CONTROL_SET)
    return facts, approvals_in(content(record)), sealed_row(sealed, "NO")


def format_1_agreements() -> bytes:
    """The agreements register of format 1, with the only row that the frozen approvals covered."""
    text = REGISTERS.decode()
    rows = text[text.index("agreements:\n") + len("agreements:\n") : text.index("employers:\n")]
    return f"format: 1\n\n{textwrap.dedent(rows)}".encode()


def test_approvals_that_hold_become_sheets_and_answers_with_their_own_times() -> None:
    found = converted(*frozen(APPROVED))
    assert [file.name for file in found.files] == [
        "D1.filing.txt",
        "D1.data_quality.tomas-novak.yml",
        "D1.approver.helen-okafor.yml",
        "D2.exemption.txt",
        "D2.approver.helen-okafor.yml",
        "D2.legal.miriam-katz.yml",
        "D2.payroll.carla-jensen.yml",
    ]
    assert not [change for change in found.changes if "dropped" in change]
    read_as = {file.name: content(file.data) for file in found.files}
    assert read_as["D1.filing.txt"]["proposed_at"] == "2026-01-20T15:30-05:00"
    assert not [path for path in read_as["D1.filing.txt"] if path.startswith("questions.")]
    given = read_as["D2.payroll.carla-jensen.yml"]
    assert (given["at"], given["written"], given["controls"]) == (
        "2026-04-22T09:30-04:00", "2026-04-22T09:30-04:00", "cs-828fb72401962c7b",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("was", "becomes", "dropped"),
    [
        (b"  ends: 2028-04-30\n  hired_on", b"  ends: 2028-05-01\n  hired_on", {0, 1, 2, 3, 4}),
        (b"covers: c4", b"covers: c5", {0, 2, 3, 4}),  # the exemption was approved with the seals of the filing
        (b"covers: 37", b"covers: 38", {3}),
        (b"at: 2026-04-22T09:30", b"at: 2026-04-21T09:30", {4}),
        (b"did: Received the certificate by mail", b"did: Received a certificate by mail", {2, 3, 4}),
        (b"claim: C1\n    role: legal", b"claim: C2\n    role: legal", {3}),
    ],
)
def test_an_approval_of_something_else_is_dropped_with_what_to_do(
    was: bytes, becomes: bytes, dropped: set[int]
) -> None:
    assert APPROVED.count(was) == 1
    found = converted(*frozen(APPROVED.replace(was, becomes)))
    lines = [change for change in found.changes if "is dropped" in change]
    assert {int(line.split("/")[1].split(" ")[0]) for line in lines} == dropped
    assert all("propose a sheet (casebound propose) and have it approved" in line for line in lines)


def _signed_later(record: bytes, index: int, at: str) -> bytes:
    """A record of format 1 in which an approval was given at another time, and the seals are renewed."""
    was = approvals_in(content(record))[index].at.isoformat(timespec="minutes")
    return _sealed_today(record.replace(f"at: {was}".encode(), f"at: {at}".encode(), 1))


def _sealed_today(record: bytes) -> bytes:
    """A record of format 1 with the seals that its approvals have beside the captures of the sample as it is now."""
    facts, approvals, row = frozen(record)
    sources = structure(rows_by_register(bench(NO).registers.whole()), Registers).sources
    facts = replace(facts, captures={key: EvidenceFile(one.capture, one.sha256) for key, one in sources.items()})
    renewed = [*approvals]
    for place, approval in enumerate(approvals):
        seal = seal_of(facts, approval, renewed, row)
        record = record.replace(approval.covers.encode(), seal.encode())
        renewed[place] = msgspec.structs.replace(approval, covers=seal)
    return record


def test_approvals_too_far_apart_for_a_sheet_are_named_with_the_way_to_take_over_what_was_done(
    tmp_path: Path, run: Run
) -> None:
    office = Office(copy_project(tmp_path / "project", (NO,)), run)
    record, policy = office.root / "cases" / NO / "case.yml", office.root / "registers" / "policy.yml"
    for file in office.home.iterdir():
        file.unlink()
    record.write_bytes(_signed_later(APPROVED, 3, "2026-03-20T16:45-04:00"))
    (office.root / "registers" / "agreements.yml").write_bytes(format_1_agreements())
    done = office.do("migrate")
    assert (done.code, done.err) == (0, "")
    assert "payroll carla-jensen are not on a sheet, because they were given more than 30 days apart" in done.out
    assert "add the section takeover (requests: [R1], claims: [C1])" in done.out
    assert not list(office.home.iterdir())
    assert office.blocking() >= {"A01", "A02"}
    kept = [line for line in policy.read_text().splitlines() if not line.startswith("cut_over")]
    policy.write_text("\n".join([*kept, "cut_over: 2026-06-01", ""]))
    takeover = {"requests": "[R1]", "claims": "[C1]", "stated_on": "2026-11-20", "by": "ingrid-dahl"}
    lines = "".join(f"  {key}: {value}\n" for key, value in takeover.items())
    record.write_text(f"{record.read_text()}takeover:\n{lines}  because: Approved before the team used sheets.\n")
    _answer_questions(record)
    given = office.approve("miriam-katz", "helen-okafor", "carla-jensen")
    assert [answer.err for answer in given] == ["", "", ""]
    checked = office.do("check", NO)
    assert (checked.code, "supported" in checked.out) == (0, True), checked.out


def _answer_questions(record: Path) -> None:
    """Add the answers that a record of format 1 has only in words."""
    text = record.read_text()
    for name, answer in {"coverage-assignment": "US", "single-employment": "yes", "prior-hire": "yes"}.items():
        text = text.replace(f"  {name}:\n", f"  {name}:\n    answer: {answer}\n", 1)
    record.write_text(text)


def test_a_supported_case_of_format_1_is_supported_once_its_questions_have_answers(tmp_path: Path, run: Run) -> None:
    office = Office(copy_project(tmp_path / "project", (NO,)), run)
    record, sealed = office.root / "cases" / NO / "case.yml", _sealed_today(APPROVED)
    for file in office.home.iterdir():
        file.unlink()
    record.write_bytes(sealed)
    (office.root / "registers" / "agreements.yml").write_bytes(format_1_agreements())
    done = office.do("migrate")
    assert (done.code, done.err) == (0, "")
    assert "approvals of the filing by data_quality tomas-novak, approver helen-okafor: now decisions/D1" in done.out
    assert "approvals:" not in record.read_text()
    assert "questions/prior-hire: the answer is only in words; enter `answer` as well: yes or no" in done.out
    assert office.blocking() == {"E06"}
    _answer_questions(record)
    assert office.blocking() == {"A05"}
    office.approve("miriam-katz", "helen-okafor", "carla-jensen")
    checked = office.do("check", NO)
    assert (checked.code, "supported" in checked.out) == (0, True), checked.out


def test_an_approval_of_format_1_does_not_hold_with_another_agreements_register() -> None:
    facts, approvals, sealed = frozen(APPROVED)
    assert sealed is not None
    other = msgspec.structs.replace(sealed, seen_on=Day(2026, 11, 29))
    for row in (None, other):
        assert all("is dropped" in change for change in converted(facts, approvals, row).changes)


def test_a_migration_that_was_interrupted_can_be_repeated_and_replaces_no_other_file(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", (NO,))
    record, home = project / "cases" / NO / "case.yml", project / "cases" / NO / "decisions"
    sealed = _sealed_today(APPROVED)
    for file in home.iterdir():
        file.unlink()
    record.write_bytes(sealed)
    (project / "registers" / "agreements.yml").write_bytes(format_1_agreements())
    (home / "D1.filing.txt").write_text("another sheet")
    refused = run("migrate", "-C", project)
    assert (refused.code, record.read_bytes()) == (2, sealed)
    assert [file.name for file in home.iterdir()] == ["D1.filing.txt"]
    (home / "D1.filing.txt").unlink()
    assert run("migrate", "-C", project).code == 0
    first = {file.name: file.read_bytes() for file in home.iterdir()}
    record.write_bytes(sealed)
    assert run("migrate", "-C", project).code == 0
    assert {file.name: file.read_bytes() for file in home.iterdir()} == first
