"""The parts of an Excel workbook to which its cells refer: the shared texts and the number formats."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from casebound.load.inspect.office.office_package import Package, Relation
from casebound.load.inspect.office.sheet_numbers import BUILT_IN, GENERAL

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?\d{1,7}")


def counts_from_1904(workbook: Any) -> bool:
    """Whether the workbook counts its days from 1904, as Excel for the Mac did."""
    properties = workbook.find("workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def shared_strings(package: Package, relations: Mapping[str, Relation]) -> Sequence[str]:
    """The texts that cells refer to by number."""
    names = package.related(relations, "sharedStrings")
    return [string_of(element) for name in names for element in package.elements(name, "si")]


def string_of(element: Any) -> str:
    """The text of a string, without the reading aids of Japanese words."""
    parts = (part for part in element if part.tag in ("t", "r"))
    return "".join((part.text if part.tag == "t" else part.findtext("t")) or "" for part in parts)


def styles_part(package: Package, relations: Mapping[str, Relation]) -> Any:
    """The root element of the part with the styles; None if the workbook has none."""
    name = next((relation.target for relation in relations.values() if relation.kind == "styles"), None)
    return None if name is None else package.xml_or_none(name)


def number_formats(styles: Any) -> Sequence[str]:
    """The number format of each style of cells."""
    own = {element.get("numFmtId"): element.get("formatCode", GENERAL) for element in styles.findall("numFmts/numFmt")}
    numbers = [style.get("numFmtId", "0") for style in styles.findall("cellXfs/xf")]
    return [own.get(number) or BUILT_IN.get(integer(number), GENERAL) for number in numbers]


def column_of(reference: str) -> int:
    """The number of the column in the reference of a cell, such as B7; 0 for text that is no reference."""
    found = _REFERENCE.fullmatch(reference)
    number = 0
    for letter in found[1] if found else "":
        number = number * 26 + ord(letter) - 64
    return number


def integer(text: str | None, default: int = 0) -> int:
    """A number of an attribute; the default for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else default
