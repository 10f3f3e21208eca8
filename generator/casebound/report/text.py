"""The report for people: findings by case, each with the lines it is about, then the counts and where to begin."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from casebound.model.findings import Finding, Location
from casebound.model.judgment import Judgment, Verdict
from casebound.model.terms import Severity
from casebound.plan.case_plan import PlannedCase, ProjectPlan
from casebound.report.excerpt import cells, cut, excerpt
from casebound.report.json_report import summary
from casebound.report.sanitize import (
    PLAIN,
    Lines,
    TextStyle,
    escape_unprintable,
    no_lines,
    sentence,
    severities,
    waiver,
    where,
)

_INDENT = "    "
_APART = "  "
_TOO_PERSONAL = "F09"  # its control is not imported: that would bring in all of judging
_STATED = "F15"  # the stage that a record states
_DIGIT = re.compile("[0-9]")
_NOT_EXEMPT = "PROPOSED, NOT EXEMPT"
_WIDTH = 120  # of an excerpt, if the width of the terminal is not known
_LEAST_WIDTH = 40

_RED, _YELLOW, _BLUE, _GREEN, _BOLD, _DIM = "1;31", "33", "36", "32", "1", "2"
_SEVERITY: Mapping[Severity, str] = {Severity.BLOCKING: _RED, Severity.WARNING: _YELLOW, Severity.NOTE: _BLUE}
_VERDICT: Mapping[Verdict, str] = {
    Verdict.SUPPORTED: _GREEN,
    Verdict.UNSUPPORTED: _RED,
    Verdict.PROPOSED: _YELLOW,
    Verdict.NO_CLAIM: _DIM,
}


def as_text(plan: ProjectPlan, lines: Lines = no_lines, style: TextStyle = PLAIN, *, steps: bool = False) -> str:
    """The report for a terminal or a log. `lines` gives a file's lines for the excerpts.

    With `steps`, what is missing and the next steps of every case follow its findings.
    """
    return "".join(f"{line}\n" for line in _Writer(plan, lines, style, steps=steps).lines())


def first(judgment: Judgment) -> Finding | None:
    """The finding to fix first: one of a register that prevents all checks, or of the first case with a claim.

    A recorded stage that does not match comes last, because it follows from other findings.
    """
    found = (finding for finding in judgment.findings if finding.severity is Severity.BLOCKING)
    blocking = sorted(found, key=lambda finding: finding.control == _STATED)
    claiming = {case.folder for case in judgment.cases if case.claims} if judgment.registers else {None}
    urgent = (finding for finding in blocking if finding.case in claiming)
    return next(urgent, blocking[0] if blocking else None)


class _Writer:
    """Writes a report of a given width, with or without color."""

    def __init__(self, plan: ProjectPlan, lines: Lines, style: TextStyle, *, steps: bool) -> None:
        judgment = self._judgment = plan.judgment
        self._plan = plan
        self._steps = steps
        self._lines_of = lines
        self._private = {
            found.location.file
            for found in judgment.findings
            if found.control == _TOO_PERSONAL and found.severity is Severity.BLOCKING
        }
        self._color = style.color
        self._width = max(style.width, _LEAST_WIDTH) if style.width is not None else None

    def lines(self) -> Iterator[str]:
        for case, findings in self._groups().items():
            yield self._paint(self._headed(case, findings), _BOLD)
            for finding in findings:
                yield from self._finding(finding)
                yield ""
        if self._steps:
            for planned in self._plan.cases:
                yield from self._next_steps(planned)
                yield ""
        yield from self._standings()
        yield ""
        beginning = first(self._judgment)
        if beginning is not None:
            yield from self._beginning(beginning)
            yield ""
        yield from self._closing()

    def _groups(self) -> Mapping[str | None, list[Finding]]:
        """The findings by case; those of no case come first, since they concern all."""
        groups: dict[str | None, list[Finding]] = defaultdict(list)
        for finding in sorted(self._judgment.findings, key=lambda found: found.case or ""):
            groups[finding.case].append(finding)
        return groups

    def _headed(self, case: str | None, findings: list[Finding]) -> str:
        name = "the project" if case is None else f"cases/{escape_unprintable(case)}"
        return f"{name}: {severities(findings)}"

    def _finding(self, finding: Finding) -> Iterator[str]:
        about = f" (claim {finding.claim})" if finding.claim else ""
        place, label = where(finding.location), f"{finding.severity.value} {finding.control}"
        head, *rest = self._wrapped(f"{sentence(finding)}{about}")
        if head.startswith(f"{place}: {label}: "):
            message = head[len(place) + len(label) + 4 :]
            head = f"{self._paint(place, _BOLD)}: {self._paint(label, _SEVERITY[finding.severity])}: {message}"
        yield head
        yield from rest
        yield from self._excerpt(finding)
        for related in finding.related:
            yield f"{_INDENT}see also {where(related)}{self._quoted(related)}"
        if finding.waived:
            yield from self._wrapped(_INDENT + waiver(finding))
        yield from self._wrapped(_INDENT + escape_unprintable(finding.remedy))

    def _excerpt(self, finding: Finding) -> Iterator[str]:
        place = finding.location
        for row in excerpt(place, self._file(place.file), (self._width or _WIDTH) - len(_INDENT)):
            text = self._paint(row.text, _SEVERITY[finding.severity]) if row.caret else row.text
            yield f"{_INDENT}{self._paint(f'{row.number} |', _DIM)} {text}".rstrip()

    def _file(self, file: str) -> Sequence[str]:
        """The lines of a file. If a Social Security number was found in it, all digits are masked."""
        lines = self._lines_of(file)
        return [_DIGIT.sub("x", line) for line in lines] if file in self._private else lines

    def _quoted(self, place: Location) -> str:
        """The line of a related location, if there is room for it."""
        lines = self._file(place.file)[place.line - 1 : place.line]
        room = (self._width or _WIDTH) - cells(f"{_INDENT}see also {where(place)} | ")
        if not lines or room < _LEAST_WIDTH // 2:
            return ""
        return f" {self._paint('|', _DIM)} {cut(lines[0].strip(), 1, room)[0]}"

    def _standings(self) -> Iterator[str]:
        judgment = self._judgment
        folders = [f"cases/{escape_unprintable(folder)}" for folder in judgment.unjudged]
        width = max((len(name) for name in (*(case.case.case for case in judgment.cases), *folders)), default=0)
        for case in judgment.cases:
            shown = _NOT_EXEMPT if case.verdict is Verdict.PROPOSED else case.verdict.value
            if reservation := self._plan.plans[case.folder].reservation:
                shown = f"{shown} ({reservation})"
            verdict = self._paint(shown, _VERDICT[case.verdict])
            line = f"{case.case.case:<{width}}  {case.stage.value:<22}  {verdict}"
            used = width + len(f"  {case.stage.value:<22}  {shown}")
            yield f"{line}{self._next_step(case.folder, used)}"
        for name in folders:
            yield f"{name:<{width}}  {'could not be checked':<22}  {self._paint('not supported', _RED)}"

    def _next_step(self, folder: str, used: int) -> str:
        """The next step beside the verdict, as far as it fits; empty if all steps are listed separately."""
        room = (self._width or _WIDTH) - used - len(_APART)
        if self._steps or room < _LEAST_WIDTH:
            return ""
        return _APART + self._paint(cut(self._plan.plans[folder].next_step, 1, room)[0], _DIM)

    def _next_steps(self, case: PlannedCase) -> Iterator[str]:
        """What is missing in a case, and its steps with their owners, in order."""
        plan = case.plan
        yield self._paint(f"cases/{escape_unprintable(case.judged.folder)}: next steps", _BOLD)
        yield from self._wrapped(f"{_INDENT}missing: {escape_unprintable('; '.join(plan.missing)) or 'nothing'}")
        for number, step in enumerate(plan.steps, start=1):
            yield from self._wrapped(f"{_INDENT}{number}. {escape_unprintable(step.says)}")
            controls = f" ({', '.join(step.controls)})" if step.controls else ""
            yield from self._wrapped(f"{_INDENT}   {step.when}; {escape_unprintable(step.who)}{controls}")

    def _beginning(self, finding: Finding) -> Iterator[str]:
        yield from self._wrapped(
            f"Begin with {finding.control} at {where(finding.location)}: {escape_unprintable(finding.remedy)}"
        )
        yield from self._wrapped(f"{_INDENT}casebound explain {finding.control} explains the control.")

    def _closing(self) -> Iterator[str]:
        counts, blocked = summary(self._judgment), self._judgment.blocked
        verdict = "NOT SUPPORTED" if blocked else "every exemption in effect supported, every record valid"
        forecast = " (forecast)" if self._judgment.is_forecast else ""
        waived = f" ({counts['waived']} waived)" if counts["waived"] else ""
        *above, last = self._wrapped(
            f"{_number(counts['cases'], 'case')} as of {self._judgment.as_of}{forecast}: "
            f"{counts['supported']} supported, {counts['unsupported']} unsupported, "
            f"{counts['proposed']} proposed (not exempt), "
            f"{counts['no_claim']} without a claim, "
            f"{counts['unjudged']} could not be checked; {counts['blocking']} blocking, "
            f"{_number(counts['warnings'], 'warning')}{waived}, {_number(counts['notes'], 'note')}: {verdict}"
        )
        yield from above
        painted = self._paint(verdict, _RED if blocked else _GREEN)
        yield last.removesuffix(verdict) + painted if last.endswith(verdict) else last

    def _paint(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._color and text else text

    def _wrapped(self, text: str) -> list[str]:
        """The text in lines of the screen's width, all but the first indented; in one line where there is no screen."""
        if self._width is None or cells(text) <= self._width:
            return [text]
        done: list[str] = []
        line, *words = text.split(" ")
        for word in words:
            if cells(line) + 1 + cells(word) > self._width and line.strip():
                done.append(line)
                line = _INDENT + word
            else:
                line = f"{line} {word}"
        return [*done, line]


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
