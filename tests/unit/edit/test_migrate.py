"""Records of format 1, rewritten in format 2: every fact and every comment stays."""

from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.sample import PROJECT

from casebound.edit.migrate import migrated
from casebound.edit.yaml_edit import CannotAmend
from casebound.load.strict_yaml import comments, read

OLD = (PROJECT / "tests" / "unit" / "edit" / "format_1.yml").read_bytes()


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


def test_every_comment_stays() -> None:
    assert sorted(text for _, _, text in comments(migrated(OLD))) == sorted(text for _, _, text in comments(OLD))


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
