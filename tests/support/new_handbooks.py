"""What the tests of starting share: a handbook set up anew, the commands, and a minute that stands still."""

import difflib
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from casebound.cli import options
from casebound.edit.scaffold import start
from casebound.model.days import parse_moment

NOON = parse_moment("2026-11-22T12:00-05:00")
TODAY = NOON.on.isoformat()
FLAGS: dict[str, str] = {
    "--direction": "outbound",
    "--partner": "SE",
    "--worker-name": "Elin Sandvik",
    "--worker-reference": "W-1030",
    "--citizenship": "US",
    "--residence": "US",
    "--intake-label": "Employer Certificate",
    "--employer": "fjordline-subsea",
    "--begins": "2027-02-01",
    "--operations": "ingrid-dahl",
    "--data-quality": "tomas-novak",
    "--approver": "helen-okafor",
    "--legal": "miriam-katz",
}
"""What a case needs to be opened in the handbook that is set up; payroll has one person only."""


@pytest.fixture(autouse=True)
def _the_minute_stands_still() -> Iterator[None]:
    with patch.object(options, "this_minute", lambda: NOON):
        yield


@pytest.fixture
def started(tmp_path: Path) -> Path:
    """A handbook that was set up and not touched since."""
    return start(tmp_path / "handbook").folder


def words(flags: dict[str, str], *left_out: str) -> tuple[str, ...]:
    """The flags as they are typed."""
    return tuple(word for flag, value in flags.items() if flag not in left_out for word in (flag, value))


def changes(before: str, after: str) -> list[str]:
    """The lines that went and came, each with its sign."""
    return [
        line
        for line in difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
        if line[0] in "+-"
    ]


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
