"""File names that every system can store: on Windows some names are reserved, and upper and lower case are equal."""

import unicodedata
from collections.abc import Iterable, Iterator

MOST_PATH_CHARACTERS = 240
"""The longest path within a project or a release; Windows allows 260 characters for the whole path."""

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in (*"0123456789", "¹", "²", "³")}
)
_REFUSED = frozenset('<>:"|?*\\')
_MOST_NAME_BYTES = 255
_FIRST_PRINTABLE = " "


def is_reserved(name: str) -> bool:
    """Whether Windows takes the name for a device, whatever follows its first dot."""
    return name.partition(".")[0].rstrip(" ").lower() in _RESERVED


def problem_with(path: str, before: int = 0) -> str | None:
    """Why a path cannot be stored on every system; None if it can. `before` counts the characters that precede it."""
    if before + len(path) > MOST_PATH_CHARACTERS:
        return f"the path is longer than {MOST_PATH_CHARACTERS} characters"
    return next((problem for problem in map(_problem_with_part, path.split("/")) if problem), None)


def _problem_with_part(name: str) -> str | None:
    refused = [character for character in name if character in _REFUSED or character < _FIRST_PRINTABLE]
    if is_reserved(name):
        return f"Windows reserves the name {name.partition('.')[0]}"
    if refused:
        return f"Windows allows no {' '.join(sorted(map(ascii, refused)))} in a name"
    if name.endswith((".", " ")):
        return "Windows drops the dot or the space at the end of a name"
    if len(name.encode("utf-8", "surrogateescape")) > _MOST_NAME_BYTES:
        return f"it is longer than {_MOST_NAME_BYTES} bytes"
    return None


def printable(name: str) -> str:
    """The name of a file with an escape sequence for each character that cannot be printed."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)


def name_problems(folder: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name in a folder that some system refuses or takes for an earlier name, with the reason."""
    seen: dict[str, str] = {}
    for name in names:
        if problem := problem_with(name, len(folder) + 1):
            yield name, problem
        if (earlier := seen.setdefault(_key(name), name)) != name:
            yield name, f"it is the same name as {earlier}: {_difference(name, earlier)}"


def alike(name: str, names: Iterable[str]) -> str | None:
    """A name that is the same for some system, with the difference; None if the name itself is there, or none is."""
    names = tuple(names)
    found = next((there for there in names if _key(there) == _key(name)), None) if name not in names else None
    return found and f"{found} ({_difference(name, found)})"


def _key(name: str) -> str:
    """Equal for names that some system takes for the same name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _difference(name: str, second: str) -> str:
    if unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", second):
        return "only the accents are stored differently"
    return "only upper and lower case differ"


def same_published(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each path whose last part an earlier path has too, with the reason: a release publishes files under that part."""
    seen: dict[str, str] = {}
    for path in paths:
        earlier = seen.setdefault(path.rpartition("/")[2], path)
        if earlier != path:
            yield path, f"a release publishes it under the same name as {earlier}"
