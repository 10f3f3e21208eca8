"""Going through a page as a reader does: its commands are run, its sections go into the files that it names.

In a page, a block `sh` is typed, a block `text` after it is what its last output holds, with … for what may differ,
and a block `yaml` after a sentence that names a record, a register or a mapping goes into that file, section by
section. A command that is to fail says so in a comment: `# exit code 1`.
"""

import os
import re
import shlex
import subprocess
from pathlib import Path

from tests.support.commands import Run

_BLOCK = re.compile(r"^```(sh|text|yaml)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"`((?:cases/[A-Z0-9-]+|registers)/[a-z]+\.yml|[a-z]+\.mapping\.yml)`")
_SECTION = re.compile(r"^[A-Za-z0-9_-]+:.*?(?=^\S|\Z)", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"#\s*exit code (\d)\s*$")
PLAIN = frozenset({"cd", "cmp", "cp", "echo", "find", "grep", "mv", "sha256sum", "wc"})
"""What a page may have typed beside casebound."""


def commands(page: str) -> list[str]:
    """Every line that the page has typed."""
    return [line for kind, text in _BLOCK.findall(page) if kind == "sh" for line in _lines(text)]


def without_blocks(page: str) -> str:
    """The page's own words."""
    return re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)


def walk(page: str, run: Run) -> None:
    """Do what a page says in the working folder."""
    said, file, at = "", "", 0
    for block in _BLOCK.finditer(page):
        named = _FILE.findall(page[at : block.start()])
        file, at = named[-1] if named else file, block.end()
        kind, text = block.groups()
        if kind == "yaml":
            assert file, "the page names no file for a section"
            write(Path(file), text)
        elif kind == "text":
            shows(said, text)
        else:
            said = "".join(_typed(line, run) for line in _lines(text))


def write(file: Path, text: str) -> None:
    """Put each section in place of the one of its name, or at the end."""
    record = file.read_text(encoding="utf-8")
    for section in _SECTION.findall(text):
        key = section.split(":")[0]
        placed = section.rstrip("\n") + "\n"
        pattern = rf"^{key}:.*\n(?:(?:[ \t]*\n)*[ \t]+\S.*\n)*"
        found = re.search(pattern, record, re.MULTILINE)
        record = f"{record}\n{placed}" if found is None else record[: found.start()] + placed + record[found.end() :]
    file.write_text(record, encoding="utf-8")


def shows(said: str, shown: str) -> None:
    """What a page shows is in what was said, line by line and in that order."""
    lines = iter(said.splitlines())
    for line in filter(None, shown.splitlines()):
        wanted = ".*".join(re.escape(part) for part in line.split("…"))
        assert any(re.fullmatch(wanted, one) for one in lines), f"{line!r} is not in:\n{said}"


def _lines(text: str) -> list[str]:
    return [line for line in text.replace("\\\n", "").splitlines() if line.strip()]


def _typed(line: str, run: Run) -> str:
    """What a line says; fails where it ends otherwise than the page tells."""
    told = _CODE.search(line)
    code = int(told[1]) if told else 0
    words = shlex.split(line, comments=True)
    if words[0] == "casebound":
        came = run(*words[1:])
        assert came.code == code, (line, came.out, came.err)
        return came.out + came.err
    assert words[0] in PLAIN, line
    if words[0] == "cd":
        os.chdir(words[1])
        return ""
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == code, (line, done.stderr)
    return done.stdout
