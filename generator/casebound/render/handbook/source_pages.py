"""The official pages of the sources register, each with the days on which it was read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casebound.model.registers import OfficialSource


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page with its readings by id, the latest first, and the reasons and points that the readings state, each once.

    `points` are those that every reading states; the others are shown with their reading.
    """

    title: str
    url: str
    readings: Mapping[str, OfficialSource]
    reasons: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher with its pages, in the order of the register. `anchor` is the place on the page."""

    anchor: str
    name: str
    pages: tuple[SourcePage, ...]


def publishers(sources: Mapping[str, OfficialSource]) -> tuple[Publisher, ...]:
    """The sources by publisher and page."""
    found: dict[str, dict[tuple[str, str], dict[str, OfficialSource]]] = defaultdict(lambda: defaultdict(dict))
    for key, source in sources.items():
        found[source.publisher][source.title, source.url][key] = source
    return tuple(
        Publisher(f"publisher-{number}", name, tuple(_page(*page, readings) for page, readings in pages.items()))
        for number, (name, pages) in enumerate(found.items(), start=1)
    )


def _page(title: str, url: str, readings: Mapping[str, OfficialSource]) -> SourcePage:
    latest = dict(sorted(readings.items(), key=lambda entry: entry[1].accessed_on, reverse=True))
    return SourcePage(
        title,
        url,
        latest,
        tuple(dict.fromkeys(source.relevant_because for source in latest.values())),
        _shared([source.establishes for source in latest.values()]),
    )


def _shared(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(point for point in lists[0] if all(point in points for points in lists))
