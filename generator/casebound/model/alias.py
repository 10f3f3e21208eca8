"""Another name of a worker, an activity or an employer, as a document may print it."""

from typing import Literal

from msgspec import field

from casebound.model.days import Day, Period
from casebound.model.record_base import Value


class Alias(Value, frozen=True, kw_only=True):
    """Another name with its kind, the reason, the days on which it is or was used, and the evidence."""

    name: str
    kind: Literal["transliteration", "printed", "former", "trade"]
    because: str
    begins: Day | None = field(name="from", default=None)
    until: Day | None = None
    evidence: tuple[str, ...] = ()

    def used_in(self, period: Period) -> bool:
        """Whether the name was in use on a day of the period."""
        ended = self.until is not None and self.until < period.begins
        return not ended and (self.begins is None or period.ends is None or self.begins <= period.ends)

    @property
    def days(self) -> str:
        """The days of the name in words."""
        words = (f"from {self.begins}" if self.begins else "", f"until {self.until}" if self.until else "")
        return " ".join(word for word in words if word)
