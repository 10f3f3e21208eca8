"""The pages of a certificate that a dossier shows as pictures, taken from the case's bundle of exhibits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casebound.model.case import Case, Certificate
from casebound.model.countries import country_name, with_article
from casebound.render.american_days import american_day
from casebound.render.view import CaseView

_MOST_PAGES = 2
"""The pages of a certificate that are shown. It has one or two; the rest of a longer document is in the bundle."""


@dataclass(frozen=True, slots=True)
class CopiedPage:
    """A page of a certificate: its address in the document, the page of the bundle, and its words for a screen reader.

    `first` marks the first page of a certificate, `more` counts the pages of the document that are not shown.
    """

    certificate: str
    exhibit: str
    page: int
    alternative: str
    first: bool
    more: int

    @property
    def address(self) -> str:
        return f"asset:{self.exhibit}-{self.page}"


def copied_pages(view: CaseView, places: Mapping[str, tuple[int, int]]) -> Iterator[CopiedPage]:
    """The pages to show: of the certificates that the claims rest on, or of those received if nothing is claimed."""
    for key in _certificates(view.case):
        certificate = view.case.certificates[key]
        if (place := places.get(certificate.document)) is None:
            continue
        first, last = place
        for page in range(first, min(last, first + _MOST_PAGES - 1) + 1):
            words = _alternative(key, certificate, page - first + 1, last - first + 1)
            more = max(0, last - first + 1 - _MOST_PAGES)
            yield CopiedPage(key, certificate.document, page, words, page == first, more)


def _certificates(case: Case) -> tuple[str, ...]:
    claimed = dict.fromkeys(key for claim in case.claims.values() for key in claim.certificates)
    wanted = claimed or (key for key, certificate in case.certificates.items() if certificate.received_on)
    return tuple(key for key in wanted if key in case.certificates)


def _alternative(key: str, certificate: Certificate, number: int, count: int) -> str:
    """What a screen reader says of a page: the words on record."""
    said = f" Words on record: {words_of(certificate)}." if number == 1 else ""
    return f"Page {number} of {count} of certificate {key}.{said}"


def words_of(certificate: Certificate) -> str:
    """What a certificate says, according to the record."""
    named = certificate.employer or certificate.activity
    ends = f" to {american_day(certificate.ends)}" if certificate.ends else ""
    return (
        f"number {certificate.number}, issued by {certificate.issuer} on {american_day(certificate.issued_on)} for"
        f" {certificate.worker}{f' with {named}' if named else ''}, covered by {_country(certificate.covered_by)},"
        f" exempt in {_country(certificate.exempt_in)}, from {american_day(certificate.begins)}{ends}"
    )


def _country(code: str) -> str:
    return with_article(country_name(code))
