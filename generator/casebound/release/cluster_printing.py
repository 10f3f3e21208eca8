"""Printing the PDFs of a build by the workers of a cluster."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from casebound.model.errors import BrokenDocument
from casebound.render import remote_printing
from casebound.render.documents.document_tasks import RenderedDocument
from casebound.render.pdf_printing import PrintKit, PrintTask
from casebound.runtime.cluster import Cluster, Examination, cluster
from casebound.runtime.cluster_address import ClusterAddress


@contextmanager
def printing_cluster(address: ClusterAddress) -> Iterator[Cluster]:
    """The cluster, of which only those workers print that print the same bytes as this machine."""
    with cluster(address, Examination(remote_printing.DESCRIBE, remote_printing.difference)) as workers:
        yield workers


def render_all(tasks: Iterable[PrintTask], kit: PrintKit, workers: Cluster) -> Iterator[RenderedDocument]:
    """Print many PDFs, in the order in which the workers finish. Raises BrokenDocument where one cannot be printed."""
    argument = partial(remote_printing.packed, kit=remote_printing.packed_kit(kit))
    for task, result in workers.answers(remote_printing.PRINT, tasks, argument):
        if result is None:
            raise BrokenDocument(
                f"{task.case}, {task.name}: the workers of the cluster that printed it ended",
                "Give the workers more memory, or build without --cluster.",
            )
        yield remote_printing.unpacked(result, task)
