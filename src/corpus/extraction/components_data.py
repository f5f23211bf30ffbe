"""Facts as plain data, and back: what lets a spaCy `Doc` carry them through bytes and processes.

In a pipeline the facts are kept as they are; only when a `Doc` is written out (`DocBin`, another
process) is each one turned into the list of its fields' values, and the types of its fields say
how to read it back. spaCy writes user data with msgpack, which asks here for what it does not know.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from srsly.msgpack import msgpack_decoders, msgpack_encoders

from corpus import model

_MARK = "corpus.model"


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
        return _tuple(get_args(kind), data)
    if origin is frozenset:
        return frozenset(data)
    if origin is not None and origin is not Literal and issubclass(origin, Mapping):
        return {key: unpack(get_args(kind)[1], value) for key, value in data.items()}
    return data


def _tuple(kinds: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(unpack(kinds[0], value) for value in data)
    return tuple(unpack(kind, value) for kind, value in zip(kinds, data, strict=True))


@lru_cache(maxsize=64)
def _hints(kind: type) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in dataclasses.fields(kind))


def encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """A fact as a marked table, for msgpack; anything else goes down the `chain`."""
    if type(value).__module__ == model.__name__ and dataclasses.is_dataclass(value):
        return {_MARK: type(value).__name__, "fields": pack(value)}
    return chain(value) if chain else value


def decode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """The fact in a table that `encode` marked; anything else goes down the `chain`."""
    if isinstance(value, dict) and _MARK in value:
        return unpack(getattr(model, str(value[_MARK])), value["fields"])
    return chain(value) if chain else value


msgpack_encoders.register("corpus", func=encode)
msgpack_decoders.register("corpus", func=decode)
