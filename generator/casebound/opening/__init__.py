"""Opening a case."""

from casebound.opening.case import Opened, modeline, open_case, people_for
from casebound.opening.text import Opening

__all__ = ["Opened", "Opening", "modeline", "open_case", "people_for"]
