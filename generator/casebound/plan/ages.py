"""How far a day is from the as-of date, in words: “in 9 days”, “52 days ago”, “in 17 months”, “in 3 years”."""

_LONG = 90
"""Up to so many days, days are counted; after that, whole months and, from two years on, whole years."""
_YEAR = 365.25


def distance(days: int) -> str:
    """Where a day lies, by the days from the as-of date to it; whole months and years are rounded down."""
    if days == 0:
        return "today"
    length = span(abs(days))
    return f"in {length}" if days > 0 else f"{length} ago"


def span(days: int) -> str:
    """A number of days: “1 day”, “52 days”, “17 months”, “3 years”."""
    if days <= _LONG:
        return counted(days, "day")
    if days < 2 * _YEAR:
        return counted(int(days * 12 / _YEAR), "month")
    return counted(int(days / _YEAR), "year")


def counted(number: int, thing: str) -> str:
    """“1 day”, “2 days”."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
