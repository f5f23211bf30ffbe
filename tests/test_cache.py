"""Results kept between builds come back equal, and never run code."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from corpus.cache import Cache, code_fingerprint, digest
from corpus.model import Extraction, Page
from corpus.packing import pack, unpack
from test_store import rich_extraction


def test_an_extraction_comes_back_equal(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("abcd", [rich_extraction()])
    assert cache.get("abcd", Extraction) == (rich_extraction(),)


def test_a_missing_or_damaged_entry_is_a_miss(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get("abcd", Extraction) is None
    cache.put("abcd", [rich_extraction()])
    path = cache.path("abcd")
    path.write_bytes(path.read_bytes()[:50])
    assert cache.get("abcd", Extraction) is None


class Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("piege",)


def test_a_pickle_in_its_place_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cache = Cache(tmp_path)
    cache.path("abcd").parent.mkdir()
    cache.path("abcd").write_bytes(pickle.dumps(Trap()))
    assert cache.get("abcd", Extraction) is None
    assert not Path("piege").exists()


def test_another_shape_is_refused() -> None:
    assert unpack(Page, pack(Page(1, 0, 10))) == Page(1, 0, 10)
    with pytest.raises(ValueError, match="Page"):
        unpack(Page, [1, 0])


def test_only_what_was_used_is_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for key in ("aa1", "aa2"):
        cache.put(key, [Page(1, 0, 1)])
    cache.keep_only({"aa2"})
    assert cache.get("aa1", Page) is None
    assert cache.get("aa2", Page) == (Page(1, 0, 1),)


def test_a_fingerprint_tells_parts_apart() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert code_fingerprint("reading") != code_fingerprint("structure")
