"""The chain of a case without a claim agrees with the steps of the same case."""

import pytest
from tests.support.sample import GONE, at, bench, case_ids, judged

from casebound.model.judgment import JudgedCase
from casebound.model.labels import spoken
from casebound.model.rules import Link
from casebound.model.terms import ENDED_STAGES
from casebound.plan.progress import links
from casebound.plan.project_plan import plan_for

UNCLAIMED = [case for case in case_ids() if not judged(bench(case)).case.claims]
NOT_ENDED = [case for case in UNCLAIMED if judged(bench(case)).stage not in ENDED_STAGES]


def on_the_card(case: JudgedCase) -> list[str]:
    """The missing items of the card “Open questions answered”."""
    (card,) = (link for link in links(case) if link.link is Link.KNOWLEDGE)
    return list(card.missing)


def in_the_steps(case: JudgedCase) -> list[str]:
    """The questions that a step asks for, in the words of the card and in the order of the policy."""
    asked = {step.path[1] for step in plan_for(case).steps if step.path[:1] == ("questions",)}
    needed = dict.fromkeys(sum(case.facts.registers.policy.needed_questions.values(), ()))
    assert asked <= needed.keys()
    return [
        f"{'Unknown' if name in case.case.questions else 'Not recorded'}: {spoken(name).lower()}."
        for name in needed
        if name in asked
    ]


@pytest.mark.parametrize("case_id", UNCLAIMED)
def test_the_card_lists_the_questions_that_the_steps_ask_for(case_id: str) -> None:
    case = judged(bench(case_id))
    if case.stage in ENDED_STAGES:
        assert not in_the_steps(case)
        assert not [missing for missing in on_the_card(case) if missing.startswith("Not recorded")]
    else:
        assert sorted(on_the_card(case)) == sorted(in_the_steps(case))


def test_a_required_question_that_the_record_does_not_have_is_on_the_card() -> None:
    assert "Not recorded: single employment." in on_the_card(judged(bench("FR-2026-005")))


@pytest.mark.parametrize("case_id", NOT_ENDED)
def test_a_question_that_is_removed_from_the_record_stays_on_the_card(case_id: str) -> None:
    recorded = judged(bench(case_id))
    needed = recorded.facts.registers.policy.needed_questions["all"]
    names = [name for name in needed if name in recorded.case.questions]
    assert names
    case = judged(bench(case_id, [at(f"questions/{name}", GONE) for name in names]))
    assert {f"Not recorded: {spoken(name).lower()}." for name in names} <= set(on_the_card(case))
    assert sorted(on_the_card(case)) == sorted(in_the_steps(case))


@pytest.mark.parametrize("case_id", NOT_ENDED)
def test_the_open_questions_of_the_plan_are_those_of_the_steps(case_id: str) -> None:
    plan = plan_for(judged(bench(case_id)))
    needed = {answer.anchor for answer in plan.unknown if answer.needed}
    asked = {f"question-{step.path[1]}" for step in plan.steps if step.path[:1] == ("questions",)}
    assert {anchor for anchor in needed if anchor.startswith("question-")} == asked
