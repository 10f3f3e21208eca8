"""Forked workers that share what was made ready before the fork, and hand results back in order."""

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from casebound.model.errors import BrokenDocument

Task = TypeVar("Task")
Result = TypeVar("Result")

A_CHUNK = 2  # the note and the dossier of one case: the hand-over stays cheap and the work evenly shared
_AHEAD = 3  # chunks under way for each worker; bounds the memory that evidence takes

_work: Callable[[Any], Any] | None = None


def can_fork() -> bool:
    """Whether this system can fork; elsewhere the work is done in this process."""
    return "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def meanwhile(work: Callable[[], Result], jobs: int) -> Iterator[Callable[[], Result]]:
    """Work that a process of its own does while this one goes on; what is given waits for the result.

    With one job, or where no process can be forked, it is done when it is asked for. What it raises is raised then.
    """
    if jobs == 1 or not can_fork():
        yield cache(work)
        return
    with _crew(lambda _: work(), 1) as pool:
        result = pool.submit(_do, (None,))
        yield lambda: result.result()[0]


def many(work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, a_chunk: int) -> Iterator[Result]:
    """What `work` makes of each of many small tasks, in their order: by workers where there is enough for them.

    The first is done here, so that workers find ready what it made ready.
    """
    yield from map(work, tasks[:1])
    yield from in_order(work, tasks[1:], jobs if len(tasks) > a_chunk * jobs else 1, a_chunk)


def in_order(
    work: Callable[[Task], Result], tasks: Iterable[Task], jobs: int, a_chunk: int = A_CHUNK
) -> Iterator[Result]:
    """What `work` makes of each task, in the order of the tasks, by so many workers, `a_chunk` tasks at a time.

    `work` travels by the fork, so it may hold what cannot be pickled. What it raises is raised here;
    a worker that dies raises BrokenDocument. With one job, or where no process can be forked, it is done here.
    """
    if jobs == 1 or not can_fork():
        yield from map(work, tasks)
        return
    chunks = _chunks(tasks, a_chunk)
    waiting: deque[Future[list[Result]]] = deque()
    with _crew(work, jobs) as pool:
        for chunk in chunks:
            waiting.append(pool.submit(_do, chunk))
            if len(waiting) >= jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


@contextmanager
def _crew(work: Callable[[Any], Any], jobs: int) -> Iterator[ProcessPoolExecutor]:
    """So many forked workers that know their work. Raises BrokenDocument where one dies."""
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), initializer=_take, initargs=(work,))
    try:
        yield pool
    except BrokenProcessPool as error:
        raise BrokenDocument("a worker died while making documents", "Try again with --jobs 1.") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _chunks(tasks: Iterable[Task], size: int) -> Iterator[tuple[Task, ...]]:
    rest = iter(tasks)
    while chunk := tuple(islice(rest, size)):
        yield chunk


def _take(work: Callable[[Any], Any]) -> None:
    global _work  # noqa: PLW0603 - set once, in the worker, before its first task
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent alone answers Ctrl-C
    gc.freeze()  # what came with the fork is never garbage; not looking at it again saves a tenth of the time
    gc.enable()  # a check turns it off; a worker makes many documents, whose garbage is large
    _work = work


def _do(chunk: tuple[Any, ...]) -> list[Any]:
    if _work is None:
        raise RuntimeError("a worker was given a task before its work")
    return [_work(task) for task in chunk]
