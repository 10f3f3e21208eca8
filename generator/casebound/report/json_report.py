"""The report as plain values and as JSON, as described by `schema/report.schema.json`."""

from collections import Counter
from typing import Any

import msgspec

from casebound import __version__
from casebound.model.case import Exhibit
from casebound.model.days import Day
from casebound.model.findings import Finding, Location, Waived
from casebound.model.history import doubts, history
from casebound.model.judgment import ClaimVerdict, JudgedCase, Judgment, LinkVerdict, Verdict
from casebound.model.loosening import watched
from casebound.model.terms import Severity
from casebound.plan.case_plan import PlannedCase, ProjectPlan, Step
from casebound.report.sanitize import escape_unprintable


def as_value(plan: ProjectPlan) -> dict[str, Any]:
    """The report as plain values, as described by `schema/report.schema.json`."""
    judgment = plan.judgment
    return {
        "generator": {"name": "casebound", "version": __version__},
        "as_of": judgment.as_of.isoformat(),
        "forecast": judgment.is_forecast,
        **({"registers": watched(judgment.registers)} if judgment.registers else {}),
        "summary": summary(judgment),
        "cases": [case_value(planned) for planned in plan.cases],
        "findings": findings_value(judgment),
    }


def findings_value(judgment: Judgment) -> list[dict[str, Any]]:
    """The findings of the report."""
    return [_finding(finding) for finding in judgment.findings]


def case_value(planned: PlannedCase) -> dict[str, Any]:
    """A case of the report, with its plan."""
    judged, plan, change = planned.judged, planned.plan, planned.change
    return {
        "case": judged.case.case,
        "folder": judged.folder,
        "direction": judged.case.direction.value,
        "partner": judged.case.partner,
        "stage": judged.stage.value,
        "stated_stage": None if judged.case.stage is None else judged.case.stage.value,
        "verdict": judged.verdict.value,
        "until": planned.same_until.isoformat() if planned.same_until else None,
        "then": [escape_unprintable(says) for says in change.says] if change else [],
        "on_hold": plan.on_hold,
        "next_step": escape_unprintable(plan.next_step),
        "missing": [escape_unprintable(missing) for missing in plan.missing],
        "steps": [step_value(step) for step in plan.steps],
        "out_of_use": [
            _out_of_use(key, exhibit) for key, exhibit in judged.case.exhibits.items() if not exhibit.in_use
        ],
        "doubts": list(doubts(judged.case)),
        "history": [_kept(*entry) for entry in history(judged)],
        "claims": [_claim(judged, verdict) for verdict in judged.claims],
        "outcomes": [
            {"control": outcome.control, "claim": outcome.claim, "state": outcome.state.value}
            for outcome in judged.outcomes
        ],
    }


def _kept(name: str, sha256: str, written: Day | None) -> dict[str, Any]:
    return {"name": name, "sha256": sha256, "written": written.isoformat() if written else None}


def _out_of_use(key: str, exhibit: Exhibit) -> dict[str, Any]:
    withdrawn = exhibit.withdrawn
    return {
        "exhibit": key,
        "state": "withdrawn" if withdrawn else "as-received",
        "because": escape_unprintable(withdrawn.because if withdrawn else exhibit.as_received or ""),
        "by": withdrawn.by if withdrawn else None,
        "on": withdrawn.on.isoformat() if withdrawn else None,
    }


def step_value(step: Step) -> dict[str, Any]:
    """A step of a plan."""
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
    """Plain values as JSON text, in the layout of all JSON files of casebound."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"


def summary(judgment: Judgment) -> dict[str, Any]:
    """The counts of cases and findings."""
    verdicts = Counter(case.verdict for case in judgment.cases)
    severities = Counter(finding.severity for finding in judgment.findings)
    stages = Counter(case.stage.value for case in judgment.cases)
    return {
        "cases": len(judgment.cases),
        "supported": verdicts[Verdict.SUPPORTED],
        "unsupported": verdicts[Verdict.UNSUPPORTED],
        "proposed": verdicts[Verdict.PROPOSED],
        "no_claim": verdicts[Verdict.NO_CLAIM],
        "unjudged": len(judgment.unjudged),
        "blocking": severities[Severity.BLOCKING],
        "warnings": severities[Severity.WARNING],
        "notes": severities[Severity.NOTE],
        "waived": sum(finding.waived is not None for finding in judgment.findings),
        "stages": dict(sorted(stages.items())),
    }


def _claim(judged: JudgedCase, verdict: ClaimVerdict) -> dict[str, Any]:
    claim = judged.case.claims[verdict.claim]
    return {
        "claim": verdict.claim,
        "verdict": verdict.verdict.value,
        "supported": verdict.supported,
        "exempt_in": claim.exempt_in,
        "programs": list(claim.programs),
        "begins": claim.begins.isoformat(),
        "ends": claim.ends.isoformat(),
        "supported_from": verdict.supported_from.isoformat() if verdict.supported_from else None,
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


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "control": finding.control,
        "severity": finding.severity.value,
        "case": finding.case,
        "claim": finding.claim,
        "message": escape_unprintable(finding.message),
        "remedy": finding.remedy,
        "location": _location(finding.location),
        "related": [_location(place) for place in finding.related],
        "waived": _waived(finding.waived) if finding.waived else None,
    }


def _waived(waived: Waived) -> dict[str, Any]:
    return {"waiver": waived.waiver, "because": escape_unprintable(waived.because), "until": waived.until.isoformat()}


def _location(place: Location) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column, "path": place.path}
