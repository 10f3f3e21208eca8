"""Judgments with the same words in every text, so that a test can see whether words become anything else."""

import dataclasses
import enum
from collections.abc import Callable
from typing import Any

import msgspec

from casebound.model.days import Day
from casebound.model.findings import Finding, Location, Waived
from casebound.model.judgment import JudgedCase, Judgment
from casebound.model.registers import Registers, Waiver
from casebound.model.terms import Severity

HOSTILE = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} {% x %} [x](javascript:alert(1)) `c` &lt;"
)
"""Everything that could become something else: markup, a template, Markdown, a quote that ends an attribute."""

HARMLESS = "words"
WAIVER = Waiver(
    control="T06",
    case="PL-2026-012",
    because="The office answers in December.",
    owner="marcus-bell",
    approved_by="helen-okafor",
    approved_on=Day(2026, 11, 20),
    expires=Day(2026, 12, 6),
)


def _each_string(value: Any, change: Callable[[str], str], keep: frozenset[str] = frozenset()) -> Any:
    """The same value with every free text changed; keys, fixed words and the fields to keep stay."""
    if isinstance(value, enum.Enum):
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each_string(one, change) for one in value)
    if isinstance(value, dict):
        return {key: _each_string(one, change) for key, one in value.items()}
    if isinstance(value, msgspec.Struct):
        names = [name for name in value.__struct_fields__ if name not in keep]
        return msgspec.structs.replace(value, **{name: _each_string(getattr(value, name), change) for name in names})
    return value


def with_everywhere(judgment: Judgment, words: str) -> Judgment:
    """The judgment with these words in every text of the cases and registers, in each finding and in its waiver."""
    assert judgment.registers is not None
    registers = registers_with(judgment.registers, words)
    cases = tuple(case_with(one, registers, words) for one in judgment.cases)
    findings = tuple(finding for one in cases for finding in one.findings)
    return dataclasses.replace(judgment, registers=registers, cases=cases, findings=findings)


def registers_with(registers: Registers, words: str) -> Registers:
    """The registers and a waiver, with these words in every text."""
    extended: Registers = _each_string(
        msgspec.structs.replace(registers, waivers={"W1": WAIVER}), lambda text: f"{text}{words}"
    )
    return extended


def case_with(one: JudgedCase, registers: Registers, words: str) -> JudgedCase:
    """A judged case with these registers, and with these words in every text of the record and in its findings."""
    case = _each_string(one.case, lambda text: f"{text}{words}", frozenset({"case"}))
    claims = tuple(
        dataclasses.replace(claim, chain=tuple(dataclasses.replace(link, missing=(words,)) for link in claim.chain))
        for claim in one.claims
    )
    place = Location(f"cases/{one.folder}/case.yml", 1, 1)
    waived = Waived("W1", registers.waivers["W1"].because, WAIVER.expires)
    remedy = words.replace("`", "")  # backticks in a remedy, which is a text of casebound, mark code
    findings = (
        *(dataclasses.replace(finding, message=words, remedy=remedy) for finding in one.findings),
        Finding("T06", Severity.WARNING, words, remedy, place, one.folder, waived=waived),
    )
    facts = dataclasses.replace(one.facts, case=case, registers=registers)
    return dataclasses.replace(one, facts=facts, claims=claims, findings=findings)
