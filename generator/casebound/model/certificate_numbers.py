"""The numbers of certificates, which are compared without capitals, spaces and punctuation."""

import re

from casebound.model.case import Certificate

NO_NUMBER = "none shown"
"""The number of a certificate that shows none."""


def certificate_number(certificate: Certificate) -> str | None:
    """The number of a certificate in one form; None if the certificate shows none."""
    if certificate.number.casefold() == NO_NUMBER:
        return None
    return re.sub(r"[\W_]+", "", certificate.number).casefold()


def same_number(first: Certificate, second: Certificate) -> bool:
    """Whether two certificates of the same country have the same number."""
    number = certificate_number(first)
    return (
        number is not None and number == certificate_number(second) and first.issuing_country == second.issuing_country
    )
