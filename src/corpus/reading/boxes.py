"""Boxes of words, made fast: a long file has 100,000 of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from typing import Any, cast

from corpus.model import Box

# A `Box` that is not yet frozen, with the same slots; it becomes one by a change of class. A frozen
# dataclass takes 1.8 µs to make and this 0.3.
_OpenBox: Any = make_dataclass("_OpenBox", [one.name for one in fields(Box)], slots=True)


def _closed(*values: Any) -> Box:
    box = _OpenBox(*values)
    box.__class__ = Box
    return cast(Box, box)


def _maker() -> Callable[..., Box]:
    """The quick way to make a box, or the plain one where the model is compiled: a compiled class
    has a layout of its own, which no other class can change into."""
    try:
        _closed(0, 0, 0, 0.0, 0.0, 0.0, 0.0, None)
    except TypeError:
        return Box
    return _closed


#: Makes a `Box` of its fields, in order.
make_box: Callable[..., Box] = _maker()
