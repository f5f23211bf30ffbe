"""Dataclasses as plain data and back, by the types their fields are declared with.

A dataclass is packed as the list of its fields' values and unpacked by its annotations. Packed data
holds no code: reading a damaged or foreign one gives a wrong value or an error, never code run.
"""

from __future__ import annotations

import ast
import sys
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

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
def _hints(kind: type) -> dict[str, Any]:
    """The declared types of a dataclass's fields.

    They are read from the module's source where it is compiled: mypyc leaves `type` or nothing of
    the annotations of a class, while the source lies beside the compiled module.
    """
    file = Path(getattr(sys.modules[kind.__module__], "__file__", None) or "")
    if file.suffix in (".so", ".pyd"):
        written = _written(file)[kind.__name__]
        kind = type(kind.__name__, (), {"__annotations__": written, "__module__": kind.__module__})
    return typing.get_type_hints(kind)


@cache
def _written(compiled: Path) -> dict[str, dict[str, str]]:
    source = compiled.with_name(compiled.name.split(".")[0] + ".py")
    return {
        one.name: {
            field.target.id: ast.unparse(field.annotation)
            for field in one.body
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        }
        for one in ast.parse(source.read_text(encoding="utf-8")).body
        if isinstance(one, ast.ClassDef)
    }


@cache
def _is_flat(kind: type) -> bool:
    """True when every field is a plain value, so that a page's 30,000 boxes cost little."""
    hints = _hints(kind)
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
    decoders: list[Decoder] = []

    def decode(packed: Any) -> Any:
        if not decoders:  # late, because a dataclass may hold its own kind
            hints = _hints(kind)
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
