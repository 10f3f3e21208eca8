"""A case from its first day on: its record as time goes by, its verdict, and the files that nobody may change."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from tests.support.office import NO, Office
from tests.support.sample import another_pdf

from casebound.load.strict_yaml import read

LATER = ("certificates", "claims", "contacts")
"""The sections of the sample's record that the case does not have yet when the journey begins."""

ONLY_GROW = ("requests", "certificates", "exhibits", "log")
"""The sections in which entries are added and never changed."""


class LongCase:
    """The record of the journey, and the sample's record from which its parts are taken as time goes by."""

    def __init__(self, office: Office) -> None:
        self.office, self.record = office, office.root / "cases" / NO / "case.yml"
        self.told = ""
        self._written: dict[Path, bytes] = {}
        self._before: dict[str, Any] = {}
        self.whole = self.content()
        for file in office.home.iterdir():
            file.unlink()

        def begin(content: dict[str, Any]) -> None:
            for section in LATER:
                content.pop(section, None)
            content["requests"] = {"R1": {"requester": "employer", "route": self.whole["requests"]["R1"]["route"]}}
            content["log"] = content["log"][:1]
            content.pop("quotes", None)
            del content["questions"]["status-label-meaning"]  # escalated while the request waited

        self.change(begin)

    def keep_exhibits(self, last: int) -> None:
        """Keep the documents of the sample up to a number: the later ones arrive as time goes by."""
        later = [key for key in self.whole["exhibits"] if int(key[1:]) > last]
        for key in later:
            (self.record.parent / self.whole["exhibits"][key]["file"]).unlink()
        self.change(lambda content: [content["exhibits"].pop(key) for key in later])

    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = read(self.record.read_bytes(), "case.yml").data
        return found

    def change(self, edit: Callable[[dict[str, Any]], Any]) -> None:
        """Edit the record by hand, as a person does."""
        content = self.content()
        edit(content)
        self.record.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000))

    def on(self, day: str, *words: object) -> str:
        """Run a command on a day; it must succeed."""
        self.office.now = f"{day}T10:00-04:00" if "T" not in day else day
        told = self.office.do(*words)
        assert told.code == 0, (words, told)
        return told.out

    def approved_on(self, day: str, step: str, *people: str) -> None:
        for person in people:
            self.on(day, "approve", NO, step, "--by", person)

    def verdict(self) -> str:
        """What the check says on the day: the stage and the verdict, and the blocking controls if there are any.

        Fails if a file or an entry that was written before is missing or changed.
        """
        content = self.content()
        assert all(_only_grew(self._before.get(section), content.get(section)) for section in ONLY_GROW)
        self._before = content
        files = {path: path.read_bytes() for name in ("decisions", "evidence") for path in self._files(name)}
        assert {path: files.get(path) for path in self._written} == self._written
        self._written = files
        self.told = self.office.do("check", NO).out
        line = next(line for line in self.told.splitlines() if line.startswith(f"{NO} "))
        blocking = sorted(set(re.findall(r": blocking ([A-Z][0-9]{2}):", self.told)))
        return " ".join([*line.split()[1:3], *blocking])

    def _files(self, name: str) -> list[Path]:
        return sorted((self.record.parent / name).iterdir())

    def paper(self, title: str) -> Path:
        """A document that arrives, with bytes of its own."""
        file = self.office.root / f"{title.replace(' ', '-')}.pdf"
        file.write_bytes(another_pdf(title))
        return file


def _only_grew(before: Any, now: Any) -> bool:
    """Whether everything that was there before is still there."""
    if isinstance(before, dict):
        return isinstance(now, dict) and all(_only_grew(value, now.get(key)) for key, value in before.items())
    if isinstance(before, list):
        return isinstance(now, list) and now[: len(before)] == before
    return before is None or bool(before == now)
