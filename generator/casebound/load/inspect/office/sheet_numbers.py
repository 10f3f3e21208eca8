"""Numbers of a workbook as its cells show them: decimals, thousands, percent, currencies, dates and times.

Dates are written as year, month and day, because the order in a workbook depends on the computer that opens it.
"""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL = "General"
BUILT_IN: Mapping[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 41: "#,##0", 42: "$#,##0", 43: "#,##0.00", 44: "$#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The formats that a workbook does not spell out."""

_MOST_FORMAT = 400
_SECTIONS = re.compile(r'(?:"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;"\\\[])*')
_PIECES = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\]]*)\]|([^"\\_*\[])', re.DOTALL)
_GROUP = re.compile(r"[#0?]+")
_DIGITS = re.compile(r"[#0?][#0?.,]*(?:E[+-]0+)?|\.[#0?]+")
_EPOCH, _EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook has no time zones
_LAST_DAY = 2_958_466
_LARGEST = 10**15


def shown_number(value: float, form: str, *, since_1904: bool = False) -> str:
    """A number in its format, as text; empty if the format hides the number."""
    if form == GENERAL or len(form) > _MOST_FORMAT or value != value or abs(value) > 1e300:  # noqa: PLR0124 - not a number
        return plain_number(value)
    sections = _sections(form)
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    pattern, literal = _pattern(section)
    if _is_date(pattern):
        return _moment(value, pattern, since_1904=since_1904)
    return _numeric(value, pattern, literal)


def shows_day(form: str) -> bool:
    """Whether a format shows a complete day, with its month and year."""
    pattern = _pattern(_sections(form)[0])[0] if len(form) <= _MOST_FORMAT and form != GENERAL else ""
    return _is_date(pattern) and set("dmy") <= set(pattern.lower())


def shows_part_of_day(form: str) -> bool:
    """Whether a format shows a day without its day of the month or its year, as Mar-26 does."""
    pattern = _pattern(_sections(form)[0])[0] if len(form) <= _MOST_FORMAT and form != GENERAL else ""
    return _is_date(pattern) and not shows_day(form) and bool(set("dy") & set(pattern.lower()))


def plain_number(value: float) -> str:
    """A number without a format."""
    if abs(value) < _LARGEST and value == int(value):
        return str(int(value))
    return f"{value:.10g}"


@lru_cache(maxsize=512)
def _sections(form: str) -> tuple[str, ...]:
    """The sections of a format, for positive numbers, negative numbers and zero."""
    found, at = [], 0
    while at <= len(form):
        match = _SECTIONS.match(form, at)
        end = match.end() if match else at
        found.append(form[at:end])
        at = end + 1
    return tuple(found)


@lru_cache(maxsize=512)
def _pattern(section: str) -> tuple[str, tuple[str, ...]]:
    """The signs of a section, with a NUL for each literal, and the literals."""
    pattern, literals = "", []
    for quoted, escaped, space, filled, bracket, sign in _PIECES.findall(section):
        if bracket:
            if bracket[0] == "$":
                literals.append(bracket[1:].partition("-")[0])
                pattern += "\0"
            elif set(bracket.lower()) <= set("hms"):
                pattern += f"[{bracket.lower()}]"
        elif sign:
            pattern += sign
        elif not filled:
            literals.append(quoted or escaped or (" " if space else ""))
            pattern += "\0"
    return pattern, tuple(literals)


def _is_date(pattern: str) -> bool:
    plain = re.sub(r"General|E[+-]", "", pattern, flags=re.IGNORECASE)
    return bool(re.search(r"[ymdhs]", plain, re.IGNORECASE)) and not re.search(r"[0#?](?!\d*$)[^.]*[ymd]", plain)


def _moment(value: float, pattern: str, *, since_1904: bool) -> str:
    """A date, a time, or both; hours can be more than a day."""
    signs = pattern.lower().replace("am/pm", "").replace("a/p", "")
    seconds = round(value * 86_400)
    if "[" in signs:
        hours, rest = divmod(abs(seconds), 3600)
        return f"{'-' if seconds < 0 else ''}{hours}:{rest // 60:02}:{rest % 60:02}"
    if not 0 <= value < _LAST_DAY:
        return plain_number(value)
    start = _EPOCH_1904 if since_1904 else _EPOCH
    if not since_1904 and value < 60:  # the workbook counts a February 29 in 1900
        start += dt.timedelta(days=1)
    moment = start + dt.timedelta(seconds=seconds)
    has_day = bool(re.search(r"[yd]|mmm", signs)) or ("m" in signs and not re.search(r"[hs]", signs))
    clock = moment.strftime("%H:%M:%S" if "s" in signs else "%H:%M") if re.search(r"[hs]", signs) else ""
    return f"{moment.date().isoformat() if has_day else ''} {clock}".strip()


def _numeric(value: float, pattern: str, literals: tuple[str, ...]) -> str:
    digits = _DIGITS.search(pattern)
    if digits is None or "/" in pattern:
        number = "" if not re.search(r"General|@|/", pattern, re.IGNORECASE) else plain_number(value)
        text = re.sub(r"General|@|[#?]*\s*[#?]+/[#?0-9]+", "\1", pattern, count=1, flags=re.IGNORECASE)
    elif len(groups := _GROUP.findall(pattern)) > 1 and not set(".,E") & set(pattern) and abs(value) < _LARGEST:
        return _grouped(value, pattern, literals, groups)
    else:
        number = _written(value * 100 ** pattern.count("%"), digits[0])
        text = pattern[: digits.start()] + "\1" + re.sub(r"[#0?]", "", pattern[digits.end() :])
    text = _filled(text, literals)
    sign, number = ("-", number[1:]) if number.startswith("-") else ("", number)
    return (sign + text.replace("\1", number)).strip()


def _filled(pattern: str, literals: tuple[str, ...]) -> str:
    fill = iter(literals)
    return re.sub("\0", lambda _: next(fill, ""), pattern)


def _grouped(value: float, pattern: str, literals: tuple[str, ...], groups: list[str]) -> str:
    """A number whose digits are divided into groups, as in a telephone number."""
    digits = str(int(Decimal(repr(abs(value))).quantize(Decimal(1), ROUND_HALF_UP)))
    digits = digits.zfill(sum(map(len, groups)))
    parts = []
    for group in reversed(groups):
        parts.append(digits[-len(group) :])
        digits = digits[: -len(group)]
    parts[-1] = digits + parts[-1]
    pieces = iter(reversed(parts))
    text = _GROUP.sub(lambda _: f"\1{next(pieces)}", pattern)
    return ("-" if value < 0 else "") + _filled(text, literals).replace("\1", "").strip()


def _written(value: float, digits: str) -> str:
    """A number with the decimals, thousands and exponent of a pattern of digits."""
    if "E" in digits:
        mantissa, _, exponent = digits.partition("E")
        number, _, power = f"{value:.{len(mantissa.partition('.')[2])}E}".partition("E")
        return f"{number}E{power[0] if exponent[0] == '+' or power[0] == '-' else ''}{power[1:]}"
    whole, _, part = digits.partition(".")
    scaled = len(digits) - len(digits.rstrip(","))
    part = part.rstrip(",")
    number = Decimal(repr(value)) / 1000**scaled
    rounded = number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP) if abs(number) < _LARGEST else number
    text = f"{rounded:{',' if ',' in whole.rstrip(',') else ''}f}"
    before, point, after = text.partition(".")
    before = before.zfill(whole.count("0") + before.startswith("-")) if "," not in whole else before
    before = "" if before == "0" and "0" not in whole else before
    optional = len(part) - len(part.rstrip("#?"))
    kept = after[: len(after) - optional] + after[len(after) - optional :].rstrip("0") if optional else after
    return before + (point + kept if kept else "")
