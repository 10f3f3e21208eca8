"""What readers of the decision note and of the dossier need: the answer, the bad news, and every fact of the record."""

import enum
import html
import re
import shutil
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import msgspec
import pytest
from tests.support import claims
from tests.support.documents import AS_OF, ROOT, sample_judgment, templates
from tests.support.sample import judgment_of

from casebound import __version__
from casebound.judge import RULES
from casebound.load.workspace import Workspace
from casebound.model.days import Day, Moment
from casebound.model.judgment import JudgedCase, State, Verdict
from casebound.model.labels import spoken
from casebound.model.requests import refusal_of
from casebound.model.terms import Decision
from casebound.pipeline import check
from casebound.plan.project_plan import planned
from casebound.render.american_days import american, american_day
from casebound.render.documents.certificate_copies import CopiedPage, copied_pages
from casebound.render.documents.dossier import paper
from casebound.render.fragments import code_marked
from casebound.render.view import CaseView, case_view

BY_ID = {rule.id: rule for rule in RULES}
NOTE, DOSSIER = "documents/note.html.j2", "documents/dossier.html.j2"
BOTH = (NOTE, DOSSIER)
GENERATED = 300
SHOWN_OTHERWISE = ("file", "no_end_shown")
"""A file is attached under its name; a certificate without an end says so in words."""


def rendered(view: CaseView, template: str, copies: tuple[CopiedPage, ...] = ()) -> str:
    values = {"paper": paper(view, {}, {}, "0" * 64, copies), "view": view, "version": __version__}
    return templates().render(template, **values)


def text(markup: str) -> str:
    """Markup as it is read: without tags, with one space between words."""
    markup = re.sub("</?code>", "", markup.split("<body", 1)[-1])
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def box(markup: str) -> str:
    """The box with the answer."""
    return text(markup.split('<div class="stamp ', 1)[1].split(">", 1)[1].split("</div>", 1)[0])


@pytest.fixture(scope="module", params=["samples", pytest.param("generated", marks=pytest.mark.long)])
def views(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[CaseView, ...]:
    """Each sample case and each unsupported case; in the long run, cases changed at random too."""
    if request.param == "generated":
        return tuple(case_view(planned(case), BY_ID, AS_OF) for case in islice(generated(), GENERATED))
    folder = tmp_path_factory.mktemp("unsupported")
    shutil.copytree(ROOT / "registers", folder / "registers")
    shutil.copytree(ROOT / "tests" / "unsupported", folder / "cases")
    cases = (*sample_judgment().values(), *check.check(Workspace(folder), AS_OF, AS_OF).cases)
    return tuple(case_view(planned(case), BY_ID, AS_OF) for case in cases)


def generated() -> Iterator[JudgedCase]:
    """Cases made by changing supported ones at random."""
    for one in chain.from_iterable(claims.batch(number) for number in range(GENERATED)):
        yield from (case for case in judgment_of(one).cases if case.folder == one.case["case"])


def leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of a record with its place."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from leaves(getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from leaves(held, (*path, key))
    elif isinstance(value, tuple):
        for held in value:
            yield from leaves(held, path)
    elif value is not None:
        yield path, value


def shown_as(view: CaseView, value: object) -> set[str]:
    """The forms in which a document may show a value of the record."""
    if isinstance(value, Moment):
        return {american_day(value.on)}
    if isinstance(value, Day):
        return {american_day(value)}
    words = " ".join(str(value).split())
    return {
        words,
        words.replace("-", " "),
        spoken(words),
        american(words),
        view.people.get(words, words),
        view.labels.get(words, words),
    }


def test_the_dossier_prints_every_fact_of_the_record(views: tuple[CaseView, ...]) -> None:
    for view in views:
        printed = text(rendered(view, DOSSIER)).casefold()
        lost = [
            (path, value)
            for path, value in leaves(view.case)
            if path[-1] not in SHOWN_OTHERWISE
            and not isinstance(value, bool | enum.Enum)
            and not any(form.casefold() in printed for form in shown_as(view, value))
        ]
        assert lost == [], view.id


def test_both_documents_give_the_same_answer_with_its_reason(views: tuple[CaseView, ...]) -> None:
    for view in views:
        answer = view.plan.answer
        for template in BOTH:
            shown = box(rendered(view, template))
            assert shown.startswith(american(answer.label))
            assert text(american(answer.meaning)) in shown
            assert view.verdict.label in shown
            assert view.verdict.meaning in shown
            assert ("On hold" in shown) == view.plan.on_hold
        supported = view.judged.verdict is Verdict.SUPPORTED
        assert answer.label.startswith("Yes, for ") == supported
        if view.judged.verdict is Verdict.PROPOSED:
            assert answer.label == "PROPOSED, NOT EXEMPT"


def test_a_certificate_that_does_not_match_is_never_shown_as_received_in_order(views: tuple[CaseView, ...]) -> None:
    """W5."""
    for view in views:
        wrong = {key: state for key, state in view.plan.certificates.items() if state.tone == "stop"}
        for template in BOTH:
            markup = rendered(view, template)
            for state in wrong.values():
                assert text(american(state.meaning)) in text(markup)
                if view.judged.verdict is not Verdict.SUPPORTED:
                    assert text(american(state.meaning)) in box(markup)
            rows = re.findall(r'<tr><td class="good">[^<]*</td><th scope="row">Certificate</th>', markup)
            assert not (rows and len(wrong) == len(view.plan.certificates) > 0)


def test_a_refusal_is_in_the_box_in_the_table_and_in_what_would_change_it(views: tuple[CaseView, ...]) -> None:
    """W6."""
    for view in views:
        latest = refusal_of(view.case)
        refused = [latest[1]] if latest else []
        for template in BOTH:
            shown = text(rendered(view, template))
            for refusal in refused:
                assert text(refusal.because) in shown
                assert american_day(refusal.received_on) in shown
        if refused and view.judged.verdict is Verdict.NO_CLAIM and view.judged.stage == "denied":
            note = rendered(view, NOTE)
            assert view.plan.answer.label == "No"
            assert text(refused[-1].because) in box(note)
            assert text(refused[-1].because) in text(note.split("What would change this", 1)[1])


def test_what_is_not_reached_is_counted_and_listed_apart(views: tuple[CaseView, ...]) -> None:
    """W9."""
    for view in views:
        shown = text(rendered(view, DOSSIER).split('id="controls"', 1)[1])
        counts = {state: sum(row.outcome.state is state for row in view.matrix) for state in State}
        assert (
            f"{counts[State.MET]} met, {counts[State.NOT_MET]} not met, {counts[State.NOT_REACHED]} not reached yet"
            in shown
        )
        for row in view.matrix:
            is_listed = text(row.rule.question) in shown
            if row.outcome.state in (State.NOT_MET, State.NOT_REACHED):
                assert is_listed, row.rule.id
        assert sum(counts.values()) == len(view.matrix)


def test_an_escalated_decision_is_a_hold(views: tuple[CaseView, ...]) -> None:
    """W10."""
    for view in views:
        for template in BOTH:
            markup = rendered(view, template)
            row = re.search(r'<td class="(\w+)">(.) [^<]*</td><th scope="row">Filing decision</th><td>([^<]*)', markup)
            if row and view.case.filing.decision is Decision.ESCALATE:
                assert row[1] == "hold"
                assert row[2] == "…"
                assert row[3].startswith("Handed to ")


def test_an_unknown_that_no_exemption_rests_on_says_so(views: tuple[CaseView, ...]) -> None:
    """W11."""
    for view in views:
        needed = view.plan.unknown_needed
        other = [fact for fact in view.plan.unknown if not fact.needed]
        for template in BOTH:
            shown = text(rendered(view, template))
            assert f"{needed}; other open questions: {len(other)}." in shown
            for fact in other:
                assert f"{fact.label}: – Unknown, but does not affect" in shown


def test_the_note_names_each_person_who_is_asked_and_the_command_of_an_approval(views: tuple[CaseView, ...]) -> None:
    for view in views:
        asked = rendered(view, NOTE).split("You are asked to", 1)[1].split("<h2", 1)[0]
        items = [text(item) for item in re.findall(r"<li>.*?</li>", asked, re.DOTALL)]
        assert len(items) == len(view.plan.now)
        for step, item in zip(view.plan.now, items, strict=True):
            assert item.startswith(f"{step.who}")
            assert text(code_marked(step.says).striptags()) in item
            for owner in step.owners:
                command = step.command(view.id)
                assert not command or f"{command} --by {owner.id}" in item


def test_the_first_page_of_a_dossier_is_enough_for_an_outside_reader(views: tuple[CaseView, ...]) -> None:
    for view in views:
        first = text(rendered(view, DOSSIER).split("<section", 1)[0])
        case = view.case
        wanted = [case.worker.name, view.exempt_in, view.covered_by, american_day(case.assignment.begins)]
        wanted += [certificate.number for certificate in case.certificates.values()]
        wanted += [certificate.issuer for certificate in case.certificates.values()]
        wanted += [text(american(line.says)) for line in view.plan.payroll]
        wanted += [view.people[case.people.operations], "Not proven", "Legal basis", "How to check this file"]
        assert [words for words in wanted if words not in first] == []
        assert ("Evidence of social security coverage" in first) == (view.judged.verdict is Verdict.SUPPORTED)


def test_empty_sections_are_one_line(views: tuple[CaseView, ...]) -> None:
    for view in views:
        markup = rendered(view, DOSSIER)
        titles = re.findall(r"<h2 id=\"(\w+)\">", markup)
        case = view.case
        for anchor, is_there in (
            ("certificates", case.certificates),
            ("claims", case.claims),
            ("exhibits", view.exhibits),
            ("sources", view.sources),
        ):
            assert (anchor in titles) == bool(is_there)
        assert ("a certificate" in text(markup.split("<b>Still missing</b>")[-1])[:200]) or case.certificates


def test_the_copy_of_a_certificate_comes_second_and_is_read_out(views: tuple[CaseView, ...]) -> None:
    for view in views:
        places = {certificate.document: (7, 9) for certificate in view.case.certificates.values()}
        copies = tuple(copied_pages(view, places))
        markup = rendered(view, DOSSIER, copies)
        assert bool(copies) == ('<h2 id="copies"><b>1</b>' in markup)
        assert markup.count("<img ") == len(copies)
        for key in {copied.certificate for copied in copies}:
            certificate = view.case.certificates[key]
            (first,) = (copied for copied in copies if copied.certificate == key and copied.first)
            assert certificate.number in first.alternative
            assert american_day(certificate.begins) in first.alternative
