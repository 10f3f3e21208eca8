"""Calls that the workers of the user's Dask cluster answer, bytes in and bytes out.

No call is sent to a worker before it is examined: it must be a worker that prints the same bytes as this machine, and
that never writes results to its disk. This process keeps each call until its answer is here, so the loss of a worker or
of the scheduler costs only time.
"""

import itertools
import pkgutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from casebound.model.errors import CannotJudge
from casebound.runtime.cluster_address import CONNECT_SECONDS, ClusterAddress, connection, is_private

Task = TypeVar("Task")

_TICK = 1.0  # seconds between two looks at the workers while no answer comes
_LOOK_AFTER = 32  # answers, so that new workers are found while answers come
_CALLS_PER_THREAD = 3  # sent at a time; bounds the memory that evidence takes
_MOST_ENDINGS = 3  # processes that end before they answer the same call, or answers that do not arrive
_ARRIVAL_SECONDS = 60  # for an answer that is given; its worker may have ended since


@dataclass(frozen=True, slots=True)
class Examination:
    """The function that describes a worker, and how a description differs from this machine, if it does."""

    function: str
    difference: Callable[[bytes], str | None]


@dataclass(slots=True)
class _Sent(Generic[Task]):
    """A call that was sent: to which workers, and how many processes ended before they answered it."""

    task: Task
    argument: bytes = field(repr=False)
    workers: frozenset[str] = frozenset()
    future: Any = None
    endings: int = 0


@contextmanager
def cluster(address: ClusterAddress, examination: Examination) -> Iterator["Cluster"]:
    """The cluster at an address, which is connected when there is a first call, and until the context ends."""
    workers = Cluster(address, examination)
    try:
        yield workers
    finally:
        if workers.client is not None:
            with suppress(OSError, RuntimeError):  # the scheduler may be gone by now
                workers.client.close(timeout=_TICK)


class Cluster:
    """The workers of a cluster: those that may be used, with their threads, and those that may not, with the reason."""

    def __init__(self, address: ClusterAddress, examination: Examination) -> None:
        self.client: Any = None
        self.unused: dict[str, str] = {}
        self._address = address
        self._examination = examination
        self._scheduler = ""
        self._threads: dict[str, int] = {}
        self._examined: dict[str, Any] = {}
        self._calls = 0
        self._quiet = 0

    def answers(
        self, function: str, tasks: Iterable[Task], argument: Callable[[Task], bytes]
    ) -> Iterator[tuple[Task, bytes | None]]:
        """What the function returns for the argument of each task, in the order in which the answers come.

        None stands for an answer that several processes or workers did not live to give. Raises CannotJudge if the
        scheduler cannot be reached, if there is no worker for as long as the patience lasts, if none of them may be
        used, or if one writes to its disk.
        """
        calls = (_Sent(task, argument(task)) for task in tasks)
        unsent = deque(itertools.islice(calls, 1))
        if not unsent:
            return
        self.client = self.client or connection(self._address)
        waiting, done = dict[str, _Sent[Task]](), SimpleQueue[str]()
        for count in itertools.count():
            if count % _LOOK_AFTER == 0:
                self._look()
            unsent += [waiting.pop(key) for key in self._lost(waiting)]
            while len(waiting) < self._room():
                sent = unsent.popleft() if unsent else next(calls, None)
                if sent is None:
                    break
                waiting[self._send(function, sent, done)] = sent
            if self._room() and not waiting:
                return
            try:
                answered = waiting.pop(done.get(timeout=_TICK), None)
            except Empty:
                self._look()
                continue
            if answered is None:  # it was lost, and is sent again under another key
                continue
            is_final, answer = self._answer(answered)
            if is_final:
                yield answered.task, answer
            else:
                unsent.append(answered)
                self._look()

    def _room(self) -> int:
        """How many calls may be on their way."""
        return sum(self._threads.values()) * _CALLS_PER_THREAD if self.client.status == "running" else 0

    def _send(self, function: str, sent: _Sent[Any], done: SimpleQueue[str]) -> str:
        """Send a call to the workers that may be used now; returns its key, which is also put into `done`."""
        from casebound.runtime import cluster_worker

        self._calls += 1
        key = f"casebound-{self.client.id}-{self._calls}"  # says nothing of the case
        sent.workers = frozenset(self._threads)
        sent.future = self.client.submit(
            cluster_worker.answer,
            cluster_worker.Call(function, sent.argument),
            key=key,
            workers=sorted(sent.workers),
            pure=False,
        )
        sent.future.add_done_callback(lambda _: done.put(key))
        return key

    def _answer(self, sent: _Sent[Any]) -> tuple[bool, bytes | None]:
        """Whether a call has its answer, and the answer; a call without an answer is sent again."""
        from distributed.scheduler import KilledWorker

        try:
            answer = sent.future.result(timeout=_ARRIVAL_SECONDS)
        except KilledWorker:
            return True, None
        except TimeoutError:
            answer = None
        except (CancelledError, OSError):  # the connection was lost
            return False, None
        except Exception as error:
            raise CannotJudge(
                f"the cluster could not run casebound ({type(error).__name__})",
                "Install the same versions on the scheduler and the workers as here, for example from the same image.",
            ) from error
        finally:
            sent.future.release()
        sent.endings += answer is None
        return answer is not None or sent.endings >= _MOST_ENDINGS, answer

    def _lost(self, waiting: Mapping[str, _Sent[Any]]) -> list[str]:
        """The calls of which no worker is left that may answer them."""
        return [key for key, sent in waiting.items() if sent.workers.isdisjoint(self._threads)]

    def _look(self) -> None:
        """Find out which workers there are, and examine those that are new."""
        if self.client.status == "closed":
            try:
                self.client = connection(self._address)
            except CannotJudge:
                self._quiet += CONNECT_SECONDS
        found = self._cluster_now()
        if found is None:
            return
        if found.get("id", "") != self._scheduler:  # a worker with a known address may be another one now
            self._scheduler = found.get("id", "")
            for known in (self._threads, self._examined, self.unused):
                known.clear()
        present = found.get("workers", {})
        for known in (self._threads, self._examined, self.unused):
            for worker in known.keys() - present.keys():
                del known[worker]
        for worker, about in present.items():
            if worker not in self._threads and worker not in self.unused:
                self._examine(worker, about["nthreads"])
        self._be_patient()

    def _cluster_now(self) -> Mapping[str, Any] | None:
        """The scheduler's id and its workers; nothing if it is gone, None if it is slow to answer."""
        if self.client.status != "running":
            return {}
        try:
            found: Mapping[str, Any] = self.client.sync(self.client.scheduler.identity, n_workers=-1)
        except OSError:
            return None
        return found

    def _examine(self, worker: str, threads: int) -> None:
        """Examine a worker: send it the first call, or read its answer, once that is here."""
        if not is_private(worker):
            raise CannotJudge(
                f"the worker {worker} of the cluster does not use encryption", "Start every worker with tls://."
            )
        if worker not in self._examined:
            self._examined[worker] = self._first_call(worker)
        future = self._examined[worker]
        if not future.done():
            return
        del self._examined[worker]
        try:
            spills, described = future.result()
        except (CancelledError, OSError):
            return  # examined again, if it is still there
        except Exception as error:  # noqa: BLE001 - whatever it is, the worker cannot be used
            self.unused[worker] = f"casebound does not run there ({type(error).__name__})"
            return
        if spills:
            raise CannotJudge(
                f"the worker {worker} of the cluster may write personal data to its disk",
                "Set distributed.worker.memory.target and distributed.worker.memory.spill to false on every worker.",
            )
        reason = "casebound does not run there" if described is None else self._examination.difference(described)
        if reason is None:
            self._threads[worker] = threads
        else:
            self.unused[worker] = reason

    def _first_call(self, worker: str) -> Any:
        """Have a worker examine itself. The function is sent as text, since a worker that cannot load it would end."""
        from dask.utils import apply

        wanted: Any = partial(self.client.submit, workers=[worker], pure=False)
        function = wanted(pkgutil.resolve_name, "casebound.runtime.cluster_worker:examined")
        return wanted(apply, function, [self._examination.function])

    def _be_patient(self) -> None:
        """Wait for a worker, but not forever, and not at first where there are only workers that cannot be used."""
        if self._threads:
            self._quiet = 0
            return
        self._quiet += 1
        if self._quiet * _TICK > self._address.patience or (self.unused and not self._examined and not self._calls):
            if self.unused:
                worker, reason = min(self.unused.items())
                raise CannotJudge(
                    f"no worker of the cluster can be used; of {worker}, {reason}",
                    "Install the same versions on the scheduler and the workers as here, for example from the same"
                    " image.",
                )
            raise CannotJudge(
                f"the cluster at {self._address.address} had no free worker for {self._address.patience} seconds",
                "Start its workers, then build again; finished documents are kept.",
            )
