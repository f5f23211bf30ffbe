"""Word's body: what its paragraphs are, where they run on, where pages and sections end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from corpus.reading.assembly import Assembly
from corpus.reading.docx_chunks import write_chunk
from corpus.reading.docx_hanging import Hanging
from corpus.reading.docx_notes import Notes
from corpus.reading.docx_numbering import Numbering
from corpus.reading.docx_package import MC, Package, W, is_on, number, val
from corpus.reading.docx_runs import Pieces, Story, chosen, inline
from corpus.reading.docx_styles import ParagraphStyle, Styles
from corpus.reading.docx_tables import write_table
from corpus.reading.paragraphs import Label, Paragraphs
from corpus.reading.pieces import has_words

TRANSPARENT = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_ORDINARY = frozenset({"Normal", "Standard", "Body Text", "Default", ""})


@dataclass(slots=True)
class _Waiting:
    """The pieces of a paragraph that runs on into the next one; its own properties `win` when
    its mark is only hidden (a run-in heading)."""

    pieces: Pieces
    properties: etree._Element | None
    win: bool


@dataclass(slots=True)
class Body:
    """Writes one Word document's text into an `Assembly`. `depth` counts the documents around it
    that hold it whole."""

    package: Package
    assembly: Assembly
    depth: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    styles: Styles = field(init=False)
    numbering: Numbering = field(init=False)
    notes: Notes = field(init=False)
    hanging: Hanging = field(init=False)
    story: Story = field(init=False)
    flow: Paragraphs = field(init=False)
    _waiting: _Waiting | None = None
    _sections: list[etree._Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        package = self.package
        self.styles = Styles(package.tree(package.related("styles")))
        self.numbering = Numbering(package.tree(package.related("numbering")), self.styles)
        self.notes = Notes.of(package)
        self.hanging = Hanging(self)
        self.story = Story(self.styles, self.tally)
        self.flow = Paragraphs(self.assembly, self.notes.begin_page)

    def write(self) -> None:
        """Write the whole body, its notes and boxes."""
        body = self.package.body()
        self.story.balance(body)
        self._sections = list(body.iter(f"{W}sectPr"))
        self.notes.begin_section(self._sections[0] if self._sections else None)
        self.blocks(body)
        self.flow.write_endnotes()

    def blocks(self, parent: etree._Element, *, contents: bool = False) -> None:
        """Write the paragraphs and tables of `parent`; `contents` inside a table of contents."""
        self._blocks(parent, contents)
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._write(waiting.pieces, waiting.properties, contents)

    @contextmanager
    def unbroken(self) -> Iterator[None]:
        """What waits to run on waits until this is over (a cell, a box)."""
        waiting, self._waiting = self._waiting, None
        yield
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
                write_chunk(self, child)
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
        in_body = self.flow.container.kind == "body"
        if in_body and _breaks_page(properties, style):
            self.flow.page_break()
        pieces = self.flow.turn_pages(pieces)
        label = self._label(pieces, properties, style)
        if label is not None or has_words(pieces):
            heading = _heading_level(properties, style)
            kind = "heading" if heading is not None else "item" if label else "paragraph"
            written = self.flow.write(
                pieces,
                kind,
                label=label,
                level=heading if heading is not None else label.level if label else 0,
                attributes=_attributes(properties, style, contents),
            )
            self.hanging.take(written.anchors, pieces)
        else:
            anchors = [(each, self.assembly.mark) for each in pieces if each.kind == "anchor"]
            self.hanging.take(anchors, pieces)
        if in_body:
            self.flow.write_footnotes()

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
            self.flow.page_break()
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
