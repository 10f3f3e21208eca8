"""Cases over years, day by day: every later event has an honest way, and nothing is dated back or overwritten."""

from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support.long_case import LongCase
from tests.support.office import NO, Office
from tests.support.replies import answered


@pytest.fixture
def case(office: Office) -> LongCase:
    return LongCase(office)


OWNER = ("--by", "ingrid-dahl")
LETTER = ("--kind", "correspondence", "--title", "Asked for the new name on the certificate")
EXEMPTION = ("miriam-katz", "helen-okafor", "carla-jensen")


def to_waiting(case: LongCase) -> None:
    """From the opened case to the request that was sent."""
    case.keep_exhibits(6)
    case.on("2026-01-20", "propose", NO, "filing")
    assert case.verdict() == "preparing no"
    case.approved_on("2026-01-20", "filing", "tomas-novak")
    case.approved_on("2026-01-21", "filing", "helen-okafor")
    assert case.verdict() == "ready-to-file no"
    sent = ("record", NO, "sent", "--on", "2026-01-22", "--reference", "SPECIMEN-OC-4417", *OWNER)
    waiting = ("--waiting-unknown", "The notice after sending states no waiting time.")
    case.on("2026-01-22", *sent, "--form-checked-on", "2026-01-22", *waiting, "--proof", case.paper("confirmation"))
    assert case.verdict() == "submitted no"


def to_supported(case: LongCase) -> None:
    """From the opened case to the exemption in effect."""
    to_waiting(case)
    for day, shown in (("2026-02-02", "Received"), ("2026-04-10", "Completed")):
        case.on(day, "record", NO, "status", "--shown", shown, "--capture", case.paper(f"status {shown}"), *OWNER)
    assert case.verdict() == "completed-not-received no"
    _receives(case, "K1", "2026-04-08", "2026-04-16", worker="MAREN ØSTBY")  # in capitals, as the form prints it
    assert case.verdict() == "certificate-matched no"
    claim = {key: value for key, value in case.whole["claims"]["C1"].items() if key != "relied"}
    case.change(lambda content: content.update(claims={"C1": claim}))
    assert case.verdict() == "exemption-proposed PROPOSED,"
    case.on("2026-04-20", "propose", NO, "exemption", "--mail", case.office.root / "outbox")
    case.approved_on("2026-04-20", "exemption", "miriam-katz")
    _answers_by_mail(case, "2026-04-21T11:00-04:00", "approver", "helen.okafor@example.com")
    case.approved_on("2026-04-22", "exemption", "carla-jensen")
    assert case.verdict() == "exemption-proposed PROPOSED,"
    relied = ("record", NO, "relied", "--from", "2026-05-01", "--entered-on", "2026-04-24")
    case.on("2026-04-24", *relied, "--document", case.paper("payroll change"), "--by", "carla-jensen")
    assert case.verdict() == "exemption-in-effect supported"


def _receives(case: LongCase, key: str, issued: str, received: str, **changes: str) -> None:
    """A certificate arrives: the document, what it prints, and the receipt."""
    arrived = ("--kind", "certificate", "--title", f"Certificate {key}", "--effective", issued, "--received", received)
    case.on(received, "record", NO, "exhibit", case.paper(f"certificate {key}"), *arrived)
    document = list(case.content()["exhibits"])[-1]
    printed = {**case.whole["certificates"]["K1"], "issued_on": issued, "document": document, **changes}
    del printed["received_on"]
    case.change(lambda content: content.setdefault("certificates", {}).update({key: printed}))
    case.on(received, "record", NO, "receipt", key, "--on", received, "--document", document, *OWNER)


def _answers_by_mail(case: LongCase, moment: str, role: str, address: str) -> None:
    (draft,) = (case.office.root / "outbox").glob(f"*.{role}.*.eml")
    reply = case.office.root / "reply.eml"
    reply.write_bytes(answered(draft.read_bytes(), address, format_datetime(datetime.fromisoformat(moment))))
    case.on(moment, "approve", NO, "exemption", "--from", reply, "--entered-by", "ingrid-dahl")


def test_two_years_of_a_case_without_a_false_day(case: LongCase) -> None:
    to_supported(case)

    case.office.now = "2026-06-10T10:00-04:00"
    case.change(lambda content: content["people"].update(operations="marcus-bell"))
    assert case.verdict() == "exemption-in-effect supported"  # the owner left

    case.office.now = "2026-06-20T10:00-04:00"
    registers = case.office.root / "registers"
    _swap(registers / "agreements.yml", "seen_on: 2026-11-22", "seen_on: 2026-06-20")
    assert case.verdict() == "exemption-in-effect supported"  # the register was read again

    case.office.now = "2026-07-01T10:00-04:00"
    _swap(registers / "employers.yml", "address: 410", "address: New street, 410")
    assert case.verdict() == "exemption-in-effect supported"  # the employer moved

    married = ("--kind", "citizenship-proof", "--title", "Citizenship, both names", "--effective", "2027-01-08")
    case.on("2027-01-10", "record", NO, "exhibit", case.paper("citizenship with both names"), *married)
    former = {"name": "Maren Østby", "kind": "former", "until": "2027-01-05", "because": "She married."}
    alias = {**former, "evidence": [list(case.content()["exhibits"])[-1]]}
    case.change(lambda content: content["worker"].update(name="Maren Lund", aliases=[alias]))
    assert case.verdict() == "exemption-in-effect supported"  # the worker married

    case.on("2027-02-01", "record", NO, "exhibit", case.paper("letter about the name"), *LETTER)
    defect = {"kind": "spelling", "asked_on": "2027-02-01", "evidence": [list(case.content()["exhibits"])[-1]]}
    case.change(lambda content: content["certificates"]["K1"].update(defect=defect))
    assert case.verdict() == "exemption-in-effect supported"  # a wrong spelling suspends nothing
    _receives(case, "K2", "2027-03-01", "2027-03-10", worker="Maren Lund", number="SPECIMEN-K2", replaces="K1")
    case.change(lambda content: content["claims"]["C1"].update(certificates=["K2"]))
    assert case.verdict() == "exemption-unsupported unsupported A05"  # nobody has compared the new one yet
    case.on("2027-03-11", "propose", NO, "exemption")
    case.approved_on("2027-03-12", "exemption", *EXEMPTION)
    assert case.verdict() == "exemption-in-effect supported"  # the certificate was corrected

    case.office.now = "2027-11-15T10:00-05:00"

    def returns_early(content: dict[str, Any]) -> None:
        content["assignment"]["ends"] = content["claims"]["C1"]["ends"] = "2027-12-31"

    case.change(returns_early)
    assert case.verdict() == "exemption-in-effect supported"
    assert "warning A07" in case.told  # a countersignature is asked for
    case.on("2027-11-15", "propose", NO, "exemption")
    case.approved_on("2027-11-16", "exemption", *EXEMPTION)
    assert case.verdict() == "exemption-in-effect supported"
    assert "warning A07" not in case.told

    case.office.now = "2028-01-20T10:00-05:00"
    closure = {"outcome": "issued", "closed_on": "2028-01-15", "because": "The worker is back."}
    case.change(lambda content: content.update(closure={**closure, "retain_until": "2032-12-31"}))
    assert case.verdict() == "closed supported"


def _swap(file: Path, was: str, becomes: str) -> None:
    text = file.read_text()
    assert was in text
    file.write_text(text.replace(was, becomes))


def test_payroll_changed_before_the_certificate_is_cured_and_stays_marked(case: LongCase) -> None:
    to_waiting(case)
    completed = ("record", NO, "status", "--shown", "Completed", "--capture", case.paper("status"))
    case.on("2026-04-10", *completed, *OWNER)
    assert case.verdict() == "completed-not-received no"

    claim = {key: value for key, value in case.whole["claims"]["C1"].items() if key != "relied"}
    case.change(lambda content: content.update(claims={"C1": claim}))
    relied = ("record", NO, "relied", "--from", "2026-05-01", "--entered-on", "2026-04-13", "--document")
    case.on("2026-04-13", *relied, case.paper("payroll change"), "--by", "carla-jensen")
    assert case.verdict() == "exemption-unsupported unsupported A02 E05 X01"

    _receives(case, "K1", "2026-04-08", "2026-04-16")
    assert case.verdict() == "exemption-unsupported unsupported A02 E05"

    case.on("2026-04-20", "propose", NO, "exemption")
    case.approved_on("2026-04-21", "exemption", *EXEMPTION)
    assert case.verdict() == "exemption-unsupported unsupported E05"  # approved, and payroll was still too early

    cure = ("record", NO, "exhibit", case.paper("contributions paid"), "--kind", "payroll-record", "--title", "Cure")
    case.on("2026-04-23", *cure)
    breach = {"noticed_on": "2026-04-21", "remedy": "contributions-paid", "cured_on": "2026-04-23"}
    because = "Payroll read “Completed” as received; the contributions were paid."
    cured = {**breach, "because": because, "evidence": [list(case.content()["exhibits"])[-1]]}
    case.change(lambda content: content["claims"]["C1"].update(breach=cured))
    assert case.verdict() == "exemption-unsupported unsupported A05 E05"

    case.on("2026-04-23", "propose", NO, "exemption")
    case.approved_on("2026-04-24", "exemption", *EXEMPTION)
    assert case.verdict() == "exemption-in-effect supported"
    assert "payroll relied on C1 too early; cured on 2026-04-23" in case.told
