"""Where an offset stands: its page, section, turn and passage, as row identifiers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from corpus.model import Extraction


@dataclass(frozen=True, slots=True)
class Place:
    """The rows that hold one offset; None where nothing does."""

    passage_id: int | None
    section_id: int | None
    page_id: int | None
    turn_id: int | None


class Intervals:
    """Half-open ranges with an identifier each: `at(offset)` gives the innermost that holds it."""

    def __init__(self, ranges: Iterable[tuple[int, int, int]]) -> None:
        self._ranges = sorted(ranges, key=lambda one: (one[0], -one[1]))
        self._starts = [start for start, _, _ in self._ranges]
        self._outer = _enclosing(self._ranges)

    def at(self, offset: int) -> int | None:
        """The identifier of the smallest range that holds `offset`."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0:
            _, end, identifier = self._ranges[index]
            if offset < end:
                return identifier
            index = self._outer[index]
        return None


def _enclosing(ranges: list[tuple[int, int, int]]) -> list[int]:
    """For each range the index of the last earlier one that can still be open after it: a parent
    or -1, so that a look-up climbs instead of scanning."""
    outer: list[int] = []
    open_: list[int] = []
    for index, (start, _, _) in enumerate(ranges):
        while open_ and ranges[open_[-1]][1] <= start:
            open_.pop()
        outer.append(open_[-1] if open_ else -1)
        open_.append(index)
    return outer


class Places:
    """The anatomy of one document, with the row identifiers it was given.

    Ranges are numbered in the order of the structure's tuples, from the `first` of each kind.
    """

    def __init__(
        self, extraction: Extraction, *, passages: int, sections: int, pages: int, turns: int
    ) -> None:
        structure = extraction.structure
        self.first_passage, self.first_section = passages, sections
        self.first_page, self.first_turn = pages, turns
        self._passages = _intervals(structure.passages, passages)
        self._sections = _intervals(structure.sections, sections)
        self._pages = _intervals(extraction.document.pages, pages)
        self._turns = _intervals(structure.turns, turns)

    def at(self, offset: int) -> Place:
        """Everything that holds the character at `offset`."""
        return Place(
            self._passages.at(offset),
            self._sections.at(offset),
            self._pages.at(offset),
            self._turns.at(offset),
        )

    def page(self, offset: int) -> int | None:
        """The page alone."""
        return self._pages.at(offset)

    def passage(self, offset: int) -> int | None:
        """The passage alone."""
        return self._passages.at(offset)


class _Range(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def _intervals(ranges: Iterable[_Range], first: int) -> Intervals:
    return Intervals((one.start, one.end, first + index) for index, one in enumerate(ranges))
