"""The facts that the document of an exhibit shows, from the case record and the registers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from specimens.sheet import Sheet

from casebound.model.case import Case, Exhibit, Request, Sent
from casebound.model.citations import cites, texts
from casebound.model.days import Day
from casebound.model.registers import Registers
from casebound.model.terms import Direction, Requester

_OTHER_COUNTRIES = {"US": "United States", "SG": "Singapore"}
_FILED = {"employer": "Employer", "self-employed": "Self-employed worker", "unconfirmed": "Not confirmed"}


@dataclass(frozen=True)
class SpecimenFacts:
    """The facts of an exhibit. `words` is the text that only this document contains."""

    case: Case
    registers: Registers
    id: str
    words: Mapping[str, Any]

    @property
    def exhibit(self) -> Exhibit:
        return self.case.exhibits[self.id]

    @property
    def day(self) -> Day:
        """The date on the document."""
        return self.exhibit.effective or self.exhibit.received or self.exhibit.recorded

    @property
    def request(self) -> Request:
        """The request that cites the document, or the first request of the case."""
        case = self.case
        citing = [cite.at[1] for cite in cites(texts(case)) if cite.id == self.id and cite.at[0] == "requests"]
        key = str(citing[0]) if citing else next(iter(case.requests), "")
        return case.requests.get(key) or Request(requester=Requester.EMPLOYER)

    @property
    def sent(self) -> Sent:
        """How the request was sent. Raises ValueError if it was not."""
        if self.request.sent is None:
            raise ValueError(f"{self.case.case} {self.id}: this document needs a request that was sent")
        return self.request.sent

    @property
    def reference(self) -> str | None:
        """The reference of the request."""
        return self.request.sent.reference if self.request.sent else None

    @property
    def worker(self) -> str:
        return self.case.worker.name

    @property
    def filer(self) -> str:
        """The employer, or the business of a self-employed worker."""
        if self.case.employer:
            return self.registers.employers[self.case.employer].name
        return self.case.activity.name if self.case.activity else self.worker

    @property
    def filer_address(self) -> str:
        if self.case.employer:
            return self.registers.employers[self.case.employer].address
        activity = self.case.activity
        return (activity and (activity.us_address or activity.partner_address)) or ""

    @property
    def partner(self) -> str:
        return self.country(self.case.partner)

    @property
    def covering(self) -> str:
        """The country whose system covers the work."""
        return "United States" if self.case.direction is Direction.OUTBOUND else self.partner

    @property
    def host(self) -> str:
        """The country in which the work is done."""
        return self.partner if self.case.direction is Direction.OUTBOUND else "United States"

    @property
    def lane(self) -> str:
        return _FILED[self.case.filing.lane.value]

    @property
    def days(self) -> str:
        return str(self.case.assignment.period)

    def country(self, code: str) -> str:
        """The name of a country by its code."""
        agreement = self.registers.agreements.get(code)
        return agreement.country if agreement else _OTHER_COUNTRIES[code]

    def person(self, person_id: str) -> str:
        """A person's name and title by id."""
        person = self.registers.people[person_id]
        return f"{person.name}, {person.title}"

    def finish(self, sheet: Sheet) -> Sheet:
        """The sheet with the texts of `texts.yml` added or substituted."""
        words = self.words
        rows = {**dict(sheet.rows), **words.get("rows", {})}
        return replace(
            sheet,
            title=words.get("title", sheet.title),
            sender=words.get("sender", sheet.sender),
            sender_line=words.get("sender_line", sheet.sender_line),
            address=words.get("address", sheet.address),
            rows=tuple(rows.items()),
            paragraphs=tuple(words.get("paragraphs", sheet.paragraphs)),
            points=tuple(words.get("points", sheet.points)),
        )
