"""Whatever happens to a file, in whatever order: what the controls would publish, the oracle supports, and the reverse.

A case stands at the decision to file. Its next step can be taken as the process has it, or anything else can happen:
approvals out of turn, a certificate revoked or superseded, a source that lapses, a file that changes, a point that
turns out unknown, payroll entered early. After each event both sides are asked.
"""

import copy
import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.sample import AS_OF, Bench, bench, put
from tests.two_sides import pairs, renew

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
        for part in ("submission", "certificates", "claims", "approvals", "tracker"):
            del case[part]
        case["exhibits"] = {key: case["exhibits"][key] for key in KEPT}
        case["log"] = case["log"][:1]
        case["points"] = {name: case["points"][name] for name in POINTS}

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
            if "received" in held:
                held["received"] = self.today
            put(self.one.case, f"exhibits/{key}", held)

    def submit(self) -> None:
        self.take_in("E7", "E8", "E9")
        sent = {**self.whole.case["submission"], "sent_on": self.today, "form_checked_on": self.today}
        self.one.case["submission"] = sent

    def status(self) -> None:
        self.take_in("E10")
        seen = {"at": f"{self.today}T09:00-05:00", "by": "ingrid-dahl", "shown": "Pending", "capture": "E10"}
        self.one.case.setdefault("tracker", []).append(seen)

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

    def make_claim(self) -> None:
        claim = copy.deepcopy(self.whole.case["claims"]["C1"])
        claim["payroll_change"] = {"effective": claim["begins"]}
        put(self.one.case, "claims/C1", claim)

    def approve(self, gate: str, role: str) -> None:
        case = self.one.case
        signed = {"gate": gate, "role": role, "by": case["people"][role], "at": f"{self.today}T12:00-05:00"}
        if gate == "exemption":
            signed["claim"] = "C1"
        given = [one for one in case.get("approvals", ()) if (one["gate"], one["role"]) != (gate, role)]
        case["approvals"] = [*given, {**signed, "covers": "0" * 64}]
        alone = replace(self.one, case={**case, "approvals": case["approvals"][-1:]})
        renew(alone)

    def payroll(self) -> None:
        self.take_in("E14")
        change = {**self.whole.case["claims"]["C1"]["payroll_change"], "entered_on": self.today}
        put(self.one.case, "claims/C1/payroll_change", change)

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


class File(RuleBasedStateMachine):
    """Events in any order; the two sides are compared after each."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story()

    @rule(steps=st.integers(1, 8), days=st.integers(0, 3))
    def go_on(self, steps: int, days: int) -> None:
        for _ in range(steps):
            self.story.wait(days)
            self.story.go_on()

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.story.wait(days)

    @rule()
    def submit_again(self) -> None:
        self.story.submit()

    @rule()
    def look_at_the_status(self) -> None:
        self.story.status()

    @rule()
    def receive(self) -> None:
        self.story.receive()

    @rule()
    def claim(self) -> None:
        self.story.make_claim()

    @rule(signature=st.sampled_from(SIGNATURES))
    def approve(self, signature: tuple[str, str]) -> None:
        if signature[0] == "filing" or self.story.claim:
            self.story.approve(*signature)

    @precondition(lambda self: bool(self.story.one.case.get("approvals")))
    @rule(place=st.integers(0, 4))
    def withdraw_an_approval(self, place: int) -> None:
        given = self.story.one.case["approvals"]
        del given[place % len(given)]

    @precondition(lambda self: self.story.paper is not None)
    @rule(state=st.sampled_from(("revoked", "superseded", "draft", "final")))
    def the_certificate_changes_state(self, state: str) -> None:
        put(self.story.one.case, "certificates/K1/state", state)

    @rule(source=st.sampled_from(SOURCES), state=st.sampled_from(("archived", "live")))
    def a_source_lapses_or_comes_back(self, source: str, state: str) -> None:
        self.story.one.registers["sources"][source]["state"] = state

    @rule(exhibit=st.sampled_from((*KEPT, "E13")), sound=st.booleans())
    def a_file_changes_or_is_restored(self, exhibit: str, sound: bool) -> None:
        found = self.story.whole.exhibits[exhibit]
        self.story.one.exhibits[exhibit] = found if sound else replace(found, sha256="0" * 64)

    @rule(point=st.sampled_from(POINTS), known=st.booleans())
    def a_point_is_doubted_or_settled(self, point: str, known: bool) -> None:
        doubt = {"unknown": "In doubt.", "escalated_to": "miriam-katz", "escalated_on": self.story.today}
        put(self.story.one.case, f"points/{point}", self.story.whole.case["points"][point] if known else doubt)

    @precondition(lambda self: self.story.claim is not None)
    @rule()
    def payroll_is_entered(self) -> None:
        self.story.payroll()

    @invariant()
    def both_sides_agree(self) -> None:
        for pair in pairs(self.story.one):
            assert not pair.differs, pair


TestAnyOrderOfEvents = File.TestCase
TestAnyOrderOfEvents.settings = settings(
    max_examples=40,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_the_process_taken_step_by_step_is_supported_at_its_end_and_not_before() -> None:
    story = Story()
    for _ in STEPS:
        assert not any(all(pair.supported) for pair in pairs(story.one))
        story.wait(1)
        story.go_on()
    (pair,) = pairs(story.one)
    assert pair.supported == (True, True), pair
