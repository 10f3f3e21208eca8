"""Days as people read them: in values, in sentences, and nowhere inside a file name or a number. Code is marked."""

import datetime as dt

from casebound.model.days import Day, Moment
from casebound.render.american_days import american, shown
from casebound.render.fragments import code_marked


def test_days_and_moments() -> None:
    eastern = dt.timezone(dt.timedelta(hours=-5))
    assert shown(Day(2026, 5, 1)) == "May 1, 2026"
    assert shown(Moment(2026, 1, 20, 15, 30, tzinfo=eastern)) == "Jan 20, 2026, 3:30 p.m. UTC-05:00"
    assert shown(Moment(2026, 1, 20, 0, 5, tzinfo=dt.UTC)) == "Jan 20, 2026, 12:05 a.m. UTC"
    assert shown("2026-05-01") == "2026-05-01"


def test_days_in_a_code_marked() -> None:
    assert american("from 2026-05-01 to 2028-04-30.") == "from May 1, 2026 to Apr 30, 2028."
    assert american("(2026-05-01)") == "(May 1, 2026)"


def test_what_is_no_day_stays() -> None:
    for text in ("status-2026-05-01.png", "2026-05-01.pdf", "cases/2026-05-01/x", "SSA-2026-05-01-7", "2026-13-01"):
        assert american(text) == text


def test_backticks_in_a_sentence_mark_code_and_markup_in_it_is_escaped() -> None:
    assert code_marked("Since 2026-05-01, set `as_of` in `a.yml` & <b>.") == (
        "Since May 1, 2026, set <code>as_of</code> in <code>a.yml</code> &amp; &lt;b&gt;."
    )
    assert code_marked("`<i>` or a lone ` mark") == "<code>&lt;i&gt;</code> or a lone ` mark"
