"""What the other cases of the project record about the worker of a case, its certificates and its exemptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebound.model.days import Day


@dataclass(frozen=True, slots=True)
class CompetingRequest:
    """Another case with a request for the same worker, employer or activity, countries and days."""

    case: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class OtherExemption:
    """A claim of another case for the same worker, or a worker of the same name, on an overlapping day."""

    case: str
    claim: str
    exempt_in: str
    same_party: bool
    """Whether it names the same employer or activity."""
    same_worker: bool
    """Whether it is for the same reference, and not only for the same name."""


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """Another case in which the worker was sent between the same countries before, and its first day."""

    case: str
    begins: Day


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the other cases record.

    `competing_requests` has other cases if this case or the other one still waits for a certificate. `earlier` has the
    cases of the worker with a certificate for the same direction and partner whose assignment began before. `certified`
    has the cases of the worker with a final certificate for a day of the assignment. `names` has the aliases of the
    worker by form that are a name or an alias of another worker, each with a case of that worker.
    `certificates` has the certificates by id whose number or file another worker's case has too, with that case.
    `exemptions` has the other exemptions of the worker, and of a worker of the same name under another reference, by
    the id of the claim that they overlap.
    """

    competing_requests: tuple[CompetingRequest, ...] = ()
    earlier: tuple[EarlierCase, ...] = ()
    certified: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    certificates: Mapping[str, str] = field(default_factory=dict)
    exemptions: Mapping[str, tuple[OtherExemption, ...]] = field(default_factory=dict)


NOTHING_ELSEWHERE = Elsewhere()
