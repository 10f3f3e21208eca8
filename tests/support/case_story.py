"""A case that begins at the decision to file and that things happen to, one after the other."""

import copy
import datetime as dt
from typing import Any

from tests.support.sample import AS_OF, Bench, bench, facts_of, put
from tests.support.tool_answers import add, answer

from casebound.edit.sheets import withdrawal_of
from casebound.model.days import parse_moment
from casebound.model.terms import ApprovalStep, Role

BASE = "NO-2026-001"
DECIDED = dt.date(2026, 1, 20)
KEPT = ("E1", "E2", "E3", "E4", "E5", "E6")
"""The exhibits that are on file when it is decided to file."""

POINTS = ("coverage-assignment", "single-employment", "prior-hire")
SOURCES = ("ssa-agreements-list-2026-01", "ssa-norway-rule", "ssa-online-service-2026-01")
SIGNATURES = (
    ("filing", "data_quality"),
    ("filing", "approver"),
    ("exemption", "approver"),
    ("exemption", "legal"),
    ("exemption", "payroll"),
)
STEPS = ("file", "submit", "status", "issue", "receive", "claim", "approve", "payroll")


class Story:
    """A case and the day on which it stands; what happens to it is recorded under that day."""

    def __init__(self) -> None:
        self.whole = bench(BASE)
        self.one: Bench = bench(BASE)
        self.step = 0
        self.one.as_of = type(AS_OF).fromisoformat(DECIDED.isoformat())
        case = self.one.case
        for part in ("certificates", "claims"):
            del case[part]
        self.one.plan, self.one.decisions = {}, {}
        for part in ("sent", "tracker"):
            del case["requests"]["R1"][part]
        case["exhibits"] = {key: case["exhibits"][key] for key in KEPT}
        case["log"] = case["log"][:1]
        case["questions"] = {name: case["questions"][name] for name in POINTS}

    @property
    def today(self) -> str:
        return self.one.as_of.isoformat()

    @property
    def claim(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.one.case.get("claims", {}).get("C1")
        return found

    @property
    def paper(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.one.case.get("certificates", {}).get("K1")
        return found

    def wait(self, days: int) -> None:
        self.one.as_of += dt.timedelta(days=days)

    def take_in(self, *exhibits: str) -> None:
        for key in exhibits:
            held = {**self.whole.case["exhibits"][key], "recorded": self.today}
            for name in ("effective", "received"):
                if name in held:
                    held[name] = self.today
            put(self.one.case, f"exhibits/{key}", held)

    def submit(self) -> None:
        self.take_in("E7", "E8", "E9")
        sent = {**self.whole.case["requests"]["R1"]["sent"], "on": self.today, "form_checked_on": self.today}
        self.one.case["requests"]["R1"]["sent"] = sent

    def status(self) -> None:
        self.take_in("E10")
        seen = {"at": f"{self.today}T09:00-05:00", "by": "ingrid-dahl", "shown": "Pending", "capture": "E10"}
        self.one.case["requests"]["R1"].setdefault("tracker", []).append(seen)

    def issue(self) -> None:
        paper = {**self.whole.case["certificates"]["K1"], "issued_on": self.today}
        del paper["received_on"]
        put(self.one.case, "certificates/K1", paper)

    def receive(self) -> None:
        self.take_in("E13")
        if self.paper is None:
            self.issue()
        put(self.one.case, "certificates/K1/received_on", self.today)
        put(self.one.case, "certificates/K1/document", "E13")
        put(self.one.case, "exhibits/E13/effective", self.one.case["certificates"]["K1"]["issued_on"])

    def make_claim(self) -> None:
        claim = copy.deepcopy(self.whole.case["claims"]["C1"])
        del claim["relied"]
        put(self.one.case, "claims/C1", claim)

    def approve(self, step: str, role: str) -> None:
        """Answer the last sheet of a step, or a new one if the record changed since or the role has answered it."""
        answer(self.one, ApprovalStep(step), Role(role), ("R1",) if step == "filing" else ("C1",))

    def withdraw(self, place: int) -> None:
        """Withdraw an approval."""
        given = [answer for answer in facts_of(self.one).decisions.answers.values() if answer.because is None]
        _, file = withdrawal_of(given[place % len(given)], "An error.", parse_moment(f"{self.today}T13:00-05:00"))
        add(self.one, file)

    def payroll(self) -> None:
        self.take_in("E14")
        change = {**self.whole.case["claims"]["C1"]["relied"][0], "entered_on": self.today}
        put(self.one.case, "claims/C1/relied", [change])

    def go_on(self) -> None:
        """Take the next step of the process."""
        match STEPS[self.step]:
            case "file" | "approve" as gate:
                for one, role in SIGNATURES:
                    if (one == "filing") == (gate == "file"):
                        self.approve(one, role)
            case "submit":
                self.submit()
            case "status":
                self.status()
            case "issue":
                self.issue()
            case "receive":
                self.receive()
            case "claim":
                self.make_claim()
            case _:
                self.payroll() if self.claim else None
        self.step = min(self.step + 1, len(STEPS) - 1)
