"""Decisions on the command line: proposing, approving, refusing and withdrawing only ever add files."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.office import NO, Office

SHOWN = ("--evidence", "E8", "--by", "ingrid-dahl")
APPROVERS = ("helen-okafor", "miriam-katz", "carla-jensen")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def claim(office: Office, was: str, becomes: str) -> None:
    record = office.root / "cases" / NO / "case.yml"
    head, marker, tail = record.read_text().partition("\nclaims:\n")
    assert tail.count(was) >= 1, was
    record.write_text(head + marker + tail.replace(was, becomes, 1))


def test_a_proposal_writes_one_sheet_and_touches_nothing_else(office: Office) -> None:
    claim(office, "ends: 2028-04-30", "ends: 2028-03-31")
    before, record = files(office.home), (office.root / "cases" / NO / "case.yml").read_bytes()
    told = office.do("propose", NO, "exemption")
    assert (told.code, told.err) == (0, "")
    assert "narrows the exemption: the last day of claim C1 was 2028-04-30 on D2 and is now 2028-03-31" in told.out
    after = files(office.home)
    assert set(after) - set(before) == {"D3.exemption.txt"}
    assert {name: after[name] for name in before} == before
    assert (office.root / "cases" / NO / "case.yml").read_bytes() == record
    again = office.do("propose", NO, "exemption")
    assert again.code == 0
    assert "decisions/D3.exemption.txt is still current" in again.out
    assert files(office.home) == after


def test_what_narrows_stays_supported_with_a_warning_until_it_is_countersigned(office: Office) -> None:
    claim(office, "ends: 2028-04-30", "ends: 2028-03-31")
    told = office.do("check", NO)
    assert told.code == 0
    assert "A07" in told.out
    assert [ran.code for ran in office.approve(*APPROVERS)] == [0, 0, 0]
    assert "A07" not in office.do("check", NO).out


def test_what_is_added_is_named_and_supported_once_all_approved_the_new_sheet(office: Office) -> None:
    claim(office, "disability]", "disability, rehabilitation]")
    told = office.do("check", NO)
    assert told.code == 1
    assert "the programs of claim C1 were old-age, survivors, disability on D2" in told.out
    first, second, third = office.approve(*APPROVERS)
    assert "still needed: legal (miriam-katz), payroll (carla-jensen)" in first.out
    assert "still needed: payroll (carla-jensen)" in second.out
    assert "This sheet has all approvals." in third.out
    assert office.blocking() == {"E05"}  # payroll changed for the other programs only


def test_neutral_events_leave_the_claim_as_it_is(office: Office) -> None:
    office.edit("operations: ingrid-dahl", "operations: tomas-novak")
    office.edit("payroll: carla-jensen", "payroll: ruth-abernathy")
    office.edit("title: Letter of assignment to Stavanger", "title: Letter of assignment")
    office.edit("checked_on: 2026-01-12", "checked_on: 2026-11-02")
    assert office.do("check", NO).code == 0


def test_a_refusal_ends_a_sheet_for_good_until_a_later_one_is_approved(office: Office) -> None:
    claim(office, "disability]", "disability, rehabilitation]")
    bare = office.do("approve", NO, "exemption", "--by", "miriam-katz", "--refuse")
    assert bare.code == 2
    refused = office.do(
        "approve", NO, "exemption", "--by", "miriam-katz", "--refuse", "--because", "Not in the treaty."
    )
    assert "D3 is no longer valid" in refused.out
    assert "A05" in office.do("check", NO).out
    shown = office.do("propose", NO, "exemption")
    assert "miriam-katz, legal reviewer, refused D3 on 2026-11-22: Not in the treaty." in shown.out
    later = office.do("approve", NO, "exemption", "--by", "helen-okafor")
    assert "sheet D4" in later.out
    withdrawn = office.do("withdraw", NO, "D4", "--by", "helen-okafor", "--because", "D3 was refused.")
    assert "helen-okafor still approves D2." in withdrawn.out
    claim(office, "disability, rehabilitation]", "disability]")
    assert "miriam-katz refused D3 after D2 was approved" in office.do("check", NO).out
    office.approve(*APPROVERS)
    assert office.do("check", NO).code == 0  # a new sheet with what D2 contained


def test_an_earlier_as_of_date_does_not_hide_a_decision(office: Office) -> None:
    policy = office.root / "registers" / "policy.yml"
    policy.write_text(f"{policy.read_text()}as_of: 2026-11-21\n")
    claim(office, "ends: 2028-04-30", "ends: 2028-03-31")
    for words in (("propose", NO, "exemption"), ("withdraw", NO, "D2", "--by", "miriam-katz", "--because", "No.")):
        told = office.do(*words)
        assert told.code == 0
        assert "sets the as-of date to 2026-11-21, which is before the recorded event" in told.err
    assert office.blocking() == {"F11"}
    (refused,) = office.approve("helen-okafor")
    assert refused.code == 2
    assert "after the as-of date" in refused.err


def test_a_withdrawn_approval_ends_a_sheet(office: Office) -> None:
    told = office.do("withdraw", NO, "D2", "--by", "miriam-katz", "--because", "I had the wrong letter.")
    assert told.code == 0
    assert "miriam-katz withdrew the approval of D2" in office.do("check", NO).out
    assert "A02" in office.blocking()
    again = office.do("withdraw", NO, "D2", "--by", "miriam-katz", "--because", "Once more.")
    assert again.code == 2
    assert [ran.code for ran in office.approve(*APPROVERS)] == [0, 0, 0]
    assert office.blocking() == set()  # payroll was changed while D2 was approved


@pytest.mark.parametrize(
    ("harm", "control", "says"),
    [
        (lambda home: (home / "D1.filing.txt").unlink(), "A08", "sheet D1 is missing"),
        (lambda home: swap(home / "D2.exemption.txt", "2028-04-30", "2029-04-30"), "A08", "was changed after"),
        (lambda home: swap(home / "D1.filing.txt", "ends: 2028-04-30", "ends: 2029-04-30"), "A08", "does not name"),
        (lambda home: with_crlf(home / "D1.filing.txt"), "A08", "only in its line endings"),
        (lambda home: with_crlf(home / "D2.exemption.txt"), "A08", "only in its line endings"),
        (lambda home: (home / "D2.legal.miriam-katz.yml").unlink(), "A02", "not approved by the legal"),
        (lambda home: swap(home / "D2.legal.miriam-katz.yml", "answer: approve", "answer: refuse"), "A02", "refused"),
        (lambda home: swap(home / "D2.legal.miriam-katz.yml", "legal", "payroll"), "F04", "belongs into a file"),
        (lambda home: (home / "D2.exemption.txt").write_text("a: b: c"), "F01", ""),
        (lambda home: (home / "D2.exemption.txt").write_text("format: 1\n"), "F04", ""),
        (lambda home: (home / "D2.legal.miriam-katz.yml").write_text("x: 1\n"), "F04", ""),
        (lambda home: shutil.copy(home / "D2.exemption.txt", home / "D4.exemption.txt"), "F04", "belongs into a file"),
    ],
)
def test_a_decision_that_was_changed_by_hand_is_found(
    office: Office, harm: Callable[[Path], None], control: str, says: str
) -> None:
    harm(office.home)
    told = office.do("check", NO)
    assert told.code == 1
    assert control in told.out
    assert says in told.out


def with_crlf(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def swap(file: Path, was: str, becomes: str) -> None:
    text = file.read_text()
    assert was in text
    file.write_text(text.replace(was, becomes))


def test_the_log_before_a_sheet_is_part_of_it(office: Office) -> None:
    office.edit("did: Opened the case on receipt of the letter of assignment.", "did: Opened the case.")
    assert "A08" in office.blocking()


def test_a_request_that_was_sent_is_history(office: Office) -> None:
    told = office.do("approve", NO, "filing", "--by", "helen-okafor")
    assert told.code == 1
    assert "no request that was not sent yet" in told.err


def test_what_was_sent_differently_is_accepted_on_the_next_exemption_sheet(office: Office) -> None:
    office.edit(
        "      form_checked_on: 2026-01-22\n",
        "      form_checked_on: 2026-01-22\n      as_sent:\n        worker: Maren Oestby\n        ends: 2028-04-03\n",
    )
    assert office.blocking() == {"A05"}
    office.approve(*APPROVERS)
    assert office.blocking() == set()
    sheet = (office.home / "D3.exemption.txt").read_text()
    assert "requests.R1.sent.as_sent.worker: Maren Oestby" in sheet
    assert office.build().release
    page = (office.root / "build" / "handbook" / "cases" / NO / "index.html").read_text()
    assert "differently from the approved request: worker “Maren Oestby”; ends “Apr 3, 2028”." in page


def test_a_person_who_was_not_asked_cannot_answer(office: Office) -> None:
    claim(office, "ends: 2028-04-30", "ends: 2028-03-31")
    told = office.do("approve", NO, "exemption", "--by", "tomas-novak")
    assert told.code == 1
    assert "tomas-novak has no role on D3" in told.err
    assert not (office.home / "D3.exemption.txt").exists()


def test_a_person_who_left_a_role_is_named_with_the_last_day(office: Office) -> None:
    claim(office, "ends: 2028-04-30", "ends: 2028-03-31")
    people = office.root / "registers" / "people.yml"
    before, at, after = people.read_text().partition("  email: carla.jensen@")
    people.write_text(f"{before}      until: 2026-09-30\n{at}{after}")
    told = office.do("approve", NO, "exemption", "--by", "carla-jensen")
    assert told.code == 1
    assert "carla-jensen held the role payroll reviewer until 2026-09-30, and does not hold it on 2026-11-2" in told.err


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("approve", NO, "exemption", "--by", "ingrid-dahl"), "ingrid-dahl has no role on D2", 1),
        (("approve", NO, "exemption", "--by", "helen-okafor"), "helen-okafor already answered D2", 2),
        (("approve", NO, "exemption", "--by", "helen-okafor", "--claim", "C9"), "the case has no claim C9", 2),
        (("approve", "XX-1", "filing", "--by", "helen-okafor"), "there is no case XX-1", 2),
        (("approve", NO, "filing", "--by", "helen-okafor", "--at", "yesterday"), "a time is written", 2),
        (("propose", NO, "filing", "--claim", "R9"), "the case has no request R9", 2),
        (("propose", NO, "filing", "--claim", "R1"), "R1 was already sent", 1),
        (("withdraw", NO, "D9", "--by", "helen-okafor", "--because", "x"), "helen-okafor has no approval of D9", 2),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_written(
    words: tuple[str, ...], said: str, code: int, office: Office
) -> None:
    before = files(office.home)
    refused = office.do(*words)
    assert refused.code == code
    assert said in refused.err
    assert files(office.home) == before


def test_an_exemption_cannot_be_decided_before_its_certificate_is_received(office: Office) -> None:
    office.edit("    received_on: 2026-04-16\n", "")
    refused = office.do("propose", NO, "exemption")
    assert refused.code == 1
    assert "no certificate of C1 was received" in refused.err


@pytest.mark.parametrize(
    ("file", "was", "becomes", "said"),
    [
        (f"cases/{NO}/case.yml", "direction: outbound", "direction: outward", "could not be checked: "),
        ("registers/people.yml", "title: ", "titel: ", "could not be checked: "),
    ],
)
def test_a_record_or_register_that_cannot_be_checked_is_no_failure_of_the_tool(
    file: str, was: str, becomes: str, said: str, office: Office
) -> None:
    swap(office.root / file, was, becomes)
    refused = office.do("propose", NO, "exemption")
    assert refused.code == 1
    assert said in refused.err
    assert office.do("check", NO).code == 1


def test_an_approval_counts_from_the_time_at_which_it_was_written(office: Office) -> None:
    claim(office, "disability]", "disability, rehabilitation]")
    office.now = "2026-12-01T10:00-05:00"
    told = office.do("approve", NO, "exemption", "--by", "miriam-katz", "--at", "2026-11-25T10:00-05:00")
    assert told.code == 2
    assert "miriam-katz cannot have answered D3 at 2026-11-25T10:00-05:00: it was only proposed at" in told.err
    for person in APPROVERS:
        assert office.do("approve", NO, "exemption", "--by", person).code == 0
    past = office.do("check", NO, "--as-of", "2026-11-30")
    assert "after the as-of date 2026-11-30" in past.out or "A05" in past.out
    assert past.code == 1


def test_two_answers_and_a_log_entry_merge_without_a_conflict(office: Office) -> None:
    claim(office, "ends: 2028-04-30", "ends: 2028-03-31")
    office.do("propose", NO, "exemption")

    def git(*words: str) -> None:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, "-C", office.root, *words], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "base")
    for branch, words in {
        "legal": ("approve", NO, "exemption", "--by", "miriam-katz"),
        "approver": ("approve", NO, "exemption", "--by", "helen-okafor"),
        "note": (
            "record",
            NO,
            "contact",
            "--to",
            "SSA",
            "--about",
            "A question.",
            "--evidence",
            "E8",
            "--by",
            "ingrid-dahl",
        ),
    }.items():
        git("checkout", "-qb", branch, "main")
        assert office.do(*words).code == 0
        git("add", "-A")
        git("commit", "-qm", branch)
    git("checkout", "-q", "main")
    for branch in ("legal", "approver", "note"):
        git("merge", "-q", "--no-edit", branch)
    assert office.do("approve", NO, "exemption", "--by", "carla-jensen").out.endswith("This sheet has all approvals.\n")
    assert office.do("check", NO).code == 0


def test_every_deleted_file_of_a_decision_is_told_against_the_last_check(office: Office) -> None:
    earlier = office.root / "earlier.json"
    assert office.do("check", "--format", f"json={earlier}").code == 0
    assert office.do("check", "--against", earlier).code == 0
    for name, data in files(office.home).items():
        (office.home / name).unlink()
        told = office.do("check", "--against", earlier)
        assert f"F31: decisions/{name} was part of the earlier check and is gone" in told.out
        (office.home / name).write_bytes(data)


def test_a_deleted_exhibit_and_a_changed_answer_are_told_against_the_last_check(office: Office) -> None:
    earlier = office.root / "earlier.json"
    office.do("check", "--format", f"json={earlier}")
    record = office.root / "cases" / NO / "case.yml"
    before = record.read_text()
    start = before.index("  E3:\n")
    record.write_text((before[:start] + before[before.index("  E4:\n") :]).replace("[E3]", "[E2]"))
    assert "F31: exhibit E3 was part of the earlier check and is gone" in office.do("check", "--against", earlier).out
    record.write_text(before)
    swap(office.home / "D2.legal.miriam-katz.yml", "T16:45", "T16:46")
    told = office.do("check", "--against", earlier).out
    assert "F31: decisions/D2.legal.miriam-katz.yml is not what it was" in told


def test_a_deleted_log_entry_status_and_defect_are_shown_against_the_last_check(office: Office) -> None:
    defect = "    defect:\n      kind: identity\n      asked_on: 2026-11-20\n"
    office.edit("    received_on: 2026-04-16\n", "    received_on: 2026-04-16\n" + defect)
    earlier = office.root / "earlier.json"
    office.do("check", "--format", f"json={earlier}")
    assert "F31" not in office.do("check", "--against", earlier).out
    office.edit(defect, "")
    assert "F31: defect of K1 was part of the earlier check and is gone" in office.do("check", "--against", earlier).out
    office.edit("        shown: Pending\n", "        shown: Received\n")
    office.edit("Entered the payroll change with effect from 2026-05-01.", "Filed a copy.")
    shown = office.do("check", "--against", earlier).out
    assert "F31: status of R1 at 2026-03-02T09:05-05:00: Pending was part of the earlier check" in shown
    assert "F31: log entry of 2026-04-24" in shown


def test_an_answer_that_is_dated_back_is_told_against_the_last_check(office: Office) -> None:
    claim(office, "ends: 2028-04-30", "ends: 2028-03-31")
    earlier = office.root / "earlier.json"
    office.now = "2026-11-25T10:00-05:00"
    office.do("check", "--format", f"json={earlier}")
    office.do("propose", NO, "exemption")
    office.do("approve", NO, "exemption", "--by", "miriam-katz")
    assert "F32" not in office.do("check", "--against", earlier).out
    swap(office.home / "D3.legal.miriam-katz.yml", "2026-11-25", "2026-11-20")
    told = office.do("check", "--against", earlier).out
    assert "F32: decisions/D3.legal.miriam-katz.yml says that it was written on 2026-11-20" in told


def test_an_answer_is_shown_by_the_next_build_and_the_sheet_lies_beside_it(office: Office) -> None:
    claim(office, "ends: 2028-04-30", "ends: 2028-03-31")
    office.do("propose", NO, "exemption")
    page = office.root / "build" / "handbook" / "cases" / NO / "index.html"
    assert office.build().release
    assert "Waits for answers" in page.read_text()
    office.approve(*APPROVERS)
    assert office.build().release
    assert "Waits for answers" not in page.read_text()
    sheet = (office.home / "D3.exemption.txt").read_bytes()
    assert (page.parent / "decisions" / "D3.exemption.txt").read_bytes() == sheet
    assert 'href="decisions/D3.exemption.txt"' in page.read_text()


def test_a_personal_number_does_not_get_onto_a_sheet_or_into_an_answer(office: Office) -> None:
    claim(office, "ends: 2028-04-30", "ends: 2028-03-31")
    office.edit("The worker has only one employer", "The worker, SSN 219-09-9999, has only one employer")
    told = office.do("propose", NO, "exemption")
    assert told.code == 1
    assert "must not get onto a sheet" in told.err
    office.edit("The worker, SSN 219-09-9999, has only one employer", "The worker has only one employer")
    because = ("--refuse", "--because", "The letter is for SSN 219-09-9999.")
    office.do("approve", NO, "exemption", "--by", "miriam-katz", *because)
    assert "F09" in office.blocking()
    assert "219-09-9999" not in office.do("check", NO).out


def test_one_person_alone_never_approves(office: Office) -> None:
    policy = office.root / "registers" / "policy.yml"
    head, marker, tail = policy.read_text().partition("  exemption:\n")
    policy.write_text(head + marker + tail.replace("    - legal\n    - payroll\n", "", 1))
    claim(office, "ends: 2028-04-30", "ends: 2028-03-31")
    office.do("propose", NO, "exemption", "--by", "helen-okafor")
    office.approve("helen-okafor")
    told = office.do("check", NO).out
    assert "A07" in told  # the narrower exemption counts as not countersigned
