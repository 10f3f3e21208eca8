"""The normal form of text: the same letters are the same text, however they were typed or pasted."""

import unicodedata


def composed(text: str) -> str:
    """The text in Unicode normal form C, in which an accented letter is one character wherever there is one."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def in_one_form(text: str) -> str:
    """The text without the differences that a reader hardly sees: width of letters, kinds of spaces, ligatures."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
