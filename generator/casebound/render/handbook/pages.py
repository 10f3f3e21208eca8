"""The handbook's pages as text: prose chapters in Markdown for MkDocs, everything else as HTML to be bound.

Record strings occur in HTML only. Where a prose chapter needs a value of the registers, `literal` keeps
Markdown from reading anything into it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from casebound.model.errors import BrokenDocument
from casebound.model.judgment import Judgment
from casebound.model.labels import SECTIONS, SEVERITIES
from casebound.model.registers import Registers
from casebound.model.rules import Rule
from casebound.plan.case_plan import ProjectPlan
from casebound.plan.filing_process import ANSWER_WORDS, process
from casebound.render.handbook.agreement_page import agreement_page
from casebound.render.handbook.case_page import case_page
from casebound.render.handbook.control_examples import examples
from casebound.render.handbook.overview import tallies
from casebound.render.handbook.register import register_rows
from casebound.render.handbook.source_pages import publishers
from casebound.render.handbook.unconfirmed import unconfirmed
from casebound.render.handbook.verification_figures import Figures, figures, judging_code
from casebound.render.handbook.work_pages import work_pages
from casebound.render.templates import Templates
from casebound.render.view import CaseView

_DEVELOPERS = frozenset({"decisions", "images"})
PROSE = ("process", "glossary", "how-to-read", "verify")
_COUNTRY = re.compile(r"[A-Z]{2}")
_PLAIN = re.compile(r"[^A-Za-z0-9 ]")


def chapters(registers: Registers, rules: Sequence[Rule], templates: Templates, documentation: Path) -> dict[str, str]:
    """The pages that know of no case, by their paths, in Markdown to be printed.

    `documentation` is the folder of casebound's own, which becomes the guide.
    """
    pages = dict(_prose(registers, rules, templates))
    pages |= guide(documentation)
    pages["verification.md"] = verification_chapter(figures(), judging_code(), templates)
    return pages


def bodies(plan: ProjectPlan, views: Sequence[CaseView], rules: Sequence[Rule], templates: Templates) -> dict[str, str]:
    """Every page about all cases, by its path, as a body to be bound."""
    judgment = plan.judgment
    registers = judgment.registers
    if registers is None:
        raise BrokenDocument("the handbook needs the registers", "Fix the problems that `casebound check` reports.")
    pages = dict(_overviews(plan, views, templates))
    pages["findings.html"] = _findings(judgment, views, rules, templates)
    pages.update(_controls(rules, views, templates))
    pages.update(_agreements(registers, views, templates))
    pages["unconfirmed.html"] = templates.render(
        "handbook/unconfirmed.html.j2", countries=unconfirmed(registers.agreements, views)
    )
    pages["sources.html"] = templates.render(
        "handbook/sources.html.j2",
        publishers=publishers(registers.sources),
        people=registers.people,
        uses=_uses(views),
    )
    return pages


def guide(folder: Path) -> dict[str, str]:
    """The documentation as chapters, by their paths in the handbook; what is for developers stays out."""
    found = (
        file for file in sorted(folder.rglob("*.md")) if not _DEVELOPERS.intersection(file.relative_to(folder).parts)
    )
    return {f"guide/{file.relative_to(folder).as_posix()}": file.read_text(encoding="utf-8") for file in found}


def case_body(view: CaseView, templates: Templates) -> str:
    """The body of one case's page."""
    return templates.render("handbook/case.html.j2", view=view, page=case_page(view))


def verification_chapter(found: Figures | None, code: str, templates: Templates) -> str:
    """How the controls are tested, with the figures of the last complete run; marked if they are of other code."""
    current = found is not None and found.code == code
    return templates.render("chapters/verification.md.j2", found=found, current=current, code=code)


def literal(value: object) -> Markup:
    """Any text, each of its marks written as a character reference, so that Markdown takes it as it is."""
    return Markup(_PLAIN.sub(lambda mark: f"&#{ord(mark.group())};", str(value)))  # noqa: S704 - nothing is left to read


def _prose(registers: Registers, rules: Sequence[Rule], templates: Templates) -> Iterator[tuple[str, str]]:
    values = {
        "policy": registers.policy,
        "rules": rules,
        "literal": literal,
        "process": process(registers, rules),
        "answer_words": ANSWER_WORDS,
    }
    for name in PROSE:
        yield f"{name}.md", templates.render(f"chapters/{name}.md.j2", **values)


def _preview(views: Sequence[CaseView]) -> bool:
    return any(view.preview for view in views)


def _overviews(plan: ProjectPlan, views: Sequence[CaseView], templates: Templates) -> Iterator[tuple[str, str]]:
    preview = _preview(views)
    yield from work_pages(plan, views, templates, preview=preview)
    yield (
        "cases/index.html",
        templates.render(
            "handbook/cases.html.j2",
            rows=register_rows(views),
            preview=preview,
            is_forecast=plan.judgment.is_forecast,
        ),
    )


def _findings(judgment: Judgment, views: Sequence[CaseView], rules: Sequence[Rule], templates: Templates) -> str:
    return templates.render(
        "handbook/findings.html.j2",
        grouped={
            severity: [finding for finding in judgment.findings if finding.severity is severity]
            for severity in SEVERITIES
        },
        known={rule.id for rule in rules},
        cases={view.id for view in views},
        preview=_preview(views),
        is_forecast=judgment.is_forecast,
    )


def _controls(rules: Sequence[Rule], views: Sequence[CaseView], templates: Templates) -> Iterator[tuple[str, str]]:
    found = tallies(rules, views)
    grouped = {
        words: [found[rule.id] for rule in rules if rule.section is section] for section, words in SECTIONS.items()
    }
    yield "controls/index.html", templates.render("handbook/controls.html.j2", grouped=grouped)
    for rule in rules:
        body = templates.render(
            "handbook/control.html.j2", tally=found[rule.id], rule=rule, examples=examples().get(rule.id, ())
        )
        yield f"controls/{rule.id}.html", body


def _agreements(registers: Registers, views: Sequence[CaseView], templates: Templates) -> Iterator[tuple[str, str]]:
    under: Mapping[str, list[CaseView]] = defaultdict(list)
    for view in views:
        under[view.case.partner].append(view)
    pages = [agreement_page(code, agreement, tuple(under[code])) for code, agreement in registers.agreements.items()]
    pages.sort(key=lambda page: page.country)
    without = {code: cases for code, cases in sorted(under.items()) if cases and code not in registers.agreements}
    yield (
        "agreements/index.html",
        templates.render("handbook/agreements.html.j2", pages=pages, without=without),
    )
    for page in pages:
        if not _COUNTRY.fullmatch(page.code):
            raise BrokenDocument("an agreement's key is not a two-letter country code", "Fix registers/agreements.yml.")
        body = templates.render("handbook/agreement.html.j2", page=page, sources=registers.sources)
        yield f"agreements/{page.code}.html", body


def _uses(views: Sequence[CaseView]) -> dict[str, list[str]]:
    uses: dict[str, list[str]] = defaultdict(list)
    for view in views:
        for cited in view.sources:
            uses[cited.id].append(view.id)
    return dict(uses)
