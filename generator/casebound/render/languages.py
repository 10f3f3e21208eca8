"""The language of a foreign authority's name, so that a screen reader can pronounce it."""

from collections.abc import Mapping

from markupsafe import Markup

_LANGUAGES: Mapping[str, str] = {
    "AT": "de",
    "BR": "pt",
    "CL": "es",
    "CZ": "cs",
    "DE": "de",
    "DK": "da",
    "ES": "es",
    "FI": "fi",
    "FR": "fr",
    "GR": "el",
    "HU": "hu",
    "IS": "is",
    "IT": "it",
    "JP": "ja",
    "KR": "ko",
    "NL": "nl",
    "NO": "no",
    "PL": "pl",
    "PT": "pt",
    "RO": "ro",
    "SE": "sv",
    "SI": "sl",
    "SK": "sk",
    "UY": "es",
}
"""The language of each partner country that has only one."""


def spoken_in(name: str, country: str) -> Markup | str:
    """The name of an authority of a country, with its language if the name has letters that English does not have."""
    language = _LANGUAGES.get(country)
    if language is None or not any(letter.isalpha() and not letter.isascii() for letter in name):
        return name
    return Markup('<span lang="{}">{}</span>').format(language, name)
