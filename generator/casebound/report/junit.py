"""JUnit XML: one test case for each control and case, as most build servers show them.

Only a blocking finding is a failure. A warning or a note is in the output of a test case that passes, so no build
server is stricter than the exit code. Only elements and attributes appear that the schemas of Jenkins allow, of its
JUnit plugin and of its xUnit plugin alike; the place of a finding is in the text of the test case.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from casebound.model.findings import Finding
from casebound.model.judgment import Judgment, State
from casebound.model.rules import Rule
from casebound.model.terms import Severity
from casebound.report.sanitize import Report, escape_unprintable, sentence, waiver, where

_PROJECT = "the project"
_Key = tuple[str, str | None]  # a control and a claim


@dataclass(frozen=True, slots=True)
class _Suite:
    """The controls that apply to a case, and the findings."""

    name: str
    asked: Mapping[_Key, State]
    found: Mapping[_Key, list[Finding]]
    judged: bool = True


def as_junit(report: Report) -> str:
    """One suite for each case, and one for findings of no case."""
    names = {rule.id: rule for rule in report.rules}
    root = ET.Element("testsuites", name="casebound")
    for found in _suites(report.judgment):
        root.append(_suite(found, names))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suites(judgment: Judgment) -> Iterator[_Suite]:
    by_case: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in judgment.findings:
        by_case[finding.case].append(finding)
    asked = {
        case.folder: {(outcome.control, outcome.claim): outcome.state for outcome in case.outcomes}
        for case in judgment.cases
    }
    if None in by_case:
        yield _Suite(_PROJECT, {}, _by_control(by_case[None]))
    for folder in sorted({*asked, *judgment.unjudged, *(case for case in by_case if case is not None)}):
        judged = folder in asked
        yield _Suite(folder, asked.get(folder, {}), _by_control(by_case[folder]), judged)


def _by_control(findings: Iterable[Finding]) -> Mapping[_Key, list[Finding]]:
    found: dict[_Key, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.control, finding.claim].append(finding)
    return found


def _suite(suite: _Suite, rules: Mapping[str, Rule]) -> ET.Element:
    element = ET.Element("testsuite", name=escape_unprintable(suite.name))
    for key in dict.fromkeys((*suite.asked, *suite.found)):
        element.append(_case(suite, key, rules.get(key[0])))
    if not suite.judged:
        case = ET.SubElement(element, "testcase", classname=escape_unprintable(suite.name), name="can be checked")
        ET.SubElement(case, "error", message="This case could not be checked, so it is not supported.")
    element.set("tests", str(len(element)))
    for count, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(count, str(sum(case.find(outcome) is not None for case in element)))
    return element


def _case(suite: _Suite, key: _Key, rule: Rule | None) -> ET.Element:
    control, claim = key
    name = " ".join([control, *([rule.name] if rule else []), *([f"({claim})"] if claim else [])])
    case = ET.Element("testcase", classname=escape_unprintable(suite.name), name=escape_unprintable(name))
    found = suite.found.get(key, [])
    if not found and suite.asked[key] in (State.NOT_REACHED, State.NOT_APPLICABLE):
        ET.SubElement(case, "skipped", message=suite.asked[key].value)
    blocking = [finding for finding in found if finding.severity is Severity.BLOCKING]
    if blocking:
        more = f" (and {len(blocking) - 1} more)" if len(blocking) > 1 else ""
        failure = ET.SubElement(case, "failure", message=escape_unprintable(blocking[0].message) + more, type=control)
        failure.text = "\n".join(map(_text, blocking))
    minor = [finding for finding in found if finding.severity is not Severity.BLOCKING]
    if minor:
        ET.SubElement(case, "system-out").text = "\n".join(map(_text, minor))
    return case


def _text(finding: Finding) -> str:
    also = [f"    see also {where(place)}" for place in finding.related]
    also += [f"    {waiver(finding)}"] if finding.waived else []
    return "\n".join([sentence(finding), *also, f"    {escape_unprintable(finding.remedy)}"])
