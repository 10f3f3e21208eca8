"""What came from elsewhere carries its license, its version and its hash."""

import hashlib
import json
from pathlib import Path

ASSETS = Path(__file__).parents[3] / "site_templates" / "assets"
VENDORED = json.loads((ASSETS / "vendored.json").read_bytes())


def test_every_vendored_file_is_the_one_that_was_vendored() -> None:
    for package in VENDORED:
        for name, digest in package["files"].items():
            assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == digest, name


def test_every_package_names_its_version_and_brings_its_license() -> None:
    for package in VENDORED:
        assert package["version"]
        assert package["license"]
        assert (ASSETS / package["license_file"]).read_text(encoding="utf-8").strip()


def test_nothing_under_fonts_or_vendor_goes_unlisted() -> None:
    listed = {name for package in VENDORED for name in (*package["files"], package["license_file"])}
    there = {
        path.relative_to(ASSETS).as_posix() for folder in ("fonts", "vendor") for path in (ASSETS / folder).glob("*")
    }
    assert there == listed
