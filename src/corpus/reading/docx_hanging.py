"""What hangs on a place in Word's text: notes, comments, text boxes, diagrams."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from corpus.model import Furniture, Span
from corpus.reading.assembly import Mark
from corpus.reading.docx_package import W
from corpus.reading.docx_runs import A, Anchored, Pieces, Story, inline
from corpus.reading.paragraphs import HeldNote
from corpus.reading.pieces import Piece, plain

if TYPE_CHECKING:
    from corpus.reading.docx_body import Body

_POINT = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}pt"
_OWN_MARK = re.compile(r"\S{1,5}")


@dataclass(frozen=True, slots=True)
class Hanging:
    """How everything that hangs on a place in `body`'s text is kept or written."""

    body: Body

    def take(self, anchors: list[tuple[Piece[Anchored], Mark]], pieces: Pieces) -> None:
        """Number the notes among `anchors` and keep them; write boxes and diagrams here."""
        for piece, mark in anchors:
            anchored = piece.anchor
            if anchored is None:
                continue
            if anchored.kind in ("footnote", "endnote"):
                self._call(anchored, mark, _text_after(piece, pieces))
            elif anchored.kind == "comment":
                self._comment(anchored)
            elif anchored.kind == "box" and anchored.element is not None:
                self._box(anchored.element)
            elif anchored.kind == "diagram":
                self._diagram(anchored)

    def _call(self, anchored: Anchored, mark: Mark, after: str) -> None:
        body = self.body
        own = _OWN_MARK.match(after) if anchored.own_mark else None
        label = own.group() if own else body.notes.next_label(anchored.kind)
        element = body.notes.get(anchored.kind, anchored.key)
        if element is None:
            body.tally["lost-note"] += 1
            return
        note = element

        def write() -> None:
            with body.telling(note), body.unbroken():
                body.blocks(note)

        span = Span(mark.at, mark.at + len(own.group()) if own else mark.at)
        body.flow.hold(HeldNote(anchored.kind, anchored.key, label, span, own is not None, write))

    def _comment(self, anchored: Anchored) -> None:
        element = self.body.notes.get("comment", anchored.key)
        text = "" if element is None else plain_text(element, self.body)
        if element is None or not text:
            return
        self.body.tally["comment"] += 1
        author = element.get(f"{W}author", "")
        page = self.body.assembly.page
        self.body.assembly.furniture.append(
            Furniture("comment", page, f"{author} : {text}" if author else text)
        )

    def _box(self, element: etree._Element) -> None:
        body = self.body
        with body.flow.box(), body.telling(element), body.unbroken():
            body.blocks(element)

    def _diagram(self, anchored: Anchored) -> None:
        package = self.body.package
        _, part = package.relations(package.main).get(anchored.key, ("", ""))
        root = package.tree(part)
        if root is None:
            return
        for point in root.iter(_POINT):
            for paragraph in point.iter(f"{A}p"):
                text = "".join(node.text or "" for node in paragraph.iter(f"{A}t"))
                if text.strip():
                    with self.body.flow.box():
                        words: Pieces = [Piece("text", text)]
                        self.body.flow.write(words, "paragraph")


def plain_text(element: etree._Element, body: Body) -> str:
    """The words of a header, footer or comment, a line a paragraph, its boxes in place."""
    story = Story(body.styles, body.tally)
    story.balance(element)
    lines: list[str] = []
    for paragraph in _paragraphs(element):
        line = ""
        for piece in inline(paragraph, story, ""):
            if piece.kind == "text":
                line += piece.text
            elif piece.anchor is not None and piece.anchor.element is not None:
                line += "\n" + plain_text(piece.anchor.element, body)
        lines.extend(part.strip() for part in line.split("\n"))
    return "\n".join(line for line in lines if line)


def _paragraphs(element: etree._Element) -> list[etree._Element]:
    """The paragraphs of `element`, those of its tables too, but not those of boxes in them."""
    found: list[etree._Element] = []
    for child in element:
        if child.tag == f"{W}p":
            found.append(child)
        elif child.tag != f"{W}txbxContent":
            found.extend(_paragraphs(child))
    return found


def _text_after(anchor: Piece[Anchored], pieces: Pieces) -> str:
    place = next((i for i, piece in enumerate(pieces) if piece is anchor), len(pieces))
    following = (plain(piece.text) for piece in pieces[place + 1 :] if piece.kind == "text")
    return next((text for text in following if text), "")
