"""Printing a PDF on another machine: a task and its kit as bytes, the PDF or the reason why there is none as bytes.

The fonts of casebound are not sent, because they come with it: `description` states which ones a process has, together
with its tool chain, and `difference` compares that with this process.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import msgspec

from casebound.load.workspace import Workspace
from casebound.model.errors import BrokenDocument, BrokenTemplate, CannotJudge, InternalError, origin
from casebound.render.documents.document_tasks import DocumentTask, RenderedDocument
from casebound.render.documents.print_assets import PrintAssets, bundled_fonts
from casebound.render.exhibits import TEMPLATE, BundleTask
from casebound.render.pdf_printing import PrintKit, PrintTask, key, render
from casebound.render.templates import Templates
from casebound.runtime.distributions import Distribution
from casebound.runtime.libraries import Library
from casebound.runtime.toolchain import Toolchain, toolchain

PRINT, DESCRIBE = f"{__name__}:print_packed", f"{__name__}:description"
"""The names of the functions that another process calls, as `pkgutil.resolve_name` reads them."""

_OTHER_VERSION = "its casebound is another version"

Part = Distribution | Library

_KINDS: Mapping[str, type[PrintTask]] = {kind.__name__: kind for kind in (DocumentTask, BundleTask)}
_ERRORS: Mapping[str, type[CannotJudge]] = {
    error.__name__: error for error in (BrokenDocument, BrokenTemplate, InternalError)
}


@dataclass(frozen=True, slots=True)
class PackedKit:
    """A kit without the fonts of casebound; `fonts` are those of the project."""

    css: str
    preview_css: str
    paper: str
    fonts: dict[str, bytes] = field(repr=False)
    templates: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PackedTask:
    """One task, by the name of its class, with the kit that prints it."""

    kind: str
    task: bytes = field(repr=False)
    kit: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PackedResult:
    """The bytes of a PDF, or the error that there was instead, by the name of its class."""

    data: bytes = field(default=b"", repr=False)
    error: str = ""
    message: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """What a process prints with: its tool chain, and the hash of the fonts of casebound."""

    toolchain: Toolchain
    fonts: str


def packed_kit(kit: PrintKit) -> bytes:
    """The kit as bytes."""
    assets, shipped = kit.print_assets, _shipped_fonts()
    own = {name: font for name, font in assets.fonts.items() if shipped.get(name) != font}
    sources = dict(kit.templates.sources(TEMPLATE))
    return msgspec.msgpack.encode(PackedKit(assets.css, assets.preview_css, assets.paper, own, sources))


def packed(task: PrintTask, kit: bytes) -> bytes:
    """The task as bytes, with a packed kit."""
    return msgspec.msgpack.encode(PackedTask(type(task).__name__, msgspec.msgpack.encode(task), kit))


def unpacked(result: bytes, task: PrintTask) -> RenderedDocument:
    """The PDF that was printed for a task. Raises the error of the other process."""
    found = msgspec.msgpack.decode(result, type=PackedResult)
    if found.error:
        raise _ERRORS.get(found.error, InternalError)(found.message, found.remedy)
    return RenderedDocument(task.case, task.name, key(task), found.data)


def print_packed(order: bytes) -> bytes:
    """Print a packed task. An error is a result too, since the other process must neither log nor show it."""
    try:
        found = msgspec.msgpack.decode(order, type=PackedTask)
        task: PrintTask = msgspec.msgpack.decode(found.task, type=_KINDS[found.kind])
        result = PackedResult(render(task, _kit(found.kit)).data)
    except CannotJudge as error:
        result = PackedResult(b"", type(error).__name__, error.message, error.remedy)
    except Exception as error:  # noqa: BLE001 - the process that sent the task reports it
        remedy = "Report this error to the casebound project."
        result = PackedResult(b"", InternalError.__name__, f"internal error ({origin(error)})", remedy)
    return msgspec.msgpack.encode(result)


def described() -> Description:
    """What this process prints with."""
    fonts = [[name, hashlib.sha256(font).hexdigest()] for name, font in sorted(_shipped_fonts().items())]
    return Description(toolchain(), hashlib.sha256(msgspec.msgpack.encode(fonts)).hexdigest())


def description(_nothing: bytes = b"") -> bytes:
    """What this process prints with, as bytes."""
    return msgspec.msgpack.encode(described())


def difference(theirs: bytes) -> str | None:
    """How another process differs from this one; None if both print the same bytes."""
    ours = description()
    if ours == theirs:
        return None
    try:
        here, there = (msgspec.msgpack.decode(found, type=Description).toolchain for found in (ours, theirs))
    except msgspec.MsgspecError:
        return _OTHER_VERSION
    for name, its, ours_is in (
        ("Python", there.python, here.python),
        ("platform", there.platform, here.platform),
        ("zlib", there.zlib, here.zlib),
    ):
        if its != ours_is:
            return f"its {name} is {its}, and here it is {ours_is}"
    if found := _first_different(here.distributions, there.distributions):
        return f"its package {found}"
    if found := _first_different(here.libraries, there.libraries):
        return f"its library {found}"
    return _OTHER_VERSION if here.code != there.code else "its fonts differ"


def _first_different(ours: Sequence[Part], theirs: Sequence[Part]) -> str | None:
    """The first part by name of which the other process has another version or none."""
    here, there = ({part.name: part for part in parts} for parts in (ours, theirs))
    for name in sorted({*here, *there}):
        if here.get(name) != there.get(name):
            found = [(parts[name].version if name in parts else None) or "missing" for parts in (there, here)]
            if found[0] == found[1]:
                return f"{name} {found[0]} has other files than here"
            return f"{name} is {found[0]}, and here it is {found[1]}"
    return None


@lru_cache(maxsize=2)
def _kit(data: bytes) -> PrintKit:
    kit = msgspec.msgpack.decode(data, type=PackedKit)
    assets = PrintAssets(kit.css, kit.preview_css, {**_shipped_fonts(), **kit.fonts}, kit.paper)
    return PrintKit(assets, Templates((), kit.templates))


@lru_cache(maxsize=1)
def _shipped_fonts() -> Mapping[str, bytes]:
    return bundled_fonts((Workspace(Path()).shipped("site_templates"),))
