"""The figure of copied PDFs: each outcome is counted for what it is."""

import subprocess
import sys
from pathlib import Path

import pytest
from bench.copied import outcome
from tests.support import exhibit_files as files
from tests.support.sample import PROJECT


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (files.plain_pdf(), ("copied", "")),
        (files.cmyk_pdf(), ("drawn", "CMYK or spot colors")),
        (files.encrypted_pdf(user="secret"), ("not shown", "it is encrypted and requires a password")),
    ],
    ids=["copied", "drawn", "not shown"],
)
def test_a_pdf_is_counted_as_copied_drawn_or_not_shown(data: bytes, expected: tuple[str, str]) -> None:
    assert outcome(data) == expected


def test_the_counts_of_a_folder_add_up(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for name, data in {"a.pdf": files.plain_pdf(), "b.pdf": files.cmyk_pdf(), "below/c.pdf": b"%PDF-1.4"}.items():
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, str(PROJECT / "bench/copied.py"), str(tmp_path)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed.startswith("3 PDFs: 1 copied (50% of those that can be shown), 1 drawn, 1 not shown\n")
