"""When a library rejects a foreign file, and when casebound itself fails on it: the two must never be mixed up."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from traceback import walk_tb

from casebound.runtime.sandbox import UnreadableFile

DAMAGED = "it is damaged, or is not what it says it is"


@contextmanager
def reading(library: str, reason: str, *kinds: type[Exception]) -> Iterator[None]:
    """Raises UnreadableFile, with this reason, where the library rejects the file; lets any other exception through."""
    try:
        yield
    except (UnreadableFile, MemoryError, RecursionError):
        raise
    except Exception as error:
        if rejects(error, library, *kinds):
            raise UnreadableFile(reason) from error
        raise


def rejects(error: Exception, library: str, *kinds: type[Exception]) -> bool:
    """Whether an exception is the library's answer to a file: one of the kinds, or raised within a call of it.

    A library written in Python raises whatever it stumbles over in a hostile file (KeyError, AssertionError, …), so
    what counts is whether the code that casebound called last is the library's. A library written in C++ leaves no
    trace of itself there and has its kinds. An AttributeError on a line of casebound is neither.
    """
    return isinstance(error, kinds) or _called_last(error) == library


def _called_last(error: Exception) -> str:
    """The package that the last line of casebound called, as far as the traceback knows."""
    packages = [_package(frame.f_globals.get("__name__")) for frame, _ in walk_tb(error.__traceback__)]
    beyond = list(takewhile(lambda package: package != _package(__name__), reversed(packages)))
    return beyond[-1] if beyond else ""


def _package(module: object) -> str:
    return str(module).partition(".")[0]
