"""Results kept on disk between two builds: the model's dataclasses, as msgpack, never as pickle."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import srsly

from corpus.packing import pack, unpack

T = TypeVar("T")


class Cache:
    """Packed results in a folder, each under the fingerprint of what it was made from.

    A missing or damaged entry is a miss, so that the folder may be deleted at any time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where the entry of `key` lies."""
        return self.folder / key[:2] / f"{key}.bin"

    def get(self, key: str, kind: type[T]) -> tuple[T, ...] | None:
        """The values stored under `key`, or None."""
        try:
            packed = srsly.msgpack_loads(zlib.decompress(self.path(key).read_bytes()))
            return tuple(unpack(kind, one) for one in packed)
        except (OSError, ValueError, TypeError, zlib.error):
            return None

    def put(self, key: str, values: Iterable[Any]) -> None:
        """Store `values` under `key`, whole or not at all."""
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = zlib.compress(srsly.msgpack_dumps([pack(one) for one in values]), 1)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(data)
        temporary.replace(path)

    def keep_only(self, keys: set[str]) -> None:
        """Delete every entry but those of `keys`, which a build has just used."""
        for path in self.folder.glob("??/*.bin"):
            if path.stem not in keys:
                path.unlink(missing_ok=True)


def digest(*parts: str | bytes) -> str:
    """A fingerprint of `parts`, in order."""
    state = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big") + data)
    return state.hexdigest()[:40]


@cache
def code_fingerprint(*rooms: str) -> str:
    """A fingerprint of the code and data of some rooms of this package (`reading`, `french`, …).

    Results are keyed by it, so that a corrected reader or finder never serves a stale result.
    """
    root = Path(__file__).parent
    paths = [root / "model.py"]
    for room in rooms:
        paths += sorted(
            path
            for path in (root / room).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )
    return digest(*(part for path in paths for part in (path.name, path.read_bytes())))
