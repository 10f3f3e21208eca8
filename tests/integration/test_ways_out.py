"""Dead ends that people met: each remedy is followed by commands until the check is clean."""

from pathlib import Path

from tests.support.office import NO, Office
from tests.support.sample import another_pdf

EXEMPTION = ("helen-okafor", "miriam-katz", "carla-jensen")
NARROWER = ("    ends: 2028-04-30\n    certificates", "    ends: 2028-01-31\n    certificates")


def paper(folder: Path, name: str) -> Path:
    file = folder / name
    file.write_bytes(another_pdf(name))
    return file


def in_register(office: Office, name: str, was: str, becomes: str) -> None:
    file = office.root / "registers" / f"{name}.yml"
    text = file.read_text()
    assert text.count(was) == 1, (was, text.count(was))
    file.write_text(text.replace(was, becomes))


def test_a_document_of_the_packet_that_was_withdrawn_after_sending_is_replaced_and_accepted(
    office: Office, tmp_path: Path
) -> None:
    words = ("--kind", "employer-registration", "--title", "Registration")
    assert office.do("record", NO, "exhibit", paper(tmp_path, "registration.pdf"), *words).code == 0
    assert office.do("record", NO, "withdraw", "E4", "--because", "The wrong file.").code == 0
    assert office.blocking() == {"P01", "F27", "A05"}
    office.edit("employer_details: [E4]", "employer_details: [E15]")
    assert office.blocking() == {"A05"}
    told = office.do("check", NO).out
    assert "E4, a document of the filing, was withdrawn on 2026-11-22" in told
    assert "Revert the payroll treatment" not in told
    assert [answer.code for answer in office.approve(*EXEMPTION)] == [0, 0, 0]
    assert office.blocking() == set()


def test_an_approval_of_the_filing_is_withdrawn_after_sending_only_on_purpose(office: Office) -> None:
    words = ("withdraw", NO, "D1", "--by", "tomas-novak", "--because", "By mistake.")
    asked = office.do(*words)
    assert (asked.code, "run the command again with --yes" in " ".join(asked.err.split())) == (2, True)
    assert office.blocking() == set()
    assert office.do(*words, "--yes").code == 0
    assert office.blocking() == {"A05"}
    assert [answer.code for answer in office.approve(*EXEMPTION)] == [0, 0, 0]
    assert office.blocking() == set()
    assert "the approval of D1 by tomas-novak was withdrawn" in office.do("check", NO).out


def test_a_new_sheet_takes_the_place_of_one_that_a_person_who_left_was_asked_to_answer(office: Office) -> None:
    office.edit(*NARROWER)
    assert office.approve("helen-okafor")[0].code == 0
    office.edit("payroll: carla-jensen", "payroll: ruth-abernathy")
    refused = office.approve("carla-jensen")[0]
    assert (refused.code, "Asked are:" in refused.err) == (1, True)
    proposed = office.do("propose", NO, "exemption")
    assert "D4 takes the place of D3: the payroll reviewer is now ruth-abernathy" in proposed.out
    people = ("helen-okafor", "miriam-katz", "ruth-abernathy")
    assert [answer.code for answer in office.approve(*people)] == [0, 0, 0]
    told = office.do("check", NO)
    assert (told.code, "0 warnings" in told.out) == (0, True)


def test_a_sheet_whose_first_approval_is_too_old_is_proposed_again(office: Office) -> None:
    office.edit(*NARROWER)
    assert office.approve("helen-okafor")[0].code == 0
    office.now = "2027-01-05T10:00-05:00"
    told = office.do("propose", NO, "exemption")
    assert "D4 takes the place of D3: its first approval was given on 2026-11-22" in told.out
    assert [answer.code for answer in office.approve(*EXEMPTION)] == [0, 0, 0]
    assert office.blocking() == set()


def test_the_only_person_who_is_asked_does_not_propose(office: Office) -> None:
    roles = "  exemption:\n    - approver\n    - legal\n    - payroll\n"
    in_register(office, "policy", roles, "  exemption:\n    - approver\n")
    for file in office.home.glob("D2.*"):
        file.unlink()
    refused = office.approve("helen-okafor")[0]
    assert (refused.code, f"casebound propose {NO} exemption --by ingrid-dahl" in refused.err) == (1, True)
    assert not list(office.home.glob("D2.*"))
    assert office.do("propose", NO, "exemption", "--by", "ingrid-dahl").code == 0
    assert office.approve("helen-okafor")[0].code == 0
    assert "A02" not in office.blocking()


def test_a_status_by_phone_needs_no_capture(office: Office) -> None:
    words = ("record", NO, "status", "--shown", "Completed", "--request", "R1", "--by", "ingrid-dahl")
    assert office.do(*words).code == 2
    assert office.do(*words, "--spoke-with", "Ms. Smith, SSA", "--capture", "E12").code == 2
    assert office.do(*words, "--spoke-with", "Ms. Smith, SSA").code == 0
    assert office.blocking() == set()


def test_a_late_sign_off_is_given_by_the_command_before_the_certificate_arrives(office: Office) -> None:
    record = office.root / "cases" / NO / "case.yml"
    for file in (*office.home.glob("D2.*"), office.home / "D1.approver.helen-okafor.yml"):
        file.unlink()
    text = record.read_text()
    begins, ends = text.index("\ncertificates:\n"), text.index("\nexhibits:\n")
    record.write_text(text[:begins] + text[ends:])
    office.now = "2026-02-03T10:00-05:00"
    words = ("approve", NO, "filing", "--by", "helen-okafor")
    refused = office.do(*words)
    assert (refused.code, "late-sign-off" in office.do(*words, "--claim", "R1").err) == (1, True)
    deviation = "deviations:\n  V1:\n    kind: late-sign-off\n    request: R1\n    because: Ill.\n"
    record.write_text(record.read_text().replace("\nrequests:\n", f"\n{deviation}\nrequests:\n", 1))
    told = office.do(*words)
    assert (told.code, told.err) == (0, "")
