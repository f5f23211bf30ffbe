"""Word's body, paragraph by paragraph, written into a document.

Paragraphs stand a blank line apart; list items that follow each other, rows and a cell's own
paragraphs one line apart; cells are parted by a tab. Text boxes and footnotes come right after the
paragraph (or table) that they hang on, endnotes at the end of the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from corpus.reading.assembly import Assembly, Mark
from corpus.reading.docx_hanging import Hanging
from corpus.reading.docx_notes import Notes
from corpus.reading.docx_numbering import Label, Numbering
from corpus.reading.docx_package import MC, Package, W, is_on, number, val
from corpus.reading.docx_runs import Anchored, Pieces, Story, chosen, inline
from corpus.reading.docx_styles import ParagraphStyle, Styles
from corpus.reading.docx_tables import write_table
from corpus.reading.pieces import Piece, has_words, look_of, write_pieces

TRANSPARENT = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_ORDINARY = frozenset({"Normal", "Standard", "Body Text", "Default", ""})


@dataclass(slots=True)
class Container:
    """What paragraphs are being written into: body, cell, box or note. `apart` is whether they
    stand a blank line apart, `last` the kind of the last one."""

    kind: str
    start: int
    apart: bool
    last: str = ""


@dataclass(slots=True)
class _Waiting:
    """The pieces of a paragraph that runs on into the next one; its own properties `win` when
    its mark is only hidden (a run-in heading)."""

    pieces: Pieces
    properties: etree._Element | None
    win: bool


@dataclass(slots=True)
class Body:
    """Writes one Word document's text into an `Assembly`."""

    package: Package
    assembly: Assembly
    tally: Counter[str] = field(default_factory=Counter)
    styles: Styles = field(init=False)
    numbering: Numbering = field(init=False)
    notes: Notes = field(init=False)
    hanging: Hanging = field(init=False)
    story: Story = field(init=False)
    containers: list[Container] = field(init=False)
    _waiting: _Waiting | None = None
    _page_at: int = 0
    _sections: list[etree._Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        package = self.package
        self.styles = Styles(package.tree(package.related("styles")))
        self.numbering = Numbering(package.tree(package.related("numbering")), self.styles)
        self.notes = Notes.of(package)
        self.hanging = Hanging(self)
        self.story = Story(self.styles, self.tally)
        self.containers = [Container("body", 0, True)]

    def write(self) -> None:
        """Write the whole body, its notes and boxes."""
        body = self.package.body()
        self.story.balance(body)
        self._sections = list(body.iter(f"{W}sectPr"))
        self.notes.begin_section(self._sections[0] if self._sections else None)
        self.blocks(body)
        self.hanging.write_endnotes()

    def blocks(self, parent: etree._Element, *, contents: bool = False) -> None:
        """Write the paragraphs and tables of `parent`; `contents` inside a table of contents."""
        self._blocks(parent, contents)
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._write(waiting.pieces, waiting.properties, contents)

    @contextmanager
    def inside(self, kind: str) -> Iterator[Container]:
        """Paragraphs go into a cell, box or note while this lasts."""
        apart = kind == "box" and self.containers[-1].apart
        waiting, self._waiting = self._waiting, None
        container = Container(kind, self.assembly.mark.at, apart)
        self.containers.append(container)
        yield container
        self.containers.pop()
        self._waiting = waiting

    @contextmanager
    def telling(self, root: etree._Element) -> Iterator[None]:
        """`root` is a story of its own, with its own fields, while this lasts."""
        outer, self.story = self.story, Story(self.styles, self.tally)
        self.story.balance(root)
        yield
        self.story = outer

    def _blocks(self, parent: etree._Element, contents: bool) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child, contents)
            elif child.tag == f"{W}tbl":
                write_table(self, child, contents)
            elif child.tag == f"{W}altChunk":
                self.tally["chunk"] += 1
            elif child.tag == f"{MC}AlternateContent":
                branch = chosen(child)
                if branch is not None:
                    self._blocks(branch, contents)
            elif child.tag in TRANSPARENT:
                self._blocks(child, contents or _is_contents(child))

    def _paragraph(self, element: etree._Element, contents: bool) -> None:
        properties = element.find(f"{W}pPr")
        style_id = "" if properties is None else val(properties.find(f"{W}pStyle"))
        pieces = list(inline(element, self.story, style_id))
        runs_on = _runs_on(properties) if element.getnext() is not None else ""
        first = properties
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            pieces = [*waiting.pieces, *pieces]
            first = waiting.properties if waiting.win else properties
        if runs_on:
            win = runs_on == "hidden" and has_words(pieces)
            self._waiting = _Waiting(pieces, first, win)
        else:
            self._write(pieces, first, contents)
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            self._next_section()

    def _write(self, pieces: Pieces, properties: etree._Element | None, contents: bool) -> None:
        style_id = "" if properties is None else val(properties.find(f"{W}pStyle"))
        style = self.styles.paragraph(style_id)
        container = self.containers[-1]
        if _breaks_page(properties, style) and container.kind == "body":
            self.page_break()
        pieces = self._turn_pages(pieces)
        label = self._label(pieces, properties, style)
        if label is not None or has_words(pieces):
            self._write_words(pieces, label, properties, style, contents)
        else:
            anchors = [(each, self.assembly.mark) for each in pieces if each.kind == "anchor"]
            self.hanging.take(anchors, pieces)
        if container.kind == "body":
            self.hanging.write_notes()

    def _write_words(
        self,
        pieces: Pieces,
        label: Label | None,
        properties: etree._Element | None,
        style: ParagraphStyle,
        contents: bool,
    ) -> None:
        container = self.containers[-1]
        heading = _heading_level(properties, style)
        kind = "heading" if heading is not None else "item" if label is not None else "paragraph"
        depth = heading if heading is not None else label.level if label is not None else 0
        self.separate(kind)
        if container.kind == "note" and self.assembly.mark.at == container.start:
            pieces = _without_first_blank(pieces)
        attributes = _attributes(properties, style, contents)
        if container.kind == "box":
            attributes["box"] = "yes"
        block = self.assembly.open(
            kind, level=depth, label=label.text if label else "", attributes=attributes
        )
        if label is not None:
            self.assembly.insert(label.text + (label.space if has_words(pieces) else ""))
        written = write_pieces(self.assembly, pieces, self.page_break)
        block.attributes.update(look_of(written.runs, block.start))
        # A cell's or note's plain paragraphs are no blocks of their own: the cell or note is.
        if container.kind in ("body", "box") or (container.kind == "cell" and kind != "paragraph"):
            self.assembly.close(block)
        self.hanging.take(written.anchors, pieces)

    def separate(self, kind: str) -> None:
        """Put the blank that parts a block of this kind from what stands before it."""
        container = self.containers[-1]
        together = kind == "item" and container.last == "item"
        container.last = kind
        if self.assembly.mark.at > container.start:
            self.assembly.separate("\n\n" if container.apart and not together else "\n")

    def page_break(self) -> None:
        """One page more, unless nothing was written on this one: Word notes a typed break and
        the break that it rendered there as two."""
        if self.assembly.words_since(self._page_at):
            self.assembly.page_break()
            self.notes.begin_page()
            self._page_at = self.assembly.mark.at

    def _turn_pages(self, pieces: Pieces) -> Pieces:
        """Page breaks before a paragraph's first word come before its label too."""
        for index, piece in enumerate(pieces):
            if piece.kind == "text" and piece.text.strip():
                break
            if piece.kind == "page":
                self.page_break()
                pieces = [*pieces[:index], Piece("none"), *pieces[index + 1 :]]
        return pieces

    def _label(
        self, pieces: Pieces, properties: etree._Element | None, style: ParagraphStyle
    ) -> Label | None:
        direct = None if properties is None else properties.find(f"{W}numPr")
        place = self.numbering.place(direct, style)
        if place is None or (_runs_on(properties) == "hidden" and not has_words(pieces)):
            return None
        return self.numbering.next_label(*place)

    def _next_section(self) -> None:
        self._sections = self._sections[1:]
        following = self._sections[0] if self._sections else None
        kind = "" if following is None else val(following.find(f"{W}type"), "nextPage")
        if kind in ("nextPage", "oddPage", "evenPage"):
            self.page_break()
        self.notes.begin_section(following)


def _runs_on(properties: etree._Element | None) -> str:
    """Why a paragraph runs on into the next one: its mark is deleted or hidden, or it is a drop
    capital; empty when it does not."""
    if properties is None:
        return ""
    mark = properties.find(f"{W}rPr")
    if mark is not None:
        if mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None:
            return "deleted"
        for name in ("vanish", "specVanish"):
            hidden = mark.find(W + name)
            if hidden is not None and is_on(hidden):
                return "hidden"
    frame = properties.find(f"{W}framePr")
    dropped = "" if frame is None else frame.get(f"{W}dropCap", "none")
    return "capital" if dropped in ("drop", "margin") else ""


def _breaks_page(properties: etree._Element | None, style: ParagraphStyle) -> bool:
    own = None if properties is None else properties.find(f"{W}pageBreakBefore")
    return style.page_break if own is None else is_on(own)


def _heading_level(properties: etree._Element | None, style: ParagraphStyle) -> int | None:
    own = None if properties is None else properties.find(f"{W}outlineLvl")
    if own is None:
        return None if style.contents else style.level
    level = number(own, 9)
    return level + 1 if 0 <= level < 9 else None


def _attributes(
    properties: etree._Element | None, style: ParagraphStyle, contents: bool
) -> dict[str, str]:
    attributes = {}
    if style.name not in _ORDINARY:
        attributes["style"] = style.name
    own = None if properties is None else properties.find(f"{W}jc")
    align = style.align if own is None else val(own)
    if align in ("center", "right", "end"):
        attributes["align"] = "right" if align == "end" else align
    if contents or style.contents:
        attributes["toc"] = "yes"
    return attributes


def _is_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return val(gallery) == "Table of Contents"


def _without_first_blank(pieces: Pieces) -> Pieces:
    """A note's text begins after the blank that follows its number."""
    for index, piece in enumerate(pieces):
        if piece.kind == "text":
            first: Piece[Anchored] = Piece("text", piece.text.lstrip(), piece.raw, piece.traits)
            return [*pieces[:index], first, *pieces[index + 1 :]]
    return pieces


Anchors = list[tuple[Piece[Anchored], Mark]]
