"""The English names of countries."""

from functools import cache

from babel import Locale


@cache
def country_name(code: str) -> str:
    """The English name of a country code; the code itself where there is none."""
    return str(Locale("en").territories.get(code, code))


_WITH_ARTICLE = frozenset({"United States", "United Kingdom", "Netherlands", "Philippines"})


def with_article(country: str) -> str:
    """The name of a country as it is written inside a sentence: “the United Kingdom”."""
    return f"the {country}" if country in _WITH_ARTICLE else country
