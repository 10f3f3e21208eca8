"""The least that a policy asks for: what is below it blocks, and what the sample and honest projects set does not."""

from typing import Any

import pytest
from tests.support.sample import AS_OF, GONE, bench, register

from casebound.judge.policy_floor import below_floor
from casebound.model.clock import Clock
from casebound.model.findings import Finding, Location
from casebound.model.findings import Path as KeyPath
from casebound.model.terms import Severity

HOST = {"authority": "An office", "country": "NO"}


def found(path: str, value: Any) -> list[Finding]:
    policy = bench("NO-2026-001", (register("policy", path, value),)).registers.typed().policy
    return list(below_floor(policy, Clock(AS_OF), place))


def place(path: KeyPath) -> Location:
    return Location("registers/policy.yml", 1, 1, "".join(f"/{part}" for part in path))


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("official_hosts/example.com", HOST, "the general public can publish"),
        ("official_hosts/www.example.org", HOST, "the general public can publish"),
        ("official_hosts/nav.github.io", HOST, "the general public can publish"),
        ("official_hosts/nav.wordpress.com", HOST, "the general public can publish"),
        *(
            (f"official_hosts/{host}", HOST, "the general public can publish")
            for host in ("quora.com", "issuu.com", "nav.fandom.com", "tinyurl.com", "webcitation.org", "nav.eu.org")
        ),
        ("official_hosts/agency.example", HOST, "the general public can publish"),
        ("official_hosts/co.uk", {"authority": "An office", "country": "GB"}, "the general public can publish"),
        ("official_hosts/nav.no", {"authority": "Nav", "country": "SE"}, "its domain belongs to NO"),
        ("official_hosts/cms.gov", {"authority": "CMS", "country": "NO"}, "its domain belongs to US"),
        ("official_hosts/gov.uk", {"authority": "HMRC", "country": "FR"}, "its domain belongs to GB"),
        ("intake_labels/Performer", "employer", "no official text says"),
        ("intake_labels/Other", "self-employed", "no official text says"),
        ("intake_labels/Self Employed Certificate", "employer", "means self-employed, not employer"),
        ("intake_labels/Employer Certificate", "self-employed", "means employer, not self-employed"),
        ("completed_words", ["Completed", "Denied"], "does not say that a request is completed"),
        ("completed_words", ["Pending"], "does not say that a request is completed"),
        ("completed_words", ["Received by the agency"], "does not say that a request is completed"),
        ("cut_over", "2026-11-23", "is after the as-of date"),
    ],
)
def test_a_policy_below_the_floor_blocks_and_names_the_setting(path: str, value: Any, words: str) -> None:
    (finding,) = found(path, value)
    assert (finding.control, finding.severity, finding.location.file) == (
        "F36",
        Severity.BLOCKING,
        "registers/policy.yml",
    )
    assert finding.location.path.startswith(f"/{path}")
    assert words in finding.message


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("official_hosts/nav.no", HOST),
        ("official_hosts/gov.uk", {"authority": "HMRC", "country": "GB"}),
        ("official_hosts/gov.br", {"authority": "Governo do Brasil", "country": "BR"}),
        ("official_hosts/europa.eu", {"authority": "European Commission"}),
        ("official_hosts/deutsche-rentenversicherung.de", {"authority": "DRV", "country": "DE"}),
        ("official_hosts/canada.ca", {"authority": "Government of Canada"}),
        ("intake_labels/Self-Employed Certificate", "self-employed"),
        ("intake_labels/employer certificate", "employer"),
        ("completed_words", ["Completed", "Certificate issued", "Closed"]),
        ("cut_over", "2026-11-22"),
        ("cut_over", GONE),
    ],
)
def test_a_policy_at_the_floor_does_not_block(path: str, value: Any) -> None:
    assert found(path, value) == []
