"""Facts as plain data, and back: what a spaCy `Doc` can carry through bytes and processes.

A dataclass becomes the list of its fields' values; the types of its fields say how to read it back.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def pack(fact: Any) -> Any:
    """`fact` (a frozen dataclass, or what one holds) as lists, dictionaries and scalars."""
    if dataclasses.is_dataclass(fact) and not isinstance(fact, type):
        return [pack(value) for value in _getter(type(fact))(fact)]
    if isinstance(fact, tuple | frozenset):
        return [pack(value) for value in fact]
    if isinstance(fact, Mapping):
        return {key: pack(value) for key, value in fact.items()}
    return fact


@lru_cache(maxsize=64)
def _getter(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in dataclasses.fields(kind)))


def unpack(kind: Any, data: Any) -> Any:
    """What `pack` made of a value of type `kind`, whole again."""
    if data is None:
        return None
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(*(unpack(hint, value) for hint, value in zip(hints, data, strict=True)))
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return unpack(next(a for a in get_args(kind) if a is not type(None)), data)
    if origin is tuple:
        return tuple(unpack(get_args(kind)[0], value) for value in data)
    if origin is frozenset:
        return frozenset(data)
    if origin is not None and origin is not Literal and issubclass(origin, Mapping):
        return {key: unpack(get_args(kind)[1], value) for key, value in data.items()}
    return data


@lru_cache(maxsize=64)
def _hints(kind: type) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in dataclasses.fields(kind))
