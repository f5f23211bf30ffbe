"""Results kept on disk between two builds: the model's dataclasses, as msgpack, never as pickle.

A dataclass is packed as the list of its fields' values and unpacked by its annotations, so a file
holds data only: reading a damaged or foreign one gives a wrong value or an error, never code run.
"""

from __future__ import annotations

import hashlib
import os
import types
import typing
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import srsly

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def pack(value: Any) -> Any:
    """`value` (dataclasses, tuples, mappings, plain values) as lists, dictionaries and scalars."""
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        values = _getter(type(value))(value)
        return values if _is_flat(type(value)) else [pack(one) for one in values]
    if isinstance(value, Mapping):
        return {str(key): pack(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [pack(one) for one in value]


def unpack(kind: type[T], packed: Any) -> T:
    """The inverse of `pack` for a dataclass. Raises `ValueError` when `packed` is not one."""
    try:
        return typing.cast(T, _decoder(typing.cast(typing.Hashable, kind))(packed))
    except (TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"not a packed {kind.__name__}: {error}") from error


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


@cache
def _getter(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    names = _names(kind)
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names)


@cache
def _is_flat(kind: type) -> bool:
    """True when every field is a plain value, so that a page's 30,000 boxes cost little."""
    hints = typing.get_type_hints(kind)
    return all(_decoder(hints[name]) is _same for name in _names(kind))


def _same(packed: Any) -> Any:
    return packed


@cache
def _decoder(kind: Any) -> Decoder:
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_decoder(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        inner = _decoder(next(one for one in arguments if one is not type(None)))
        if inner is _same:
            return _same
        return lambda packed: None if packed is None else inner(packed)
    if origin is tuple:
        return _tuple_decoder(arguments)
    if origin is frozenset:
        return frozenset
    if isinstance(origin, type) and issubclass(origin, Mapping):
        value = _decoder(arguments[1])
        return lambda packed: {key: value(one) for key, one in packed.items()}
    return _same


def _dataclass_decoder(kind: type) -> Decoder:
    hints = typing.get_type_hints(kind)
    decoders: list[Decoder] = []

    def decode(packed: Any) -> Any:
        if not decoders:  # late, because a dataclass may hold its own kind
            decoders.extend(_decoder(hints[name]) for name in _names(kind))
        if len(packed) != len(decoders):
            raise TypeError(f"{len(packed)} fields, {len(decoders)} expected")
        if _is_flat(kind):
            return kind(*packed)
        return kind(*[one(value) for one, value in zip(decoders, packed, strict=True)])

    return decode


def _tuple_decoder(arguments: tuple[Any, ...]) -> Decoder:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        inner = _decoder(arguments[0])
        return lambda packed: tuple([inner(one) for one in packed])
    inners = [_decoder(one) for one in arguments]
    return lambda packed: tuple(one(value) for one, value in zip(inners, packed, strict=True))


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
