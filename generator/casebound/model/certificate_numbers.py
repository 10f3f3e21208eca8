"""The numbers of certificates, which are compared without capitals, spaces, punctuation and a label before them."""

import re
import unicodedata

from casebound.model.case import Certificate

NO_NUMBER = "none shown"
"""The number of a certificate that shows none."""

_LABEL = re.compile(r"^(?:(?:certificate|cert|number|num|no|nr)\b[.:#\s]+|#\s*)+")


def certificate_number(certificate: Certificate) -> str | None:
    """The number of a certificate in one form; None if the certificate shows none."""
    if certificate.number.casefold() == NO_NUMBER:
        return None
    plain = unicodedata.normalize("NFKC", certificate.number).casefold().strip()
    return re.sub(r"[\W_]+", "", _LABEL.sub("", plain))


def same_number(first: Certificate, second: Certificate) -> bool:
    """Whether two certificates of the same country have the same number."""
    number = certificate_number(first)
    return (
        number is not None and number == certificate_number(second) and first.issuing_country == second.issuing_country
    )
