"""Suggestions for a word that is not known, such as a misspelled key."""

import difflib
from collections.abc import Iterable


def near_matches(word: str, known: Iterable[str], count: int = 1) -> list[str]:
    """The known words that are most like `word`, the best first; none if no word is like it."""
    return difflib.get_close_matches(word, list(known), count)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown word; empty if no known word is like it."""
    return "".join(f"; did you mean `{match}`?" for match in near_matches(word, known))
