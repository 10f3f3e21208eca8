"""The scheduler of the user's Dask cluster: its address, and a connection to it."""

import logging
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from casebound.model.errors import CannotJudge

CONNECT_SECONDS = 10
_SETTINGS = {
    "distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s",
    "distributed.admin.large-graph-warning-threshold": "1GiB",  # a call contains the evidence of a case
}


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """The address of a scheduler. A build waits `patience` seconds for it to return, or for a worker."""

    address: str
    patience: int = 120


def cluster_address(text: str) -> ClusterAddress:
    """An address as the user writes it. Raises ValueError with the reason why it cannot be used."""
    parts = urlsplit(text)
    try:
        complete = bool(parts.hostname and parts.port) and text == f"{parts.scheme}://{parts.netloc}"
    except ValueError:  # the port is not a number
        complete = False
    if parts.scheme not in ("tls", "tcp") or not complete:
        raise ValueError("the address of a scheduler is tls://HOST:PORT")
    if not is_private(text):
        raise ValueError("tcp:// is not encrypted and is for this machine only; use tls://HOST:PORT")
    return ClusterAddress(text)


def is_private(address: str) -> bool:
    """Whether everything sent to an address is encrypted, or stays on this machine."""
    parts = urlsplit(address)
    try:
        return parts.scheme == "tls" or parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:  # the name of another machine
        return False


def connection(address: ClusterAddress) -> Any:
    """A client of the scheduler. Raises CannotJudge without the extra, without a certificate, or without an answer."""
    try:
        import dask
        from distributed import Client
        from distributed.security import Security
    except ImportError as error:
        raise CannotJudge(
            f"--cluster needs the package {error.name}", "Install it with: pip install 'casebound[cluster]'"
        ) from error
    dask.config.set(_SETTINGS)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what a user needs to know is an error of ours
    is_encrypted = address.address.startswith("tls://")
    try:
        security = Security(require_encryption=is_encrypted)
        if is_encrypted and not (security.tls_ca_file and security.tls_client_cert):
            raise CannotJudge(
                f"the configuration of Dask names no certificate for {address.address}",
                "Set distributed.comm.tls.ca-file and distributed.comm.tls.client.cert there.",
            )
        return Client(
            address.address, security=security, timeout=CONNECT_SECONDS, set_as_default=False, name="casebound"
        )
    except (OSError, ValueError) as error:  # ValueError: versions of Dask that do not work together
        raise CannotJudge(
            f"the scheduler at {address.address} cannot be reached ({str(error).splitlines()[0]})",
            "Start the scheduler; check its address and, with tls://, the certificates.",
        ) from error
