"""Facts as plain data, and back: what lets a spaCy `Doc` carry them through bytes and processes.

In a pipeline the facts are kept as they are; only when a `Doc` is written out (`DocBin`, another
process) is each one turned into the list of its fields' values, and the types of its fields say
how to read it back. spaCy writes user data with msgpack, which asks here for what it does not know.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from srsly.msgpack import msgpack_decoders, msgpack_encoders

from corpus import model
from corpus.packing import pack, unpack

_MARK = "corpus.model"


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
