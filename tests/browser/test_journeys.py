"""What people do with the handbook works in a real browser, opened from a disk and from a server."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support import journeys
from tests.support.browser_process import CHROMIUM, browsed


@dataclass(frozen=True)
class Walked:
    """What came of all journeys on one site."""

    wrong: dict[str, str]
    asked: list[str]
    said: list[str]


@pytest.fixture(scope="session")
def from_disk(site: Path) -> Walked:
    return Walked(**browsed("tests.support.journeys", CHROMIUM, site, "disk"))


@pytest.fixture(scope="session")
def from_server(site: Path) -> Walked:
    return Walked(**browsed("tests.support.journeys", CHROMIUM, site, "server"))


@pytest.mark.parametrize("name", journeys.JOURNEYS)
def test_a_journey_from_a_disk(name: str, from_disk: Walked) -> None:
    assert from_disk.wrong.get(name) is None


@pytest.mark.long
@pytest.mark.parametrize("name", journeys.JOURNEYS)
def test_a_journey_from_a_server(name: str, from_server: Walked) -> None:
    assert from_server.wrong.get(name) is None


def test_from_a_disk_nothing_else_is_asked_and_nothing_complains(from_disk: Walked) -> None:
    assert [one for one in from_disk.asked if not one.startswith(("file:", "data:"))] == []
    assert from_disk.said == []
    assert any(one.endswith("search_index.js") for one in from_disk.asked)


@pytest.mark.long
def test_from_a_server_nobody_else_is_asked_and_nothing_complains(from_server: Walked) -> None:
    assert [one for one in from_server.asked if not one.startswith(("http://127.0.0.1:", "data:"))] == []
    assert from_server.said == []


def test_there_are_forty_journeys_and_more() -> None:
    assert len(journeys.JOURNEYS) >= 40


@pytest.mark.long
def test_five_thousand_rows_filter_at_once(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (site / "cases" / "index.html").read_text(encoding="utf-8")
    head, rows, tail = re.split(r"(?<=<tbody>)\n|\n(?=</tbody>)", page)
    parts = re.split(r"\n+(?=<tr )", rows)
    many = (re.sub(r"(-20\d\d-)\d{3}", rf"\g<1>{number:05}", parts[number % len(parts)]) for number in range(5000))
    copy = tmp_path / "site"
    for folder in ("assets", "search"):
        (copy / folder).parent.mkdir(exist_ok=True)
        (copy / folder).symlink_to(site / folder)
    (copy / "cases").mkdir()
    (copy / "cases" / "index.html").write_text("\n".join((head, *many, tail)), encoding="utf-8")
    took: dict[str, float] = browsed("tests.support.filter_timing", CHROMIUM, copy / "cases" / "index.html")
    with capsys.disabled():
        print("\n5,000 rows:", ", ".join(f"{what} {spent:.0f} ms" for what, spent in took.items()))
    assert took.keys() >= {"a word", "a country", "all again", "sorted"}
    assert max(took.values()) < 3000  # generous: the figure is printed, and a busy machine is no fault
