"""Whatever happens to a file, in whatever order: what the controls would publish, the oracle supports, and the reverse.

A case stands at the decision to file. Its next step can be taken as the process has it, or anything else can happen:
approvals out of turn, a certificate revoked or superseded, a source that lapses, a file that changes, a point that
turns out unknown, payroll entered early. After each event both sides are asked.
"""

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.support.case_story import KEPT, POINTS, SIGNATURES, SOURCES, STEPS, Story
from tests.support.oracle_pairs import pairs
from tests.support.sample import put
from tests.support.verification_figures import record

COUNTED = Counter({"tried": 0, "supported": 0, "refused": 0, "disagreements": 0})
"""What the machine's questions came to, over all its runs."""


class File(RuleBasedStateMachine):
    """Events in any order; the two sides are compared after each."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story()

    @initialize(steps=st.sampled_from((len(STEPS), len(STEPS), 6, 2, 0)), days=st.integers(0, 3))
    def begin(self, steps: int, days: int) -> None:
        for _ in range(steps):
            self.go_on(days)

    @rule(days=st.integers(0, 3))
    def go_on(self, days: int) -> None:
        self.story.wait(days)
        self.story.go_on()

    @precondition(lambda self: self.story.claim is not None)
    @rule()
    def approve_and_enter_again(self) -> None:
        for signature in SIGNATURES[2:]:
            self.story.approve(*signature)
        self.story.payroll()

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

    @precondition(lambda self: bool(self.story.one.decisions))
    @rule(place=st.integers(0, 4))
    def withdraw_an_approval(self, place: int) -> None:
        self.story.withdraw(place)

    @precondition(lambda self: bool(self.story.one.decisions))
    @rule(place=st.integers(0, 4))
    def a_decision_file_is_lost(self, place: int) -> None:
        names = sorted(self.story.one.decisions)
        del self.story.one.decisions[names[place % len(names)]]

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
        put(self.story.one.case, f"questions/{point}", self.story.whole.case["questions"][point] if known else doubt)

    @precondition(lambda self: self.story.claim is not None)
    @rule()
    def payroll_is_entered(self) -> None:
        self.story.payroll()

    @invariant()
    def both_sides_agree(self) -> None:
        for pair in pairs(self.story.one):
            COUNTED.update(
                tried=1,
                supported=all(pair.supported),
                refused=not any(pair.supported),
                disagreements=pair.differs,
            )
            assert not pair.differs, pair

    def teardown(self) -> None:
        record("events", COUNTED)


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
