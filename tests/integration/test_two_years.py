"""Cases over years, day by day: every later event has an honest way, and nothing is dated back or overwritten."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.support.office import NO, Office

from casebound.load.strict_yaml import read

LATER = ("certificates", "claims", "contacts")
"""The sections of the sample's record that the case does not have yet when the journey begins."""


class Case:
    """The record of the journey, and the sample's record from which its parts are taken as time goes by."""

    def __init__(self, office: Office) -> None:
        self.office, self.record = office, office.root / "cases" / NO / "case.yml"
        self.whole = self.content()
        for file in office.home.iterdir():
            file.unlink()

        def begin(content: dict[str, Any]) -> None:
            for section in LATER:
                content.pop(section, None)
            content["requests"] = {"R1": {"requester": "employer", "route": self.whole["requests"]["R1"]["route"]}}
            content["log"] = content["log"][:1]
            content.pop("quotes", None)

        self.change(begin)

    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = read(self.record.read_bytes(), "case.yml").data
        return found

    def change(self, edit: Callable[[dict[str, Any]], Any]) -> None:
        """Edit the record by hand, as a person does."""
        content = self.content()
        edit(content)
        self.record.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000))

    def on(self, day: str, *words: object) -> str:
        """Run a command on a day; it must succeed."""
        self.office.now = f"{day}T10:00-04:00" if "T" not in day else day
        told = self.office.do(*words)
        assert told.code == 0, (words, told)
        return told.out

    def approved_on(self, day: str, step: str, *people: str) -> None:
        for person in people:
            self.on(day, "approve", NO, step, "--by", person)

    def verdict(self) -> str:
        """What the check says on the day: the stage and the verdict, and the blocking controls if there are any."""
        blocking = sorted(self.office.blocking())
        told = self.office.do("check", NO).out
        line = next(line for line in told.splitlines() if line.startswith(f"{NO} "))
        words = line.split()
        return " ".join([*words[1:3], *blocking])


@pytest.fixture
def case(office: Office) -> Case:
    return Case(office)


EXEMPTION = ("miriam-katz", "helen-okafor", "carla-jensen")


def to_supported(case: Case) -> None:
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


def test_two_years_of_a_case_without_a_false_day(case: Case) -> None:
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


def test_payroll_changed_too_early_is_cured_and_stays_marked(case: Case) -> None:
    whole = case.whole
    to_certificate_only(case)
    relied = ("record", NO, "relied", "--from", "2026-05-01", "--entered-on", "2026-04-17", "--document", "E14")
    case.on("2026-04-17", *relied, "--by", "carla-jensen")
    assert {"A02", "E05"} <= case.office.blocking()
    case.on("2026-04-20", "propose", NO, "exemption")
    case.approved_on("2026-04-21", "exemption", *EXEMPTION)
    assert case.office.blocking() == {"E05"}  # approved, and still too early
    breach = {"noticed_on": "2026-04-21", "remedy": "contributions-paid", "cured_on": "2026-04-23"}

    def cured(content: dict[str, Any]) -> None:
        because = "Payroll read “Completed” as received; the contributions of April were paid."
        content["claims"]["C1"]["breach"] = {**breach, "because": because, "evidence": ["E14"]}

    case.office.now = "2026-04-23T10:00-04:00"
    case.change(cured)
    assert {"A05", "E05"} <= case.office.blocking()
    case.on("2026-04-23", "propose", NO, "exemption")
    case.approved_on("2026-04-24", "exemption", *EXEMPTION)
    assert case.verdict() == "exemption-in-effect supported"
    assert "payroll relied on C1 too early; cured on 2026-04-23" in case.office.do("check", NO).out
    assert whole["claims"]["C1"]["begins"] == case.content()["claims"]["C1"]["begins"]


def to_certificate_only(case: Case) -> None:
    whole = case.whole
    case.on("2026-01-20", "propose", NO, "filing")
    case.approved_on("2026-01-20", "filing", "tomas-novak")
    case.approved_on("2026-01-21", "filing", "helen-okafor")
    sent = ("record", NO, "sent", "--on", "2026-01-22", "--reference", "SPECIMEN-OC-4417", "--by", "ingrid-dahl")
    case.on("2026-01-22", *sent, "--form-checked-on", "2026-01-22", "--proof", "E8")

    def received(content: dict[str, Any]) -> None:
        content["requests"]["R1"]["waiting"] = whole["requests"]["R1"]["waiting"]
        content["certificates"] = whole["certificates"]
        content["exhibits"]["E14"].update(recorded="2026-04-17", effective="2026-04-17")
        content["claims"] = {"C1": {key: value for key, value in whole["claims"]["C1"].items() if key != "relied"}}

    case.office.now = "2026-04-16T10:00-04:00"
    case.change(received)
