"""The parts of an office file: a ZIP archive of XML parts, which is read part by part and never unpacked to a disk."""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET

from casebound.load.inspect.rejection import DAMAGED, reading
from casebound.runtime.sandbox import UnreadableFile

_MOST_PARTS = 10_000
_MOST_BYTES = 48 << 20  # of a part that is read element by element, or of a picture
_MOST_TREE = 20 << 20  # of a part that is read as a whole, which takes 25 times its size in memory
_MOST_TOTAL = 192 << 20
_MARKS = tuple("<!DOCTYPE".encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be"))
_AS_PDF = "Ask the sender for the document as a PDF."


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference from one part to another part or, if `external`, to an address outside the file."""

    kind: str
    target: str
    external: bool


class Package:
    """An office file. Raises UnreadableFile if the file is damaged, locked, or larger than what is read."""

    def __init__(self, data: bytes) -> None:
        with reading("zipfile", DAMAGED, OSError):
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        entries = self._archive.infolist()
        if len(entries) > _MOST_PARTS:
            raise UnreadableFile(f"it has more than {_MOST_PARTS:,} parts", _AS_PDF)
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableFile("it is encrypted and opens with a password only", "Ask for a copy without a password.")
        self.names: Mapping[str, str] = {
            entry.filename.replace("\\", "/").lstrip("/").lower(): entry.filename for entry in entries
        }
        if len(self.names) != len(entries):
            raise UnreadableFile("it contains two parts of the same name", _AS_PDF)
        self._left = _MOST_TOTAL

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.names

    def read(self, name: str, most: int = _MOST_BYTES) -> bytes:
        """The bytes of a part."""
        most = min(most, self._left)
        with reading("zipfile", DAMAGED, OSError), self._archive.open(self.names[name.lower()]) as part:
            data = part.read(most + 1)
        if len(data) > most:
            raise UnreadableFile(f"its part {name} is too large to be read", _AS_PDF)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Any:
        """The root element of a part; the tags and attributes have no namespaces."""
        data = self.read(name, _MOST_TREE)
        refuse_doctype(data)
        with reading("xml", DAMAGED, ET.ParseError, LookupError, ValueError):
            root = ET.fromstring(data)  # noqa: S314 - without a document type, XML has no entities
        for element in root.iter():
            _strip(element)
        return root

    def elements(self, name: str, *tags: str) -> Iterator[Any]:
        """The elements of a part with these tags, one after the other, so that a long part needs little memory."""
        data = self.read(name)
        refuse_doctype(data)
        parser = ET.iterparse(io.BytesIO(data), events=("start", "end"))  # noqa: S314 - the same
        inside = 0
        while True:
            with reading("xml", DAMAGED, ET.ParseError, LookupError, ValueError):
                found = next(parser, None)
            if found is None:
                return
            event, element = found
            wanted = element.tag.rpartition("}")[2] in tags
            inside += wanted if event == "start" else 0
            if event == "end" and wanted:
                inside -= 1
                if not inside:
                    for inner in element.iter():
                        _strip(inner)
                    yield element
            if event == "end" and not inside:
                element.clear()

    def xml_or_none(self, name: str) -> Any:
        """The root element of a part; None if the file has no such part."""
        return self.xml(name) if name in self else None

    def related(self, relations: Mapping[str, Relation], *kinds: str) -> Iterator[str]:
        """The names of the parts of these kinds in this file. Raises UnreadableFile if one is missing."""
        for relation in relations.values():
            if relation.kind in kinds and not relation.external:
                if relation.target not in self:
                    raise UnreadableFile(f"its part {relation.target} is missing, which contains a part of the text")
                yield relation.target

    def relations(self, name: str) -> Mapping[str, Relation]:
        """The references of a part by their ids."""
        folder, _, base = name.rpartition("/")
        root = self.xml_or_none(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        return {} if root is None else dict(_relations(root, folder))

    @cached_property
    def main(self) -> str:
        """The name of the main part. Raises UnreadableFile if the file names none."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        raise UnreadableFile(DAMAGED)

    def all_relations(self) -> Iterator[Relation]:
        """The references of all parts."""
        for name in sorted(self.names):
            if name.endswith(".rels") and name != "_rels/.rels":
                folder, _, base = name.removesuffix(".rels").rpartition("_rels/")
                yield from self.relations(folder + base).values()


def refuse_doctype(data: bytes) -> None:
    """Raises UnreadableFile for XML with a document type, which could declare entities; office programs write none."""
    if any(mark in data or mark.lower() in data for mark in _MARKS):
        raise UnreadableFile("its XML declares a document type, which office programs do not write", _AS_PDF)


def _strip(element: Any) -> None:
    if isinstance(element.tag, str):
        element.tag = element.tag.rpartition("}")[2]
    if element.attrib:
        plain = {name.rpartition("}")[2]: value for name, value in element.attrib.items() if name[:1] == "{"}
        element.attrib.update({name: value for name, value in plain.items() if name not in element.attrib})


def _relations(root: Any, folder: str) -> Iterator[tuple[str, Relation]]:
    for element in root:
        target, external = element.get("Target", ""), element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(target.lstrip("/") if target[:1] == "/" else posixpath.join(folder, target))
        yield element.get("Id", ""), Relation(element.get("Type", "").rpartition("/")[2], target, external)
