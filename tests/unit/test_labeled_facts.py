"""Nothing on a page states a fact without its label and its day: agreement pages, how-to pages and control texts."""

import re

import pytest
from tests.support.sample import PROJECT, bench

from casebound.judge import RULES
from casebound.model.labels import FACT_LABELS
from casebound.model.rules import BasisKind
from casebound.render.handbook.agreement_page import agreement_page

AGREEMENTS = bench("NO-2026-001").registers.typed().agreements
HOW_TO = {path.name: path.read_text(encoding="utf-8") for path in sorted((PROJECT / "docs" / "how-to").glob("*.md"))}
HELP = (
    "early-return",
    "extend",
    "late-certificate",
    "never-exempt",
    "remote-work",
    "several-employers",
    "students-and-scholars",
)

LABELS = "|".join(FACT_LABELS)
KNOWN = re.compile(rf"({LABELS}): [^|]+, (read|noted|looked for) on 20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}")
"""How a how-to page says where a fact was read, and when."""

BASIS = re.compile(rf".+ \(({LABELS}), read on 20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}\)")
"""How a control says it of a text that is not our own."""

LAW = re.compile(r"\b(POMS|IRS|FUTA|Rev\. Proc\.|RS 0|GN 0|Bond v\.|years according)")
"""Words of the law or of an authority's text, which a how-to page does not use without saying where they were read."""

COUNTRIES = "|".join(re.escape(row.country) for row in AGREEMENTS.values())
OUTSIDE = re.compile(rf"\b({COUNTRIES}|French|Italian|Form 2032|3121|months of|published material)\b")
"""Words by which a control states a fact of an agreement or of the law."""


@pytest.mark.parametrize("code", AGREEMENTS)
def test_every_fact_of_an_agreement_page_has_a_label_and_a_day(code: str) -> None:
    page = agreement_page(code, AGREEMENTS[code], ())
    facts = (*page.confirmed, *page.unconfirmed)
    assert len(facts) > 5
    for fact in facts:
        assert fact.label in FACT_LABELS.values(), fact.name
        assert fact.seen_on.year >= 2026, fact.name
        if fact.confirmed:
            assert fact.pages or fact.name.startswith("Contribution"), fact.name
    for side in (side for conflict in page.conflicts for side in conflict.sides):
        assert side.label in FACT_LABELS.values()
        assert side.seen_on.year >= 2026


@pytest.mark.parametrize("name", HELP)
def test_every_statement_of_a_help_page_has_a_label_and_a_day(name: str) -> None:
    table = HOW_TO[f"{name}.md"].partition("| Statement | How it is known |")[2]
    rows = [line for line in table.splitlines() if line.startswith("|")][1:]
    assert len(rows) > 2
    assert [row for row in rows if not KNOWN.fullmatch(row.split("|")[2].strip())] == []


@pytest.mark.parametrize("name", HOW_TO)
def test_a_how_to_page_cites_the_law_only_with_a_label_and_a_day(name: str) -> None:
    text = re.sub(r"```.*?```", "", HOW_TO[name], flags=re.DOTALL)
    paragraphs = [part.replace("\n", " ") for part in re.split(r"\n\n|\n(?=[|])", text)]
    assert [part for part in paragraphs if LAW.search(part) and not KNOWN.search(part)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_control_cites_texts_that_are_not_our_own_with_a_label_and_a_day(rule: object) -> None:
    official = [basis.where for basis in rule.basis if basis.kind is BasisKind.OFFICIAL]  # type: ignore[attr-defined]
    assert [where for where in official if not BASIS.fullmatch(where)] == []
    if OUTSIDE.search(f"{rule.question} {rule.why}"):  # type: ignore[attr-defined]
        assert official
