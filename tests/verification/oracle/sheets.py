"""Decision sheets and the answers to them, as section 10 of the policy describes them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.verification.oracle.dates import Day, day, day_of_moment, minutes, number

HEAD = frozenset(
    {
        "format",
        "case",
        "sheet",
        "step",
        "subject",
        "previous",
        "proposed_at",
        "proposed_by",
        "controls",
        "log_entries",
        "log_head",
    }
)
TERM = 30 * 24 * 60
"""The longest time between the first and the last approval, in minutes."""

Value = str | tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its hash, its head, and its lines."""

    sha256: str
    head: Mapping[str, Any]
    lines: Mapping[str, Value]

    @property
    def id(self) -> str:
        return str(self.head["sheet"])

    @property
    def number(self) -> int:
        return int(self.id[1:])

    @property
    def asked(self) -> tuple[str, ...]:
        return entries(self.lines.get("policy.roles", ()))

    def person(self, role: str) -> str:
        return str(self.lines[f"people.{role}"])

    def is_about(self, step: str, subject: str) -> bool:
        return self.head["step"] == step and subject in entries(self.head["subject"])

    @property
    def papers(self) -> set[str]:
        return {path.split(".")[1] for path in self.lines if path.startswith("certificates.")}

    @property
    def rests_on_receipt(self) -> bool:
        received = [self.lines.get(f"certificates.{paper}.received_on") for paper in self.papers]
        return bool(received) and all(one is not None and self.is_after_begin_of(day(str(one))) for one in received)

    def is_after_begin_of(self, a_day: Day) -> bool:
        """Whether the sheet was proposed when a day had begun somewhere on earth."""
        return begins(a_day) <= minutes(str(self.head["proposed_at"]))

    def claims(self, claim: str, a_day: Day) -> bool:
        first, last = self.lines.get(f"claims.{claim}.begins"), self.lines.get(f"claims.{claim}.ends")
        return first is not None and last is not None and day(str(first)) <= a_day <= day(str(last))


def begins(a_day: Day) -> int:
    """The minute in which a day begins where it begins first, fourteen hours ahead of universal time."""
    return number(a_day) * 24 * 60 - 14 * 60


@dataclass(frozen=True)
class Answer:
    """An answer, the name of its file, and the moment from which it counts."""

    name: str
    content: Mapping[str, Any]

    @property
    def counts(self) -> str:
        return str(self.content["at"] if self.content.get("message") is not None else self.content["written"])

    @property
    def counts_on(self) -> Day:
        return day_of_moment(self.counts)

    @property
    def approves(self) -> bool:
        return bool(self.content["answer"] == "approve")

    @property
    def for_whom(self) -> str:
        """The person for whom the answer was given: the person who answered, or the principal of a deputy."""
        return str(self.content.get("deputy_of") or self.content["by"])


@dataclass(frozen=True)
class Folder:
    """The decisions folder of a case."""

    sheets: Sequence[Sheet]
    answers: Sequence[Answer]
    policy_roles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The roles that the policy lists for each step."""
    as_of: Day | None = None

    def about(self, step: str, subject: str) -> Iterator[Sheet]:
        yield from (sheet for sheet in self.sheets if sheet.is_about(step, subject))

    def to(self, sheet: Sheet) -> list[Answer]:
        named = [answer for answer in self.answers if answer.content["sheet"] == sheet.id]
        return sorted(named, key=lambda answer: (minutes(answer.counts), answer.name))

    def ended(self, sheet: Sheet, until: Day) -> bool:
        """Whether somebody in the roles of a sheet refused it or withdrew an approval."""
        return any(not answer.approves for answer in self._counting(sheet, until))

    def approvals(self, sheet: Sheet, until: Day) -> list[Answer] | None:
        """The approvals by which a sheet is approved; None if it is not approved."""
        if self.ended(sheet, until) or "approver" not in sheet.asked or self._leaves_out_a_role(sheet):
            return None
        found = []
        for role in sheet.asked:
            given = [
                answer
                for answer in self._counting(sheet, until)
                if _is_by(answer, role, sheet) and answer.content.get("deputy_of") not in self._refused_before(sheet)
            ]
            if not given:
                return None
            found.append(given[0])
        times = [minutes(answer.counts) for answer in found]
        others = {answer.content["by"] for answer in found} - {sheet.head["proposed_by"]}
        return found if others and max(times) - min(times) <= TERM else None

    def approved_on(self, sheet: Sheet, until: Day) -> Day | None:
        """The day of the last of the approvals; None if the sheet is not approved."""
        given = self.approvals(sheet, until)
        return None if given is None else max(given, key=lambda answer: minutes(answer.counts)).counts_on

    def refused(self, sheet: Sheet, until: Day) -> bool:
        return any(answer.content["answer"] == "refuse" for answer in self._counting(sheet, until))

    def _leaves_out_a_role(self, sheet: Sheet) -> bool:
        """Whether an earlier sheet of the step asks a role that the policy lists and this sheet does not ask."""
        step = sheet.head["step"]
        earlier = [one for one in self.sheets if one.number < sheet.number and one.head["step"] == step]
        asked_before = {role for one in earlier for role in one.asked}
        return not asked_before & set(self.policy_roles.get(step) or ()) <= set(sheet.asked)

    def _refused_before(self, sheet: Sheet) -> set[str]:
        """The people who refused an earlier sheet about a part of the same subject: their deputies cannot approve."""
        subject = set(entries(sheet.head["subject"]))
        before = [one for one in self.sheets if one.number < sheet.number]
        earlier = [one for one in before if set(entries(one.head["subject"])) & subject]
        answers = [answer for one in earlier for answer in self.to(one)]
        return {str(answer.content["by"]) for answer in answers if answer.content["answer"] == "refuse"}

    def _counting(self, sheet: Sheet, until: Day) -> list[Answer]:
        return [
            answer
            for answer in self.to(sheet)
            if (self.as_of is None or answer.counts_on <= self.as_of)
            and number_of_day(answer, sheet) <= number(until)
            and answer.content["sha256"] == sheet.sha256
            and answer.content["role"] in sheet.asked
        ]


def number_of_day(answer: Answer, sheet: Sheet) -> int:
    """The number of the day of an answer; an approval may have an earlier day where the sheet was proposed."""
    written = number(answer.counts_on)
    if not answer.approves:
        return written
    proposed = str(sheet.head["proposed_at"])
    clock = number(day_of_moment(proposed)) * 24 * 60 + int(proposed[11:13]) * 60 + int(proposed[14:16])
    return min(written, (minutes(answer.counts) + clock - minutes(proposed)) // (24 * 60))


def _is_by(answer: Answer, role: str, sheet: Sheet) -> bool:
    in_time = minutes(answer.counts) >= minutes(str(sheet.head["proposed_at"]))
    people = {answer.content["by"], answer.content.get("deputy_of")}
    return in_time and answer.content["role"] == role and sheet.lines.get(f"people.{role}") in people


def folder(
    files: Mapping[str, Mapping[str, Any]],
    hashes: Mapping[str, str],
    policy_roles: Mapping[str, Sequence[str]],
    as_of: Day | None = None,
) -> Folder:
    """The sheets and answers among the files of a decisions folder, with the roles that the policy lists."""
    sheets, answers = [], []
    for name, content in files.items():
        if name.endswith(".txt"):
            lines = {path: _value(value) for path, value in content.items() if path not in HEAD}
            sheets.append(Sheet(hashes[name], {key: content[key] for key in HEAD}, lines))
        else:
            answers.append(Answer(name, content))
    return Folder(sorted(sheets, key=lambda sheet: sheet.number), answers, policy_roles, as_of)


def _value(value: object) -> Value:
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def entries(value: object) -> tuple[str, ...]:
    """The entries of a list on a sheet; a single text is one entry, and nothing is none."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)  # type: ignore[attr-defined]
