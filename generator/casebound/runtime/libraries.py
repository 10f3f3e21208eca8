"""The system's libraries that WeasyPrint draws with: pip does not install them, and no RECORD lists them.

Each is known by its version and by the SHA-256 of its file, since a security update of an operating system changes
the file and seldom the version. The files have about 6 MB together, which takes some ten milliseconds.
"""

import ctypes
import ctypes.util
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Library:
    """A library of the system. `version` is None where the library cannot be loaded.

    A library that does not state its version has the name of its file there. `package` is the Debian package of a
    library that a build cannot do without.
    """

    name: str
    version: str | None
    sha256: str | None
    package: str | None


@dataclass(frozen=True, slots=True)
class _Known:
    """A library by the name and the number of its file, and a function by which the loader finds that file."""

    name: str
    number: int
    function: str
    package: str | None = None


_KNOWN = (
    _Known("pango-1.0", 0, "pango_version_string", "libpango-1.0-0"),
    _Known("pangoft2-1.0", 0, "pango_ft2_font_map_new", "libpangoft2-1.0-0"),
    _Known("harfbuzz", 0, "hb_version_string", "libharfbuzz0b"),
    _Known("harfbuzz-subset", 0, "hb_subset_input_create_or_fail", "libharfbuzz-subset0"),
    _Known("harfbuzz-vector", 0, "hb_vector_paint_create_or_fail"),
    _Known("fontconfig", 1, "FcGetVersion", "libfontconfig1"),
    _Known("freetype", 6, "FT_Init_FreeType"),
    _Known("fribidi", 0, "fribidi_get_bidi_types"),
    _Known("glib-2.0", 0, "g_utf8_validate"),
    _Known("gobject-2.0", 0, "g_object_new"),
)


class _Symbol(ctypes.Structure):
    """The loader's description of an address: Dl_info of dladdr(3)."""

    _fields_ = (
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    )


def libraries() -> Iterator[Library]:
    """The libraries that shape, subset and draw text, as this process loads them."""
    for known in _KNOWN:
        loaded = _load(known)
        if loaded is None:
            yield Library(known.name, None, None, known.package)
            continue
        function = getattr(loaded, known.function, None)
        file = _file_of(function) if function else ""
        state = _VERSIONS.get(known.function)
        version = state(function) if function and state else os.path.basename(file)
        yield Library(known.name, version, _sha256_of(file), known.package)


def _load(known: _Known) -> ctypes.CDLL | None:
    """The library under the file names that WeasyPrint tries on Linux and macOS."""
    names = [f"lib{known.name}.so.{known.number}", f"lib{known.name}.{known.number}.dylib", f"lib{known.name}.dylib"]
    if not sys.platform.startswith("linux"):  # find_library may start a compiler there
        names += filter(None, [ctypes.util.find_library(known.name)])
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _file_of(function: Any) -> str:
    """The path of the file that a function was loaded from; empty if the system does not report it."""
    dladdr = getattr(ctypes.CDLL(None), "dladdr", None)
    symbol = _Symbol()
    if dladdr is None or not dladdr(ctypes.cast(function, ctypes.c_void_p), ctypes.byref(symbol)):
        return ""
    return os.path.realpath(os.fsdecode(symbol.file))


def _sha256_of(file: str) -> str | None:
    try:
        with open(file, "rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:  # macOS has some of its own libraries in no file
        return None


def _text(function: Any) -> str:
    function.restype = ctypes.c_char_p
    return os.fsdecode(function())


def _number(function: Any) -> str:
    number = function()  # 21401 for 2.14.1
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


_VERSIONS: Mapping[str, Callable[[Any], str]] = {
    "pango_version_string": _text,
    "hb_version_string": _text,
    "FcGetVersion": _number,
}
