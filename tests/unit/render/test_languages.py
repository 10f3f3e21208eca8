"""The language of a foreign authority's name."""

import pytest

from casebound.render.languages import spoken_in


@pytest.mark.parametrize(
    ("name", "country", "printed"),
    [
        ("Försäkringskassan", "SE", '<span lang="sv">Försäkringskassan</span>'),
        ("Zakład Ubezpieczeń Społecznych", "PL", '<span lang="pl">Zakład Ubezpieczeń Społecznych</span>'),
        ("National Pension Service", "KR", "National Pension Service"),
        ("Centrale instelling <é>", "NL", '<span lang="nl">Centrale instelling &lt;é&gt;</span>'),
        ("Office fédéral", "CH", "Office fédéral"),
    ],
)
def test_a_name_with_foreign_letters_carries_its_language(name: str, country: str, printed: str) -> None:
    assert str(spoken_in(name, country)) == printed
