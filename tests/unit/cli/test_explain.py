"""Explaining a control in the words of its definition."""

import pytest

from casebound.cli import explain
from casebound.judge import RULES
from casebound.model.rules import Rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_explanation_holds_everything_that_the_definition_says(rule: Rule) -> None:
    text = " ".join(explain.explanation(rule).split())
    for words in (rule.id, rule.name, rule.severity.value, rule.question, rule.why, rule.remedy):
        assert words in text
    for basis in rule.basis:
        assert basis.where in text
    assert all(len(line) <= 100 for line in explain.explanation(rule).splitlines())


@pytest.mark.parametrize("word", ["X05", "x05", "received", "RECEIVED"])
def test_a_control_is_found_by_id_or_name_whatever_its_case(word: str) -> None:
    rule = explain.find(RULES, word)
    assert rule is not None
    assert rule.id == "X05"


def test_a_word_that_is_nearly_a_name_leads_to_it() -> None:
    assert explain.find(RULES, "recieved") is None
    assert "received" in explain.nearest(RULES, "recieved")
    assert explain.nearest(RULES, "zzzzzzzzzzz") == []


def test_the_listing_has_a_line_for_every_rule_in_order() -> None:
    lines = explain.listing(RULES).splitlines()
    assert [line.split()[0] for line in lines] == [rule.id for rule in RULES]
