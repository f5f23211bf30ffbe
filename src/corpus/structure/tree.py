"""The tree of sections: where a new one goes, what it closes, where each ends."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.model import Section
from corpus.structure.numbering import Open

# Divisions above this rank (annex to title) close everything, numbered headings included.
_HIGHEST = 8


class Tree:
    """Sections as they open. `stack` holds those still open, outermost first."""

    def __init__(self) -> None:
        self.stack: list[Open] = []
        self.opened: list[Open] = []

    @property
    def current(self) -> int | None:
        """The index of the innermost open section."""
        return self.stack[-1].index if self.stack else None

    def push(self, opened: Open) -> None:
        """Open a section, closing those it does not belong to."""
        if self.stack and self.stack[-1].kind == "visa" and opened.kind != "visa":
            self.stack.clear()
        keep = self._ranked(opened) if opened.rank else self._unranked(opened)
        if keep is not None:
            del self.stack[keep:]
        opened.index = len(self.opened)
        opened.level = len(self.stack) + 1
        self.stack.append(opened)
        self.opened.append(opened)

    def _ranked(self, opened: Open) -> int | None:
        keep = self._first(o.rank >= opened.rank for o in self.stack)
        if keep is None and opened.rank <= _HIGHEST:
            keep = self._first(not o.rank for o in self.stack)
        return keep

    def _unranked(self, opened: Open) -> int | None:
        keep = self._first(o.style == opened.style for o in self.stack)
        if keep is None and opened.style[0] == "num":
            keep = self._first(
                o.style[0] == "num" and o.style[1] >= opened.style[1] for o in self.stack
            )
        if keep is None:
            # A title without number (« Préambule ») is closed by the first number that follows.
            keep = self._first(o.style[0] == "bare" for o in self.stack)
        return keep

    @staticmethod
    def _first(tests: Iterator[bool]) -> int | None:
        return next((index for index, true in enumerate(tests) if true), None)

    def sections(self, text: str, formula: int | None) -> list[Section]:
        """All sections with their ends: the next one of the same or a higher level, or `formula`
        (« Arrête : ») for the visas above it."""
        ends: list[int] = [len(text.rstrip())] * len(self.opened)
        running: list[int] = []
        for index, opened in enumerate(self.opened):
            while running and self.opened[running[-1]].level >= opened.level:
                ends[running.pop()] = opened.start
            running.append(index)
        made: list[Section] = []
        for opened, limit in zip(self.opened, ends, strict=True):
            end = limit
            if formula is not None and opened.start < formula < end:
                end = formula
            while end > opened.start and text[end - 1].isspace():
                end -= 1
            made.append(
                Section(opened.label, opened.title, opened.level, opened.start, end, opened.kind)
            )
        return made
