"""What Word shows inside a paragraph: runs, fields, revisions, content controls, breaks.

Kept: insertions, moved-to text, results of fields, content controls, smart tags, hyperlinks, one
branch of alternate content. Out and counted: deletions, moved-from text, hidden text. Case by style
(capitals, small capitals) is a look: letters stay as typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.reading.docx_package import MC, R, W, is_on, val
from corpus.reading.docx_styles import Styles
from corpus.reading.pieces import Piece
from corpus.reading.symbols import plain_symbols, symbol

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_VML = "{urn:schemas-microsoft-com:vml}"
_BLANKS = re.compile(r"[\t\r\n]")
_CHECKED = {True: "☒", False: "☐"}


@dataclass(frozen=True, slots=True)
class Anchored:
    """Something that hangs on a place in a paragraph: `kind` footnote, endnote, comment, box,
    diagram. `element` holds a box's paragraphs; `own_mark` a note whose mark is typed by hand."""

    kind: str
    key: str = ""
    element: etree._Element | None = None
    own_mark: bool = False


Pieces = list[Piece[Anchored]]


@dataclass(slots=True)
class Field:
    """A complex field that is open: between its beginning and its separator it shows nothing."""

    showing: bool = False
    code: str = ""
    data: etree._Element | None = None


@dataclass(slots=True)
class Story:
    """A run of text of its own: body, note, header, text box. Its fields may span paragraphs;
    those whose beginning and end do not match are no fields."""

    styles: Styles
    tally: Counter[str]
    fields: list[Field] = field(default_factory=list)
    stray: set[etree._Element] = field(default_factory=set)

    def balance(self, root: etree._Element) -> None:
        """Find the field marks of `root` that have no partner."""
        begun: list[list[etree._Element]] = []
        for mark in root.iter(f"{W}fldChar"):
            kind = mark.get(f"{W}fldCharType")
            if kind == "begin":
                begun.append([mark])
            elif not begun:
                self.stray.add(mark)
            elif kind == "end":
                begun.pop()
            else:
                begun[-1].append(mark)
        self.stray.update(mark for marks in begun for mark in marks)

    @property
    def shows(self) -> bool:
        """False inside the code of a field."""
        return all(each.showing for each in self.fields)


def inline(parent: etree._Element, story: Story, style_id: str) -> Iterator[Piece[Anchored]]:
    """The pieces of a paragraph (or of anything that holds runs) of style `style_id`."""
    for child in parent:
        tag = child.tag
        if tag == f"{W}r":
            yield from _run(child, story, style_id)
        elif tag in _REMOVED:
            story.tally["deleted"] += _words(child)
        elif tag == f"{MC}AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from inline(branch, story, style_id)
        elif tag in (f"{M}oMath", f"{M}oMathPara"):
            if story.shows:
                yield from _formula(child, story)
        elif tag in _DESCENDED:
            if tag == f"{W}ins" or tag == f"{W}moveTo":
                story.tally["inserted"] += _words(child)
            yield from inline(child, story, style_id)


_REMOVED = frozenset(W + name for name in ("del", "moveFrom"))
_DESCENDED = frozenset(
    W + name
    for name in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "customXml",
        "sdt",
        "sdtContent",
        "fldSimple",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
        "rt",
    )
)


def chosen(alternate: etree._Element) -> etree._Element | None:
    """The one branch of an `mc:AlternateContent` that today's Word shows."""
    for choice in alternate.iterfind(f"{MC}Choice"):
        spaces = [choice.nsmap.get(prefix) or "" for prefix in choice.get("Requires", "").split()]
        if all("schemas.microsoft.com" in space or "openxmlformats" in space for space in spaces):
            return choice
    return alternate.find(f"{MC}Fallback")


def _run(run: etree._Element, story: Story, style_id: str) -> Iterator[Piece[Anchored]]:
    properties = run.find(f"{W}rPr")
    look = story.styles.look(style_id, properties)
    traits = frozenset(
        name
        for name, held in (
            ("bold", look.bold),
            ("italic", look.italic),
            ("underline", look.underline),
        )
        if held
    )
    font = _font(properties)
    for child in _run_children(run):
        if child.tag == f"{W}fldChar":
            yield from _field_mark(child, story, traits)
        elif child.tag == f"{W}instrText":
            if story.fields:
                story.fields[-1].code += child.text or ""
        elif child.tag == f"{W}lastRenderedPageBreak":
            yield Piece("page")
        elif not story.shows:
            continue
        elif look.hidden:
            story.tally["hidden"] += len((child.text or "").split())
        else:
            yield from _content(child, story, traits, font)


def _run_children(run: etree._Element) -> Iterator[etree._Element]:
    for child in run:
        if child.tag == f"{MC}AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from branch
        else:
            yield child


def _content(
    child: etree._Element, story: Story, traits: frozenset[str], font: str
) -> Iterator[Piece[Anchored]]:
    tag = str(child.tag).removeprefix(W)
    if tag == "t":
        text = _text(child)
        shown = plain_symbols(text, font)
        yield Piece("text", shown, None if shown == text else text, traits)
    elif tag in _SIGNS:
        text, raw = _SIGNS[tag]
        yield Piece("text", text, raw, traits)
    elif tag == "br":
        if child.get(f"{W}type") in ("page", "column"):
            yield Piece("page" if child.get(f"{W}type") == "page" else "text", "\n")
        else:
            yield Piece("text", "\n")
    elif tag == "sym":
        yield _sign(child, traits)
    elif tag in ("footnoteReference", "endnoteReference", "commentReference"):
        kind = tag.removesuffix("Reference")
        own_mark = child.get(f"{W}customMarkFollows") in ("1", "true", "on")
        yield Piece("anchor", anchor=Anchored(kind, child.get(f"{W}id", ""), own_mark=own_mark))
    elif tag in ("drawing", "pict", "object"):
        yield from _drawing(child, story, traits)
    elif tag == "ruby":
        yield from inline(child, story, "")
    elif tag in ("footnoteRef", "endnoteRef", "annotationRef"):
        yield Piece("anchor", anchor=Anchored("own-number"))


# Shown character and what the raw text holds for it (None: the same).
_SIGNS: dict[str, tuple[str, str | None]] = {
    "tab": ("\t", None),
    "ptab": ("\t", None),
    "cr": ("\n", None),
    "noBreakHyphen": ("-", "\u2011"),
    "softHyphen": ("", "\u00ad"),
}


def _text(element: etree._Element) -> str:
    text = _BLANKS.sub(" ", element.text or "")
    keeps = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if keeps else text.strip(" ")


def _font(properties: etree._Element | None) -> str:
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii", "")


def _sign(element: etree._Element, traits: frozenset[str]) -> Piece[Anchored]:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return Piece("text", "")
    raw = chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else ""
    return Piece("text", symbol(code, element.get(f"{W}font", "")), raw, traits)


def _field_mark(
    mark: etree._Element, story: Story, traits: frozenset[str]
) -> Iterator[Piece[Anchored]]:
    if mark in story.stray:
        return
    kind = mark.get(f"{W}fldCharType")
    if kind == "begin":
        story.fields.append(Field(data=mark.find(f"{W}ffData")))
    elif kind == "separate" and story.fields:
        story.fields[-1].showing = True
    elif kind == "end" and story.fields:
        ended = story.fields.pop()
        if not ended.showing and story.shows:
            yield from _form_field(ended, traits)


def _form_field(ended: Field, traits: frozenset[str]) -> Iterator[Piece[Anchored]]:
    """Old form fields show their state, though they have no result."""
    code = ended.code.strip().upper()
    if ended.data is None:
        return
    if code.startswith("FORMCHECKBOX"):
        box = ended.data.find(f"{W}checkBox")
        state = None if box is None else box.find(f"{W}checked")
        if state is None and box is not None:
            state = box.find(f"{W}default")
        yield Piece("text", _CHECKED[state is not None and is_on(state)], "", traits)
    elif code.startswith("FORMDROPDOWN"):
        entries = [val(entry) for entry in ended.data.iterfind(f"{W}ddList/{W}listEntry")]
        selected = val(ended.data.find(f"{W}ddList/{W}result"), "0")
        if selected.isdigit() and int(selected) < len(entries):
            yield Piece("text", entries[int(selected)], "", traits)


def _drawing(
    element: etree._Element, story: Story, traits: frozenset[str]
) -> Iterator[Piece[Anchored]]:
    drawn = element.find(f".//{_DRAWN}")
    if drawn is not None and drawn.get("hidden") in ("1", "true"):
        story.tally["hidden"] += _words(element)
        return
    seen = 0
    for found in _drawn(element):
        seen += 1
        if found.tag == f"{W}txbxContent":
            yield Piece("anchor", anchor=Anchored("box", element=found))
        elif found.tag == _DIAGRAM:
            yield Piece("anchor", anchor=Anchored("diagram", found.get(f"{R}dm", "")))
        elif found.get("string"):
            yield Piece("text", found.get("string", ""), None, traits)
    if not seen:
        story.tally["object" if element.tag == f"{W}object" else "picture"] += 1


def _drawn(element: etree._Element) -> Iterator[etree._Element]:
    """The outermost boxes, diagrams and word-art of a drawing, one branch of alternates each."""
    for child in element:
        if child.tag == f"{MC}AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from _drawn(branch)
        elif child.tag in (f"{W}txbxContent", _DIAGRAM, f"{_VML}textpath"):
            yield child
        else:
            yield from _drawn(child)


def _formula(element: etree._Element, story: Story) -> Iterator[Piece[Anchored]]:
    """A formula's letters in their order; the bar of a fraction is written `/`."""
    parts: list[str] = []
    for node in element.iter(f"{M}t", f"{M}den"):
        parts.append("/" if node.tag == f"{M}den" else node.text or "")
    story.tally["formula"] += 1
    yield Piece("text", "".join(parts))


def _words(element: etree._Element) -> int:
    texts = (node.text or "" for node in element.iter(f"{W}t", f"{W}delText"))
    return len("".join(texts).split())
