"""Forked worker processes. They inherit what was prepared before the fork and return results in order."""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from itertools import islice
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from casebound.model.errors import BrokenDocument
from casebound.runtime.children import end_with

Task = TypeVar("Task")
Result = TypeVar("Result")

CHUNK_SIZE = 2  # the note and the dossier of one case: hand-over stays cheap and the load balanced
_CHUNKS_PER_WORKER = 3  # queued at a time; bounds the memory that evidence takes
_SECONDS_TO_END = 30  # for workers without tasks, which need some milliseconds

_work: Callable[[Any], Any] | None = None


def can_fork() -> bool:
    """Whether this system can fork; if not, the work is done in this process."""
    return "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def background(work: Callable[[], Result], jobs: int) -> Iterator[Callable[[], Result]]:
    """Do `work` in a process of its own; the function that this yields waits for the result.

    With one job, or without fork, that function does the work itself. It also raises what the work raises.
    """
    if jobs == 1 or not can_fork():
        yield cache(work)
        return
    with _worker_pool(lambda _: work(), 1) as pool:
        future = pool.submit(_do, (None,))
        yield lambda: future.result()[0]


def map_small_tasks(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, chunk_size: int
) -> Iterator[Result]:
    """The result of `work` for each task, in order. Workers are forked only if there are enough tasks for all.

    The first task is done in this process, so that the workers inherit what it loads.
    """
    yield from map(work, tasks[:1])
    yield from map_ordered(work, tasks[1:], jobs if len(tasks) > chunk_size * jobs else 1, chunk_size)


def map_ordered(
    work: Callable[[Task], Result], tasks: Iterable[Task], jobs: int, chunk_size: int = CHUNK_SIZE
) -> Iterator[Result]:
    """The result of `work` for each task, in order, by `jobs` workers that take `chunk_size` tasks at a time.

    `work` is inherited by the fork, so it may hold values that cannot be pickled. An exception of the work is raised
    here; a worker that dies raises BrokenDocument. With one job, or without fork, the work is done in this process.
    """
    if jobs == 1 or not can_fork():
        yield from map(work, tasks)
        return
    chunks = _chunks(tasks, chunk_size)
    waiting: deque[Future[list[Result]]] = deque()
    with _worker_pool(work, jobs) as pool:
        for chunk in chunks:
            waiting.append(pool.submit(_do, chunk))
            if len(waiting) >= jobs * _CHUNKS_PER_WORKER:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


@contextmanager
def _worker_pool(work: Callable[[Any], Any], jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Forked workers that all do `work`. Raises BrokenDocument if one dies.

    A worker that does not end by itself is killed. It may wait forever for a lock, if the worker that held the lock
    was killed from outside at the end of the work.
    """
    forking = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, forking, initializer=_start, initargs=(work, os.getpid()))
    try:
        yield pool
    except BrokenProcessPool as error:
        raise BrokenDocument("a worker process died", "Try again with --jobs 1.") from error
    finally:
        killing = threading.Timer(_SECONDS_TO_END, _kill, (tuple(pool._processes.values()),))  # noqa: SLF001
        killing.daemon = True  # so that it does not outlast an interrupted build
        killing.start()
        pool.shutdown(cancel_futures=True)
        killing.cancel()


def _kill(workers: Iterable[BaseProcess]) -> None:
    for worker in workers:
        worker.kill()


def _chunks(tasks: Iterable[Task], size: int) -> Iterator[tuple[Task, ...]]:
    rest = iter(tasks)
    while chunk := tuple(islice(rest, size)):
        yield chunk


def _start(work: Callable[[Any], Any], parent: int) -> None:
    global _work  # noqa: PLW0603 - set once, in the worker, before its first task
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # only the parent reacts to Ctrl-C
    gc.freeze()  # objects from before the fork are never garbage; skipping them saves a tenth of the time
    gc.enable()  # a check disables it; a worker makes many documents, whose garbage is large
    _work = work


def _do(chunk: tuple[Any, ...]) -> list[Any]:
    if _work is None:
        raise RuntimeError("the worker has no work function")
    return [_work(task) for task in chunk]
