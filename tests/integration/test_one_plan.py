"""One plan: every page, document and report shows the same next step, owners and missing items for each case."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path

import pytest
from tests.support import claims
from tests.support.documents import UNSUPPORTED, pages, sample, templates, unsupported
from tests.support.sample import AS_OF, bench, case_ids, judged, judgment_of

from casebound import __version__, report
from casebound.judge import RULES
from casebound.load.project import pointer
from casebound.model.findings import Location
from casebound.model.findings import Path as KeyPath
from casebound.model.judgment import JudgedCase, Judgment
from casebound.plan.case_plan import Plan, PlannedCase, ProjectPlan
from casebound.plan.project_plan import plan_for, project_plan
from casebound.plan.worklist import worklist
from casebound.render.documents.document_tasks import NOTE
from casebound.render.documents.dossier import paper
from casebound.render.fragments import code_marked
from casebound.render.handbook import pages as handbook_pages
from casebound.render.handbook.register import register_rows
from casebound.render.view import case_view
from casebound.report.sanitize import escape_unprintable
from casebound.report.worklist_formats import as_json, as_table

BY_ID = {rule.id: rule for rule in RULES}
FAR = 36500
GENERATED = 500
PRINTED = ("BE-2026-020", "CH-2026-010", "CZ-2026-017", "CZ-2026-022", "DE-2026-024", "FR-2026-005", "KR-2026-015")


@dataclass(frozen=True)
class Said:
    """What one surface shows of a case."""

    next_step: str
    owners: str
    missing: str


def planned_alone(judged_case: JudgedCase) -> ProjectPlan:
    """The plan of a project that holds this case alone."""
    facts = judged_case.facts
    return project_plan(Judgment(AS_OF, facts.registers, (judged_case,), judged_case.findings))


def text(markup: str) -> str:
    """Markup as it is read: without tags, with one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.sub("</?code>", "", markup))).split())


def between(whole: str, first: str, last: str) -> str:
    """The part of a text between two marks; the whole search fails where one is missing."""
    return whole.split(first, 1)[1].split(last, 1)[0]


def expected(plan: Plan) -> Said:
    return Said(squeezed(plan.next_step), squeezed(plan.next.who), squeezed("; ".join(plan.missing)))


def squeezed(value: str) -> str:
    """A text with single spaces and without marks of code, and with its days as pages and documents write them."""
    return code_marked(escape_unprintable(" ".join(value.split()))).striptags()


def on_the_page(planned: PlannedCase) -> Said:
    body = handbook_pages.case_body(case_view(planned, BY_ID, AS_OF), templates())
    says = text(between(between(body, '<div class="next">', "</div>"), "<dd>", "</dd>").partition(" <small>")[0])
    owners = re.sub(r"<[^>]+>", "", between(body, '<dd class="owner">', "</dd>"))
    owners = text(owners).rpartition(";")[0]
    missing = text(between(body, "Missing now:</span>", "</p>")) if 'class="missing"' in body else ""
    return Said(squeezed(says), squeezed(owners), squeezed(missing))


def in_the_register(planned: PlannedCase) -> Said:
    rows = register_rows([case_view(planned, BY_ID, AS_OF)])
    body = templates().render("handbook/cases.html.j2", rows=rows, preview=False)
    owners = between(body, '<td data-label="Waiting on">', "</td>").partition(" <small")[0]
    says, _, details = between(body, '<td data-label="Next step">', "</td>").partition("<details>")
    missing = between(details, "<p>Missing: ", "</p>") if "<p>Missing: " in details else ""
    return Said(squeezed(text(says)), squeezed(text(owners)), squeezed(text(missing)))


def in_documents(planned: PlannedCase) -> Iterator[Said]:
    view = case_view(planned, BY_ID, AS_OF)
    values = {"paper": paper(view, {}, {}, "0" * 64), "view": view, "version": __version__}
    for name in ("documents/note.html.j2", "documents/dossier.html.j2"):
        body = templates().render(name, **values)
        says = between(body, '<span class="step">', "</span>")
        owners = between(body, '<span class="owners">', "</span>")
        missing = between(body, "<b>Missing now:</b>", ".</p>") if "<b>Missing now:</b>" in body else ""
        yield Said(*(squeezed(text(part)) for part in (says, owners, missing)))


def in_the_check(plan: ProjectPlan) -> Said:
    lines = report.as_text(plan, steps=True).split(": next steps\n")[1].splitlines()
    missing = lines[0].removeprefix("    missing: ")
    owners = lines[2].split("; ", 1)[1]
    return Said(
        squeezed(lines[1].removeprefix("    1. ")),
        squeezed(re.sub(r" \([A-Z][0-9]{2}(, [A-Z][0-9]{2})*\)$", "", owners)),
        squeezed("" if missing == "nothing" else missing),
    )


def somewhere(folder: str, path: KeyPath) -> Location:
    return Location(f"cases/{folder}/case.yml", 1, 1, pointer(path))


def in_the_worklist(plan: ProjectPlan) -> Iterator[Said]:
    """What JSON and table show. The missing items of a case are those of all its tasks, each once."""
    found = worklist(plan, somewhere, FAR)
    items = json.loads(as_json(found))["items"]
    missing = "; ".join(dict.fromkeys(chain.from_iterable(item["missing"] for item in items)))
    first = items[0]
    yield Said(squeezed(first["what"]), squeezed(owners_of(first["owners"])), squeezed(missing))
    blocks = as_table(found).split("\n\n")[:-1]
    rows = [[line[len(f"{'':<10}  {found.tasks[0].case}  ") :] for line in block.splitlines()] for block in blocks]
    listed = [between(row[2], "; missing: ", "; cases/").split("; ") for row in rows if "; missing: " in row[2]]
    shown = "; ".join(dict.fromkeys(chain.from_iterable(listed)))
    yield Said(squeezed(rows[0][0]), squeezed(rows[0][1]), squeezed(shown))


def owners_of(owners: Iterable[Mapping[str, str | None]]) -> str:
    names = {"operations": "operations owner", "data_quality": "data-quality owner", "approver": "final approver"}
    names |= {"legal": "legal reviewer", "payroll": "payroll reviewer"}
    roles = [(one["name"], names[one["role"]] if one["role"] else None) for one in owners]
    return "; ".join(f"{name}, {role}" if role else str(name) for name, role in roles)


def in_the_report(plan: ProjectPlan) -> Said:
    (case,) = json.loads(report.as_json(plan))["cases"]
    assert case["steps"][0]["says"] == case["next_step"]
    return Said(
        squeezed(case["next_step"]),
        squeezed(owners_of(case["steps"][0]["owners"])),
        squeezed("; ".join(case["missing"])),
    )


def told(plan: ProjectPlan) -> dict[str, Said]:
    """What every surface shows of the one case of a project."""
    (planned,) = plan.cases
    note, dossier = in_documents(planned)
    listed, tabled = in_the_worklist(plan)
    return {
        "page": on_the_page(planned),
        "register": in_the_register(planned),
        "note": note,
        "dossier": dossier,
        "check": in_the_check(plan),
        "worklist json": listed,
        "worklist table": tabled,
        "report": in_the_report(plan),
    }


def agrees(judged_case: JudgedCase) -> None:
    plan = planned_alone(judged_case)
    wanted = expected(plan.plans[judged_case.folder])
    differing = {surface: said for surface, said in told(plan).items() if said != wanted}
    assert not differing, f"{judged_case.folder}: {wanted}"


@pytest.mark.parametrize("case", case_ids())
def test_every_surface_shows_the_same_of_a_sample_case(case: str) -> None:
    agrees(judged(bench(case)))


@pytest.mark.parametrize("case", UNSUPPORTED)
def test_every_surface_shows_the_same_of_an_unsupported_case(case: str, tmp_path: Path) -> None:
    agrees(unsupported(case, tmp_path).judged)


@cache
def generated() -> tuple[JudgedCase, ...]:
    """Cases made by changing supported ones at random; those that cannot be judged have no plan."""
    benches = chain.from_iterable(claims.batch(number) for number in range(GENERATED))
    found = (case for one in benches for case in judgment_of(one).cases if case.folder == one.case["case"])
    return tuple(islice(found, GENERATED))


def test_every_surface_shows_the_same_of_generated_cases() -> None:
    assert len(generated()) == GENERATED
    assert len({plan_for(case).next_step for case in generated()}) > 10
    for case in generated():
        agrees(case)


@pytest.mark.parametrize("case", PRINTED)
def test_a_printed_note_shows_the_next_step_its_owners_and_what_is_missing(case: str) -> None:
    one = sample(case)
    printed = "".join("".join(pages(one.pdf(NOTE))).split())
    plan = one.view.plan
    for shown in (plan.next_step, plan.next.who, "; ".join(plan.missing)):
        assert "".join(code_marked(shown).striptags().split()) in printed


@pytest.mark.parametrize("case", ["NO-2026-901", "SE-2026-907", "RO-2026-913"])
def test_a_printed_preview_shows_the_same(case: str, tmp_path: Path) -> None:
    one = unsupported(case, tmp_path)
    printed = "".join("".join(pages(one.pdf(NOTE))).split())
    assert "".join(code_marked(one.view.plan.next_step).striptags().split()) in printed
    assert "".join(one.view.plan.next.who.split()) in printed
