"""The decisions of a case: sheets with the facts that were decided on, and the answers to them.

They lie in `cases/<CASE>/decisions/`. A sheet is a frozen copy of facts and never changes. An answer is a file of its
own and names the SHA-256 of its sheet, so that approving adds files and changes none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from casebound.model.days import Moment
from casebound.model.mail_answers import MailReply
from casebound.model.record_base import Value
from casebound.model.terms import ApprovalStep, Role, SheetReply

FOLDER = "decisions"
FIRST = "none"
"""What the first sheet of a case says in place of the hash of the previous sheet."""

Line = str | tuple[str, ...]
Lines = Mapping[str, Line]
"""The facts of a sheet: the path of each fact in the record, such as `claims.C1.begins`, and its value."""


def entries(line: Line | None) -> tuple[str, ...]:
    """The entries of a fact: those of a list, a single value as one entry, and none for a fact that is not there."""
    return () if line is None else (line,) if isinstance(line, str) else line


_SHEET_FILE = re.compile(r"(D[1-9][0-9]{0,2})\.(filing|exemption)\.txt")
_ANSWER_FILE = re.compile(r"(D[1-9][0-9]{0,2})\.([a-z_]+)\.([a-z0-9-]+)(\.withdrawn)?\.yml")


class SheetHead(Value, frozen=True, kw_only=True):
    """The first lines of a sheet: which decision it is, when it was proposed, and what came before it."""

    format: int
    case: str
    sheet: str
    step: ApprovalStep
    subject: tuple[str, ...]
    previous: str
    proposed_at: Moment
    proposed_by: str
    controls: str
    log_entries: int
    log_head: str


HEAD_KEYS = frozenset(SheetHead.__struct_fields__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A decision sheet, the name of its file, and the SHA-256 of its bytes.

    `with_lf` is the SHA-256 with LF line endings, with which every sheet is written.
    """

    file: str
    sha256: str
    head: SheetHead
    lines: Lines
    with_lf: str = ""

    @property
    def id(self) -> str:
        return self.head.sheet

    @property
    def number(self) -> int:
        return int(self.head.sheet[1:])

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that are asked to answer the sheet."""
        names = entries(self.lines.get("policy.roles"))
        return tuple(role for role in Role if role.value in names)

    @property
    def certificates(self) -> tuple[str, ...]:
        """The ids of the certificates on the sheet."""
        return tuple(dict.fromkeys(path.split(".")[1] for path in self.lines if path.startswith("certificates.")))

    @property
    def rests_on_receipt(self) -> bool:
        """Whether the sheet has a certificate, and all its certificates had been received when it was proposed.

        A certificate that arrived in Tokyo in the morning of a day is there when New York still has the day before.
        """
        received = [self.lines.get(f"certificates.{certificate}.received_on") for certificate in self.certificates]
        today = self.head.proposed_at.latest_day.isoformat()
        return bool(received) and all(isinstance(day, str) and day <= today for day in received)


class SheetAnswer(Value, frozen=True, kw_only=True):
    """One person's answer to a sheet. `deputy_of` names the person in whose place the answer was given.

    `at` is when the answer was given and `written` when it was entered. An answer by message counts from `at`, because
    the message is on file; any other answer counts from `written`.
    """

    format: int
    sheet: str
    sha256: str
    answer: SheetReply
    role: Role
    by: str
    at: Moment
    written: Moment
    controls: str
    deputy_of: str | None = None
    message: str | None = None
    message_sha256: str | None = None
    entered_by: str | None = None
    because: str | None = None

    @property
    def counts_from(self) -> Moment:
        return self.at if self.message is not None else self.written


@dataclass(frozen=True, slots=True)
class Decisions:
    """The sheets of a case in the order of their numbers, and the answers by the names of their files."""

    sheets: tuple[Sheet, ...] = ()
    answers: Mapping[str, SheetAnswer] = field(default_factory=dict)
    messages: Mapping[str, MailReply] = field(default_factory=dict)
    """What each message on file says, by the name of its file."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of every file of the decisions folder, by its name."""

    def answers_to(self, sheet: Sheet) -> Iterator[tuple[str, SheetAnswer]]:
        """The answers that name this sheet, with the names of their files, in the order in which they count."""
        named = [(file, answer) for file, answer in self.answers.items() if answer.sheet == sheet.id]
        return iter(sorted(named, key=lambda item: (item[1].counts_from, item[0])))


NO_DECISIONS = Decisions()


def published_file(name: str) -> str:
    """The name of a file of the decisions folder in a release. Every browser shows a text file, and none runs it."""
    return name if name.endswith(".txt") else f"{name}.txt"


def is_sheet_file(name: str) -> bool:
    return _SHEET_FILE.fullmatch(name) is not None


def is_answer_file(name: str) -> bool:
    return _ANSWER_FILE.fullmatch(name) is not None


def sheet_file(sheet: str, step: ApprovalStep) -> str:
    """The name of the file of a sheet."""
    return f"{sheet}.{step.value}.txt"


def answer_file(sheet: str, role: Role, by: str, *, withdrawn: bool = False) -> str:
    """The name of the file of an answer. Two people's answers never share a file, so that branches can be merged."""
    return f"{sheet}.{role.value}.{by}{'.withdrawn' if withdrawn else ''}.yml"


def message_file(answer: str) -> str:
    """The name of the file of the message with an answer, by the name of the file of the answer."""
    return f"{answer.removesuffix('.yml')}.eml"
