"""A template of the project cannot print another verdict than that of the check."""

from collections.abc import Sequence
from functools import cache

import pytest
from tests.support.sample import AS_OF, Edit, at, bench, judged, sign

from casebound.model.errors import BrokenTemplate
from casebound.pipeline.check import RULES
from casebound.plan.project_plan import planned
from casebound.render.read_back import require_verdict
from casebound.render.view import CaseView, case_view

BY_ID = {rule.id: rule for rule in RULES}
NO, HELD = "NO-2026-001", "NL-2026-011"


@cache
def view_of(case: str, edits: Sequence[Edit] = ()) -> CaseView:
    return case_view(planned(judged(sign(bench(case, edits)))), BY_ID, AS_OF)


def ours(view: CaseView) -> str:
    """A page as casebound makes it, as far as its words about the verdict go."""
    hold = "<b>On hold</b>" if view.plan.on_hold else ""
    return f"<h1>{view.id}</h1><p><b>{view.verdict.label}</b> {view.verdict.meaning}{hold} <a>missing: period</a></p>"


LATER = (at("certificates/K1/ends", "2028-04-29"),)


@pytest.mark.parametrize("view", [view_of(NO), view_of(HELD), view_of(NO, LATER)])
def test_a_page_that_says_the_same_in_another_form_is_accepted(view: CaseView) -> None:
    page = (
        ours(view).replace("<h1>", "<style>.x { color: red }</style><h1 id='x'>The case ").replace("missing", "lacks")
    )
    require_verdict(view, page, ours(view), "index.html")


def test_a_template_that_calls_a_case_without_a_claim_supported_is_refused() -> None:
    view = view_of(HELD)
    for page in (ours(view) + "<p>Supported</p>", ours(view).replace("<b>", "<b>SUPPORTED, formerly: ", 1)):
        with pytest.raises(BrokenTemplate, match="more often than the template of casebound"):
            require_verdict(view, page, ours(view), "index.html")


@pytest.mark.parametrize(
    "hiding",
    [
        "<div hidden>{}</div>",
        '<div style="display: none">{}</div>',
        "<!-- {} -->",
        "<script>{}</script>",
        "<template><p>{}</p></template>",
        "",
    ],
)
def test_a_template_that_hides_the_verdict_is_refused(hiding: str) -> None:
    view = view_of(NO, LATER)
    with pytest.raises(BrokenTemplate, match="does not show “Not supported”"):
        require_verdict(view, hiding.format(ours(view)) + "<p>All is well.</p>", ours(view), "index.html")


def test_a_template_that_prints_another_verdict_or_hides_the_hold_is_refused() -> None:
    view, held = view_of(NO, LATER), view_of(HELD)
    other = ours(view) + "<p>Every claimed exemption is proven.</p>"
    with pytest.raises(BrokenTemplate, match=r"index\.html of the case NO-2026-001 says “Every claimed exemption"):
        require_verdict(view, other, ours(view), "index.html")
    assert held.plan.on_hold
    with pytest.raises(BrokenTemplate, match="does not show “On hold”"):
        require_verdict(held, ours(held).replace("<b>On hold</b>", ""), ours(held), "index.html")
