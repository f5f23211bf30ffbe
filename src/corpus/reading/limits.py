"""How much one file may cost: memory, time, pages and characters.

A reader runs under the limits that are in force around it (`in_force()`); the worker process sets
those it was given and has the system enforce memory and processor time besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from corpus.errors import ReadingError

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. `memory` and `size` are in bytes, `seconds` of wall clock,
    `cpu_seconds` of processor; `pages` and `characters` bound what is given back. Recognition of
    characters takes seconds a page: `ocr_seconds` is granted besides for each page it reads."""

    memory: int = 2048 * MIB
    seconds: float = 120.0
    cpu_seconds: int = 90
    pages: int = 2_000
    characters: int = 20_000_000
    size: int = 512 * MIB
    ocr_seconds: float = 60.0


_CURRENT: ContextVar[Limits | None] = ContextVar("limits", default=None)
_MORE_TIME: ContextVar[Callable[[], None] | None] = ContextVar("more_time", default=None)
_USUAL = Limits()


def in_force() -> Limits:
    """The limits under which the current file is read."""
    return _CURRENT.get() or _USUAL


@contextmanager
def apply(limits: Limits, more_time: Callable[[], None] | None = None) -> Iterator[None]:
    """Puts `limits` in force within a `with` block; `more_time` is called whenever a page is about
    to be recognised, for whoever holds the clock."""
    tokens = _CURRENT.set(limits), _MORE_TIME.set(more_time)
    try:
        yield
    finally:
        _CURRENT.reset(tokens[0])
        _MORE_TIME.reset(tokens[1])


def ask_for_time() -> None:
    """Tells whoever holds the clock that a slow page is next."""
    more_time = _MORE_TIME.get()
    if more_time is not None:
        more_time()


def check_pages(name: str, count: int) -> None:
    """Raises `ReadingError` (`trop-de-pages`) when a file has more pages than allowed."""
    limit = in_force().pages
    if count > limit:
        raise ReadingError(
            f"{name} : {count} pages, plus que la limite de {limit}.",
            "Découpez le fichier en plusieurs, ou relevez la limite de pages.",
            code="trop-de-pages",
        )


def check_characters(name: str, count: int) -> None:
    """Raises `ReadingError` (`trop-de-texte`) when a file gives more characters than allowed."""
    limit = in_force().characters
    if count > limit:
        raise ReadingError(
            f"{name} : plus de {limit // 1_000_000} millions de caractères.",
            "Découpez le fichier en plusieurs, ou relevez la limite de texte.",
            code="trop-de-texte",
        )
