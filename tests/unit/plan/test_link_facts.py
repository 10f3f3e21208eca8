"""What a case shows for each link of the chain, and the state of each certificate."""

import pytest
from tests.support.documents import sample
from tests.support.sample import at, bench, judged

from casebound.model.rules import Link
from casebound.plan.project_plan import plan_for


@pytest.mark.parametrize(
    ("case", "claim", "link", "says"),
    [
        ("NO-2026-001", "C1", Link.AGREEMENT, "With Norway, in force since 1984-07-01"),
        ("NO-2026-001", "C1", Link.RULE, "Detached worker rule, confirmed (2025-12-16); 24 months, limit 60"),
        ("NO-2026-001", "C1", Link.LANE, "Request type employer; request R1 sent on 2026-01-22 (online)"),
        ("NO-2026-001", "C1", Link.RECEIPT, "K1 received on 2026-04-16"),
        ("NO-2026-001", "C1", Link.PERIOD, "731 of 731 days"),
        ("NO-2026-001", "C1", Link.KNOWLEDGE, "7 of 7 answered; 1 other open, which no exemption needs"),
        ("NO-2026-001", "C1", Link.APPROVALS, "D2 approved by 3 people, 2026-04-20 to 2026-04-22"),
        ("NO-2026-001", "C1", Link.PAYROLL, "Payroll changed, effective 2026-05-01, entered on 2026-04-24"),
        ("DK-2026-016", "", Link.RULE, "Detached worker rule, does not apply (2026-06-23); 40 months, limit 36"),
        ("FR-2026-005", "", Link.RECEIPT, ""),
        ("FR-2026-005", "", Link.KNOWLEDGE, "4 of 8 answered; 2 other open, which no exemption needs"),
    ],
)
def test_each_link_states_the_facts_of_this_case(case: str, claim: str, link: Link, says: str) -> None:
    assert sample(case).view.plan.link_facts[claim][link] == says


def test_a_certificate_that_ends_early_covers_fewer_days_than_claimed() -> None:
    plan = plan_for(judged(bench("NO-2026-001", [at("certificates/K1/ends", "2028-04-20")])))
    assert plan.link_facts["C1"][Link.PERIOD] == "721 of 731 days"


@pytest.mark.parametrize(("case", "state"), [("NO-2026-001", "Matches this case"), ("CH-2026-010", "Does not match")])
def test_a_certificate_matches_its_case_or_says_why_not(case: str, state: str) -> None:
    label = sample(case).view.plan.certificates["K1"]
    assert label.label == state
    assert ("names the employer" in label.meaning) is (case == "CH-2026-010")


@pytest.mark.parametrize(
    ("path", "value", "state"),
    [("certificates/K1/received_on", "2026-12-24", "Not received"), ("certificates/K1/state", "draft", "Not final")],
)
def test_a_certificate_that_is_not_here_or_not_final_does_not_match(path: str, value: str, state: str) -> None:
    assert plan_for(judged(bench("NO-2026-001", [at(path, value)]))).certificates["K1"].label == state
