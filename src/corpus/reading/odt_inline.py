"""What LibreOffice shows inside a paragraph: spans, repeated blanks, fields, notes, frames.

OpenDocument collapses blanks as HTML does; those that count are elements (`text:s`, `text:tab`).
Text deleted by a tracked change lies apart in the file and never comes here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.reading.odt_styles import DRAW, OFFICE, TEXT, OdtStyle, OdtStyles
from corpus.reading.pieces import Piece
from corpus.reading.xmlguard import all_text

_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1_000
_HREF = "{http://www.w3.org/1999/xlink}href"
_SILENT = frozenset(
    TEXT + name
    for name in (
        "change",
        "change-start",
        "change-end",
        "tracked-changes",
        "number",
        "script",
        "toc-mark",
        "toc-mark-start",
        "toc-mark-end",
    )
) | {f"{OFFICE}annotation-end"}


@dataclass(frozen=True, slots=True)
class OdtAnchor:
    """Something that hangs on a place in a paragraph: `kind` note, comment or box."""

    kind: str
    element: etree._Element


Pieces = list[Piece[OdtAnchor]]


@dataclass(frozen=True, slots=True)
class Look:
    """How words look, once every style around them is applied."""

    traits: frozenset[str] = frozenset()
    hidden: bool = False

    def under(self, style: OdtStyle) -> Look:
        """This look inside a span (or paragraph) of that style."""
        traits = set(self.traits)
        for name, held in (
            ("bold", style.bold),
            ("italic", style.italic),
            ("underline", style.underline),
        ):
            if held is not None:
                (traits.add if held else traits.discard)(name)
        hidden = self.hidden if style.hidden is None else style.hidden
        return Look(frozenset(traits), hidden)


@dataclass(slots=True)
class Inline:
    """Reads paragraphs' contents. `formula` gives the letters of the formula object of that name;
    `_blank` is true where a further blank would show nothing."""

    styles: OdtStyles
    tally: Counter[str]
    formula: Callable[[str], str] = lambda _: ""
    _blank: bool = True

    def pieces(self, paragraph: etree._Element, style: OdtStyle) -> Pieces:
        """The pieces of one paragraph or heading."""
        self._blank = True
        return list(self._inside(paragraph, Look().under(style)))

    def _inside(self, element: etree._Element, look: Look) -> Iterator[Piece[OdtAnchor]]:
        yield from self._words(element.text, look)
        for child in element:
            yield from self._child(child, look)
            yield from self._words(child.tail, look)

    def _child(self, child: etree._Element, look: Look) -> Iterator[Piece[OdtAnchor]]:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SILENT:
            return
        if tag == f"{TEXT}span":
            style = self.styles.of("text", child.get(f"{TEXT}style-name", ""))
            yield from self._inside(child, look.under(style))
        elif tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            yield from self._blank_element(child, look)
        elif tag == f"{TEXT}soft-page-break":
            yield Piece("page")
        elif tag == f"{TEXT}note":
            yield Piece("anchor", anchor=OdtAnchor("note", child))
        elif tag == f"{OFFICE}annotation":
            yield Piece("anchor", anchor=OdtAnchor("comment", child))
        elif tag.startswith(DRAW):
            yield from self.drawing(child)
        elif self._is_hidden_field(child):
            self.tally["hidden"] += count_words(child)
        else:
            yield from self._inside(child, look)

    def _words(self, text: str | None, look: Look) -> Iterator[Piece[OdtAnchor]]:
        if not text:
            return
        text = _BLANKS.sub(" ", text)
        if self._blank:
            text = text.removeprefix(" ")
        if not text:
            return
        self._blank = text.endswith(" ")
        if look.hidden:
            self.tally["hidden"] += len(text.split())
        else:
            yield Piece("text", text, None, look.traits)

    def _blank_element(self, child: etree._Element, look: Look) -> Iterator[Piece[OdtAnchor]]:
        self._blank = False
        if look.hidden:
            return
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            times = min(int(count), _MOST_SPACES) if count.isdecimal() and len(count) < 9 else 1
            yield Piece("text", " " * times, None, look.traits)
        else:
            yield Piece("text", "\t" if child.tag == f"{TEXT}tab" else "\n", None, look.traits)

    def _is_hidden_field(self, child: etree._Element) -> bool:
        if child.tag == f"{TEXT}hidden-text":
            return child.get(f"{TEXT}is-hidden") == "true"
        return child.get(f"{TEXT}display") == "none"

    def drawing(self, element: etree._Element) -> Iterator[Piece[OdtAnchor]]:
        """The boxes of a frame, a shape or a group of them."""
        tag = element.tag
        if tag == f"{DRAW}text-box" or _has_paragraphs(element):
            yield Piece("anchor", anchor=OdtAnchor("box", element))
        elif tag == f"{DRAW}object" and (words := self.formula(element.get(_HREF, ""))):
            yield Piece("text", words)
        elif tag in (f"{DRAW}image", f"{DRAW}object", f"{DRAW}object-ole"):
            self.tally["picture"] += 1
        elif tag == f"{DRAW}frame":
            # A frame holds one thing in several forms; the first is the one that is shown.
            first = next(iter(element.iterchildren(f"{DRAW}*")), None)
            if first is not None:
                yield from self.drawing(first)
        elif isinstance(tag, str) and tag.startswith(DRAW):
            for child in element:
                yield from self.drawing(child)


def _has_paragraphs(element: etree._Element) -> bool:
    return next(element.iterchildren(f"{TEXT}p", f"{TEXT}list"), None) is not None


def count_words(element: etree._Element) -> int:
    """The words in `element`, each paragraph's apart."""
    paragraphs = list(element.iter(f"{TEXT}p", f"{TEXT}h")) or [element]
    return sum(len(all_text(paragraph).split()) for paragraph in paragraphs)
