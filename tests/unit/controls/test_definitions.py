"""Each control's definition: enough for its page, and nothing that a layman could not read."""

import dataclasses
import importlib
import json
import pkgutil
import re
from functools import cache
from typing import Any

import msgspec
import pytest
from tests.support.sample import PROJECT

from casebound import controls, judge
from casebound.cli.main import cli
from casebound.controls import CONTROLS
from casebound.judge import RULES
from casebound.model.rules import BasisKind, ClaimControl, Link, Rule
from casebound.model.terms import ApprovalStep, Severity

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


def _headings(file: str) -> set[str]:
    lines = (PROJECT / file).read_text(encoding="utf-8").splitlines()
    return {line.removeprefix("## ") for line in lines if line.startswith("## ")}


@cache
def _fields() -> frozenset[str]:
    """The name of every field that a schema describes."""
    found: set[str] = set()

    def gather(node: object) -> None:
        if isinstance(node, dict):
            found.update(node.get("properties", {}))
            for value in node.values():
                gather(value)
        elif isinstance(node, list):
            for value in node:
                gather(value)

    for file in (PROJECT / "schema").glob("*.schema.json"):
        gather(json.loads(file.read_bytes()))
    return frozenset(found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_basis_can_be_looked_up_in_what_is_published(rule: Rule) -> None:
    settings = json.loads((PROJECT / "schema" / "policy.schema.json").read_bytes())["properties"]
    for basis in rule.basis:
        assert not re.search(r"DESIGN|DOMAIN|\bguide\b", basis.where)
        section = re.search("“(.+)”", basis.where)
        if basis.kind is BasisKind.PROCESS:
            assert section
            assert section[1] in _headings("site_templates/chapters/process.md.j2")
        elif basis.kind is BasisKind.POLICY and section:
            assert section[1] in _headings("docs/policy/support.md")
        elif basis.kind is BasisKind.POLICY:
            assert basis.where.removeprefix("registers/policy.yml, ") in settings


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_remedy_names_only_fields_files_and_commands_that_exist(rule: Rule) -> None:
    for file in re.findall(r"registers/(\w+)\.yml", rule.remedy):
        assert (PROJECT / "schema" / f"{file}.schema.json").is_file()
    for words in re.findall(r"casebound ([a-z]+(?: CASE [a-z-]+)?)", rule.remedy):
        command, _, subcommand = words.partition(" CASE ")
        assert command in cli.commands
        known = getattr(cli.commands[command], "commands", [step.value for step in ApprovalStep])
        assert not subcommand or subcommand in known
    text = re.sub(r"registers/\w+\.yml|\bcase\.yml\b|\breply\.eml\b", "", rule.remedy)
    for name in re.findall(r"\b[a-z0-9]+(?:[._][a-z0-9_]+)+\b", text):
        assert set(name.split(".")) <= _fields(), name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_commands_fields_and_files_are_marked_as_code(rule: Rule) -> None:
    plain = re.sub("`[^`]+`", "", f"{rule.why} {rule.remedy}")
    commands = "|".join(cli.commands)
    code = rf"`|casebound (?:{commands})\b|[a-z]+/|\.yml|--[a-z]|[a-z0-9]_[a-z0-9]|[a-z]\.[a-z]"
    assert re.findall(code, plain) == []


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


def _values() -> list[type]:
    """The data classes and structures that the controls and the judge define."""
    modules = [
        importlib.import_module(f"{package.__name__}.{module.name}")
        for package in (controls, judge)
        for module in pkgutil.iter_modules(package.__path__)
    ]
    classes = [kind for module in modules for kind in vars(module).values() if isinstance(kind, type)]
    defined = {kind for kind in classes if kind.__module__ in {module.__name__ for module in modules}}
    values = {kind for kind in defined if dataclasses.is_dataclass(kind) or issubclass(kind, msgspec.Struct)}
    return sorted(values, key=lambda kind: (kind.__module__, kind.__qualname__))


@pytest.mark.parametrize("kind", _values(), ids=lambda kind: kind.__name__)
def test_no_attribute_of_a_value_of_judging_can_be_set(kind: Any) -> None:
    settings = vars(kind).get("__dataclass_params__") or kind.__struct_config__
    assert settings.frozen
    assert "__slots__" in vars(kind)
