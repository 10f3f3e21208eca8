"""Names that are the same by form, names that are not, and texts that stand for an unknown value."""

import pytest
from tests.verification.oracle.names import company_variant, misspells

from casebound.model.names import (
    company_form,
    difference,
    form,
    is_company_variant,
    is_misspelling,
    is_placeholder,
    same_company,
    same_name,
    same_words,
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Maren Østby", "MAREN ØSTBY"),
        ("Maren Østby", "Maren  Østby "),
        ("José Peña", "Jose\u0301 Pen\u0303a"),
        ("Anne-Marie O’Brien", "Anne Marie O'BRIEN"),
        ("J. P. Stone", "JP Stone"),
        ("Straße", "STRASSE"),
        ("Ｍａｒｅｎ　Østby", "Maren Østby"),
    ],
)
def test_a_difference_in_form_alone_makes_no_other_name(first: str, second: str) -> None:
    assert same_name(first, second)
    assert form(first) == form(second)


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("Maren Østby", "Maren Ostby", "accents or special letters"),
        ("Maren Østby", "Østby, Maren", "in a different order"),
        ("Maren K. Østby", "Maren Østby", "only the first has “k”"),
        ("Maren Østby", "Maren Lund", "only the first has “østby”, only the second has “lund”"),
        ("Ann Amaria", "Anna Maria", "only the first has"),
        ("Fjordline Inc.", "Fjordline GmbH", "the legal form differs"),
    ],
)
def test_any_other_difference_is_named(first: str, second: str, says: str) -> None:
    assert not same_name(first, second)
    assert not same_company(first, second)
    assert says in difference(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Fjordline Subsea Inc.", "FJORDLINE SUBSEA, INCORPORATED"),
        ("Hanbit Precision Co., Ltd.", "Hanbit Precision Company Limited"),
        ("Kitanami Robotics K.K.", "Kitanami Robotics Kabushiki Kaisha"),
        ("Rheintal Optik GmbH", "Rheintal Optik Gesellschaft mit beschränkter Haftung"),
        ("Vesterhav Wind A/S", "Vesterhav Wind Aktieselskab"),
        ("Harlan Reed L.L.C.", "Harlan Reed Limited Liability Company"),
        ("Smith & Sons Ltd", "Smith and Sons Limited"),
    ],
)
def test_two_spellings_of_one_legal_form_are_one_company(first: str, second: str) -> None:
    assert same_company(first, second)
    assert company_form(first) == company_form(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Fjordline Inc.", "Fjordline Ltd."),
        ("Fjordline Inc.", "Fjordline"),
        ("Limited Brands", "Ltd Brands"),
        ("Fjordline Co.", "Fjordline Corp."),
    ],
)
def test_another_legal_form_is_another_company(first: str, second: str) -> None:
    assert not same_company(first, second)


def test_the_words_of_a_name_are_the_same_in_any_order_and_without_accents() -> None:
    assert same_words("Novák, Tomáš", "TOMAS NOVAK")
    assert not same_words("Tomas Novak", "Tomas J. Novak")


@pytest.mark.parametrize(
    "text", ["pending", "TBD", "t.b.c.", "n/a", "N.A.", "unknown", "xxx", "XX-XXX", "?", "-", "000-000",
             "to be confirmed", "not yet known", "No number issued", "None"]
)  # fmt: skip
def test_a_placeholder_is_recognized(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["K-0017", "Na Li", "Tobias Bader", "Xx9", "Knowles", "007", "Pending Solutions Inc."])
def test_a_value_is_not_a_placeholder(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("printed", "recorded", "of_person", "expected"),
    [
        ("Maren Ostbye", "Maren Østby", True, True),
        ("Marin Ostbyes", "Maren Østby", True, True),
        ("Maren Ostbyees", "Maren Østby", True, False),
        ("Maren Estby", "Maren Østby", True, False),
        ("Ostby Maren", "Maren Østby", True, False),
        ("Jose Pena", "José Luis Peña", True, True),
        ("José Luis", "José Luis Peña", True, False),
        ("Pena", "José Peña", True, False),
        ("Anne Li", "Anna Lu", True, True),
        ("Anes Lu", "Anna Lu", True, False),
        ("Fjordlin Subsea Inc.", "Fjordline Subsea Inc.", False, True),
        ("Fjordline Inc.", "Fjordline Subsea Inc.", False, False),
        ("Fjordline Subsea Norway Inc.", "Fjordline Subsea Inc.", False, False),
        ("Fjordline AS", "Fjordline AB", False, False),
        ("Plant 2 Services", "Plant 3 Services", False, False),
    ],
)
def test_a_misspelling_has_few_wrong_letters_in_each_word(
    printed: str, recorded: str, of_person: bool, expected: bool
) -> None:
    assert is_misspelling(printed, recorded, of_person=of_person) is expected
    assert misspells(printed, recorded, "worker" if of_person else "employer") is expected


@pytest.mark.parametrize(
    ("printed", "recorded", "expected"),
    [
        ("FJORDLINE SUBSEA", "Fjordline Subsea Inc.", True),
        ("Kobenhavns Vaerft A/S", "Københavns Værft AS", True),
        ("Inc. Fjordline Subsea", "Fjordline Subsea Incorporated", True),
        ("Fjordline Subsea Norway Inc.", "Fjordline Subsea Inc.", False),
        ("Fjordline Inc.", "Fjordline Subsea Inc.", False),
        ("F. Subsea Inc.", "Fjordline Subsea Inc.", False),
        ("Fjordline Subsea AS", "Fjordline Subsea Inc.", False),
        ("Fjordline Fjordline Inc.", "Fjordline Inc.", False),
    ],
)
def test_another_word_makes_no_variant_of_a_company(printed: str, recorded: str, expected: bool) -> None:
    assert is_company_variant(printed, recorded) is expected
    assert company_variant(printed, recorded) is expected
