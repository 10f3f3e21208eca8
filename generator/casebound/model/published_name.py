"""The names under which a release publishes evidence: a browser or a system never runs a file with such a name.

Most files keep their names. A web page, a drawing with scripts, a program, a shortcut, and every file of another kind
get `.txt` after their names. Their bytes and hashes stay as they are.
"""

from collections.abc import Mapping

from casebound.model.evidence import EvidenceFile

INERT = ".txt"

_SHOWN = frozenset(
    {"pdf", "png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "bmp", "tif", "tiff", "heic", "heif", "txt"}
)
_OPENED_BY_PROGRAMS = frozenset(
    {"docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "rtf", "msg", "zip", "7z", "gz", "tar"}
    | {"mp3", "wav", "m4a", "mp4"}
)
_WRITTEN = frozenset({"eml", "csv", "tsv", "json", "yml", "yaml", "md", "log"})
"""Text. Where a system does not know such an ending, a browser shows text that begins like a page as a page."""

FOLDER = "evidence"


def published_names(files: Mapping[str, EvidenceFile]) -> Mapping[str, str]:
    """The path of each exhibit's file within the published case folder, such as `evidence/page.html.txt`.

    Each file has a path of its own; the exhibits that list the same file share it.
    """
    kept = {file.name: file.name.rpartition("/")[2] for file in files.values() if _keeps_its_name(file)}
    names, used = dict(kept), {name.casefold() for name in kept.values()}
    for key, file in files.items():
        if file.name not in names:
            name = file.name.rpartition("/")[2] + INERT
            name = f"{key}-{name}" if name.casefold() in used else name
            names[file.name] = name
            used.add(name.casefold())
    return {key: f"{FOLDER}/{names[file.name]}" for key, file in files.items()}


def _keeps_its_name(file: EvidenceFile) -> bool:
    _, dot, ending = file.name.rpartition("/")[2].lower().rpartition(".")
    if not dot:
        return False
    return ending in _SHOWN or ending in _OPENED_BY_PROGRAMS or (ending in _WRITTEN and not file.begins_as_markup)
