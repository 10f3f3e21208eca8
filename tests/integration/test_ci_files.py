"""What runs on GitHub and GitLab: the files are what those services take, and their scripts do what they say."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from bench.engines import ENGINES as OTHERS
from bench.engines import MKDOCS
from tests.support.commands import done
from tests.support.projects import copy_project
from tests.support.sample import PROJECT

from casebound.pipeline.build import BuildResult

ACTION = (PROJECT / "action.yml").read_text(encoding="utf-8")
TEMPLATE = (PROJECT / "ci" / "gitlab.yml").read_text(encoding="utf-8")
BAD = PROJECT / "tests" / "unsupported" / "SE-2026-907"
ZIZMOR = Path(sysconfig.get_path("scripts")) / "zizmor"
STRICTEST = ("--offline", "--persona", "pedantic", "--no-config", "--no-progress", "--quiet")


def example(page: str, holding: str) -> str:
    text = (PROJECT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    (found,) = [block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if holding in block]
    return str(found)


WORKFLOW = example("ci-github.md", "jobs:")
ENGINES = (PROJECT / ".github" / "workflows" / "engines.yml").read_text(encoding="utf-8")
AUDIT = (PROJECT / ".github" / "workflows" / "audit.yml").read_text(encoding="utf-8")
SBOM = (PROJECT / ".github" / "workflows" / "sbom.yml").read_text(encoding="utf-8")


def shaped(kind: str, text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "instance.yml"
    file.write_text(text, encoding="utf-8")
    return done(sys.executable, "-m", "check_jsonschema", "--builtin-schema", kind, file)


def audited(text: str, folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return done(ZIZMOR, *STRICTEST, file)


SHAPES = [
    ("vendor.github-actions", ACTION),
    ("vendor.github-workflows", WORKFLOW),
    ("custom.github-workflows-require-timeout", WORKFLOW),
    ("vendor.github-workflows", ENGINES),
    ("custom.github-workflows-require-timeout", ENGINES),
    ("vendor.github-workflows", AUDIT),
    ("custom.github-workflows-require-timeout", AUDIT),
    ("vendor.github-workflows", SBOM),
    ("custom.github-workflows-require-timeout", SBOM),
    ("vendor.gitlab-ci", TEMPLATE),
    ("vendor.gitlab-ci", example("ci-gitlab.md", "include:") + example("ci-gitlab.md", "pages:")),
]


@pytest.mark.parametrize(("kind", "text"), SHAPES, ids=[kind for kind, _ in SHAPES])
def test_every_file_has_the_shape_that_its_service_takes(kind: str, text: str, tmp_path: Path) -> None:
    told = shaped(kind, text, tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize(("kind", "text"), SHAPES[:-1], ids=[kind for kind, _ in SHAPES[:-1]])
def test_a_file_of_another_shape_would_be_found(kind: str, text: str, tmp_path: Path) -> None:
    broken = re.sub("(?m)^( *)(using|runs-on|timeout-minutes|script):.*$", r"\1unheard-of:", text)
    assert shaped(kind, broken, tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (ACTION, "action.yml"),
        (WORKFLOW, ".github/workflows/casebound.yml"),
        (ENGINES, ".github/workflows/engines.yml"),
        (AUDIT, ".github/workflows/audit.yml"),
        (SBOM, ".github/workflows/sbom.yml"),
    ],
    ids=["action", "example", "engines", "audit", "sbom"],
)
def test_the_action_and_the_workflows_pass_the_strictest_audit(text: str, name: str, tmp_path: Path) -> None:
    told = audited(text, tmp_path, name)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        (r"@[0-9a-f]{40} # \S+", "@v1", "unpinned-uses"),
        (r'-C "\$FOLDER"', "-C ${{ inputs.folder }}", "template-injection"),
    ],
)
def test_the_audit_would_object(was: str, becomes: str, complaint: str, tmp_path: Path) -> None:
    told = audited(re.sub(was, becomes, ACTION), tmp_path, "action.yml")
    assert told.returncode > 10
    assert complaint in told.stdout


@pytest.mark.parametrize(
    ("text", "count"),
    [(ACTION, 3), (ENGINES, 2), (AUDIT, 2), (SBOM, 3)],
    ids=["action", "engines", "audit", "sbom"],
)
def test_whatever_is_used_is_pinned_to_a_commit_and_says_which_version_that_is(text: str, count: int) -> None:
    used = re.findall(r"uses: (.*)", text)
    assert len(used) == count
    assert all(re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+", one) for one in used)


def test_the_example_workflow_has_the_least_rights_and_leaves_no_credentials_behind() -> None:
    flow = yaml.load(WORKFLOW, yaml.BaseLoader)
    assert flow["permissions"] == {}
    (job,) = flow["jobs"].values()
    assert job["permissions"] == {"contents": "read", "security-events": "write"}
    assert job["steps"][0]["with"] == {"persist-credentials": "false"}


def test_other_engines_are_tried_each_in_turn_and_block_nothing() -> None:
    flow = yaml.load(ENGINES, yaml.BaseLoader)
    assert flow["permissions"] == {}
    (job,) = flow["jobs"].values()
    assert job["continue-on-error"] == "true"
    assert job["strategy"]["fail-fast"] == "false"
    assert set(job["strategy"]["matrix"]["engine"]) == OTHERS.keys() - {MKDOCS.name}
    assert job["steps"][-1]["run"] == "make engines"
    assert job["steps"][-1]["env"] == {"ENGINES": "${{ matrix.engine }}"}


def test_the_page_lists_the_action_s_inputs() -> None:
    page = (PROJECT / "docs" / "how-to" / "ci-github.md").read_text(encoding="utf-8")
    told = yaml.load(ACTION, yaml.BaseLoader)
    assert set(re.findall(r"(?m)^\| `([a-z-]+)` \|", page)) == set(told["inputs"])
    assert all(f"`{name}`" in page for name in told["outputs"])


def test_the_handbook_s_steps_wait_for_the_check_and_the_findings_do_not() -> None:
    steps = {step["name"]: step for step in yaml.load(ACTION, yaml.BaseLoader)["runs"]["steps"]}
    assert "success() && steps.check.outcome == 'success'" in steps["Build the handbook"]["if"]
    assert "success() && steps.build.outputs.handbook != ''" in steps["Upload the handbook"]["if"]
    assert "!cancelled()" in steps["Upload the findings"]["if"]
    assert not any("continue-on-error" in step for step in steps.values())


def test_the_action_installs_every_version_of_the_lock() -> None:
    (script,) = re.findall(r"sed -n '(.*)'", ACTION)
    told = done("sed", "-n", script, PROJECT / "requirements.lock")
    locked = re.findall(r"(?m)^([^\s#-][^\s]*==[^\s;]+)", (PROJECT / "requirements.lock").read_text(encoding="utf-8"))
    assert told.stdout.splitlines() == locked
    assert len(locked) > 50


class Runner:
    """A stand-in for the machine that runs a step: bash as GitHub starts it, and casebound in its place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temp = folder / "runner temp"
        self.outputs = folder / "outputs"
        self.called = folder / "called"
        command = self.temp / "casebound" / "bin" / "casebound"
        command.parent.mkdir(parents=True)
        command.write_text(
            f"""#!/bin/sh
echo "$@" >> {shlex.quote(str(self.called))}
[ "$1" = build ] || exec {shlex.quote(sys.executable)} -m casebound.cli.main "$@"
[ -n "$BUILT" ] || exit 1
mkdir -p "$3/build"
ln -s "$BUILT" "$3/build/handbook"
"""
        )
        command.chmod(0o755)
        (folder / "action" / ".ci").mkdir(parents=True)
        (folder / "action" / ".ci" / "debian-packages").symlink_to("/bin/true")

    def step(self, name: str, project: str, as_of: str = "", built: str = "") -> subprocess.CompletedProcess[str]:
        (step,) = [one for one in yaml.load(ACTION, yaml.BaseLoader)["runs"]["steps"] if one["name"] == name]
        assert step["shell"] == "bash"
        values = {"inputs.folder": project, "inputs.as-of": as_of}
        given = {key: values[re.fullmatch(r"\$\{\{ (.*) }}", told)[1]] for key, told in step["env"].items()}  # type: ignore[index]
        script = self.folder / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        self.outputs.write_text("")
        return done(
            *("bash", "--noprofile", "--norc", "-eo", "pipefail", script),
            folder=self.folder,
            RUNNER_TEMP=str(self.temp),
            GITHUB_OUTPUT=str(self.outputs),
            GITHUB_ACTION_PATH=str(self.folder / "action"),
            PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            PYTHONPATH=str(PROJECT / "generator"),
            BUILT=built,
            **given,
        )

    def told(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.outputs.read_text().splitlines())


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    yield Runner(tmp_path)
    assert not (tmp_path / "pwned").exists()


def test_the_action_s_check_passes_a_good_project_and_hands_on_its_findings(runner: Runner) -> None:
    copy_project(runner.folder / "project", ("NO-2026-001",))
    told = runner.step("Check every case", "project", "2026-11-22")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "1 supported" in told.stdout
    assert "--as-of=2026-11-22" in runner.called.read_text()
    sarif = json.loads(Path(runner.told()["sarif"]).read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"


def test_the_action_s_check_fails_on_a_bad_project_and_hands_on_its_findings_all_the_same(runner: Runner) -> None:
    shutil.copytree(BAD, copy_project(runner.folder / "project", ()) / "cases" / BAD.name)
    told = runner.step("Check every case", "project")
    assert told.returncode == 1
    assert "X08" in told.stdout
    sarif = json.loads(Path(runner.told()["sarif"]).read_text(encoding="utf-8"))
    assert "X08" in {one["ruleId"] for one in sarif["runs"][0]["results"]}


@pytest.mark.parametrize(("project", "as_of"), [("nowhere", ""), ("$(touch pwned)", "`touch pwned`"), (".", "x y")])
def test_the_action_s_check_hands_on_nothing_where_nothing_could_be_judged(
    project: str, as_of: str, runner: Runner
) -> None:
    (runner.temp / "casebound.sarif").write_text("of an earlier step")
    told = runner.step("Check every case", project, as_of)
    assert told.returncode == 2
    assert runner.told() == {}


def test_what_a_record_says_is_no_command_to_the_runner(runner: Runner) -> None:
    project = copy_project(runner.folder / "a project", ("NO-2026-001",))
    record = project / "cases" / "NO-2026-001" / "case.yml"
    evil = 'stage: "##[set-output name=sarif]/etc/passwd"'
    record.write_text(record.read_text(encoding="utf-8").replace("stage: exemption-in-effect", evil, 1))
    told = runner.step("Check every case", "a project")
    assert told.returncode == 1
    opened, *inside, closed = told.stdout.splitlines()
    assert any("[set-output name=sarif]" in line for line in inside)
    (token,) = re.findall(r"^::stop-commands::([0-9a-f]{32})$", opened)
    assert closed == f"::{token}::"


def test_the_action_s_build_hands_on_the_handbook_as_plain_files(
    runner: Runner, first_build: tuple[Path, BuildResult]
) -> None:
    release = first_build[0] / "build" / "handbook"
    (runner.folder / "project").mkdir()
    told = runner.step("Build the handbook", "project", "2026-11-22", built=str(release))
    assert told.returncode == 0, told.stdout + told.stderr
    handbook = Path(runner.told()["handbook"])
    assert (handbook / "index.html").read_bytes() == (release / "index.html").read_bytes()
    assert not [path for path in handbook.rglob("*") if path.is_symlink() or path.name.startswith(".")]


def test_the_action_s_build_hands_on_nothing_where_it_fails(runner: Runner) -> None:
    (runner.folder / "project").mkdir()
    told = runner.step("Build the handbook", "project")
    assert told.returncode == 1
    assert runner.told() == {}


def gitlab(job: str) -> dict[str, Any]:
    told: dict[str, Any] = yaml.load(TEMPLATE, yaml.BaseLoader)
    return {**told[told[job]["extends"]], **told[job]}


@pytest.mark.parametrize(("bad", "code"), [(False, 0), (True, 1)])
def test_the_gitlab_job_says_what_it_found_in_both_of_its_reports(bad: bool, code: int, runner: Runner) -> None:
    project = copy_project(runner.folder / "project", ("NO-2026-001",))
    if bad:
        shutil.copytree(BAD, project / "cases" / BAD.name)
    job = gitlab("casebound-check")
    (line,) = job["script"]
    told = done(
        *("sh", "-ec", line),
        folder=runner.folder,
        CI_PROJECT_DIR=str(runner.folder),
        CASEBOUND_FOLDER="project",
        CASEBOUND_AS_OF="2026-11-22",
        PATH=f"{runner.temp / 'casebound' / 'bin'}:{os.environ['PATH']}",
        PYTHONPATH=str(PROJECT / "generator"),
    )
    assert told.returncode == code, told.stderr
    reports = {kind: runner.folder / name for kind, name in job["artifacts"]["reports"].items()}
    assert ET.parse(reports["junit"]).getroot().tag == "testsuites"
    quality = json.loads(reports["codequality"].read_text(encoding="utf-8"))
    assert any(one["check_name"] == "X08" for one in quality) is bad
    assert job["artifacts"]["when"] == "always"


def test_the_gitlab_template_builds_only_what_was_checked_and_installs_nothing_by_a_bare_name() -> None:
    job = gitlab("casebound-handbook")
    assert job["needs"] == ["casebound-check"]
    assert "when" not in job["artifacts"]
    assert "allow_failure" not in TEMPLATE
    told = done("sh", "-ec", job["before_script"][0], CASEBOUND="")
    assert told.returncode != 0
    assert "Set the variable CASEBOUND" in told.stderr
