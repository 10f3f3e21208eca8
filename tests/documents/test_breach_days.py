"""After a breach, every page, document and report says from which day the claim is supported."""

import json

from tests.support.documents import ROOT, made, templates
from tests.support.sample import Bench, bench, judged, sealed

from casebound import report
from casebound.judge import RULES
from casebound.model.days import Day
from casebound.model.judgment import Judgment, Verdict
from casebound.plan.case_plan import ProjectPlan
from casebound.plan.project_plan import plan_for
from casebound.render.handbook.pages import bodies, case_body

NO = "NO-2026-001"
WORDS = "supported from 2026-05-20; the days before are not supported (breach)"


def early(one: Bench) -> None:
    """Payroll was changed the day before the certificate arrived, and that was put right after the first day."""
    claim = one.case["claims"]["C1"]
    claim["relied"][0]["entered_on"] = "2026-04-15"
    because = {"because": "Payroll had the wrong list.", "evidence": ["E14"]}
    paid = {"noticed_on": "2026-05-04", "remedy": "contributions-paid", "cured_on": "2026-05-20"}
    claim["breach"] = {**paid, **because}


def test_the_days_before_the_cure_are_nowhere_shown_as_supported() -> None:
    case = judged(sealed(bench(NO, (early,))))
    assert case.verdict is Verdict.SUPPORTED
    assert case.claims[0].supported_from == Day(2026, 5, 20)
    one = made(ROOT / "cases" / NO, case)
    for task in one.tasks.values():
        assert WORDS in task.html.lower()
    assert WORDS in case_body(one.view, templates()).lower()
    plan = ProjectPlan(Judgment(Day(2026, 11, 22), case.facts.registers, (case,), ()), {NO: plan_for(case)})
    pages = bodies(plan, (one.view,), RULES, templates())
    assert all(WORDS in pages[name] for name in ("cases/index.html", "agreements/NO.html"))
    assert WORDS in report.as_text(plan, lambda _file: [], report.PLAIN)
    (found,) = json.loads(report.as_json(plan))["cases"]
    assert [claim["supported_from"] for claim in found["claims"]] == ["2026-05-20"]


def test_a_claim_without_breach_or_cured_before_its_first_day_is_supported_from_its_first_day() -> None:
    for case in (judged(bench(NO)), judged(bench("CA-2026-023"))):
        assert [claim.supported_from for claim in case.claims] == [claim.begins for claim in case.case.claims.values()]
        assert not plan_for(case).breach_days
