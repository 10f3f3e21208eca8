"""Files of what came out before, which new output must equal. `make golden` rewrites them."""

import pytest
from tests.support.sample import PROJECT

GOLDEN = PROJECT / "tests" / "golden"
ACTUAL = PROJECT / "tests" / "actual"


def compare(name: str, text: str, request: pytest.FixtureRequest) -> None:
    """Fail if the text differs from the golden file; what really came out lands in tests/actual/ then."""
    golden = GOLDEN / name
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
        return
    wanted = golden.read_text(encoding="utf-8")
    if text != wanted:
        ACTUAL.mkdir(exist_ok=True)
        (ACTUAL / name).write_text(text, encoding="utf-8")
    assert text == wanted, f"compare tests/golden/{name} with tests/actual/{name}"
