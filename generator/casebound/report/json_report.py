"""A judgement as plain values and as JSON, of the shape that `schema/report.schema.json` describes."""

from collections import Counter
from typing import Any

import msgspec

from casebound import __version__
from casebound.model.findings import Finding, Location, Waived
from casebound.model.judgment import ClaimVerdict, JudgedCase, Judgement, LinkVerdict, Verdict
from casebound.model.terms import Severity
from casebound.plan.case_plan import Plan, ProjectPlan, Step
from casebound.report.sanitize import escape_unprintable


def as_value(plan: ProjectPlan) -> dict[str, Any]:
    """The report as plain values, of the one shape that `schema/report.schema.json` describes."""
    judgement = plan.judgement
    return {
        "generator": {"name": "casebound", "version": __version__},
        "as_of": judgement.as_of.isoformat(),
        "summary": summary(judgement),
        "cases": [case_value(one.judged, one.plan) for one in plan.cases],
        "findings": findings_value(judgement),
    }


def findings_value(judgement: Judgement) -> list[dict[str, Any]]:
    """The findings of the report."""
    return [_finding(one) for one in judgement.findings]


def case_value(one: JudgedCase, plan: Plan) -> dict[str, Any]:
    """One case of the report, with its plan."""
    return {
        "case": one.case.case,
        "folder": one.folder,
        "direction": one.case.direction.value,
        "partner": one.case.partner,
        "stage": one.stage.value,
        "stated_stage": None if one.case.stage is None else one.case.stage.value,
        "verdict": one.verdict.value,
        "on_hold": plan.on_hold,
        "next_step": escape_unprintable(plan.next_step),
        "missing": [escape_unprintable(missing) for missing in plan.missing],
        "steps": [step_value(step) for step in plan.steps],
        "claims": [_claim(one, verdict) for verdict in one.claims],
        "outcomes": [
            {"control": outcome.control, "claim": outcome.claim, "state": outcome.state.value}
            for outcome in one.outcomes
        ],
    }


def step_value(step: Step) -> dict[str, Any]:
    """One step of a case's plan."""
    return {
        "kind": step.kind.value,
        "says": escape_unprintable(step.says),
        "because": escape_unprintable(step.because),
        "owners": [
            {"id": owner.id, "name": owner.name, "role": owner.role.value if owner.role else None}
            for owner in step.owners
        ],
        "due": step.due.isoformat() if step.due else None,
        "since": step.since.isoformat() if step.since else None,
        "missing": [escape_unprintable(missing) for missing in step.missing],
        "controls": list(step.controls),
        "later": step.later,
    }


def as_json(plan: ProjectPlan) -> str:
    """The report as JSON text, ending with a line break."""
    return to_json(as_value(plan))


def to_json(value: object) -> str:
    """Plain values as JSON text in the one layout used everywhere."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"


def summary(judgement: Judgement) -> dict[str, Any]:
    """The counts."""
    verdicts = Counter(one.verdict for one in judgement.cases)
    severities = Counter(one.severity for one in judgement.findings)
    stages = Counter(one.stage.value for one in judgement.cases)
    return {
        "cases": len(judgement.cases),
        "supported": verdicts[Verdict.SUPPORTED],
        "unsupported": verdicts[Verdict.UNSUPPORTED],
        "no_claim": verdicts[Verdict.NO_CLAIM],
        "unjudged": len(judgement.unjudged),
        "blocking": severities[Severity.BLOCKING],
        "warnings": severities[Severity.WARNING],
        "notes": severities[Severity.NOTE],
        "waived": sum(one.waived is not None for one in judgement.findings),
        "stages": dict(sorted(stages.items())),
    }


def _claim(one: JudgedCase, verdict: ClaimVerdict) -> dict[str, Any]:
    claim = one.case.claims[verdict.claim]
    return {
        "claim": verdict.claim,
        "supported": verdict.supported,
        "exempt_in": claim.exempt_in,
        "programs": list(claim.programs),
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
        "missing": list(link.missing),
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "control": one.control,
        "severity": one.severity.value,
        "case": one.case,
        "claim": one.claim,
        "message": escape_unprintable(one.message),
        "remedy": one.remedy,
        "location": _location(one.location),
        "related": [_location(place) for place in one.related],
        "waived": _waived(one.waived) if one.waived else None,
    }


def _waived(one: Waived) -> dict[str, Any]:
    return {"waiver": one.waiver, "because": escape_unprintable(one.because), "until": one.until.isoformat()}


def _location(place: Location) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column, "path": place.path}
