"""The words of captures: a page has text, or a second person attests it, and the words of its topics and country."""

import re
from collections.abc import Iterator, Mapping

from casebound.controls.definition import case_control, objection
from casebound.controls.predicates import (
    UNITED_STATES,
    agreement,
    asks,
    bears_on,
    before_decision,
    cited_sources,
    owners_of_host,
)
from casebound.model.citations import Cite
from casebound.model.evidence import FileText
from casebound.model.facts import Facts
from casebound.model.people import why_same_person
from casebound.model.registers import OfficialSource
from casebound.model.rules import Link, Objections, Section, support_policy
from casebound.model.terms import SourceTopic

FEWEST_LETTERS = 40
"""Fewer letters than any page of an authority has."""

TOPIC_WORDS: Mapping[SourceTopic, tuple[str, ...]] = {
    SourceTopic.AGREEMENT: ("agreement",),
    SourceTopic.RULE: ("cover",),
    SourceTopic.ISSUER: ("certificate",),
    SourceTopic.DESTINATION: ("address", "fax", "mail", "online"),
    SourceTopic.FORM: ("form", "online"),
    SourceTopic.WAITING: ("day", "week", "month"),
}
"""The beginnings of words, one of which an English page on the topic has."""

_ABOUT_A_COUNTRY = (SourceTopic.RULE, SourceTopic.ISSUER)
_NOT_OWN = frozenset({"south", "united", "republic"})
_STEM = 5


@case_control(
    "D11",
    "capture-has-the-words",
    Section.DECISION,
    question="Does the saved copy of every page that the case cites contain the page's text, and does each U.S. page"
    " contain a word about each of its topics and the name of the country that it describes? If the copy is a picture,"
    " did a second person compare it with the page?",
    why="A page proves only what it says. One page does not prove every topic, and a capture without the text of the"
    " page proves nothing. Casebound does not read the text of an image, so two people must have seen the words.",
    remedy="In `registers/sources.yml`, list only the topics that the page is about, and cite a page for each other"
    " topic. If the saved copy (the capture) is incomplete, save the page again, add it as a new source, cite the new"
    " source in the case, and make the filing decision again. If the capture is a picture or a scan, save the page as a"
    " PDF with text, or have a second person compare the picture with the page, and enter this person under"
    " `attested_by` in `registers/sources.yml`.",
    basis=(support_policy("2 Rule"),),
    link=Link.RULE,
    applies=asks,
    may_apply_later=before_decision,
)
def capture_has_the_words(facts: Facts) -> Objections:
    for cite, source, words in _texts(facts):
        letters = sum(map(str.isalpha, words))
        if letters == 0:
            unattested = _unattested(facts, cite.id, source) if source.state == "live" else ()
            yield from (objection(cite.at, message) for message in unattested)
            continue
        if letters < FEWEST_LETTERS:
            yield objection(cite.at, f"the capture {source.capture} of {cite.id} has only {letters} letters of text")
            continue
        for missing in _missing(facts, source, words) if _is_american(facts, source) else ():
            yield objection(cite.at, f"the capture {source.capture} of {cite.id} {missing}", ("partner",))


def _unattested(facts: Facts, key: str, source: OfficialSource) -> Iterator[str]:
    """Why no second person attests a capture without text."""
    people, second = facts.registers.people, source.attested_by
    if second is None:
        yield f"the capture {source.capture} of {key} has no text, and no second person attests it (attested_by)"
    elif second not in people or why_same_person(people, second, source.accessed_by):
        yield f"{second} cannot attest the capture {source.capture} of {key}, which {source.accessed_by} read"


def _missing(facts: Facts, source: OfficialSource, words: str) -> Iterator[str]:
    """What an English page does not have: a word of each topic that it supports, and the name of the country."""
    for topic in source.supports:
        if topic in TOPIC_WORDS and not _has(words, TOPIC_WORDS[topic]):
            yield f"has no word of the topic `{topic}`"
    row = agreement(facts)
    names = [word for word in (row.country if row else "").casefold().split() if word not in _NOT_OWN]
    stems = tuple(word[: max(_STEM, len(word) - 2)] for word in names)
    if row and stems and any(bears_on(facts, source, topic) for topic in _ABOUT_A_COUNTRY) and not _has(words, stems):
        yield f"does not name {row.country}"


def _texts(facts: Facts) -> Iterator[tuple[Cite, OfficialSource, str]]:
    """The cited sources whose captures can be opened, with their text; else D07 objects."""
    for cite, source in cited_sources(facts):
        found = facts.captures.get(cite.id)
        if found is not None and found.inspection is not None and found.inspection.unusable is None:
            text = found.inspection.text or FileText()
            yield cite, source, " ".join(text.pages).casefold()


def _is_american(facts: Facts, source: OfficialSource) -> bool:
    """Whether a page is on a website of the United States, and therefore in English."""
    owners = owners_of_host(facts, source)
    return bool(owners) and all(owner.country in (None, UNITED_STATES) for owner in owners)


def _has(words: str, beginnings: tuple[str, ...]) -> bool:
    return re.search(rf"\b(?:{'|'.join(map(re.escape, beginnings))})", words) is not None


CONTROLS = (capture_has_the_words,)
