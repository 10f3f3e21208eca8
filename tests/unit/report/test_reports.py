"""The report: one shape for programs, one text for people, and both say what the judgement says."""

import json
from typing import Any

import jsonschema
import pytest
from tests.support.sample import PROJECT, bench, case_ids, judgement_of
from tests.verification.faults import FAULTS

from casebound import report
from casebound.model.judgment import Judgement
from casebound.plan.project_plan import project_plan

SCHEMA = json.loads((PROJECT / "schema" / "report.schema.json").read_bytes())
BROKEN = [next(one for one in FAULTS if one.objects == {control}) for control in ("X08", "E02", "R01", "T06", "F06")]


def told(judgement: Judgement) -> Any:
    value = json.loads(report.as_json(project_plan(judgement)))
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    return value


@pytest.mark.parametrize("case", case_ids())
def test_the_report_of_a_sample_has_the_shape_of_its_schema(case: str) -> None:
    judgement = judgement_of(bench(case))
    (one,) = told(judgement)["cases"]
    assert one["case"] == case
    assert one["stage"] == judgement.cases[0].stage
    assert one["verdict"] == judgement.cases[0].verdict


@pytest.mark.parametrize("fault", BROKEN, ids=lambda one: one.says)
def test_the_report_of_a_faulty_case_has_the_same_shape_and_tells_every_finding(fault: Any) -> None:
    judgement = judgement_of(fault.made())
    value = told(judgement)
    assert [one["control"] for one in value["findings"]] == [one.control for one in judgement.findings]
    assert value["summary"]["blocking"] == sum(one["severity"] == "blocking" for one in value["findings"])
    for one in value["findings"]:
        assert one["location"]["file"].startswith("cases/")
        assert one["remedy"]


def test_the_text_names_file_line_control_and_remedy_and_ends_with_the_verdict() -> None:
    fault = next(one for one in FAULTS if one.objects == {"X08"})
    judgement = judgement_of(fault.made())
    text = report.as_text(project_plan(judgement))
    finding = judgement.findings[0]
    assert f"{finding.location.file}:{finding.location.line}:{finding.location.column}: blocking X08: " in text
    assert finding.remedy in text
    assert text.rstrip().endswith("NOT SUPPORTED")
    assert text.endswith("\n")


def test_the_text_of_a_clean_project_says_so() -> None:
    text = report.as_text(project_plan(judgement_of(bench("NO-2026-001"))))
    assert text.rstrip().endswith("every claim supported, every record valid")
    assert "NO-2026-001  exemption-in-effect" in text


def test_the_same_judgement_gives_the_same_bytes() -> None:
    judgement = judgement_of(bench("NO-2026-001"))
    assert report.as_json(project_plan(judgement)) == report.as_json(project_plan(judgement_of(bench("NO-2026-001"))))
    assert list(report.FORMATS) == sorted(report.FORMATS, key=lambda name: name != "text")
