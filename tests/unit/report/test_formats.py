"""The formats of a report: each of the shape that its readers ask for, and none tells less than another."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from junitparser import Failure, JUnitXml, Skipped
from tests.support.commands import Run
from tests.support.planted import plant
from tests.support.sample import FAR_AHEAD, PROJECT

from casebound import report
from casebound.load.workspace import workspace
from casebound.model.findings import Finding, Location
from casebound.model.judgment import Judgment
from casebound.model.terms import Severity
from casebound.pipeline.check import RULES, check
from casebound.plan.project_plan import project_plan

VENDORED = PROJECT / "tests" / "support" / "vendored"
SARIF = json.loads((VENDORED / "sarif-2.1.0-rtm.5.json").read_bytes())

Told = Counter[tuple[str, str, int, int, str]]
"""Findings as every format must tell them: control, file, line, column and message."""

_SENTENCE = re.compile(r"^(\S.*?):([0-9]+):([0-9]+): (?:blocking|warning|note) ([A-Z][0-9]{2}): (.*)$", re.MULTILINE)
_ABOUT = re.compile(r" \(claim [A-Z0-9]+\)$")
_COMMAND = re.compile(r"::(?:error|warning|notice) file=(.*?),line=([0-9]+),col=([0-9]+),title=(.*?)::(.*)")


@pytest.fixture(scope="module")
def judgment(tmp_path_factory: pytest.TempPathFactory) -> Judgment:
    """Sixty findings in twenty-five files, two of them warnings."""
    return check(workspace(plant(tmp_path_factory.mktemp("planted") / "project")), None, FAR_AHEAD)


def made(judgment: Judgment, form: str, folder: str = "") -> str:
    return report.FORMATS[form](report.Report(project_plan(judgment), RULES, folder=folder))


def of_sentences(text: str) -> Told:
    found = _SENTENCE.findall(text)
    return Counter((control, file, int(line), int(at), _ABOUT.sub("", said)) for file, line, at, control, said in found)


def of_json(text: str) -> Told:
    places = [(one, one["location"]) for one in json.loads(text)["findings"]]
    return Counter((one["control"], at["file"], at["line"], at["column"], one["message"]) for one, at in places)


def of_sarif(text: str) -> Told:
    told: Told = Counter()
    for one in json.loads(text)["runs"][0]["results"]:
        place = one["locations"][0]["physicalLocation"]
        file, region = unquote(place["artifactLocation"]["uri"]), place["region"]
        told[one["ruleId"], file, region["startLine"], region["startColumn"], one["message"]["text"]] += 1
    return told


def of_junit(text: str) -> Told:
    said: list[str] = []
    for suite in JUnitXml.fromstring(text.encode()):
        for case in suite:
            said += [one.text or "" for one in case.result if isinstance(one, Failure)]
            said.append(case.system_out or "")
    return of_sentences("\n".join(said))


def of_github(text: str) -> Told:
    def plain(word: str) -> str:
        for code, char in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            word = word.replace(code, char)
        return word

    found = [_COMMAND.fullmatch(line) for line in text.splitlines()]
    parts = [one.groups() for one in found if one]
    assert len(parts) == len(found)
    return Counter(
        (title.split()[0], plain(file), int(line), int(at), plain(data).split("\n")[0])
        for file, line, at, title, data in parts
    )


def of_gitlab(text: str) -> Told:
    told: Told = Counter()
    for one in json.loads(text):
        begin = one["location"]["positions"]["begin"]
        assert begin["line"] == one["location"]["lines"]["begin"]
        told[one["check_name"], one["location"]["path"], begin["line"], begin["column"], one["description"]] += 1
    return told


READERS: dict[str, Callable[[str], Told]] = {
    "text": of_sentences,
    "json": of_json,
    "sarif": of_sarif,
    "junit": of_junit,
    "github": of_github,
    "gitlab": of_gitlab,
}


GROUPED = {"text", "junit"}
"""The formats that sort the findings by case."""

FROM_THE_PROJECT = {"text", "json", "junit"}
"""The formats whose paths begin at the folder of the project."""


def the_findings(judgment: Judgment) -> Told:
    places = [(one, one.location) for one in judgment.findings]
    return Counter((one.control, at.file, at.line, at.column, one.message) for one, at in places)


def odd() -> Judgment:
    """A judgment whose only findings are as nasty as a record can make them."""
    place = Location("cases/A, b: 100%/case.yml", 3, 7, "/worker/na~1me")
    words = (
        "100 % of\x1b[2J; a, b: c\r\nd",
        "::error::no",
        "##[group]##vso[task]",
        "<b>&amp;\x00 ]]> \ud800 \u202e",
        "é名",
    )
    found = [Finding("F04", Severity.BLOCKING, word, "Mend\nit.", place, "A, b: 100%", None) for word in words]
    found += [Finding("E09", Severity.WARNING, "the same", "-", place, "A, b: 100%", "C1", (place,))] * 2
    return Judgment(FAR_AHEAD, None, (), tuple(found), ("A, b: 100%", "::add-mask::a"))


def test_every_format_is_read_here() -> None:
    assert set(READERS) == set(report.FORMATS)


@pytest.mark.parametrize("form", READERS)
def test_every_format_tells_every_finding(judgment: Judgment, form: str) -> None:
    assert READERS[form](made(judgment, form)) == the_findings(judgment)


@pytest.mark.parametrize("form", READERS)
def test_no_format_loses_or_lets_through_what_is_nasty(form: str) -> None:
    told = READERS[form](made(odd(), form))
    assert told == READERS["json"](made(odd(), "json"))
    assert sum(told.values()) == 7


@pytest.mark.parametrize("form", READERS)
def test_nothing_nasty_leaves_as_it_came(form: str) -> None:
    text = made(odd(), form)
    assert all(char.isprintable() or char == "\n" for char in text)
    assert "##[" not in text
    assert "##vso[" not in text
    text.encode()
    orders = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert [line.split()[0] for line in orders] == (["::error"] * 5 + ["::warning"] * 2 if form == "github" else [])


@pytest.mark.parametrize("form", READERS)
def test_the_findings_of_a_format_stand_in_the_order_of_their_files(judgment: Judgment, form: str) -> None:
    assert made(judgment, form) == made(judgment, form)
    if form not in GROUPED:
        assert list(READERS[form](made(judgment, form))) == list(the_findings(judgment))


# ── SARIF ──


@pytest.mark.parametrize("which", ["planted", "odd", "clean"])
def test_sarif_is_of_the_official_shape(judgment: Judgment, which: str) -> None:
    clean = Judgment(FAR_AHEAD, None, (), ())
    value = json.loads(made({"planted": judgment, "odd": odd(), "clean": clean}[which], "sarif"))
    jsonschema.Draft4Validator.check_schema(SARIF)
    jsonschema.Draft4Validator(SARIF).validate(value)


def test_the_official_shape_would_notice(judgment: Judgment) -> None:
    value = json.loads(made(judgment, "sarif"))
    value["runs"][0]["results"][0]["level"] = "blocking"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SARIF).validate(value)


def test_sarif_knows_every_rule_and_each_result_leads_to_its_own(judgment: Judgment) -> None:
    run = json.loads(made(judgment, "sarif"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == [rule.id for rule in RULES]
    for said, rule in zip(rules, RULES, strict=True):
        assert (said["name"], said["shortDescription"]["text"]) == (rule.name, rule.question)
        assert (said["fullDescription"]["text"], said["help"]["text"]) == (rule.why, rule.remedy)
        assert rule.remedy in said["help"]["markdown"]
        assert rule.section.value in said["properties"]["tags"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]


def test_sarif_points_to_the_other_end(judgment: Judgment) -> None:
    results = json.loads(made(judgment, "sarif"))["runs"][0]["results"]
    (one,) = [result for result in results if result["ruleId"] == "F17"]
    (other,) = one["relatedLocations"]
    assert other["physicalLocation"]["artifactLocation"]["uri"] == "registers/people.yml"
    assert other["physicalLocation"]["region"] == {"startLine": 10, "startColumn": 1}


def test_an_address_in_sarif_is_spelled_as_addresses_are() -> None:
    result = json.loads(made(odd(), "sarif", "sub folder/"))["runs"][0]["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "sub%20folder/cases/A%2C%20b%3A%20100%25/case.yml"


def fingerprints(judgment: Judgment) -> list[str]:
    results = json.loads(made(judgment, "sarif"))["runs"][0]["results"]
    return [one["partialFingerprints"]["caseboundFinding/v1"] for one in results]


def test_a_fingerprint_stays_while_lines_move_and_differs_for_all_else(small: Path) -> None:
    record = small / "cases" / "NO-2026-001" / "case.yml"
    text = record.read_text(encoding="utf-8").replace("    by: ingrid-dahl\n    did", "    by: ingrid-dhal\n    did")
    record.write_text(text, encoding="utf-8")
    before = check(workspace(small), None, FAR_AHEAD)
    record.write_text(f"# A line\n# and another\n{text}", encoding="utf-8")
    after = check(workspace(small), None, FAR_AHEAD)
    moved = [
        {one.location.line for one in found.findings if one.location.file.endswith("case.yml")}
        for found in (before, after)
    ]
    assert {line + 2 for line in moved[0]} == moved[1]
    assert fingerprints(before) == fingerprints(after)
    assert len(set(fingerprints(before))) == len(before.findings) > 3


# ── JUnit ──


def test_junit_has_a_test_for_every_control_of_every_case(judgment: Judgment) -> None:
    suites = {suite.name: suite for suite in JUnitXml.fromstring(made(judgment, "junit").encode())}
    assert len(judgment.cases) > 5
    for one in judgment.cases:
        names = Counter(case.name.split()[0] for case in suites[one.folder])
        outcomes = Counter(outcome.control for outcome in one.outcomes)
        assert {key: names[key] for key in outcomes} == outcomes
        assert set(names) - set(outcomes) <= {"F07", "F14", "F15", "F16"}
        skipped = sum(any(isinstance(two, Skipped) for two in case.result) for case in suites[one.folder])
        assert skipped == sum(outcome.state in ("not reached", "not applicable") for outcome in one.outcomes)


def test_junit_fails_where_a_finding_blocks_and_only_there(judgment: Judgment) -> None:
    failed = {
        (suite.name, case.name.split()[0])
        for suite in JUnitXml.fromstring(made(judgment, "junit").encode())
        for case in suite
        if any(isinstance(one, Failure) for one in case.result)
    }
    blocking = [one for one in judgment.findings if one.severity is Severity.BLOCKING]
    assert failed == {(one.case or "the project", one.control) for one in blocking}


def test_junit_counts_what_it_holds_and_calls_an_unjudged_case_an_error(judgment: Judgment) -> None:
    told = JUnitXml.fromstring(made(judgment, "junit").encode())
    counted = (told.tests, told.failures, told.errors)
    told.update_statistics()  # type: ignore[no-untyped-call]
    assert (told.tests, told.failures, told.errors) == counted
    assert told.errors == len(judgment.unjudged) == 12


JENKINS = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, ("testsuite",)),
    "testsuite": ({"name", "tests", "failures", "errors", "time", "skipped", "timestamp", "hostname", "id", "package"},
                  ("testcase",)),
    "testcase": ({"name", "classname", "time"}, ("skipped", "error", "failure", "system-out", "system-err")),
    "skipped": ({"message", "type"}, ()),
    "error": ({"message", "type"}, ()),
    "failure": ({"message", "type"}, ()),
    "system-out": (set(), ()),
}  # fmt: skip
"""The attributes and the children, in their order, that the schemas of both Jenkins plugins allow."""


@pytest.mark.parametrize("source", ["sample", "odd", "empty"])
def test_junit_holds_only_what_the_schemas_of_jenkins_allow(source: str, judgment: Judgment) -> None:
    empty = Judgment(FAR_AHEAD, None, (), ())
    text = made({"sample": judgment, "odd": odd(), "empty": empty}[source], "junit")
    assert all(character >= " " or character == "\n" for character in text)
    for element in ET.fromstring(text).iter():
        attributes, children = JENKINS[element.tag]
        assert set(element.keys()) <= attributes, element.tag
        order = [children.index(child.tag) for child in element]
        assert order == sorted(order), element.tag
        if element.tag == "testsuite":
            assert {"name", "tests", "failures", "errors"} <= set(element.keys())
            assert len(element) == int(element.get("tests", "0")) > 0
        if element.tag == "testcase":
            assert len(order) == len(set(order))


# ── GitLab and GitHub ──


def test_gitlab_gives_every_finding_a_name_of_its_own_and_a_word_it_knows(judgment: Judgment) -> None:
    for one in (judgment, odd()):
        issues = json.loads(made(one, "gitlab"))
        assert len({issue["fingerprint"] for issue in issues}) == len(issues) == len(one.findings)
        assert {issue["severity"] for issue in issues} <= {"info", "minor", "major", "critical", "blocker"}
    assert json.loads(made(Judgment(FAR_AHEAD, None, (), ()), "gitlab")) == []


def test_the_project_s_folder_in_its_repository_is_said_where_a_forge_asks(judgment: Judgment) -> None:
    def files(form: str) -> set[str]:
        return {file for _, file, *_ in READERS[form](made(judgment, form, "books/tax/"))}

    for form in READERS:
        folder = "" if form in FROM_THE_PROJECT else "books/tax/"
        assert all(file.startswith((f"{folder}cases/", f"{folder}registers/")) for file in files(form)), form


def test_a_github_command_escapes_what_would_end_it() -> None:
    first = made(odd(), "github").splitlines()[0]
    assert first.startswith("::error file=cases/A%2C b%3A 100%25/case.yml,line=3,col=7,title=F04 matches-schema::")
    assert "::100 %25 of\\x1b[2J; a, b: c\\r\\nd%0AMend\\nit." in first


# ── the command line ──


def test_formats_go_where_they_are_sent_and_change_no_exit_code(small: Path, run: Run, tmp_path: Path) -> None:
    for harm in (False, True):
        if harm:
            (small / "cases" / "NO-2026-001" / "evidence" / "certificate.pdf").unlink()
        sent = [word for form in READERS for word in ("--format", f"{form}={tmp_path / form}")]
        told = run("check", "-C", small, *sent)
        assert (told.code, told.out, told.err) == (int(harm), "", "")
        for form in READERS:
            alone = run("check", "-C", small, "--format", form)
            assert alone.code == int(harm)
            assert (tmp_path / form).read_text(encoding="utf-8") == alone.out


def test_one_format_is_shown_and_the_others_are_kept(small: Path, run: Run, tmp_path: Path) -> None:
    told = run("check", "-C", small, "--format", "text", "--format", f"sarif={tmp_path / 'out.sarif'}")
    assert told.out == run("check", "-C", small).out
    assert json.loads((tmp_path / "out.sarif").read_bytes())["version"] == "2.1.0"
    with_output = run(
        "check", "-C", small, "--format", "json", "--output", tmp_path / "o", "--format", f"text={tmp_path / 't'}"
    )
    assert (with_output.code, with_output.out) == (0, "")
    assert json.loads((tmp_path / "o").read_bytes())["as_of"]
    assert (tmp_path / "t").read_text(encoding="utf-8") == told.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "text", "--format", "json"), "only one format can go to the standard output"),
        (("--format", "text=a", "--format", "json=a"), "cannot be written to the same file"),
        (("--format", "text=a", "--output", "b"), "every --format names a file"),
        (("--format", "sarif="), "names no file"),
        (("--format", "sarif=/nowhere/at/all.sarif"), "cannot be written"),
        (("--format", "yaml"), f"'yaml' is not one of {', '.join(READERS)}"),
    ],
)
def test_an_order_that_cannot_be_followed_writes_nothing(
    small: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    told = run("check", "-C", small, *words)
    assert (told.code, told.out) == (2, "")
    assert said in " ".join(told.err.split())
    assert list((tmp_path / "here").iterdir()) == []


def test_a_file_that_was_there_keeps_its_mode_and_a_pipe_stays_a_pipe(
    small: Path, casebound: Run, tmp_path: Path
) -> None:
    file = tmp_path / "report.json"
    file.write_text("old")
    file.chmod(0o600)
    told = casebound(
        "check", "-C", small, "--format", f"json={file}", "--format", "github=/dev/stderr", "--format", "text"
    )
    assert told.code == 0
    assert (file.stat().st_mode & 0o777, json.loads(file.read_bytes())["summary"]["cases"]) == (0o600, 2)
    assert told.out.endswith("every record valid\n")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["project", "report.json"]


def test_a_forge_finds_the_files_of_a_project_below_the_top_of_its_repository(small: Path, run: Run) -> None:
    (small / "cases" / "NO-2026-001" / "evidence" / "stray.txt").write_text("x")
    assert "file=cases/NO-2026-001/case.yml," in run("check", "-C", small, "--format", "github").out
    (small.parent / ".git").mkdir()
    assert "file=project/cases/NO-2026-001/case.yml," in run("check", "-C", small, "--format", "github").out
    assert json.loads(run("check", "-C", small, "--format", "json").out)["findings"][0]["location"]["file"] == (
        "cases/NO-2026-001/case.yml"
    )


def test_what_the_tests_were_given_carries_license_version_and_hash() -> None:
    packages: list[dict[str, Any]] = json.loads((VENDORED / "vendored.json").read_bytes())
    listed = {"vendored.json"}
    for package in packages:
        assert package["version"]
        assert package["license"]
        assert (VENDORED / package["license_file"]).read_text(encoding="utf-8").strip()
        listed |= {package["license_file"], *package["files"]}
        for name, digest in package["files"].items():
            assert hashlib.sha256((VENDORED / name).read_bytes()).hexdigest() == digest, name
    assert {one.name for one in VENDORED.iterdir()} == listed
