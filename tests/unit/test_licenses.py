"""Everything that casebound installs has a license that lets a company use it and pass it on."""

from importlib import metadata

import pytest

from casebound.runtime.distributions import closure

ALLOWED = (
    "MIT",
    "BSD",
    "Apache",
    "MPL",
    "Mozilla Public License",
    "PSF",
    "HPND",
    "ISC",
    "Unlicense",
    "Python Software",
)
CHOICE = {"pyphen": "GPL, LGPL or MPL 1.1; casebound uses it under the MPL"}
CLUSTER = "distributed"  # of the extra
NAMES = sorted({CLUSTER, *(distribution.name for root in ("casebound", CLUSTER) for distribution in closure(root))})


def licenses(name: str) -> list[str]:
    """The licenses that a distribution states: as an expression, as classifiers, or as text."""
    about = metadata.metadata(name)
    if "License-Expression" in about:
        return [about["License-Expression"]]
    classifiers = [line for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    return [line.rpartition(" :: ")[2] for line in classifiers] or [about["License"]]


def test_the_closure_is_known() -> None:
    assert {"weasyprint", "pikepdf", "pypdfium2", "mkdocs"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_distribution_has_an_allowed_license(name: str) -> None:
    found = licenses(name)
    assert found
    if name not in CHOICE:
        assert all(any(word in stated for word in ALLOWED) for stated in found), found
        assert not any("GPL" in stated or "GNU" in stated for stated in found), found


@pytest.mark.parametrize("name", CHOICE)
def test_a_choice_of_licenses_has_an_allowed_one(name: str) -> None:
    assert any("MPL" in stated for stated in licenses(name))
