"""The build cache: a result is found complete, or not at all."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.load.workspace import write_whole
from casebound.release.cache import BuildCache

FILES = {"a.html": b"one", "b.pdf": b"two", "c.pdf": b"one"}


@pytest.fixture
def cache(tmp_path: Path) -> BuildCache:
    return BuildCache(tmp_path / "cache")


def test_what_was_put_is_found_with_its_bytes(cache: BuildCache) -> None:
    put = cache.put("key", FILES)
    found = cache.get("key")
    assert found == put
    assert found is not None
    assert {name: one.read() for name, one in found.items()} == FILES


def test_what_was_never_put_is_not_found(cache: BuildCache) -> None:
    assert cache.get("key") is None


def test_the_same_bytes_are_kept_once(cache: BuildCache) -> None:
    cache.put("key", FILES)
    cache.put("other", FILES)
    assert len([one for one in (cache.folder / "files").rglob("*") if one.is_file()]) == 2


def test_a_result_may_be_made_of_files_that_are_there(cache: BuildCache) -> None:
    cache.link("whole", {**cache.put("one", {"a": b"1"}), **cache.put("two", {"b": b"2"})})
    found = cache.get("whole")
    assert found is not None
    assert {name: one.read() for name, one in found.items()} == {"a": b"1", "b": b"2"}


@pytest.mark.parametrize("harm", ["other bytes", "cut short", "gone", "a folder"])
def test_a_damaged_file_is_never_given_out_and_is_made_good_by_putting_again(cache: BuildCache, harm: str) -> None:
    file = cache.put("key", FILES)["b.pdf"].file
    if harm == "other bytes":
        file.write_bytes(b"TWO")
    elif harm == "cut short":
        os.truncate(file, 1)
    else:
        file.unlink()
        if harm == "a folder":
            file.mkdir()
    assert cache.get("key") is None
    if harm != "a folder":
        assert cache.put("key", FILES)["b.pdf"].read() == b"two"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b'{"a": 7}', b'{"a": "../../../etc/passwd"}', b"null"])
def test_a_damaged_result_is_no_result(cache: BuildCache, data: bytes) -> None:
    cache.put("key", FILES)
    (cache.folder / "results" / "key").write_bytes(data)
    assert cache.get("key") is None


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "deep" / "file"
    write_whole(file, b"first")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, b"second", durably=True)
    assert file.read_bytes() == b"first"


@given(st.dictionaries(st.sampled_from("abcd"), st.binary(max_size=20), max_size=4))
def test_any_files_come_back(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    cache = BuildCache(tmp_path_factory.mktemp("cache"))
    cache.put("key", files)
    found = cache.get("key")
    assert found is not None
    assert {name: one.read() for name, one in found.items()} == files
