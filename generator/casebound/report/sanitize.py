"""The input of every format, text that is safe to show, and a fingerprint for each finding."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from casebound.model.findings import Finding, Location
from casebound.model.judgment import Judgment
from casebound.model.personal_numbers import masked
from casebound.model.rules import Rule
from casebound.model.terms import Severity
from casebound.plan.case_plan import ProjectPlan

_DOMAIN = b"casebound/finding/1\0"

# Some build logs read these characters as a command, anywhere in a line.
_COMMAND = re.compile(r"##(?=\[|vso\[)")

Lines = Callable[[str], Sequence[str]]
"""A function from a file of the project to its lines, without line breaks; no lines if it cannot be read."""


def no_lines(_file: str) -> Sequence[str]:
    """Show no lines of any file."""
    return ()


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Color and width of text output. Without a width, lines are not wrapped."""

    color: bool = False
    width: int | None = None


PLAIN = TextStyle()


@dataclass(frozen=True, slots=True)
class Report:
    """The input of a format.

    `rules` are all rules that a finding can name. `folder` is the path of the project in its repository, with a slash
    at the end, because GitHub and GitLab expect paths from the repository; it is empty if the project is at the top.
    With `steps`, the text lists what is missing and the next steps of every case.
    """

    plan: ProjectPlan
    rules: Sequence[Rule] = ()
    lines: Lines = no_lines
    folder: str = ""
    style: TextStyle = PLAIN
    steps: bool = False

    @property
    def judgment(self) -> Judgment:
        return self.plan.judgment


def escape_unprintable(text: str) -> str:
    """The text on one line, safe to show in a terminal or a build log.

    Unprintable characters and log commands are written as escapes. A number that identifies a person is masked.
    """
    if not text.isprintable():
        text = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    text = masked(text)
    return _COMMAND.sub(r"\\x23\\x23", text) if "##" in text else text


def where(place: Location) -> str:
    """A location in the form that people and editors read: file, line, column."""
    return f"{place.file}:{place.line}:{place.column}"


def sentence(finding: Finding) -> str:
    """A finding on one line: location, severity, control and message."""
    return (
        f"{where(finding.location)}: {finding.severity.value} {finding.control}: {escape_unprintable(finding.message)}"
    )


def waiver(finding: Finding) -> str:
    """The waiver of a finding, its last day and its reason; empty if the finding is not waived."""
    waived = finding.waived
    return f"waived by {waived.waiver} until {waived.until}: {escape_unprintable(waived.because)}" if waived else ""


def severities(findings: Iterable[Finding]) -> str:
    """The number of findings of each severity, in words."""
    counts = Counter(finding.severity for finding in findings)
    words = {Severity.BLOCKING: ("blocking", "blocking"), Severity.WARNING: ("warning", "warnings")}
    words[Severity.NOTE] = ("note", "notes")
    return ", ".join(f"{counts[each]} {words[each][counts[each] != 1]}" for each in Severity if counts[each])


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """A unique fingerprint for each finding, 32 hexadecimal digits. It does not change when lines move."""
    seen: Counter[str] = Counter()
    for finding in findings:
        place = finding.location
        name = json.dumps([finding.control, place.file, finding.case, finding.claim, place.path, finding.message])
        seen[name] += 1
        yield hashlib.sha256(_DOMAIN + f"{name}#{seen[name]}".encode()).hexdigest()[:32]
