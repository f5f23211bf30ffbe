"""Pieces: lines and blocks joined into paragraphs, items and headings, without touching the text.

A paragraph that runs on after a page break stays one piece; the page number, running header and
notes between its halves become pieces nested inside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Block, Document
from corpus.structure.furniture import mark_furniture
from corpus.structure.lines import Layout, Line, is_full, is_terminal, layout_of, split_lines
from corpus.structure.markers import Marker, read_marker
from corpus.structure.notes import mark_notes
from corpus.structure.words import starts_with, words_of

# Blocks whose kind the reader knows for sure; the others are plain paragraphs to be looked into.
_CERTAIN = frozenset(
    {"heading", "item", "note", "row", "cell", "caption", "cue", "question", "answer", "header"}
)
_ITEMS = frozenset({"bullet", "degree", "letter", "paren"})
_LONG = 80
_WEAK = frozenset({"numeric", "letter", "paren", "roman", "upper", "dotted", "bullet"})


@dataclass(slots=True)
class Piece:
    """A paragraph in the making. `kind` starts as paragraph, furniture, note or a block's kind; the
    outline turns it into heading or item. `words` is where the text after the marker begins."""

    start: int
    end: int
    kind: str = "paragraph"
    marker: Marker | None = None
    indent: int = 0
    gap: int = 1
    level: int = 0
    block: Block | None = None

    @property
    def words(self) -> int:
        """The offset of the first word after the bullet, number or division name."""
        return self.marker.end if self.marker is not None else self.start


def cut(document: Document, breaks: frozenset[int] = frozenset()) -> list[Piece]:
    """The pieces of a document, in order of start; nested ones follow the one that holds them.

    A line that starts at one of `breaks` (a turn's label) never goes on with the line above.
    """
    text = document.text
    certain = [b for b in document.blocks if b.kind in _CERTAIN and b.end > b.start]
    plain = [b for b in document.blocks if b.kind == "paragraph" and b.end > b.start]
    pieces: list[Piece] = []
    for start, end in _uncovered(text, certain):
        lines = split_lines(text, start, end)
        if plain:
            _respect_blocks(lines, plain)
        layout = layout_of(text, lines)
        if not plain and (document.format == "txt" or not document.blocks):
            mark_furniture(text, lines)
            mark_notes(text, lines, layout)
        for line in lines:
            if line.start in breaks:
                line.gap = 3
        pieces.extend(_join(text, lines, layout))
    framed = (_from_block(text, block) for block in certain)
    pieces.extend(piece for piece in framed if piece.end > piece.start)
    pieces.sort(key=lambda piece: (piece.start, -piece.end))
    return pieces


def _uncovered(text: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """The stretches of text outside `blocks`."""
    gaps: list[tuple[int, int]] = []
    position = 0
    for block in sorted(blocks, key=lambda block: block.start):
        if block.start > position:
            gaps.append((position, block.start))
        position = max(position, block.end)
    if position < len(text):
        gaps.append((position, len(text)))
    return gaps


def _from_block(text: str, block: Block) -> Piece:
    start, end = block.start, block.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    heading = block.kind == "heading"
    marker = read_marker(text, start, end, heading=heading) if start < end else None
    return Piece(start, end, block.kind, marker, level=block.level, block=block)


def _respect_blocks(lines: list[Line], blocks: Sequence[Block]) -> None:
    """Make every paragraph block begin a new paragraph, unless a page break stands before it."""
    starts = {block.start: block.page for block in blocks}
    page: int | None = None
    for line in lines:
        if line.start in starts:
            new = starts[line.start]
            line.gap = 2 if page is not None and new is not None and new != page else 3
            page = new


def _join(text: str, lines: Sequence[Line], layout: Layout) -> list[Piece]:
    pieces: list[Piece] = []
    current: Piece | None = None
    last: Line | None = None
    note: Piece | None = None
    for line in lines:
        if line.kind == "furniture":
            pieces.append(Piece(line.start, line.end, "furniture"))
            continue
        if line.kind == "note":
            note = Piece(line.start, line.end, "note")
            pieces.append(note)
            continue
        if line.kind == "note-more" and note is not None:
            note.end = line.end
            continue
        marker = read_marker(text, line.start, line.end)
        crossed = bool(pieces) and current is not None and pieces[-1] is not current
        if (
            current is None
            or last is None
            or not _continues(text, current, last, line, marker, layout, crossed)
        ):
            current = Piece(line.start, line.end, marker=marker, indent=line.indent, gap=line.gap)
            pieces.append(current)
        else:
            current.end = line.end
        last = line
    return pieces


def _continues(
    text: str,
    current: Piece,
    last: Line,
    line: Line,
    marker: Marker | None,
    layout: Layout,
    crossed: bool,
) -> bool:
    """Does `line` go on with the paragraph whose last line is `last`?"""
    if line.gap == 3:
        return False
    terminal = is_terminal(text, last.end)
    first = text[line.start]
    if marker is not None:
        # A wrapped line may begin with what looks like a marker (« du 5 mars⏎2007. Les »).
        return (
            marker.style in _WEAK
            and layout.wrapped
            and line.gap == 0
            and not terminal
            and is_full(text, last, line, layout)
            and (marker.style != "bullet" or text[marker.end].isdigit())
        )
    if line.gap or crossed:
        whole = layout.wrapped or crossed or line.gap == 2
        # Elsewhere only what is surely unfinished: a list item, a long line.
        unfinished = current.marker is not None or last.end - last.start > _LONG
        return first.islower() and not terminal and (whole or unfinished)
    if not layout.wrapped:
        end = text[last.end - 1]
        # After « - a,⏎- b,⏎ » the sentence around the list goes on, not its last item.
        item = current.marker is not None and current.marker.style in _ITEMS
        if first.islower() and (end.isalpha() or (end == "," and not item)):
            return True
        return _goes_on_in_capitals(text, last, line, terminal)
    if terminal:
        return is_full(text, last, line, layout)
    if first.islower():
        return True
    return last.end - last.start + last.indent >= 0.6 * layout.width and not _shouts(
        text, last, line
    )


def _goes_on_in_capitals(text: str, last: Line, line: Line, terminal: bool) -> bool:
    """« SECRÉTARIAT D'ÉTAT⏎CHARGÉ DE L'ENFANCE »: a title in capitals over several lines."""
    words = text[line.start : line.end]
    return (
        not terminal
        and words.isupper()
        and text[last.start : last.end].isupper()
        and starts_with(words, "divisions", "liaisons") is not None
    )


def _shouts(text: str, last: Line, line: Line) -> bool:
    """One of the two lines is in capitals and the other is not: a title stands beside the text."""
    return text[last.start : last.end].isupper() != text[line.start : line.end].isupper()


def plain(text: str, piece: Piece) -> str:
    """The words of a whole piece on one line, its marker included."""
    return words_of(text, piece.start, piece.end)
