"""Attacks from outside, the kinds that they stand for, and the controls that are a right reason to refuse them."""

from tests.verification.outside import (
    across_cases,
    answers,
    contrary,
    days,
    decisions,
    documents,
    found,
    people,
    policies,
    registers,
)
from tests.verification.outside.records import Attack, Kind

ATTACKS: tuple[Attack, ...] = (
    *across_cases.ATTACKS,
    *documents.ATTACKS,
    *people.ATTACKS,
    *contrary.ATTACKS,
    *decisions.ATTACKS,
    *days.ATTACKS,
    *registers.ATTACKS,
    *answers.ATTACKS,
    *policies.ATTACKS,
    *found.ATTACKS,
)


def _kind(because: str, right: str) -> Kind:
    return Kind(because, frozenset(right.split()))


KINDS: dict[int, Kind] = {
    1: _kind("One worker is exempt twice for the same days.", "I04"),
    2: _kind("A certificate belongs to one worker.", "I03"),
    3: _kind("One file cannot be two documents.", "F34"),
    5: _kind("The policy asks for less than the tool allows.", "A02 A10 A11 E05 F04 L01"),
    6: _kind("What has not come supports nothing in a forecast.", "A02 A03 D02 D06 F11"),
    7: _kind("The consent of both agencies is not on file.", "R07 F27"),
    8: _kind("The sender, the worker or the group does not fit the rule.", "R01 R02 R03 R04 R05 R08 R11 I02"),
    9: _kind("A document cannot be older than what it proves.", "F34"),
    10: _kind("One person decides alone, or without the role.", "A03 P02 P03 D05"),
    11: _kind("A fact on file speaks against the claim.", "A05 D05 D10 E04 E06 F27 L07 X03 X05 X10 X11 X13"),
    12: _kind("Payroll was changed, and no exemption in effect allows it.", "E05 E11 E12 F04 F34"),
    13: _kind("The answer does not support the claim.", "E06 I02 R01 R02 R03 R09 R10"),
    14: _kind("The question applies.", "E06 I02 R01 R02 R03 R09 R10 X02"),
    15: _kind("Nobody can open the file.", "F25 F05"),
    16: _kind("It was changed after everybody had approved it.", "A05"),
    17: _kind("It happened on another day than the record shows.", "A01 A02 A08 E05 F04"),
    18: _kind("The page or the check was old when the team relied on it.", "D04 D05 D06 L05 L07"),
    19: _kind("The agreement was not in force, or is not confirmed.", "D02 D03"),
    20: _kind("A day that has not come proves nothing.", "A02 A03 D04 D06 F11 L05 L07 P03 R05"),
    21: _kind("The authority of the covering country did not issue it.", "X02"),
    22: _kind("No official page that the register names says so.", "E02 F30 R01 R03"),
    23: _kind("The page cannot prove it.", "D06 D10"),
    24: _kind("A tax computation proves nothing about coverage.", "E08"),
    26: _kind("The agreement does not allow so long a stay.", "R01 R09"),
    27: _kind("The moment does not exist.", "F04"),
    28: _kind("A placeholder is not a name or a number.", "I01"),
    30: _kind("The step left no trace.", ""),
}
"""The kinds of attacks, by number."""
