"""Countries, employers and people as spreadsheets name them, found in the registers of the project."""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any

from babel import Locale
from babel.core import get_global

from casebound.edit.spreadsheet_import.column_mapping import word_key
from casebound.load.register_reader import rows_of
from casebound.load.workspace import Workspace
from casebound.model.names import company_form, same_words
from casebound.model.near_match import near_matches

_OTHER_NAMES: Mapping[str, str] = {
    "u.s.": "US",
    "u.s.a.": "US",
    "united states of america": "US",
    "u.k.": "GB",
    "great britain": "GB",
    "holland": "NL",
    "the netherlands": "NL",
    "republic of korea": "KR",
    "czech republic": "CZ",
    "slovak republic": "SK",
    "republic of ireland": "IE",
}
"""Other English names beside those of the CLDR. A name of two countries, such as Korea, is not listed."""


_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of the CLDR that are no countries, such as the European Union and unknown regions."""


class UnknownName(ValueError):
    """A name that the registers do not have; the message is the end of a sentence about the cell."""


class RegisterNames:
    """The names in the registers of a project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def country(self, text: str) -> str:
        """The code of a country by its code, its English name or its name in the agreements register."""
        plain = text.strip()
        codes = _country_names().values()
        if len(plain) == 2 and plain.isupper() and plain in codes:
            return plain
        aliases = get_global("territory_aliases").get(plain) if plain.isupper() and plain.isalpha() else None
        code = self._countries.get(word_key(plain)) or (aliases[0] if aliases and aliases[0] in codes else None)
        if code is None:
            raise UnknownName(
                f"is no country that is known{self._like(plain.title(), (name.title() for name in self._countries))}"
            )
        return code

    def employer(self, text: str) -> str:
        """The id of an employer by its id, its exact name or another name of the register."""
        return self._found(text, company_form(text), self._employers, "employers")

    def person(self, text: str) -> str:
        """The id of a person by the id, the name or the e-mail address."""
        rows = self._rows("people")
        same = [key for key, row in rows.items() if same_words(str(row.get("name", "")), text)]
        if len(same) > 1:
            raise UnknownName(f"is the name of {' and '.join(same)}. Write the id")
        return same[0] if same else self._found(text, word_key(text), self._addresses, "people")

    @cached_property
    def _countries(self) -> Mapping[str, str]:
        registered = {word_key(str(row.get("country", ""))): code for code, row in self._rows("agreements").items()}
        return {**_country_names(), **_OTHER_NAMES, **registered}

    @cached_property
    def _employers(self) -> Mapping[str, str]:
        found = dict[str, str]()
        for key, row in self._rows("employers").items():
            aliases = row.get("aliases")
            listed = aliases if isinstance(aliases, list) else []
            names = (row.get("name"), *(alias.get("name") for alias in listed if isinstance(alias, dict)))
            found |= {company_form(str(name)): key for name in names if name}
        return found

    @cached_property
    def _addresses(self) -> Mapping[str, str]:
        return {word_key(str(row.get("email"))): key for key, row in self._rows("people").items() if row.get("email")}

    def _rows(self, register: str) -> Mapping[str, Mapping[str, Any]]:
        return {key: row for key, row in rows_of(self._workspace, register).items() if isinstance(row, dict)}

    def _found(self, text: str, name: str, by_name: Mapping[str, str], register: str) -> str:
        rows = self._rows(register)
        if text in rows:
            return text
        if name not in by_name:
            like = self._like(text, (*rows, *(str(row.get("name", "")) for row in rows.values())))
            raise UnknownName(
                f"is not in registers/{register}.yml{like or '.'} Add the entry, or explain the word in the mapping"
            )
        return by_name[name]

    @staticmethod
    def _like(text: str, known: Iterable[str]) -> str:
        return "".join(f"; did you mean {match}?" for match in near_matches(text, known))


@cache
def _country_names() -> Mapping[str, str]:
    """The codes of the countries by their English names in small letters."""
    territories = Locale("en").territories
    codes = {str(code): str(name) for code, name in territories.items()}
    wanted = (code for code in codes if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)
    return {word_key(codes[code]): code for code in wanted}
