"""Functions that the workers of a test's cluster call, and a program that calls them as a build does.

`python -m tests.support.cluster_functions ADDRESS FUNCTION CALLS PATIENCE` prints the answers in the order of the calls
and why workers were not used, or the error that a build shows, as JSON.
"""

import json
import os
import sys
from pathlib import Path
from threading import Event

from casebound.model.errors import CannotJudge
from casebound.runtime.cluster import Examination, cluster
from casebound.runtime.cluster_address import ClusterAddress, cluster_address

MODULE = "tests.support.cluster_functions"


def version(_nothing: bytes) -> bytes:
    """What a worker prints with, in these tests: a word of its environment."""
    return os.environ.get("CASEBOUND_TEST_VERSION", "same").encode()


def doubled(number: bytes) -> bytes:
    """A number and its double, after a moment; each call leaves a file behind."""
    Event().wait(0.2)
    Path(os.environ["CASEBOUND_TEST_CALLS"], f"{number.decode()}-{os.getpid()}").touch()
    return b"%d" % (2 * int(number))


def deadly(number: bytes) -> bytes:
    """A number, except 3, at which the process ends."""
    if number == b"3":
        os._exit(9)
    return number


def difference(described: bytes) -> str | None:
    """How a worker differs."""
    return None if described == b"same" else f"its word is {described.decode()}"


def main(address: str, function: str, count: int, patience: int) -> int:
    """Call a function with the numbers up to `count`."""
    found = dict[int, str | None]()
    scheduler = ClusterAddress(cluster_address(address).address, patience)
    try:
        with cluster(scheduler, Examination(f"{MODULE}:version", difference)) as workers:
            for number, answer in workers.answers(f"{MODULE}:{function}", range(1, count + 1), lambda n: b"%d" % n):
                assert number not in found
                found[number] = None if answer is None else answer.decode()
                print(number, file=sys.stderr, flush=True)
            unused = sorted(set(workers.unused.values()))
    except CannotJudge as error:
        print(json.dumps({"error": error.message, "remedy": error.remedy}))
        return 2
    print(json.dumps({"answers": [found[number] for number in sorted(found)], "unused": unused}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
