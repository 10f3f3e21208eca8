"""After a breach, every page, document and report says from which day the claim is supported."""

import json

from tests.support.documents import ROOT, made, templates
from tests.support.sample import bench, judged, sign
from tests.verification.faults.approval import cured

from casebound import report
from casebound.judge import RULES
from casebound.model.days import Day
from casebound.model.judgment import Judgment, Verdict
from casebound.plan.case_plan import ProjectPlan
from casebound.plan.project_plan import plan_for
from casebound.render.american_days import american
from casebound.render.handbook.pages import bodies, case_body

NO = "NO-2026-001"
WORDS = "supported from 2026-05-20; the days before are not supported (breach)"
READ = american(WORDS).lower()
"""The words as pages and documents print them, in lower case."""


def test_the_days_before_the_cure_are_nowhere_shown_as_supported() -> None:
    case = judged(sign(bench(NO, (cured("2026-05-20"),))))
    assert case.verdict is Verdict.SUPPORTED
    assert case.claims[0].supported_from == Day(2026, 5, 20)
    files = {key: ROOT / "cases" / NO / exhibit.file for key, exhibit in case.case.exhibits.items()}
    evidence = {key: (file if file.exists() else files["E14"]).read_bytes() for key, file in files.items()}
    one = made(ROOT / "cases" / NO, case, evidence=evidence)
    for task in one.tasks.values():
        assert READ in task.html.lower()
    assert READ in case_body(one.view, templates()).lower()
    plan = ProjectPlan(Judgment(Day(2026, 11, 22), case.facts.registers, (case,), ()), {NO: plan_for(case)})
    pages = bodies(plan, (one.view,), RULES, templates())
    assert all(READ in pages[name].lower() for name in ("cases/index.html", "agreements/NO.html"))
    assert WORDS in report.as_text(plan, lambda _file: [], report.PLAIN)
    (found,) = json.loads(report.as_json(plan))["cases"]
    assert [claim["supported_from"] for claim in found["claims"]] == ["2026-05-20"]


def test_a_claim_without_breach_or_cured_before_its_first_day_is_supported_from_its_first_day() -> None:
    for case in (judged(bench(NO)), judged(bench("CA-2026-023"))):
        assert [claim.supported_from for claim in case.claims] == [claim.begins for claim in case.case.claims.values()]
        assert not plan_for(case).breach_days
