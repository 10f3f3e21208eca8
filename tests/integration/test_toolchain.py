"""The tool chain holds everything that a build imports and loads, and a change of any of it makes the release again."""

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import distribution, packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.support.commands import Run
from tests.support.projects import SMALL, copy_project
from tests.support.sample import FAR_AHEAD, PROJECT

from casebound.load.workspace import workspace
from casebound.model.errors import CannotJudge
from casebound.pipeline.build import BuildRequest, BuildResult, build
from casebound.runtime.distributions import closure, edited
from casebound.runtime.libraries import libraries
from casebound.runtime.toolchain import toolchain

DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CLOSURE = tuple(one.name for one in closure())

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts a distribution into a folder that is searched before all others: its metadata and its files."""
    folder = tmp_path / "installed"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)

    def put(name: str, files: dict[str, str], requires: tuple[str, ...] = (), version: str = "1.0") -> Path:
        place = folder / f"{name}-{version}.dist-info"
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        lines = [f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n"]
        lines += [f"Requires-Dist: {text}\n" for text in requires]
        place.mkdir()
        (place / "METADATA").write_text("".join(lines) + "\nRequires-Dist: a-word-of-the-description\n")
        recorded = [f"{path},{recorded_digest(text.encode())},{len(text.encode())}\n" for path, text in files.items()]
        (place / "RECORD").write_text("".join(recorded) + f"{place.name}/RECORD,,\n")
        return place

    toolchain.cache_clear()
    yield put
    toolchain.cache_clear()


def recorded_digest(data: bytes) -> str:
    return "sha256=" + urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def metadata_of(name: str) -> Path:
    """The folder of an installed distribution's metadata."""
    files = distribution(name).files or ()
    return Path(str(next(file for file in files if file.name == "METADATA").locate())).parent


def installed_again(name: str, folder: Path, file: str, was: str, becomes: str) -> None:
    """Put a copy of a distribution's metadata, changed in a file of it, where it is found first."""
    copy = shutil.copytree(metadata_of(name), folder / metadata_of(name).name)
    text = (copy / file).read_text(encoding="utf-8")
    assert re.search(was, text, re.MULTILINE)
    (copy / file).write_text(re.sub(was, becomes, text, count=1, flags=re.MULTILINE), encoding="utf-8")


def test_every_dependency_that_is_declared_is_in_the_tool_chain() -> None:
    assert {canonicalize_name(Requirement(text).name) for text in DECLARED["dependencies"]} <= set(CLOSURE)


def test_development_tools_are_not_in_the_tool_chain() -> None:
    tools = {canonicalize_name(Requirement(text).name) for text in DECLARED["optional-dependencies"]["dev"]}
    assert {name for name in tools if name in CLOSURE} == {"pymdown-extensions", "tinyhtml5"}  # others need them


def test_every_required_distribution_is_installed_with_a_record() -> None:
    assert [one for one in toolchain().distributions if not one.version or not one.record] == []


def test_everything_that_a_build_imports_is_in_the_tool_chain(tmp_path: Path) -> None:
    """Imports are heard in forked children too, which import the readers of foreign files and may write to no file.

    One case is enough: a build of the small project imports the same modules.
    """
    project = copy_project(tmp_path / "project", SMALL[:1])
    script = (
        "import os, runpy, sys\n"
        "pipe, heard = int(sys.argv[1]), set()\n"
        "def hear(event, words):\n"
        "    name = words[0].partition('.')[0] if event == 'import' else ''\n"
        "    if name and name not in heard:\n"
        "        heard.add(name)\n"
        "        os.write(pipe, name.encode() + b'\\n')\n"
        "sys.addaudithook(hear)\n"
        "sys.argv = ['casebound', 'build', '-C', sys.argv[2]]\n"
        "runpy.run_module('casebound.cli.main', run_name='__main__')"
    )
    reading, writing = os.pipe()
    ran = subprocess.run(
        [sys.executable, "-c", script, str(writing), project],
        pass_fds=[writing],
        env={**os.environ, "PYTHONPATH": str(PROJECT / "generator")},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        modules = set(pipe.read().split())
    by_module = packages_distributions()
    imported = {canonicalize_name(name) for module in modules for name in by_module.get(module, ())} - {"casebound"}
    assert {"babel", "markdown", "markupsafe", "pydyf", "pikepdf", "pypdfium2", "pillow", "weasyprint"} <= imported
    assert imported <= set(CLOSURE)


@pytest.mark.parametrize(
    ("file", "was", "becomes"), [("METADATA", "^Version: .+$", "Version: 999.9"), ("RECORD", "=", "=A")]
)
def test_another_version_or_record_of_any_distribution_is_another_tool_chain(
    file: str, was: str, becomes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {one.name: one for one in closure()}
    for name in CLOSURE:
        with monkeypatch.context() as patched:
            (tmp_path / name).mkdir()
            patched.syspath_prepend(tmp_path / name)
            installed_again(name, tmp_path / name, file, was, becomes)
            after = {one.name: one for one in closure()}
        assert {other for other in CLOSURE if after[other] != before[other]} == {name}


def test_each_part_of_the_tool_chain_is_in_its_digest() -> None:
    found = toolchain()
    others = (
        replace(found, python="other"),
        replace(found, platform="other"),
        replace(found, zlib="other"),
        replace(found, code="other"),
        replace(found, distributions=found.distributions[1:]),
        replace(found, libraries=found.libraries[1:]),
        replace(found, libraries=(replace(found.libraries[0], sha256="other"), *found.libraries[1:])),
    )
    assert len({found.digest, *(other.digest for other in others)}) == 1 + len(others)


def test_requirements_are_followed_with_markers_and_with_the_extras_that_are_asked_for(install: Install) -> None:
    install(
        "root",
        {},
        ("first[drawn]; python_version >= '3'", "dev-tool; extra == 'dev'", "elsewhere; sys_platform == 'nowhere'"),
    )
    install("First", {}, ("second.name; extra == 'drawn'", "unasked; extra == 'other'", "root"))
    install("second_name", {}, ("first", "not-there"))
    for name in ("dev-tool", "elsewhere", "unasked"):
        install(name, {})
    found = {one.name: one.version for one in closure("root")}
    assert found == {"first": "1.0", "not-there": None, "second-name": "1.0"}


def test_without_metadata_of_its_own_the_requirements_are_unknown() -> None:
    with pytest.raises(CannotJudge, match="metadata of casebound-elsewhere is missing"):
        closure("casebound-elsewhere")


def test_a_distribution_without_record_is_known_by_its_modules(install: Install) -> None:
    install("root", {}, ("packaged",))
    place = install("packaged", {"packaged/__init__.py": "A = 1\n", "packaged/data.txt": "x"})
    (place / "RECORD").unlink()
    first = closure("root")
    (place.parent / "packaged" / "__init__.cpython-311.pyc").write_bytes(b"compiled")
    assert closure("root") == first
    (place.parent / "packaged" / "data.txt").write_text("y")
    second = closure("root")
    (place.parent / "packaged" / "more.txt").write_text("y")
    assert len({first, second, closure("root")}) == 3


def test_files_that_are_not_as_recorded_are_named(install: Install) -> None:
    install("root", {}, ("packaged",))
    place = install("packaged", {"packaged/a, b.txt": "x", "packaged/c.txt": "x", "packaged/d.txt": "x"})
    record = place / "RECORD"
    record.write_text(
        record.read_text().replace("packaged/a, b.txt", '"packaged/a, b.txt"') + "../bin/run,sha256=A,1\n"
    )
    assert list(edited("root")) == []
    (place.parent / "packaged" / "a, b.txt").write_text("y")
    (place.parent / "packaged" / "c.txt").unlink()
    assert list(edited("root")) == ["packaged/a, b.txt", "packaged/c.txt"]


def test_the_doctor_names_a_file_that_was_changed_and_a_distribution_that_is_missing(
    small: Path, run: Run, install: Install, tmp_path: Path
) -> None:
    installed_again("paginate", tmp_path / "installed", "METADATA", "^", "")
    ran = run("doctor", "-C", small)
    assert ran.code == 2
    assert re.search(r"^FIX  packages: paginate\S+ and \d+ more changed after", ran.out, re.MULTILINE)
    installed_again(
        "casebound", tmp_path / "installed", "METADATA", "^Requires-Dist: ", "Requires-Dist: nowhere\n\\g<0>"
    )
    ran = run("doctor", "-C", small)
    assert re.search(r"^FIX  packages: not installed: nowhere$", ran.out, re.MULTILINE)


def test_every_library_that_weasyprint_loads_is_in_the_tool_chain() -> None:
    source = find_spec("weasyprint.text.ffi")
    assert source
    assert source.origin
    loaded = set(re.findall(r"'lib([\w.-]+)\.so\.\d+'", Path(source.origin).read_text(encoding="utf-8")))
    assert len(loaded) > 5
    assert loaded <= {library.name for library in libraries()}


def test_a_library_is_known_by_the_file_that_this_process_has_loaded() -> None:
    found = {library.name: library for library in libraries()}
    assert [name for name, library in found.items() if library.package and not library.sha256] == []
    assert re.fullmatch(r"\d+\.\d+\.\d+", found["pango-1.0"].version or "")
    mapped = {line.split()[5] for line in Path("/proc/self/maps").read_text().splitlines() if ".so" in line}
    digests = {hashlib.sha256(Path(file).read_bytes()).hexdigest() for file in mapped if Path(file).is_file()}
    assert {library.sha256 for library in found.values() if library.sha256} <= digests


def test_a_build_with_another_distribution_makes_everything_again(
    built: Path, first_build: tuple[Path, BuildResult], install: Install, tmp_path: Path
) -> None:
    """Those who make PDFs are no exception: the key of a document holds the tool chain as the key of its case does."""
    installed_again("pyphen", tmp_path / "installed", "RECORD", "=", "=A")
    again = build(workspace(built), BuildRequest(None, FAR_AHEAD))
    assert again.rebuilt == first_build[1].rebuilt
    assert again.rebuilt.documents == 3 * len(SMALL)
    assert again.rebuilt.page_templates == 1
    assert again.release is not None
    assert not again.release.new


def test_a_build_with_another_schema_makes_everything_again(built: Path, first_build: tuple[Path, BuildResult]) -> None:
    order = BuildRequest(None, FAR_AHEAD, documents=False)
    shutil.copytree(PROJECT / "schema", built / "schema")
    assert build(workspace(built), order).rebuilt.pages == 0
    schema = built / "schema" / "case.schema.json"
    schema.write_text(schema.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert build(workspace(built), order).rebuilt.pages == first_build[1].rebuilt.pages


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a file of a distribution, and the endings of the released files that differ by it."""

    name: str
    file: str
    was: bytes
    becomes: bytes
    shown: frozenset[str]


CHANGES = (
    Change("babel", "babel/locale-data/en.dat", b"Norway", b"Norge!", frozenset({".html", ".pdf"})),
    Change(
        "markdown",
        "markdown/core.py",
        b"return output.strip()\n",
        b"return output.strip() + '<!-- changed -->'\n",
        frozenset({".html"}),
    ),
    Change(
        "markupsafe",
        "markupsafe/__init__.py",
        b"\n\nif t.TYPE_CHECKING",
        b"\n_first = _escape_inner\n\n\ndef _escape_inner(s):\n    return _first(s).replace('&#39;', '&#x27;')\n"
        b"\n\nif t.TYPE_CHECKING",
        frozenset({".html"}),
    ),
    Change("pydyf", "pydyf/__init__.py", b"b'%\\xf0\\x9f\\x96\\xa4'", b"b'%\\xf0\\x9f\\x92\\x9a'", frozenset({".pdf"})),
    Change("tinycss2", "tinycss2/color4.py", b"multiplier, 16) / 255", b"multiplier, 16) / 256", frozenset({".pdf"})),
    Change(
        "cssselect2",
        "cssselect2/compiler.py",
        b"return f'{selector.class_name!r} in el.classes'",
        b"return f'{selector.class_name!r} in el.classes - {{\"dim\"}}'",
        frozenset({".pdf"}),
    ),
    Change(
        "tinyhtml5",
        "tinyhtml5/treebuilder.py",
        b'"""Insert text data."""\n',
        b'"""Insert text data."""\n        data = data.replace("certificate", "Certificate")\n',
        frozenset({".pdf"}),
    ),
    Change(
        "fonttools",
        "fontTools/ttLib/tables/_h_e_a_d.py",
        b"            self.modified = timestampNow()\n",
        b"            self.modified = timestampNow()\n        self.modified += 1\n",
        frozenset({".pdf"}),
    ),
    Change(
        "jinja2",
        "jinja2/environment.py",
        b"return self.environment.concat(self.root_render_func(ctx))",
        b"return self.environment.concat(self.root_render_func(ctx)) + '\\n'",
        frozenset({".html"}),
    ),
    Change("mkdocs-material", "material/templates/assets/stylesheets/", b"html{", b"html {", frozenset({".css"})),
    Change("pygments", "pygments/__init__.py", b"__version__", b"changed = True\n__version__", frozenset()),
)


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment with copies of the closure's files, to be changed."""

    folder: Path

    @property
    def modules(self) -> Path:
        return next((self.folder / "lib").glob("python*/site-packages"))

    def build(self, project: Path) -> tuple[dict[str, int], dict[str, str]]:
        """What a build made, and the hash of every file of its release."""
        script = (
            "import json, sys\nfrom dataclasses import asdict\nfrom pathlib import Path\n"
            "from casebound.model.days import Day\nfrom casebound.pipeline.build import BuildRequest, build\n"
            "from casebound.load.workspace import workspace\n"
            "built = build(workspace(Path(sys.argv[1])), BuildRequest(None, Day(2093, 3, 3), jobs=2))\n"
            "print(json.dumps(asdict(built.rebuilt)))"
        )
        ran = subprocess.run(
            [self.folder / "bin" / "python", "-c", script, project],
            env={**os.environ, "PYTHONPATH": str(PROJECT / "generator")},
            capture_output=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr.decode()
        release = project / "build" / "handbook"
        files = {path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()}
        return json.loads(ran.stdout), {
            name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()
        }

    def write(self, name: str, file: Path, data: bytes) -> None:
        """Write a file of a distribution and its line in RECORD, as an installer does."""
        seconds = file.stat().st_mtime + 60  # so that Python does not take a compiled file for this one's
        file.write_bytes(data)
        os.utime(file, (seconds, seconds))
        (record,) = self.modules.glob(f"{metadata_of(name).name}/RECORD")
        path = re.escape(file.relative_to(self.modules).as_posix())
        text, count = re.subn(
            rf"^{path},.*$",
            f"{file.relative_to(self.modules).as_posix()},{recorded_digest(data)},{len(data)}",
            record.read_text(encoding="utf-8"),
            flags=re.MULTILINE,
        )
        assert count == 1
        record.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """A copy of what this environment has of the closure, casebound's own metadata included."""
    folder = tmp_path_factory.mktemp("environment") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    made = Environment(folder)
    for name in (*CLOSURE, "casebound"):
        found = distribution(name)
        for path, *_ in csv.reader((found.read_text("RECORD") or "").splitlines()):
            if not path.startswith("..") and not path.endswith((".pyc", ".pth")):
                (made.modules / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(str(found.locate_file(path)), made.modules / path)
    return made


@pytest.fixture(scope="module")
def unchanged(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The small project built with the copy, and its release."""
    project = copy_project(tmp_path_factory.mktemp("unchanged") / "project")
    first, files = environment.build(project)
    assert first["documents"] == 3 * len(SMALL)
    again, same = environment.build(project)
    assert set(again.values()) == {0}
    assert same == files
    return project, files


@pytest.mark.long
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_distribution_changed_for_real_makes_everything_again_as_a_cold_build_does(
    change: Change, environment: Environment, unchanged: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    project = shutil.copytree(unchanged[0], tmp_path / "project", symlinks=True)
    file = environment.modules / change.file
    if file.is_dir():
        (file,) = file.glob("main.*.css")
    data = file.read_bytes()
    assert change.was in data
    try:
        environment.write(change.name, file, data.replace(change.was, change.becomes))
        warm, warm_files = environment.build(project)
        shutil.rmtree(project / "build")
        cold, cold_files = environment.build(project)
    finally:
        environment.write(change.name, file, data)
    assert warm == cold
    assert warm["documents"] == 3 * len(SMALL)
    assert warm_files == cold_files
    names = warm_files.keys() | unchanged[1].keys()
    differing = {name for name in names if warm_files.get(name) != unchanged[1].get(name)} - {"SHA256SUMS"}
    assert change.shown <= {Path(name).suffix for name in differing}
    assert bool(change.shown) == bool(differing)
