"""Numbers that identify a person: Social Security numbers, ITINs, birth dates and passport numbers.

The ranges of a Social Security number are those of the SSA: no group is all zeros, and the first group is not 666 or
above 899. An individual taxpayer identification number (ITIN) begins with 9, and its fourth and fifth digits are 50 to
65, 70 to 88, 90 to 92 or 94 to 99 (IRS).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

SSN, ITIN = "a Social Security number", "an individual taxpayer identification number (ITIN)"
BIRTH_DATE, PASSPORT = "a birth date", "a passport number"

_HASHES = frozenset({"sha256", "covers"})
_OTHER_NUMBERS = frozenset(
    {"number", "reference"}
)  # fields with a number of another kind, such as a certificate number
_SOME_DIGIT = re.compile(r"\d")
_BETWEEN = r"(?: ?[-./] ?| )?"
_NINE = re.compile(
    rf"(?<![0-9])(?<![0-9][-./])([0-9]{{3}})({_BETWEEN})([0-9]{{2}})({_BETWEEN})([0-9]{{4}})(?![0-9])(?![-./][0-9])"
)
_OTHER_NUMBER = (
    r"certificates?|cert|employees?|personnel|staff|company|employer|registration|register|tracking|shipment|courier"
    r"|invoice|order|receipt|confirmation|telephone|phone|tel|fax|mobile|cell|ein|reference|ref|ticket|policy|contract"
    r"|case|file|form|docket|vault|account|iban|vat|duns|barcode|parcel|payroll id"
    r"|passports?|passeport|reisepass|pasaporte"
)
_NATIONAL_NUMBER = r"ssn|soc(?:ial|\.)? (?:security|sec|insurance)|itin|taxpayer"
# "SSN given by phone" names no telephone number
_LABEL = re.compile(rf"\b(?:({_NATIONAL_NUMBER})|((?:by|via|over) (?:the )?)?(?:{_OTHER_NUMBER}))\b", re.IGNORECASE)
# "5 0 3 - 6 2 - 9 1 4 7"
_SPACED = re.compile(
    r"(?<![0-9])(?<![0-9] )([0-9] [0-9] [0-9])( ?[-./] ?)([0-9] [0-9])( ?[-./] ?)([0-9] [0-9] [0-9] [0-9])(?! ?[0-9])"
)
_LABEL_REACH = 40  # characters before a number in which the last label says what the number is
_NEAR = 10  # characters between a label and a number with separators, such as " number: "
_DIGIT_BEFORE, _DIGIT_AFTER = re.compile("[0-9] $"), re.compile(" [0-9]")  # as in "FR 12 345678901"
_MONEY = re.compile(r"(?:[€$£¥]|\b(?:EUR|USD|GBP|CHF|JPY|KRW))\s*$")

_MONTH = (
    r"(?:jan|feb|fev|fév|mar|mär|apr|avr|abr|may|mai|mei|jun|juin|jul|juil|aug|aoû|ago|sep|set|oct|okt|out|nov|dec|dez"
    r"|déc|dic|ene|gen|mag|giu|lug|ott|maj|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru)[^\W\d_]*\.?"
)
_IN_DATE = "(?: ?[-./] ?| )"
_DATE = (
    rf"(?:[0-9]{{4}}{_IN_DATE}[0-9]{{1,2}}{_IN_DATE}[0-9]{{1,2}}"
    rf"|[0-9]{{1,2}}{_IN_DATE}[0-9]{{1,2}}{_IN_DATE}(?:[0-9]{{4}}|[0-9]{{2}})"
    r"|(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]|[0-3][0-9][0-3][0-9](?:19|20)[0-9]{2}"
    rf"|[0-9]{{4}}[- ]{_MONTH}[- ][0-9]{{1,2}}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|\.|er)? ?[-/]?(?: ?(?:of|de|di))? ?{_MONTH}[-/,]?(?: ?(?:de|del))? ?'?[0-9]{{2,4}}"
    rf"|{_MONTH} ?[0-9]{{1,2}}(?:st|nd|rd|th)?,? ?'?[0-9]{{2,4}}"
    r"|[0-9]{4} ?[年년] ?[0-9]{1,2} ?[月월] ?[0-9]{1,2} ?[日일])"
)
_OF_BIRTH = (
    r"(?:(?:date|day) of birth|birth[ -]?(?:date|day)|d\.? ?o\.? ?b\b\.?|birth(?! cert)|geburtsdatum|geburtstag"
    r"|date de naissance|naissance|fecha de nacimiento|nacimiento|data de nascimento|nascimento|data di nascita|nascita"
    r"|geboortedatum|födelsedatum|fødselsda(?:to|g)|syntymäaika|data urodzenia|datum naro(?:zení|denia)|datum rojstva"
    r"|data na[sș]terii|születési (?:dátum|idő)|生年月日|생년월일)"
)
_BORN = r"(?:born(?!-)|geboren|geb\.|n[ée]e? le|nacid[oa]|nascid[oa]|nat[oa] (?:il|a)|född|født|urodzon[ya])"
_BIRTH_DATES = (
    re.compile(
        rf"(?<![a-z]){_OF_BIRTH}(?: ?[(\[][^\d()\[\]]{{1,20}}[)\]])?(?:\W| is | was | on ){{0,6}}{_DATE}(?![0-9])",
        re.IGNORECASE,
    ),
    # "born in Lyon on 3 May 1985"
    re.compile(
        rf"(?<![a-z]){_BORN}(?: in [^\W0-9][\w' -]{{0,25}}?)?,?(?:\W| on | the | am | den | el | le ){{0,4}}"
        rf"{_DATE}(?![0-9])",
        re.IGNORECASE,
    ),
)
# "3 May 1985 (date of birth)": the label is found first, because most dates have none
_LABEL_AFTER = re.compile(rf"{_OF_BIRTH}(?![a-z])", re.IGNORECASE)
_DATE_BEFORE = re.compile(rf"(?<![0-9]){_DATE} ?[(,:-]? ?$", re.IGNORECASE)
_LONGEST_DATE = 40
_PASSPORT = re.compile(
    r"(?<![a-z])(?:passports?|passeport|reisepass|pasaporte|passaporto|passaporte|paspoort|paszport|pass-?nr"
    r"|旅券|여권)(?![a-z])(?P<between>[^0-9]{0,28}?)(?<![0-9A-Za-z])"
    r"(?P<number>[a-z]{0,3}[- ]?[0-9]{6,9}[a-z]?|[0-9]{2}[a-z]{2}[0-9]{5}"
    r"|[a-z][0-9a-z]{8}|[0-9]{3}[ -][0-9]{3}[ -][0-9]{3})(?![0-9A-Za-z])(?!-[0-9])",
    re.IGNORECASE,
)
_NOT_THE_PASSPORT = re.compile(
    r"\b(?:cop(?:y|ies)|seen|checked|expir\w*|valid|until|dated|page|exhibit|cert\w*|employee|file|reference|vault)\b",
    re.IGNORECASE,
)
_FEWEST_DIGITS = 4
_SIGNS = {"\u2212": "-", "·": ".", "‧": ".", "∙": "."}
_PLAIN_CATEGORIES = {"Cf": "", "Pd": "-", "Zs": " "}  # invisible characters, hyphens and spaces
_TODAY = re.compile(r"(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]")  # eight digits that are a date


def numbers_in_field(key: str | int, text: str) -> Iterator[tuple[str, int, int]]:
    """The identifying numbers in a field of a record or a register; a hash contains none."""
    if key not in _HASHES:
        yield from personal_numbers(text, names_a_number=key in _OTHER_NUMBERS)


def personal_numbers(text: str, *, names_a_number: bool = False) -> Iterator[tuple[str, int, int]]:
    """What each identifying number of a text is, where it begins and where it ends.

    In a text that `names_a_number` of another kind, such as a certificate number, nine digits without separators pass.
    """
    if not _SOME_DIGIT.search(text):  # most texts have none
        return
    plain, places = _plain(text)
    for kind, begins, ends in _found(plain, names_a_number=names_a_number):
        yield kind, places[begins], places[ends - 1] + 1


def _found(text: str, *, names_a_number: bool) -> Iterator[tuple[str, int, int]]:
    for match in (*_NINE.finditer(text), *_SPACED.finditer(text)):
        kind = _kind(match)
        if kind and not _is_another_number(text, match, names_a_number=names_a_number):
            yield kind, match.start(), match.end()
    words = text.replace("_", " ")  # in names of files
    for pattern in _BIRTH_DATES:
        for match in pattern.finditer(words):
            yield BIRTH_DATE, match.start(), match.end()
    for label in _LABEL_AFTER.finditer(words):
        begins = max(0, label.start() - _LONGEST_DATE)
        if date := _DATE_BEFORE.search(words[begins : label.start()]):
            yield BIRTH_DATE, begins + date.start(), label.end()
    for match in _PASSPORT.finditer(words):
        number = re.sub("[ -]", "", match["number"])
        digits = sum(character.isdigit() for character in number)
        if digits >= _FEWEST_DIGITS and not _TODAY.fullmatch(number) and not _NOT_THE_PASSPORT.search(match["between"]):
            yield PASSPORT, match.start("number"), match.end("number")


def harmless_digest(case: str, number: str) -> str:
    """The digest of a number that is confirmed as harmless in a case, as 64 hexadecimal digits.

    It is valid in this case only. Separators, width and upper or lower case make no difference.
    """
    return hashlib.sha256(f"casebound/harmless-number/1\0{case}\0{without_separators(number)}".encode()).hexdigest()


def without_separators(number: str) -> str:
    """The letters and digits of a number, in one form."""
    return "".join(character for character in _plain(number)[0] if character.isalnum()).casefold()


def masked(text: str) -> str:
    """The text with an x in place of each digit of an identifying number."""
    found = list(personal_numbers(text))
    if not found:
        return text
    shown = list(text)
    for _, begins, ends in found:
        shown[begins:ends] = ("x" if character.isdigit() else character for character in shown[begins:ends])
    return "".join(shown)


def _kind(match: re.Match[str]) -> str | None:
    if match[4] and not match[2]:
        return None  # a ZIP code of nine digits
    area, group, serial = (int(match[part].replace(" ", "")) for part in (1, 3, 5))
    if area >= 900:
        return ITIN if 50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99 else None
    return SSN if area not in (0, 666) and group and serial else None


def _is_another_number(text: str, match: re.Match[str], *, names_a_number: bool) -> bool:
    before, after = text[max(0, match.start() - _LABEL_REACH) : match.start()], text[match.end() : match.end() + 1]
    labels = list(_LABEL.finditer(before.replace("_", " ")))
    if any(label[1] for label in labels) and (labels[-1][1] or labels[-1][2]):
        return False
    if match[2] or match[4]:  # with separators, other numbers are seldom written like this
        return bool(labels) and len(before) - labels[-1].end() <= _NEAR
    touches = before[-1:].isalnum() or after.isalnum() or before[-1:] in ("_", "-", "/") or after in ("_", "-", "/")
    is_part = bool(_DIGIT_BEFORE.search(before) or _DIGIT_AFTER.match(text, match.end()))
    return names_a_number or touches or is_part or bool(labels) or bool(_MONEY.search(before))


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """The text with ASCII digits, hyphens and spaces, without invisible characters, and the place of each character."""
    if text.isascii():
        return text, range(len(text))
    plain = [(_plain_character(character), place) for place, character in enumerate(text)]
    kept = [(character, place) for character, place in plain if character]
    return "".join(character for character, _ in kept), [place for _, place in kept]


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    digit, category = unicodedata.digit(character, None), unicodedata.category(character)
    if digit is not None:
        return str(digit)
    if character in _SIGNS:
        return _SIGNS[character]
    if category in _PLAIN_CATEGORIES:
        return _PLAIN_CATEGORIES[category]
    wide = unicodedata.normalize("NFKC", character)
    return wide if len(wide) == 1 else character
