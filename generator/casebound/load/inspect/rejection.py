"""Whether a library rejected an untrusted file or casebound itself failed; the two must never be confused."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from traceback import walk_tb

from casebound.runtime.sandbox import UnreadableFile

DAMAGED = "it is damaged, or its name shows the wrong file type"
NOTHING_VISIBLE = "it contains nothing that can be displayed"
PRINT_OR_ASK = (
    "If the program that it comes from shows more, print it to a PDF there, and record that PDF. Otherwise ask the"
    " sender for a complete copy."
)
ENCRYPTED = "it is encrypted, and nobody can read it without the key of its recipient"
DECRYPT = "Open it where it can be decrypted, print it to a PDF there, and record that PDF."


@contextmanager
def reading(library: str, reason: str, *kinds: type[Exception]) -> Iterator[None]:
    """Raises UnreadableFile with this reason if the library rejects the file; any other exception passes through."""
    try:
        yield
    except (UnreadableFile, MemoryError, RecursionError):
        raise
    except Exception as error:
        if rejects(error, library, *kinds):
            raise UnreadableFile(reason) from error
        raise


def rejects(error: Exception, library: str, *kinds: type[Exception]) -> bool:
    """Whether an exception is the library's response to a file: one of the kinds, or raised inside a library call.

    A library written in Python can raise any exception on a hostile file (KeyError, AssertionError, …), so the test is
    whether the last call from casebound went to the library. A library written in C++ does not appear in the
    traceback, so its exceptions are listed. An AttributeError on a line of casebound is neither.
    """
    return isinstance(error, kinds) or _called_last(error) == library


def _called_last(error: Exception) -> str:
    """The package that the last line of casebound in the traceback called."""
    packages = [_package(frame.f_globals.get("__name__")) for frame, _ in walk_tb(error.__traceback__)]
    beyond = list(takewhile(lambda package: package != _package(__name__), reversed(packages)))
    return beyond[-1] if beyond else ""


def _package(module: object) -> str:
    return str(module).partition(".")[0]
