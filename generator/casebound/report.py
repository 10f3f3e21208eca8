"""One judgement as text for people and as JSON for programs. Formats say; they never decide."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from casebound import __version__
from casebound.model.terms import Severity
from casebound.verdict import (
    ClaimVerdict,
    Finding,
    JudgedCase,
    Judgement,
    LinkVerdict,
    Location,
    Verdict,
)


def as_value(judgement: Judgement) -> dict[str, Any]:
    """The report as plain values, of the one shape that `schema/report.schema.json` describes."""
    return {
        "generator": {"name": "casebound", "version": __version__},
        "as_of": judgement.as_of.isoformat(),
        "summary": _summary(judgement),
        "cases": [case_value(one) for one in judgement.cases],
        "findings": [_finding(one) for one in judgement.findings],
    }


def case_value(one: JudgedCase) -> dict[str, Any]:
    """One case of the report."""
    return {
        "case": one.case.case,
        "folder": one.folder,
        "direction": one.case.direction.value,
        "partner": one.case.partner,
        "posture": one.posture.value,
        "stated_posture": one.case.posture.value,
        "verdict": one.verdict.value,
        "next_step": one.next_step,
        "claims": [_claim(one, verdict) for verdict in one.claims],
        "outcomes": [
            {"control": outcome.control, "claim": outcome.claim, "state": outcome.state.value}
            for outcome in one.outcomes
        ],
    }


def as_json(judgement: Judgement) -> str:
    """The report as JSON text, ending with a line break."""
    return to_json(as_value(judgement))


def to_json(value: object) -> str:
    """Plain values as JSON text in the one layout used everywhere."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"


def as_text(judgement: Judgement) -> str:
    """The report for a terminal or a log: findings by file, then where every case stands, then the counts."""
    return "\n".join(_lines(judgement)) + "\n"


FORMATS: Mapping[str, Callable[[Judgement], str]] = {"text": as_text, "json": as_json}


def _summary(judgement: Judgement) -> dict[str, Any]:
    verdicts = Counter(one.verdict for one in judgement.cases)
    severities = Counter(one.severity for one in judgement.findings)
    postures = Counter(one.posture.value for one in judgement.cases)
    return {
        "cases": len(judgement.cases),
        "supported": verdicts[Verdict.SUPPORTED],
        "unsupported": verdicts[Verdict.UNSUPPORTED],
        "no_claim": verdicts[Verdict.NO_CLAIM],
        "unjudged": len(judgement.unjudged),
        "blocking": severities[Severity.BLOCKING],
        "warnings": severities[Severity.WARNING],
        "notes": severities[Severity.NOTE],
        "postures": dict(sorted(postures.items())),
    }


def _claim(one: JudgedCase, verdict: ClaimVerdict) -> dict[str, Any]:
    claim = one.case.claims[verdict.claim]
    return {
        "claim": verdict.claim,
        "supported": verdict.supported,
        "exempt_in": claim.exempt_in,
        "programmes": list(claim.programmes),
        "begins": claim.begins.isoformat(),
        "ends": claim.ends.isoformat(),
        "chain": [_link(link) for link in verdict.chain],
    }


def _link(link: LinkVerdict) -> dict[str, Any]:
    return {
        "link": link.link.value,
        "says": link.link.says,
        "holds": link.holds,
        "controls": list(link.controls),
        "evidence": list(link.evidence),
        "missing": list(link.gaps),
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "control": one.control,
        "severity": one.severity.value,
        "case": one.case,
        "claim": one.claim,
        "message": one.message,
        "remedy": one.remedy,
        "location": _location(one.location),
        "related": [_location(place) for place in one.related],
    }


def _location(place: Location) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column, "path": place.path}


def _lines(judgement: Judgement) -> Iterator[str]:
    file = None
    for finding in judgement.findings:
        if finding.location.file != file:
            if file is not None:
                yield ""
            file = finding.location.file
        yield from _finding_lines(finding)
    if judgement.findings:
        yield ""
    width = max((len(one.case.case) for one in judgement.cases), default=0)
    for one in judgement.cases:
        yield f"{one.case.case:<{width}}  {one.posture.value:<22}  {one.verdict.value}"
    for folder in judgement.unjudged:
        yield f"{folder:<{width}}  {'not judged':<22}  not supported"
    yield ""
    yield _closing(judgement)


def _finding_lines(finding: Finding) -> Iterator[str]:
    place = finding.location
    about = f" (claim {finding.claim})" if finding.claim else ""
    where = f"{place.file}:{place.line}:{place.column}"
    yield f"{where}: {finding.severity.value} {finding.control}: {finding.message}{about}"
    for other in finding.related:
        yield f"    see also {other.file}:{other.line}:{other.column}"
    yield f"    {finding.remedy}"


def _closing(judgement: Judgement) -> str:
    counts = _summary(judgement)
    verdict = "NOT SUPPORTED" if judgement.blocked else "every claim supported, every record valid"
    return (
        f"{_number(counts['cases'], 'case')} as of {judgement.as_of}: {counts['supported']} supported, "
        f"{counts['unsupported']} unsupported, {counts['no_claim']} without a claim, {counts['unjudged']} not judged; "
        f"{counts['blocking']} blocking, {_number(counts['warnings'], 'warning')}, "
        f"{_number(counts['notes'], 'note')}: {verdict}"
    )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
