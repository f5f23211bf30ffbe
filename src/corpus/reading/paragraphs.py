"""Paragraphs, rows, cells, boxes and notes of a word processor's text, written into a document.

Paragraphs stand a blank line apart; list items that follow each other, rows and a cell's own
paragraphs one line apart; cells are parted by a tab. Text boxes come right after the paragraph that
they hang on, footnotes after the paragraph (or table) that calls them, endnotes at the very end.
What knows a format (DOCX, ODT) decides what is a paragraph; how it is set down is the same here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from corpus.model import Span
from corpus.reading.assembly import Assembly
from corpus.reading.pieces import Piece, Written, look_of, write_pieces

Anchor = TypeVar("Anchor")


@dataclass(slots=True)
class Container:
    """What paragraphs are being written into: body, cell, box or note. `apart` is whether they
    stand a blank line apart, `last` the kind of the last one."""

    kind: str
    start: int
    apart: bool
    last: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A list's or heading's computed label, its depth (1 = outermost) and the blank after it."""

    text: str
    level: int
    space: str = " "


@dataclass(frozen=True, slots=True)
class HeldNote:
    """A note that was called and waits to be written. `call` is an empty span, since formats
    store no character there, unless the mark was typed by hand: then `typed` is true, the span
    covers it, and the note's own text bears it. `write` writes the note's paragraphs."""

    kind: str
    key: str
    label: str
    call: Span
    typed: bool
    write: Callable[[], None]


@dataclass(slots=True)
class Paragraphs:
    """The flow of paragraphs into one document. `on_page` is told of every page break."""

    assembly: Assembly
    on_page: Callable[[], None] = lambda: None
    containers: list[Container] = field(default_factory=lambda: [Container("body", 0, True)])
    _footnotes: list[HeldNote] = field(default_factory=list)
    _endnotes: list[HeldNote] = field(default_factory=list)
    _written: dict[tuple[str, str], Span] = field(default_factory=dict)
    _page_at: int = 0

    @property
    def container(self) -> Container:
        """The innermost container."""
        return self.containers[-1]

    @property
    def at_start(self) -> bool:
        """True when nothing was written into the container yet."""
        return self.assembly.mark.at == self.container.start

    def separate(self, kind: str) -> None:
        """Put the blank that parts a block of this kind from what stands before it."""
        container = self.container
        together = kind == "item" and container.last == "item"
        container.last = kind
        if not self.at_start:
            self.assembly.separate("\n\n" if container.apart and not together else "\n")

    def page_break(self) -> None:
        """One page more, unless nothing was written on this one: Word notes a typed break and
        the break that it rendered there as two."""
        if self.assembly.words_since(self._page_at):
            self.assembly.page_break()
            self._page_at = self.assembly.mark.at
            self.on_page()

    def turn_pages(self, pieces: list[Piece[Anchor]]) -> list[Piece[Anchor]]:
        """Page breaks before a paragraph's first word come before its label too."""
        for index, piece in enumerate(pieces):
            if piece.kind == "text" and piece.text.strip():
                break
            if piece.kind == "page":
                self.page_break()
                pieces = [*pieces[:index], Piece("none"), *pieces[index + 1 :]]
        return pieces

    def write(
        self,
        pieces: list[Piece[Anchor]],
        kind: str,
        *,
        label: Label | None = None,
        level: int = 0,
        attributes: Mapping[str, str] | None = None,
    ) -> Written:
        """Write one paragraph and give what hangs on it, with its places."""
        container = self.container
        self.separate(kind)
        if container.kind == "note" and self.at_start:
            pieces = _without_first_blank(pieces)
        block = self.assembly.open(
            kind, level=level, label=label.text if label else "", attributes=attributes
        )
        if container.kind == "box":
            block.attributes["box"] = "yes"
        if label is not None:
            self.assembly.insert(label.text + _blank_after(label, pieces))
        written = write_pieces(self.assembly, pieces, self.page_break)
        block.attributes.update(look_of(written.runs, block.start))
        # A cell's or note's plain paragraphs are no blocks of their own: the cell or note is.
        if container.kind in ("body", "box") or (container.kind == "cell" and kind != "paragraph"):
            self.assembly.close(block)
        return written

    @contextmanager
    def inside(self, kind: str) -> Iterator[None]:
        """Paragraphs go into a cell, box or note while this lasts."""
        apart = kind == "box" and self.container.apart
        self.containers.append(Container(kind, self.assembly.mark.at, apart))
        yield
        self.containers.pop()

    @contextmanager
    def box(self) -> Iterator[None]:
        """Paragraphs go into a text box while this lasts."""
        self.separate("box")
        with self.inside("box"):
            yield

    @contextmanager
    def table(self) -> Iterator[None]:
        """Rows are written while this lasts."""
        self.separate("table")
        yield
        self.container.last = "table"
        if self.container.kind == "body":
            self.write_footnotes()

    @contextmanager
    def row(self, attributes: Mapping[str, str]) -> Iterator[None]:
        """A row of the table that is being written; its cells are written while this lasts."""
        if self.container.last == "row":
            self.assembly.separate("\n")
        block = self.assembly.open("row", attributes=attributes)
        yield
        self.assembly.close(block)
        self.container.last = "row"

    @contextmanager
    def cell(self, attributes: Mapping[str, str]) -> Iterator[None]:
        """A cell of the row that is being written."""
        block = self.assembly.open("cell", attributes=attributes)
        with self.inside("cell"):
            yield
        self.assembly.close(block)

    def next_cell(self) -> None:
        """Part a cell from the one before it."""
        self.assembly.add("\t")

    def hold(self, note: HeldNote) -> None:
        """Keep a note until its place comes."""
        (self._endnotes if note.kind == "endnote" else self._footnotes).append(note)

    def write_footnotes(self) -> None:
        """Write the footnotes called since the last time."""
        notes, self._footnotes = self._footnotes, []
        for note in notes:
            self._write_note(note)

    def write_endnotes(self) -> None:
        """Write all that still waits, at the end of everything."""
        self.write_footnotes()
        while self._endnotes:
            self._write_note(self._endnotes.pop(0))
            self.write_footnotes()

    def _write_note(self, note: HeldNote) -> None:
        key = (note.kind, note.key)
        if key not in self._written:
            self.separate("note")
            block = self.assembly.open("note", label=note.label, attributes={"note": note.kind})
            if not note.typed:
                self.assembly.insert(f"{note.label} ")
            with self.inside("note"):
                note.write()
            span = self.assembly.close(block)
            if span is None:
                return
            self._written[key] = span
        self.assembly.call(note.label, note.call, self._written[key])


def _blank_after(label: Label, pieces: list[Piece[Anchor]]) -> str:
    """The blank between a label and the words. Where the format asks for none, one is still put
    between them (what stands glued, `1°premier`, could not be found again)."""
    words = "".join(piece.text for piece in pieces if piece.kind == "text")
    if not words.strip():
        return ""
    parted = label.text[-1:].isspace() or words[0].isspace()
    return label.space or ("" if parted else " ")


def _without_first_blank(pieces: list[Piece[Anchor]]) -> list[Piece[Anchor]]:
    """A note's text begins after the blank that follows its number."""
    for index, piece in enumerate(pieces):
        if piece.kind == "text":
            first: Piece[Anchor] = Piece("text", piece.text.lstrip(), piece.raw, piece.traits)
            return [*pieces[:index], first, *pieces[index + 1 :]]
    return pieces
