"""OpenDocument text: paragraphs, lists, sections, indexes and notes, written into a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.model import Furniture, Span
from corpus.reading.assembly import Assembly, Mark
from corpus.reading.odt_inline import Inline, OdtAnchor, Pieces, count_words
from corpus.reading.odt_lists import Counts, OdtLists
from corpus.reading.odt_styles import DRAW, STYLE, TEXT, OdtStyle, OdtStyles
from corpus.reading.odt_tables import write_table
from corpus.reading.paragraphs import HeldNote, Label, Paragraphs
from corpus.reading.pieces import Piece, has_words
from corpus.reading.xmlguard import all_text

TABLE_TAG = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table"
_DC = "{http://purl.org/dc/elements/1.1/}"
_INDEXES = frozenset(
    TEXT + name
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography",
    )
)
_ORDINARY = frozenset({"", "Standard", "Text body", "Default Paragraph Style"})
_TITLES = frozenset({"Title", "Titre", "Titre principal"})


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a paragraph stands in a list: its style, depth (0 = outermost) and counters. `counts`
    one item where `first` is true; `start` is the value it begins again with, if any."""

    style: str
    level: int
    counts: Counts
    first: bool = True
    start: int | None = None


@dataclass(slots=True)
class OdtBody:
    """Writes one OpenDocument text into an `Assembly`."""

    assembly: Assembly
    styles: OdtStyles
    formula: Callable[[str], str] = lambda _: ""
    tally: Counter[str] = field(default_factory=Counter)
    masters: set[str] = field(default_factory=set)
    lists: OdtLists = field(init=False)
    inline: Inline = field(init=False)
    flow: Paragraphs = field(init=False)

    def __post_init__(self) -> None:
        self.lists = OdtLists(self.styles)
        self.inline = Inline(self.styles, self.tally, self.formula)
        self.flow = Paragraphs(self.assembly)

    def write(self, text: etree._Element) -> None:
        """Write the whole `office:text`, its notes and boxes."""
        self.blocks(text)
        self.flow.write_endnotes()

    def blocks(self, parent: etree._Element, *, contents: bool = False) -> None:
        """Write what `parent` holds; `contents` inside a table of contents or another index."""
        for child in parent:
            tag = child.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                self.paragraph(child, None, contents)
            elif tag == f"{TEXT}list":
                self._list(child, None, contents)
            elif tag == TABLE_TAG:
                write_table(self, child, contents)
            else:
                self._other(child, contents)

    def _other(self, child: etree._Element, contents: bool) -> None:
        tag = child.tag
        if tag == f"{TEXT}section":
            self._section(child, contents)
        elif tag in _INDEXES:
            for body in child.iterchildren(f"{TEXT}index-body"):
                self.blocks(body, contents=True)
        elif tag == f"{TEXT}index-title":
            self.blocks(child, contents=contents)
        elif tag == f"{TEXT}numbered-paragraph":
            self._numbered(child, contents)
        elif tag == f"{TEXT}soft-page-break":
            self.flow.page_break()
        elif tag == f"{TEXT}tracked-changes":
            self._count_changes(child)
        elif isinstance(tag, str) and tag.startswith(DRAW):
            pieces = list(self.inline.drawing(child))
            self._take([(piece, self.assembly.mark) for piece in pieces])

    # ------------------------------------------------------------ paragraphs

    def paragraph(
        self, element: etree._Element, place: ListPlace | None, contents: bool = False
    ) -> None:
        """Write one paragraph or heading; `place` is where it stands in a list, if it does."""
        style = self.styles.of("paragraph", element.get(f"{TEXT}style-name", ""))
        if style.master:
            self.masters.add(style.master)
        in_body = self.flow.container.kind == "body"
        if in_body and (style.page_before or style.master):
            self.flow.page_break()
        if _is_hidden(element):
            self.tally["hidden"] += count_words(element)
            return
        pieces = self.flow.turn_pages(self.inline.pieces(element, style))
        label = self._label(element, style, place)
        if label is not None or has_words(pieces):
            self._write(element, pieces, style, label, contents)
        else:
            self._take([(each, self.assembly.mark) for each in pieces if each.kind == "anchor"])
        if in_body:
            self.flow.write_footnotes()
            if style.page_after:
                self.flow.page_break()

    def _write(
        self,
        element: etree._Element,
        pieces: Pieces,
        style: OdtStyle,
        label: Label | None,
        contents: bool,
    ) -> None:
        level = _heading_level(element, style)
        kind = "heading" if level is not None else "item" if label is not None else "paragraph"
        attributes = {}
        if style.name not in _ORDINARY:
            attributes["style"] = style.name
        if style.align in ("center", "right", "end"):
            attributes["align"] = "right" if style.align == "end" else style.align
        if contents:
            attributes["toc"] = "yes"
        written = self.flow.write(
            pieces,
            kind,
            label=label,
            level=level if level is not None else label.level if label is not None else 0,
            attributes=attributes,
        )
        self._take(written.anchors)

    def _label(
        self, element: etree._Element, style: OdtStyle, place: ListPlace | None
    ) -> Label | None:
        if element.get(f"{TEXT}is-list-header") == "true":
            return None
        outlined = element.tag == f"{TEXT}h" and (
            place is None or (place.first and place.style not in self.styles.lists)
        )
        if outlined:
            if style.lists == "":
                return None
            level = (_heading_level(element, style) or 1) - 1
            anew = element.get(f"{TEXT}restart-numbering") == "true"
            start = _whole(element.get(f"{TEXT}start-value")) if anew else None
            return self.lists.heading_label(level, start)
        if place is None or not place.first:
            return None
        name = place.style or style.lists or ""
        return self.lists.next_label(name, place.level, place.counts, place.start) if name else None

    # ------------------------------------------------------------ lists and sections

    def _list(self, element: etree._Element, within: ListPlace | None, contents: bool) -> None:
        own = element.get(f"{TEXT}style-name", "")
        if within is None:
            place = ListPlace(own, 0, self.lists.begin(element, own))
        else:
            # Writer begins a nested list again only when an item of the outer one was counted.
            place = ListPlace(own or within.style, within.level + 1, within.counts)
        for child in element:
            if child.tag == f"{TEXT}list-item":
                start = _whole(child.get(f"{TEXT}start-value"))
                self._item(child, replace(place, start=start), contents)
            elif child.tag == f"{TEXT}list-header":
                self._item(child, replace(place, first=False), contents)

    def _item(self, element: etree._Element, place: ListPlace, contents: bool) -> None:
        """An item's first paragraph bears its label, the others none."""
        for child in element:
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                self.paragraph(child, place, contents)
                place = replace(place, first=False)
            elif child.tag == f"{TEXT}list":
                self._list(child, place, contents)
            elif child.tag == TABLE_TAG:
                write_table(self, child, contents)
            else:
                self._other(child, contents)

    def _numbered(self, element: etree._Element, contents: bool) -> None:
        level = (_whole(element.get(f"{TEXT}level")) or 1) - 1
        style = element.get(f"{TEXT}style-name", "")
        key = element.get(f"{TEXT}list-id", style)
        place = ListPlace(style, level, self.lists.counts_of(key))
        for child in element.iterchildren(f"{TEXT}p", f"{TEXT}h"):
            self.paragraph(child, place, contents)

    def _section(self, element: etree._Element, contents: bool) -> None:
        display = element.get(f"{TEXT}display", "true")
        hidden = display == "none" or (
            display == "condition" and element.get(f"{TEXT}is-hidden") == "true"
        )
        if hidden:
            self.tally["hidden"] += count_words(element)
        else:
            self.blocks(element, contents=contents)

    def _count_changes(self, element: etree._Element) -> None:
        for deletion in element.iter(f"{TEXT}deletion"):
            self.tally["deleted"] += count_words(deletion)
        self.tally["insertions"] += sum(1 for _ in element.iter(f"{TEXT}insertion"))

    # ------------------------------------------------------------ what hangs on a paragraph

    def _take(self, anchors: list[tuple[Piece[OdtAnchor], Mark]]) -> None:
        for piece, mark in anchors:
            anchor = piece.anchor
            if anchor is None:
                continue
            if anchor.kind == "note":
                self._hold(anchor.element, mark)
            elif anchor.kind == "comment":
                self._comment(anchor.element)
            else:
                with self.flow.box():
                    self.blocks(anchor.element)

    def _hold(self, element: etree._Element, mark: Mark) -> None:
        kind = element.get(f"{TEXT}note-class", "footnote")
        citation = element.find(f"{TEXT}note-citation")
        label = "" if citation is None else all_text(citation).strip()
        body = element.find(f"{TEXT}note-body")
        if body is None:
            return
        # A note lies where it is called, so that each is one of its own whatever its identifier.
        self.tally["note"] += 1
        key = str(self.tally["note"])
        held = body

        def write() -> None:
            self.blocks(held)

        # A mark of the author's own choice may be typed again before the note's words.
        typed = bool(label) and all_text(body).lstrip().startswith(label) and not label.isalnum()
        span = Span(mark.at, mark.at)
        self.flow.hold(HeldNote(kind, key, label or "*", span, typed, write))

    def _comment(self, element: etree._Element) -> None:
        text = plain_text(element, self.inline, self.styles)
        if text:
            self.tally["comment"] += 1
            author = (element.findtext(f"{_DC}creator") or "").strip()
            words = f"{author} : {text}" if author else text
            self.assembly.furniture.append(Furniture("comment", self.assembly.page, words))


def plain_text(element: etree._Element, inline: Inline, styles: OdtStyles) -> str:
    """The words of a header, footer or comment, a line a paragraph."""
    lines = []
    for paragraph in element.iter(f"{TEXT}p", f"{TEXT}h"):
        style = styles.of("paragraph", paragraph.get(f"{TEXT}style-name", ""))
        pieces = inline.pieces(paragraph, style)
        line = "".join(piece.text for piece in pieces if piece.kind == "text").strip()
        if line:
            lines.append(line)
    return "\n".join(lines)


def used_masters(body: OdtBody, styles_root: etree._Element | None) -> Iterator[etree._Element]:
    """The page styles that the text uses: the first one, those that paragraphs ask for, and those
    that follow them."""
    found = [] if styles_root is None else list(styles_root.iter(f"{STYLE}master-page"))
    by_name = {page.get(f"{STYLE}name", ""): page for page in found}
    wanted = [page.get(f"{STYLE}name", "") for page in found[:1]] + sorted(body.masters)
    seen: set[str] = set()
    while wanted:
        name = wanted.pop(0)
        if name in by_name and name not in seen:
            seen.add(name)
            yield by_name[name]
            wanted.append(by_name[name].get(f"{STYLE}next-style-name", ""))


def _heading_level(element: etree._Element, style: OdtStyle) -> int | None:
    if element.tag == f"{TEXT}h":
        return _whole(element.get(f"{TEXT}outline-level")) or style.level or 1
    return 0 if style.name in _TITLES else None


def _is_hidden(element: etree._Element) -> bool:
    return any(
        mark.get(f"{TEXT}is-hidden") == "true" for mark in element.iter(f"{TEXT}hidden-paragraph")
    )


def _whole(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 6 else None
