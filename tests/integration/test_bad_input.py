"""Bad input ends in a sentence and an exit code, never in a traceback, never in half a release.

One case of each exit code goes through a process of its own, the others through the command line in this one.
"""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.commands import Ran, Run
from tests.support.projects import verifies
from tests.support.sample import PROJECT

from casebound.load.strict_yaml import MOST_BYTES
from casebound.load.workspace import MOST_EVIDENCE_BYTES

NO = "cases/NO-2026-001"
RECORD = f"{NO}/case.yml"
EVIDENCE = f"{NO}/evidence/exposure-note.pdf"

Harm = Callable[[Path], object]


def replaced(file: str, was: str, becomes: str) -> Harm:
    def harm(project: Path) -> None:
        text = (project / file).read_text()
        assert was in text
        (project / file).write_text(text.replace(was, becomes, 1))

    return harm


def written(file: str, data: bytes) -> Harm:
    return lambda project: (project / file).write_bytes(data)


def added(file: str, data: bytes) -> Harm:
    def harm(project: Path) -> None:
        with open(project / file, "ab") as stream:
            stream.write(data)

    return harm


def instead(file: str, make: Callable[[Path], object]) -> Harm:
    """Something else stands where a file stood."""

    def harm(project: Path) -> None:
        (project / file).unlink()
        make(project / file)

    return harm


def flipped(project: Path) -> None:
    data = bytearray((project / EVIDENCE).read_bytes())
    data[len(data) // 2] ^= 1
    (project / EVIDENCE).write_bytes(data)


def linked(project: Path) -> None:
    os.link(project / EVIDENCE, project / "elsewhere.pdf")


def doubled(project: Path) -> None:
    shutil.copytree(project / NO, project / "cases" / "NO-2026-099")


def sparse(size: int) -> Callable[[Path], None]:
    def make(file: Path) -> None:
        file.touch()
        os.truncate(file, size)

    return make


def emptied(project: Path) -> None:
    shutil.rmtree(project / "cases")
    (project / "cases").mkdir()


def obstructed(project: Path) -> None:
    shutil.rmtree(project / "build")
    (project / "build").write_text("")


def usurped(project: Path) -> None:
    (project / "build" / "handbook").unlink()
    (project / "build" / "handbook").mkdir()


def own_template(text: str) -> Harm:
    def harm(project: Path) -> None:
        source = PROJECT / "site_templates"
        shutil.copytree(source, project / "site_templates")
        template = next((project / "site_templates").rglob("case*.html.j2"))
        template.write_text(template.read_text() + text)

    return harm


# What is wrong, what makes it so, the exit code, and words of the report (with file and line where there is one).
BAD: dict[str, tuple[Harm, int, str]] = {
    "a list that is not closed": (
        replaced(RECORD, "citizenships: [US]", "citizenships: [US"), 1, rf"{RECORD}:\d+:\d+: blocking F01"),
    "a tab for an indentation": (replaced(RECORD, "  begins:", "\tbegins:"), 1, rf"{RECORD}:\d+:\d+: blocking F01"),
    "a key that stands twice": (
        replaced(RECORD, "  residence: US", "  residence: US\n  residence: NO"), 1,
        rf"{RECORD}:\d+:3: blocking F02: the key `residence` is repeated"),
    "a misspelt key": (
        replaced(RECORD, "  intake_label:", "  intake_lable:"), 1,
        rf"{RECORD}:\d+:3: blocking F04: .*did you mean `intake_label`"),
    "an alias": (replaced(RECORD, "partner: NO", "partner: *other"), 1, "blocking F0[12]"),
    "a hidden character": (replaced(RECORD, "partner: NO", "partner: N\u200bO"), 1, "blocking F03"),
    "a hidden character spelled out": (
        replaced(RECORD, "name: Maren Østby", 'name: "Maren \\u202eØstby"'), 1, "blocking F03"),
    "keys within keys without end": (added(RECORD, b"? " * 5000), 1, "blocking F0[12]"),
    "a record that is a list": (written(RECORD, b"- a\n- b\n"), 1, f"{RECORD}:1:1: blocking F01"),
    "an empty record": (written(RECORD, b""), 1, f"{RECORD}:1:1: blocking F01"),
    "a record that is no text": (written(RECORD, b"case: \xff\xfe\n"), 1, f"{RECORD}:1:7: blocking F01"),
    "a record beyond all measure": (instead(RECORD, sparse(MOST_BYTES * 3)), 1, "blocking F0[17]"),
    "evidence that is missing": (
        instead(EVIDENCE, lambda file: None), 1, rf"{RECORD}:\d+:\d+: blocking F05: .*it is missing"),
    "evidence with one byte flipped": (flipped, 1, rf"{RECORD}:\d+:\d+: blocking F06: .*has changed"),
    "evidence that is a pipe": (instead(EVIDENCE, os.mkfifo), 1, "blocking F05: .*not a regular file"),
    "evidence that is a folder": (instead(EVIDENCE, os.mkdir), 1, "blocking F05: .*not a regular file"),
    "evidence that is a link": (
        instead(EVIDENCE, lambda file: os.symlink("/etc/passwd", file)), 1, "blocking F05: .*link"),
    "evidence with a second name": (linked, 1, "blocking F05: .*more than one name"),
    "evidence beyond all measure": (instead(EVIDENCE, sparse(MOST_EVIDENCE_BYTES + 1)), 1, "blocking F05: .*larger"),
    "evidence outside the folder": (
        replaced(RECORD, "file: evidence/exposure-note.pdf", "file: ../../registers/policy.yml"), 1, "blocking F04"),
    "evidence whose name no system takes": (
        replaced(RECORD, "file: evidence/exposure-note.pdf", 'file: "evidence/a\\0b.pdf"'), 1, "blocking F0[34]"),
    "exhibits that are no mapping": (
        replaced(RECORD, "log:\n", "log: x\nnothing:\n"), 1, "blocking F04"),
    "a case folder without a record": (
        lambda project: (project / "cases" / "SE-2026-098").mkdir(), 1,
        "cases/SE-2026-098/case.yml:1:1: blocking F07: .*it is missing"),
    "two cases with one id": (doubled, 1, r"cases/NO-2026-099/case.yml:\d+:1: blocking F07: .*also the id of"),
    "a record that is a pipe": (instead(RECORD, os.mkfifo), 1, "blocking F07: .*not a regular file"),
    "a record that is a folder": (instead(RECORD, os.mkdir), 1, "blocking F07: .*not a regular file"),
    "a record that is a link": (
        instead(RECORD, lambda file: os.symlink("../NL-2026-011/case.yml", file)), 1, "blocking F07: .*a link"),
    "a record with a second name": (
        lambda project: os.link(project / RECORD, project / "elsewhere.yml"), 1, "blocking F07: .*more than one name"),
    "a case folder that is a link": (
        lambda project: os.symlink("NO-2026-001", project / "cases" / "NO-2026-099"), 1, "blocking F07: .*a link"),
    "a folder whose name is no id": (
        lambda project: (project / "cases" / "no case").mkdir(), 1, "blocking F07"),
    "a case folder whose name is no text": (
        lambda project: os.mkdir(os.fsencode(project / "cases") + b"/NO-\xff"), 1, r"blocking F07: .*NO-\\udcff"),
    "no case at all": (emptied, 1, "blocking F07: there are no cases under cases/"),
    "a register that is missing": (
        lambda project: (project / "registers" / "people.yml").unlink(), 1, "registers/people.yml:1:1: blocking F13"),
    "a register that is a list": (
        written("registers/people.yml", b"- a\n"), 1, "registers/people.yml:1:1: blocking F04"),
    "a register that cannot be read": (
        written("registers/policy.yml", b"a: [\n"), 1, r"registers/policy.yml:2:1: blocking F01"),
    "a capture that leads out of the project": (
        replaced("registers/sources.yml", "capture: registers/captures/", "capture: ../../x/"), 1, "blocking F04"),
    "a template with a typo": (own_template("{% if %}"), 2, "casebound: "),
    "a template that asks for what is not there": (own_template("{{ nothing.of.the.kind }}"), 2, "casebound: "),
    "a schema that is none": (
        lambda project: shutil.copytree(PROJECT / "schema", project / "schema")
        and (project / "schema" / "case.schema.json").write_text("{"), 2, r"casebound: .*case\.schema\.json"),
    "a handbook configuration that is none": (written("mkdocs.yml", b"nav: [\n"), 2, "casebound: "),
    "a file where the build folder belongs": (
        obstructed, 2, "casebound: "),
    "something else under the release's name": (
        usurped, 2, "casebound: .*is not a link that a build made"),
    "an assignment that ends before it begins": (
        replaced("cases/NL-2026-011/case.yml", "  ends: 2027-08-31", "  ends: 2026-08-31"), 1,
        "blocking F04: this ends on 2026-08-31, before it begins"),
    "a claim that ends before it begins": (
        replaced(RECORD, "    ends: 2028-04-30\n    certificates", "    ends: 2025-04-30\n    certificates"), 1,
        "blocking F04: this ends on 2025-04-30, before it begins"),
}  # fmt: skip

# What looks bad and is not: judged, and at most warned of.
STRANGE: dict[str, tuple[Harm, str]] = {
    "a country that other readers take for a no": (
        lambda project: re.search(r"^partner: NO\b", (project / RECORD).read_text(), re.MULTILINE), "0 blocking"),
    "a file whose name is no text": (
        lambda project: (project / os.fsdecode(os.fsencode(NO) + b"/evidence/\xff\xfe.pdf")).write_bytes(b""),
        "warning F14"),
    "a file whose name moves the cursor": (
        lambda project: (project / NO / "evidence" / "a\x1b[2Jb\nc.pdf").write_bytes(b""), "warning F14"),
    "a hidden folder beside the cases": (lambda project: (project / "cases" / ".git").mkdir(), "0 blocking"),
    "a note beside the cases": (written("cases/README.md", b"hello"), "warning F14: cases/README.md is not part of a"),
    "a worker whose name is markup": (
        replaced("cases/NL-2026-011/case.yml", "  because: ", "  because: <script>alert(1)</script> {{ 7*7 }} "),
        "0 blocking"),
}  # fmt: skip


def _no_traceback(told: Ran) -> None:
    assert "Traceback" not in told.out + told.err


OWN_PROCESS = {
    "evidence with one byte flipped",  # exit code 1: a finding
    "a template with a typo",  # exit code 2: a file of the project that cannot be used
    "a file where the build folder belongs",  # exit code 2: no release can be made
    "a file whose name moves the cursor",  # exit code 0
    "check --as-of 2026-02-30",  # exit code 2: the command line
    "check --output /nowhere/at/all.txt",  # exit code 2: the output
}


@pytest.fixture
def command(request: pytest.FixtureRequest) -> Run:
    """The command line, in a process of its own where the test's parameter asks for that."""
    name = request.node.callspec.id
    found: Run = request.getfixturevalue("casebound" if name in OWN_PROCESS else "run")
    return found


def test_each_exit_code_is_seen_in_a_process_of_its_own() -> None:
    assert {BAD[name][1] for name in OWN_PROCESS & BAD.keys()} == {1, 2}
    assert len(OWN_PROCESS & STRANGE.keys()) == 1
    assert len(OWN_PROCESS & INVOCATIONS.keys()) == 2


@pytest.mark.parametrize("name", BAD)
def test_bad_input_ends_in_a_sentence_and_leaves_the_last_release(built: Path, command: Run, name: str) -> None:
    harm, code, words = BAD[name]
    release = (built / "build" / "handbook").resolve()
    before = (release / "SHA256SUMS").read_bytes()
    harm(built)
    told = command("build", "-C", built, "--jobs", 1)
    _no_traceback(told)
    assert told.code == code
    assert re.search(words, told.out + told.err), told.out + told.err
    if release.is_dir():
        assert (release / "SHA256SUMS").read_bytes() == before
        assert verifies(release)
        assert [one.name for one in release.parent.iterdir()] == [release.name]


@pytest.mark.parametrize("name", STRANGE)
def test_what_only_looks_bad_is_published(built: Path, command: Run, name: str) -> None:
    harm, words = STRANGE[name]
    harm(built)
    told = command("build", "-C", built, "--jobs", 1)
    _no_traceback(told)
    assert told.code == 0, told.out + told.err
    assert words in told.out
    assert "\x1b" not in told.out
    assert verifies(built / "build" / "handbook")


INVOCATIONS = {
    "check -C /nowhere/at/all": "the folder /nowhere/at/all does not exist",
    "check -C /tmp": "is not a casebound project",
    "check --as-of 2026-02-30": "Invalid value for '--as-of'",
    "check --as-of tomorrow": "a date is written YYYY-MM-DD",
    "check --format xml": "Invalid value for '--format'",
    "check NO-9999-999": "there is no case NO-9999-999",
    "check ../cases": "there is no case",
    "check --output /nowhere/at/all.txt": "cannot be written",
    "build --jobs 0": "Invalid value for '--jobs'",
    "explain recieved": "Did you mean",
    "explain zzzz": "there is no control zzzz",
    "publish": "No such command",
    "check --nonsense": "No such option",
}


@pytest.mark.parametrize("name", INVOCATIONS)
def test_a_bad_invocation_ends_with_two(small: Path, command: Run, name: str) -> None:
    words, told_in = name.split(), INVOCATIONS[name]
    where = () if "-C" in words or words[0] in ("explain", "publish") else ("-C", small)
    told = command(*words, *where)
    _no_traceback(told)
    assert told.code == 2
    assert told_in in told.err
    assert told.out == ""


def test_an_output_that_knows_only_ascii_is_no_reason_to_fall_over(small: Path, casebound: Run) -> None:
    flipped(small)
    told = casebound("check", "-C", small, PYTHONIOENCODING="ascii")
    _no_traceback(told)
    assert told.code == 1
    assert "F06" in told.out
