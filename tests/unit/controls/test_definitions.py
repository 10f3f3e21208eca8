"""Each control's definition: enough for its page, and nothing that a layman could not read."""

import re

import pytest

from casebound.controls import CONTROLS
from casebound.judge import RULES
from casebound.model.rules import ClaimControl, Link, Rule
from casebound.model.terms import Severity

RETIRED: frozenset[str] = frozenset()
"""Ids that were in use once and are never given again."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_asks_a_question_and_says_why_and_what_to_do(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z][0-9]{2}", rule.id)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.question.endswith("?")
    assert rule.why.endswith(".")
    assert rule.remedy.endswith(".")
    assert rule.basis
    assert all(basis.where for basis in rule.basis)
    assert "SSA-required" not in f"{rule.question} {rule.why} {rule.remedy}"


def test_no_two_rules_share_an_id_a_name_or_a_question() -> None:
    for told in ([rule.id for rule in RULES], [rule.name for rule in RULES], [rule.question for rule in RULES]):
        assert len(told) == len(set(told))
    assert RETIRED.isdisjoint(rule.id for rule in RULES)


def test_every_link_has_a_blocking_control_that_speaks_for_every_claim() -> None:
    """Otherwise a link could hold because nobody looked."""
    for link in Link:
        speaking = [one for one in CONTROLS if one.link is link and one.severity is Severity.BLOCKING]
        assert speaking, link
        assert any(isinstance(one, ClaimControl) for one in speaking) or link is Link.RULE, link


def test_the_links_come_in_the_order_of_the_chain_and_say_a_sentence() -> None:
    first, *_, last = Link
    assert (first, last) == (Link.AGREEMENT, Link.PAYROLL)
    for link in Link:
        assert link.says[0].isupper()
        assert not link.says.endswith(".")


def test_only_what_blocks_guards_a_link() -> None:
    assert [one.id for one in CONTROLS if one.link is not None and one.severity is not Severity.BLOCKING] == []
