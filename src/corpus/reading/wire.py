"""Documents from the reading process to its parent, as plain data.

The process that reads a hostile file may have been taken over by it, so what it sends is parsed as
msgpack, never unpickled. Rows of flat dataclasses go as tuples: 30,000 word boxes must not cost
more than reading them did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar, cast

from corpus.errors import ReadingError
from corpus.model import Block, Box, Document, Edit, Furniture, NoteCall, Page, Problem, Span

T = TypeVar("T")
_ROWS: dict[str, type[Any]] = {
    "pages": Page,
    "blocks": Block,
    "boxes": Box,
    "edits": Edit,
    "furniture": Furniture,
    "problems": Problem,
}
_SCALARS = ("name", "text", "format", "path", "part", "sha256", "reader")


def dump(documents: Iterable[Document]) -> bytes:
    """`documents` as bytes."""
    import srsly

    return cast(bytes, srsly.msgpack_dumps({"documents": [_packed(one) for one in documents]}))


def dump_error(error: ReadingError) -> bytes:
    """A refusal as bytes."""
    import srsly

    return cast(bytes, srsly.msgpack_dumps({"error": [error.message, error.remedy, error.code]}))


def load(data: bytes) -> tuple[Document, ...]:
    """What `dump` packed. Raises the `ReadingError` that `dump_error` packed, and `ValueError`
    for anything else."""
    import srsly

    try:
        content = srsly.msgpack_loads(data)
        if "error" in content:
            message, remedy, code = (str(part) for part in content["error"])
            raise ReadingError(message, remedy, code=code)
        return tuple(_unpacked(one) for one in content["documents"])
    except ReadingError:
        raise
    except Exception as error:  # whatever a foreign process sent
        raise ValueError(f"not a packed document: {error}") from error


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _rows(kind: type[Any], items: Sequence[Any]) -> list[Any]:
    take = attrgetter(*_names(kind))
    rows = [take(item) for item in items]
    if kind is Block:
        return [(*row[:-1], dict(row[-1])) for row in rows]
    return rows


def _packed(document: Document) -> dict[str, Any]:
    packed: dict[str, Any] = {name: getattr(document, name) for name in _SCALARS}
    for name, kind in _ROWS.items():
        packed[name] = _rows(kind, getattr(document, name))
    packed["calls"] = [
        (c.label, c.call.start, c.call.end, c.note.start, c.note.end) for c in document.calls
    ]
    packed["properties"] = {str(key): str(value) for key, value in document.properties.items()}
    return packed


def _unpacked(packed: dict[str, Any]) -> Document:
    values: dict[str, Any] = {name: packed[name] for name in _SCALARS}
    for name, kind in _ROWS.items():
        values[name] = tuple([kind(*row) for row in packed[name]])
    values["calls"] = tuple(
        NoteCall(label, Span(a, b), Span(c, d)) for label, a, b, c, d in packed["calls"]
    )
    return Document(**values, properties=packed["properties"])
