"""Cases over years, day by day: every later event has an honest way, and nothing is dated back or overwritten."""

from pathlib import Path
from typing import Any

import pytest
from tests.support.long_case import LongCase
from tests.support.office import NO, Office


@pytest.fixture
def case(office: Office) -> LongCase:
    return LongCase(office)


EXEMPTION = ("miriam-katz", "helen-okafor", "carla-jensen")


def to_supported(case: LongCase) -> None:
    """From the opened case to the exemption in effect, on the days of the sample."""
    whole = case.whole
    case.on("2026-01-20", "propose", NO, "filing")
    assert case.verdict().startswith("preparing no")
    case.approved_on("2026-01-20", "filing", "tomas-novak")
    case.approved_on("2026-01-21", "filing", "helen-okafor")
    assert case.verdict().startswith("ready-to-file no")
    sent = ("record", NO, "sent", "--on", "2026-01-22", "--reference", "SPECIMEN-OC-4417", "--by", "ingrid-dahl")
    case.on("2026-01-22", *sent, "--form-checked-on", "2026-01-22", "--proof", "E8")
    case.change(lambda content: content["requests"]["R1"].update(waiting=whole["requests"]["R1"]["waiting"]))
    assert case.verdict().startswith("submitted no")
    status = ("record", NO, "status", "--by", "ingrid-dahl")
    case.on("2026-02-02", *status, "--shown", "Received", "--capture", "E10")
    case.on("2026-04-10", *status, "--shown", "Completed", "--capture", "E12")
    assert case.verdict().startswith("completed-not-received no")
    certificate = {**whole["certificates"]["K1"], "worker": "MAREN ØSTBY"}  # in capitals, as the form prints it
    del certificate["received_on"]
    case.change(lambda content: content.update(certificates={"K1": certificate}))
    case.on(
        "2026-04-16", "record", NO, "receipt", "K1", "--on", "2026-04-16", "--document", "E13", "--by", "ingrid-dahl"
    )
    assert case.verdict().startswith("certificate-matched no")
    claim = {key: value for key, value in whole["claims"]["C1"].items() if key != "relied"}
    case.change(lambda content: content.update(claims={"C1": claim}))
    assert "proposed" in case.verdict()
    case.on("2026-04-20", "propose", NO, "exemption")
    case.approved_on("2026-04-20", "exemption", "miriam-katz")
    case.approved_on("2026-04-21", "exemption", "helen-okafor")
    case.approved_on("2026-04-22", "exemption", "carla-jensen")
    assert "proposed" in case.verdict()
    relied = ("record", NO, "relied", "--from", "2026-05-01", "--entered-on", "2026-04-24", "--document", "E14")
    case.on("2026-04-24", *relied, "--by", "carla-jensen")
    assert case.verdict() == "exemption-in-effect supported"


def test_two_years_of_a_case_without_a_false_day(case: LongCase) -> None:
    to_supported(case)
    decided = {path.name: path.read_bytes() for path in case.office.home.iterdir()}

    case.office.now = "2026-06-10T10:00-04:00"
    case.change(lambda content: content["people"].update(operations="tomas-novak", data_quality="grace-whitfield"))
    assert case.verdict() == "exemption-in-effect supported"  # the owner left

    case.office.now = "2026-07-01T10:00-04:00"
    registers = case.office.root / "registers"
    _swap(registers / "employers.yml", "address:", "address: New street,", 1)
    assert case.verdict() == "exemption-in-effect supported"  # the employer moved

    case.office.now = "2027-01-10T10:00-05:00"

    def married(content: dict[str, Any]) -> None:
        former = {"name": "Maren Østby", "kind": "former", "until": "2027-01-05", "because": "She married."}
        content["worker"].update(name="Maren Lund", aliases=[{**former, "evidence": ["E3"]}])

    case.change(married)
    assert case.verdict() == "exemption-in-effect supported"  # the worker married

    case.office.now = "2027-11-15T10:00-05:00"

    def returns_early(content: dict[str, Any]) -> None:
        content["assignment"]["ends"] = content["claims"]["C1"]["ends"] = "2027-12-31"

    case.change(returns_early)
    assert case.verdict() == "exemption-in-effect supported"
    assert "A07" in case.office.do("check", NO).out  # a countersignature is asked for
    case.on("2027-11-15", "propose", NO, "exemption")
    case.approved_on("2027-11-16", "exemption", *EXEMPTION)
    assert case.verdict() == "exemption-in-effect supported"
    assert "A07" not in case.office.do("check", NO).out

    case.office.now = "2028-01-20T10:00-05:00"
    closure = {"outcome": "issued", "closed_on": "2028-01-15", "because": "The worker is back."}
    case.change(lambda content: content.update(closure={**closure, "retain_until": "2032-12-31"}))
    assert case.verdict() == "closed supported"

    now = {path.name: path.read_bytes() for path in case.office.home.iterdir()}
    assert {name: now[name] for name in decided} == decided  # no earlier sheet or answer was touched
    assert sorted(set(now) - set(decided)) == sorted(
        ["D3.exemption.txt", *(f"D3.{role}.yml" for role in _roles(EXEMPTION))]
    )


def _roles(people: tuple[str, ...]) -> list[str]:
    roles = {"miriam-katz": "legal", "helen-okafor": "approver", "carla-jensen": "payroll"}
    return [f"{roles[person]}.{person}" for person in people]


def _swap(file: Path, was: str, becomes: str, times: int) -> None:
    file.write_text(file.read_text().replace(was, becomes, times))


def test_payroll_changed_before_the_certificate_is_cured_and_stays_marked(case: LongCase) -> None:
    whole = case.whole
    case.keep_exhibits(9)
    case.on("2026-01-20", "propose", NO, "filing")
    case.approved_on("2026-01-21", "filing", "tomas-novak", "helen-okafor")
    sent = ("record", NO, "sent", "--on", "2026-01-22", "--reference", "SPECIMEN-OC-4417", "--by", "ingrid-dahl")
    case.on("2026-01-22", *sent, "--form-checked-on", "2026-01-22", "--proof", "E8")
    case.change(lambda content: content["requests"]["R1"].update(waiting=whole["requests"]["R1"]["waiting"]))
    assert case.verdict() == "submitted no"

    completed = ("record", NO, "status", "--shown", "Completed", "--capture", case.paper("status"))
    case.on("2026-04-10", *completed, "--by", "ingrid-dahl")
    assert case.verdict() == "completed-not-received no"

    claim = {key: value for key, value in whole["claims"]["C1"].items() if key != "relied"}
    case.change(lambda content: content.update(claims={"C1": claim}))
    relied = ("record", NO, "relied", "--from", "2026-05-01", "--entered-on", "2026-04-13", "--document")
    case.on("2026-04-13", *relied, case.paper("payroll change"), "--by", "carla-jensen")
    assert case.verdict() == "exemption-unsupported unsupported A02 E05 X01"

    certificate = {**whole["certificates"]["K1"], "document": "E12"}
    del certificate["received_on"]
    arrived = ("record", NO, "exhibit", case.paper("certificate"), "--kind", "certificate", "--title", "Certificate")
    case.on("2026-04-16", *arrived, "--effective", "2026-04-08", "--received", "2026-04-16")
    case.change(lambda content: content.update(certificates={"K1": certificate}))
    receipt = ("record", NO, "receipt", "K1", "--on", "2026-04-16", "--document", "E12", "--by", "ingrid-dahl")
    case.on("2026-04-16", *receipt)
    assert case.verdict() == "exemption-unsupported unsupported A02 E05"

    case.on("2026-04-20", "propose", NO, "exemption")
    case.approved_on("2026-04-21", "exemption", *EXEMPTION)
    assert case.verdict() == "exemption-unsupported unsupported E05"  # approved, and payroll was still too early

    cure = ("record", NO, "exhibit", case.paper("contributions paid"), "--kind", "payroll-record", "--title", "Cure")
    case.on("2026-04-23", *cure)
    breach = {"noticed_on": "2026-04-21", "remedy": "contributions-paid", "cured_on": "2026-04-23"}
    because = "Payroll read “Completed” as received; the contributions were paid."
    cured = {**breach, "because": because, "evidence": ["E13"]}
    case.change(lambda content: content["claims"]["C1"].update(breach=cured))
    assert case.verdict() == "exemption-unsupported unsupported A05 E05"

    case.on("2026-04-23", "propose", NO, "exemption")
    case.approved_on("2026-04-24", "exemption", *EXEMPTION)
    assert case.verdict() == "exemption-in-effect supported"
    assert "payroll relied on C1 too early; cured on 2026-04-23" in case.told
