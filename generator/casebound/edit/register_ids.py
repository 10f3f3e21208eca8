"""Ids for new entries of a register, made from their names."""

import re
import unicodedata
from collections.abc import Collection

_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_LONGEST = 57  # of an id, before a number


def free_id(name: str, taken: Collection[str]) -> str:
    """An id of lowercase letters, digits and hyphens from a name, with a number if the id is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = _NO_LETTERS.sub("-", plain).strip("-")[:_LONGEST].strip("-") or "entry"
    stem = stem if stem[0].isalpha() else f"n-{stem}"[:_LONGEST].strip("-")
    number, key = 2, stem
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
