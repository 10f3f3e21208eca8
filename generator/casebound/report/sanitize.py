"""What every format shares: a report's ingredients, a text made safe to show, and a finding's name for itself."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from casebound.model.findings import Finding, Location
from casebound.model.judgment import Judgement
from casebound.model.rules import Rule
from casebound.model.terms import Severity

_DOMAIN = b"casebound/finding/1\0"

# Some logs take these characters for an order, wherever they stand in a line.
_ORDER = re.compile(r"##(?=\[|vso\[)")

# A Social Security number that slipped into a record stays out of logs and reports.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{3}([- ]?)[0-9]{2}\1[0-9]{4}(?![0-9A-Za-z])")

Lines = Callable[[str], Sequence[str]]
"""The lines of one file of the project, without their line breaks; none where it cannot be read."""


def no_lines(_file: str) -> Sequence[str]:
    """Show no lines of any file."""
    return ()


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown. Without a width nothing is wrapped."""

    color: bool = False
    width: int | None = None


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is made from.

    `rules` are all that a finding can name. `folder` is the project's folder from the top of the repository that
    holds it, ending with a slash, and empty where the two are the same: what a forge shows is found from there.
    """

    judgement: Judgement
    rules: Sequence[Rule] = ()
    lines: Lines = no_lines
    folder: str = ""
    look: Look = PLAIN


def spelled(text: str) -> str:
    """A text as it can be shown anywhere, on one line.

    Whatever is not printable, or would be an order to a log, is spelled out. What has the shape of a Social Security
    number is not shown.
    """
    if not text.isprintable():
        text = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    text = _NUMBER.sub(r"xxx\1xx\1xxxx", text)
    return _ORDER.sub(r"\\x23\\x23", text) if "##" in text else text


def where(place: Location) -> str:
    """A place as people and editors read it: file, line, column."""
    return f"{place.file}:{place.line}:{place.column}"


def sentence(finding: Finding) -> str:
    """A finding on one line: where, how severe, which control, and what is wrong."""
    return f"{where(finding.location)}: {finding.severity.value} {finding.control}: {spelled(finding.message)}"


def waiver(finding: Finding) -> str:
    """Under which waiver a finding is lived with, until when and why; nothing where there is none."""
    one = finding.waived
    return f"waived by {one.waiver} until {one.until}: {spelled(one.because)}" if one else ""


def severities(findings: Iterable[Finding]) -> str:
    """How many findings there are of each severity, in words."""
    counts = Counter(one.severity for one in findings)
    words = {Severity.BLOCKING: ("blocking", "blocking"), Severity.WARNING: ("warning", "warnings")}
    words[Severity.NOTE] = ("note", "notes")
    return ", ".join(f"{counts[one]} {words[one][counts[one] != 1]}" for one in Severity if counts[one])


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """A name for each finding that stays the same while lines move: 32 hexadecimal digits, each once in a report."""
    seen: Counter[str] = Counter()
    for one in findings:
        told = [one.control, one.location.file, one.case, one.claim, one.location.path, one.message]
        name = json.dumps(told)
        seen[name] += 1
        yield hashlib.sha256(_DOMAIN + f"{name}#{seen[name]}".encode()).hexdigest()[:32]
