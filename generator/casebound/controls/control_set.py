"""The digest of a set of controls, which each sheet and each answer records."""

import hashlib
from collections.abc import Iterable

from casebound.model.record_base import canonical
from casebound.model.rules import Rule

_DOMAIN = b"casebound/controls/1\n"
_DIGITS = 16


def control_set(controls: Iterable[Rule]) -> str:
    """The digest of a set of controls, in any order: `cs-` and 16 digits over their ids, effects and questions."""
    content = sorted([rule.id, rule.section, rule.severity, rule.link or "", rule.question] for rule in controls)
    return "cs-" + hashlib.sha256(_DOMAIN + canonical(content)).hexdigest()[:_DIGITS]
