"""What is inside files of evidence. They are not trusted: a child opens them, many in one go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from casebound.load.inspect.active_content import acts_in
from casebound.load.inspect.emails import letter_of
from casebound.load.inspect.file_types import Kind, kind_of
from casebound.load.inspect.images import look
from casebound.load.inspect.pdfs import MOST_CHARACTERS, texts_in
from casebound.load.inspect.text_files import decoded
from casebound.model.evidence import Inside, Words
from casebound.runtime.sandbox import Failed, UnreadableFile, run_sandboxed

_MEMORY = 1 << 30
_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A file's name and bytes, and whether its words are asked for."""

    name: str
    data: bytes
    quoted: bool = False


def insides(files: Sequence[Asked]) -> tuple[Inside, ...]:
    """What is inside each of the files. Where one of them breaks the reader down, each is read by itself.

    Raises InternalError, with the name of the file, where casebound itself fails on it.
    """
    try:
        return run_sandboxed(_all, files, tuple[Inside, ...], memory=_MEMORY, seconds=_SECONDS)
    except UnreadableFile as reason:
        if len(files) == 1:
            return (Inside(unusable=str(reason)),)
    except Failed as failure:
        if len(files) == 1:
            raise failure.on(files[0].name) from failure
    return tuple(chain.from_iterable(insides((one,)) for one in files))


def _all(files: Sequence[Asked]) -> tuple[Inside, ...]:  # pragma: no cover - runs in the child
    return tuple(map(_inside, files))


def _inside(one: Asked) -> Inside:
    try:
        return _looked_into(one)
    except UnreadableFile as refusal:
        return Inside(unusable=str(refusal))


def _looked_into(one: Asked) -> Inside:
    """What is inside a file. Raises UnreadableFile where it does not open."""
    if not one.data:
        raise UnreadableFile("it is empty, 0 bytes")
    kind, acting = kind_of(one.name, one.data), tuple[str, ...]()
    if kind is Kind.PDF:
        acting = acts_in(one.data)
    elif kind in (Kind.PNG, Kind.JPEG):
        look(one.data)
    elif kind is Kind.MAIL:
        letter_of(one.data)
    elif kind is Kind.TEXT:
        decoded(one.data)
    return Inside(acting=acting, words=_words(one, kind) if one.quoted else None)


def _words(one: Asked, kind: Kind) -> Words:
    if kind in (Kind.PNG, Kind.JPEG):
        return Words(problem="it is a picture, and a picture holds no words that could be compared")
    if kind not in _READERS:
        return Words(problem="words are looked up in PDFs, text files and e-mails alone")
    try:
        return Words(_READERS[kind](one.data))
    except UnreadableFile as refusal:
        return Words(problem=f"its text could not be read: {refusal}")


def _of_mail(data: bytes) -> tuple[str, ...]:
    letter = letter_of(data)
    heads = [f"{name}: {value}" for name, value in letter.headers]
    return ("\n".join([*heads, "", letter.body])[:MOST_CHARACTERS],)


def _of_text(data: bytes) -> tuple[str, ...]:
    return tuple(decoded(data).text[:MOST_CHARACTERS].split("\f"))


_READERS: Mapping[Kind, Callable[[bytes], tuple[str, ...]]] = {
    Kind.PDF: texts_in,
    Kind.MAIL: _of_mail,
    Kind.TEXT: _of_text,
}
