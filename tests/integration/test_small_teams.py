"""A team of two, and a freelancer with a payroll provider, each take a case from its first day to the exemption."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.support.commands import Run
from tests.support.office import Office
from tests.support.projects import copy_project
from tests.support.sample import PROJECT

from casebound.load.strict_yaml import read

ROLES = {"ann": ("operations", "data_quality", "payroll"), "ben": ("approver", "legal")}
"""The smallest team: one person prepares and pays, and another person approves."""

IN_TEAM = {
    "ann": ("ingrid-dahl", "tomas-novak", "grace-whitfield", "carla-jensen", "ruth-abernathy"),
    "ben": ("helen-okafor", "miriam-katz", "joao-ferreira"),
}
"""Who does in the small team what these people do in the sample."""

DECIDED = ("assignment", "conditions", "rule", "filing", "packet")
NEEDED = ("coverage-assignment", "single-employment", "prior-hire")


@pytest.mark.parametrize(
    ("like", "how"),
    [("NO-2026-001", "payroll"), ("IT-2026-003", "contributions-not-paid")],
    ids=["employer", "freelancer"],
)
def test_two_people_take_a_case_to_the_exemption(like: str, how: str, tmp_path: Path, run: Run) -> None:
    office = Office(copy_project(tmp_path / "project", (like,)), run, like)
    whole = _of_the_team(_content(office.root / "cases" / like / "case.yml"))
    case = SmallTeam(office, whole)
    case.opens_the_case()
    assert case.verdict() == "escalate no"
    case.decides()
    assert case.verdict() == "preparing no"
    case.approves("filing", case.ready_on, "ann", "ben")
    assert case.verdict() == "ready-to-file no"
    case.sends()
    assert case.verdict() == "submitted no"
    case.receives()
    assert case.verdict() == "certificate-matched no"
    case.claims()
    day = whole["claims"]["C1"]["relied"][0]["entered_on"]
    case.approves("exemption", day, "ben", "ann")
    case.relies(how, day)
    assert case.verdict() == "exemption-in-effect supported"
    assert "0 blocking, 0 warnings, 0 notes" in case.told


class SmallTeam:
    """A project of two people. What they record is taken from a sample case, whose folder is taken away."""

    def __init__(self, office: Office, whole: dict[str, Any]) -> None:
        self.office, self.whole, self.told = office, whole, ""
        self.desk = PROJECT / "cases" / whole["case"]
        registers = office.root / "registers"
        self.record = office.root / "cases" / whole["case"] / "case.yml"
        (office.root / "cases" / whole["case"]).rename(office.root / "sample")
        people = {
            person: {
                "name": person.title(),
                "title": "Partner",
                "roles": [{"role": role, "from": "2020-01-01"} for role in roles],
            }
            for person, roles in ROLES.items()
        }
        (registers / "people.yml").write_text(yaml.safe_dump({"format": "2", **people}))
        sources = registers / "sources.yml"
        sources.write_text(re.sub(r"accessed_by: \S+", "accessed_by: ann", sources.read_text()))
        policy = registers / "policy.yml"
        roles = "  exemption:\n    - approver\n    - payroll\n"
        policy.write_text(
            re.sub(r"(?m)^  exemption:\n(?:    - .*\n)+", roles, policy.read_text()) + "separation: two\n"
        )

    @property
    def ready_on(self) -> str:
        """The day on which the filing is decided and the destination was looked up."""
        route = self.whole["requests"]["R1"]["route"]
        return str(max(self.whole["filing"]["decided_on"], route["destination_seen_on"]))

    def on(self, day: str, *words: object) -> str:
        self.office.now = f"{day}T10:00-05:00"
        told = self.office.do(*words)
        assert told.code == 0, (words, told)
        return told.out

    def records(self, day: str, *words: object) -> None:
        self.on(day, "record", self.whole["case"], *words, "--by", "ann")

    def change(self, **sections: Any) -> None:
        content = {**_content(self.record), **sections}
        self.record.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000))

    def verdict(self) -> str:
        self.told = self.office.do("check", self.whole["case"]).out
        line = next(line for line in self.told.splitlines() if line.startswith(f"{self.whole['case']} "))
        return " ".join([*line.split()[1:3], *re.findall(r": (?:blocking|warning) ([A-Z][0-9]{2}):", self.told)])

    def opens_the_case(self) -> None:
        whole, worker = self.whole, self.whole["worker"]
        sender = ("--employer", whole["employer"]) if "employer" in whole else ("--activity", whole["activity"]["name"])
        nature = ("--activity-nature", whole["activity"]["nature"]) if "activity" in whole else ()
        self.on(
            whole["exhibits"]["E1"]["recorded"], "new", whole["case"], "--direction", "outbound",
            "--partner", whole["partner"], "--worker-name", worker["name"], "--worker-reference", worker["reference"],
            "--citizenship", "US", "--residence", worker["residence"], "--intake-label", worker["intake_label"],
            *sender, *nature, "--begins", whole["assignment"]["begins"],
            "--operations", "ann", "--data-quality", "ann", "--payroll", "ann", "--approver", "ben", "--legal", "ben",
        )  # fmt: skip

    def files(self, *exhibits: str) -> None:
        """Record documents on the days of the sample."""
        for key in exhibits:
            one = self.whole["exhibits"][key]
            dates = [word for name in ("effective", "received") if name in one for word in (f"--{name}", one[name])]
            kind = ("--kind", one["kind"], "--title", one["title"])
            self.records(one["recorded"], "exhibit", self.desk / one["file"], *kind, *dates)

    def decides(self) -> None:
        self.files(*[key for key in self.whole["exhibits"] if int(key[1:]) <= (6 if "employer" in self.whole else 5)])
        route = {key: self.whole["requests"]["R1"][key] for key in ("requester", "route")}
        questions = {key: value for key, value in self.whole["questions"].items() if key in NEEDED}
        decided = {key: self.whole[key] for key in DECIDED}
        self.change(**decided, questions=questions, requests={"R1": route}, worker=self.whole["worker"])
        if "activity" in self.whole:
            self.change(activity=self.whole["activity"])
        self.office.now = f"{self.ready_on}T10:00-05:00"

    def approves(self, step: str, day: str, *people: str) -> None:
        self.on(day, "propose", self.whole["case"], step)
        for person in people:
            self.on(day, "approve", self.whole["case"], step, "--by", person)

    def sends(self) -> None:
        sent = self.whole["requests"]["R1"]["sent"]
        proof = self.desk / self.whole["exhibits"][sent["proof"][-1]]["file"]
        words = (
            "--form-checked-on",
            sent["form_checked_on"],
            "--waiting-unknown",
            "The notice states no waiting time.",
        )
        self.records(sent["on"], "sent", "--on", sent["on"], "--reference", sent["reference"], *words, "--proof", proof)

    def receives(self) -> None:
        certificate = dict(self.whole["certificates"]["K1"])
        self.files(certificate["document"])
        certificate["document"] = list(_content(self.record)["exhibits"])[-1]
        day = certificate.pop("received_on")
        self.change(certificates={"K1": certificate})
        self.records(day, "receipt", "K1", "--on", day, "--document", certificate["document"])

    def claims(self) -> None:
        self.change(claims={"C1": {key: value for key, value in self.whole["claims"]["C1"].items() if key != "relied"}})

    def relies(self, how: str, day: str) -> None:
        relied = self.whole["claims"]["C1"]["relied"][0]
        document = self.desk / self.whole["exhibits"][relied["evidence"][0]]["file"]
        words = ("--from", relied["from"], "--entered-on", day, "--how", how, "--document", document)
        self.records(day, "relied", *words)


def _content(record: Path) -> dict[str, Any]:
    found: dict[str, Any] = read(record.read_bytes(), "case.yml").data
    return found


def _of_the_team(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a record with the two people in place of the sample's."""
    text = yaml.safe_dump(content, allow_unicode=True)
    for person, others in IN_TEAM.items():
        text = re.sub(rf"\b(?:{'|'.join(others)})\b", person, text)
    found: dict[str, Any] = yaml.safe_load(text)
    return found
