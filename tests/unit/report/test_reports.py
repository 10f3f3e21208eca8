"""The report: one shape for programs, one text for people, and both say what the judgment says."""

import json
from typing import Any

import jsonschema
import pytest
from tests.support.sample import PROJECT, bench, case_ids, judgment_of
from tests.verification.faults import FAULTS

from casebound import report
from casebound.model.judgment import Judgment
from casebound.plan.project_plan import project_plan

SCHEMA = json.loads((PROJECT / "schema" / "report.schema.json").read_bytes())
BROKEN = [next(one for one in FAULTS if one.objects == {control}) for control in ("X08", "E02", "R01", "T06", "F06")]


def told(judgment: Judgment) -> Any:
    value = json.loads(report.as_json(project_plan(judgment)))
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    return value


@pytest.mark.parametrize("case", case_ids())
def test_the_report_of_a_sample_has_the_shape_of_its_schema(case: str) -> None:
    judgment = judgment_of(bench(case))
    (one,) = told(judgment)["cases"]
    assert one["case"] == case
    assert one["stage"] == judgment.cases[0].stage
    assert one["verdict"] == judgment.cases[0].verdict


@pytest.mark.parametrize("fault", BROKEN, ids=lambda one: one.says)
def test_the_report_of_a_faulty_case_has_the_same_shape_and_tells_every_finding(fault: Any) -> None:
    judgment = judgment_of(fault.made())
    value = told(judgment)
    assert [one["control"] for one in value["findings"]] == [one.control for one in judgment.findings]
    assert value["summary"]["blocking"] == sum(one["severity"] == "blocking" for one in value["findings"])
    for one in value["findings"]:
        assert one["location"]["file"].startswith("cases/")
        assert one["remedy"]


def test_the_text_names_file_line_control_and_remedy_and_ends_with_the_verdict() -> None:
    fault = next(one for one in FAULTS if one.objects == {"X08"})
    judgment = judgment_of(fault.made())
    text = report.as_text(project_plan(judgment))
    finding = judgment.findings[0]
    assert f"{finding.location.file}:{finding.location.line}:{finding.location.column}: blocking X08: " in text
    assert finding.remedy in text
    assert text.rstrip().endswith("NOT SUPPORTED")
    assert text.endswith("\n")


def test_the_text_of_a_clean_project_says_so() -> None:
    text = report.as_text(project_plan(judgment_of(bench("NO-2026-001"))))
    assert text.rstrip().endswith("every exemption in effect supported, every record valid")
    assert "NO-2026-001  exemption-in-effect" in text


def test_the_same_judgment_gives_the_same_bytes() -> None:
    judgment = judgment_of(bench("NO-2026-001"))
    assert report.as_json(project_plan(judgment)) == report.as_json(project_plan(judgment_of(bench("NO-2026-001"))))
    assert list(report.FORMATS) == sorted(report.FORMATS, key=lambda name: name != "text")
