"""Names in many scripts, a case with each of them, and the fonts that a PDF holds."""

import dataclasses
import io
import re
from functools import cache

import msgspec
import pikepdf
from tests.support.documents import Made, print_assets, sample, templates

from casebound.render.documents import document_tasks
from casebound.render.documents.font_families import FAMILIES

NAMES = {
    "Japanese": "髙橋 春子",
    "Korean": "김민지",
    "Greek": "Ελένη Παπαδοπούλου",
    "Polish": "Zażółć Gęślą-Jaźń",
    "Czech": "Žofie Šťastná Příhodová",
    "Norwegian": "Bjørg Ålesund Sæther",
    "Icelandic": "Þórður Ægisson",
}

RIGHT_TO_LEFT_NAMES = {
    "Arabic": "محمد عبد الله الأحمد",
    "Hebrew": "דוד בן גוריון",
}

OTHER_NAMES = {
    "Devanagari": "राजेश कुमार द्विवेदी",
    "Chinese": "张伟",
    "Chinese, traditional": "陳大文",
    "Thai": "สมชาย ใจดี",
    "Russian": "Мария Ёлкина",
    "Georgian": "ნინო ბერიძე",
    "Armenian": "Արամ Խաչատրյան",
    "Tamil": "கமலா செல்வம்",
    "Bengali": "শেখ মুজিব",
    "Ethiopic": "አበበ ቢቂላ",
    "Khmer": "សុខ សំណាង",
    "Lao": "ສົມສັກ",
    "Myanmar": "အောင်ဆန်း",
}
"""Names that are printed in one document together, as those from right to left are in another."""

FACES = {
    "Plex",
    "Plex-Italic",
    "Plex-Semi-Bold",
    "Plex-Semi-Bold-Italic",
    "Plex-Bold",
    "Plex-Mono",
    "Plex-Mono-Semi-Bold",
} | {
    f"{family.name}{weight}".replace(" ", "-")
    for family in FAMILIES
    for weight in ("", "-Semi-Bold")[: len(family.files)]
}
"""The families and weights that the stylesheet declares, as they are named in a PDF."""


@cache
def named(language: str) -> Made:
    """The Norwegian case with a name in another language."""
    return with_name(NAMES[language])


def with_name(name: str) -> Made:
    """The Norwegian case with this name of its worker: in plain text, in bold and in a heading."""
    one = sample("NO-2026-001")
    worker = msgspec.structs.replace(one.view.case.worker, name=name)
    case = msgspec.structs.replace(one.view.case, worker=worker)
    step = dataclasses.replace(one.view.plan.next, says=f"Ask {name}.")
    plan = dataclasses.replace(one.view.plan, steps=(step,))
    view = dataclasses.replace(one.view, case=case, employer=f"{name} AS", plan=plan)
    enclosed = document_tasks.Enclosed({}, b"case: x", b"{}")
    tasks = document_tasks.inputs(view, print_assets(), templates(), enclosed, document_tasks.Bundle())
    return Made(one.judged, view, {task.name: task for task in tasks})


def faces(data: bytes) -> set[str]:
    """The fonts of a PDF, each without the six letters that say it is a subset; all of them embedded."""
    with pikepdf.open(io.BytesIO(data)) as document:
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        descriptors = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/FontBBox" in one]
        assert descriptors
        assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)
        return {re.sub("^/[A-Z]{6}[+]", "", str(one.BaseFont)) for one in fonts}
