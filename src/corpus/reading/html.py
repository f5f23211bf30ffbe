"""Web pages: the article without the site around it, as a browser shows it.

Blanks collapse as they do there; list items bear the signs that it shows (inserted edits); tables
become rows and cells; a superscript link to a place of the page is a note call, its mark taken out
of the words; menus, footers and banners are kept as furniture. `id`s stand in the blocks'
attributes. The raw text is the article's words in order, blanks collapsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.model import Document, Furniture, Span
from corpus.reading.assembly import Assembly
from corpus.reading.counters import render, spreadsheet_letter
from corpus.reading.html_page import (
    article_of,
    decode_page,
    has_no_bullets,
    is_unseen,
    parse_page,
    properties_of,
    shown_texts,
    stands_around,
    words_for,
)
from corpus.reading.html_tables import is_layout, write_table
from corpus.reading.paragraphs import Label, Paragraphs
from corpus.reading.pieces import Piece, has_words
from corpus.reading.source import Source
from corpus.reading.xmlguard import all_text, shallow

READER = "html/1"
_LONGEST = 2_000
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_TRAITS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline"}
_TRAITS |= {"cite": "italic", "dfn": "italic", "ins": "underline", "th": "bold"}
_STYLED = {
    "bold": re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I),
    "italic": re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.I),
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ORDERED = {"a": "a", "A": "A", "i": "lowerRoman", "I": "upperRoman"}
_NOTE_MARK = re.compile(r"[\[(]?\s*(\d{1,3}|[*†‡]{1,3}|[a-z]|[ivxlc]{1,6})\s*[\])]?$")

Pieces = list[Piece["NoteLink"]]


@dataclass(frozen=True, slots=True)
class NoteLink:
    """A note call: its mark, and the `id` of the note."""

    label: str
    target: str


@dataclass(slots=True)
class Context:
    """What the words that come will be: their block's kind and what goes with it."""

    kind: str = "paragraph"
    level: int = 0
    label: Label | None = None
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Page:
    """Writes the article of one web page into an `Assembly`."""

    assembly: Assembly
    article: etree._Element
    notes: frozenset[str]
    flow: Paragraphs = field(init=False)
    _pieces: Pieces = field(default_factory=list)
    _context: Context = field(default_factory=Context)
    _blank: bool = True
    _keeps_blanks: bool = False
    _depth: int = 0
    _ids: list[str] = field(default_factory=list)
    _calls: list[tuple[NoteLink, int]] = field(default_factory=list)
    _places: dict[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.flow = Paragraphs(self.assembly)

    def write(self) -> None:
        """Write the whole article."""
        self.children(self.article, frozenset())
        self.flush()
        for link, at in self._calls:
            if link.target in self._places:
                self.assembly.call(link.label, Span(at, at), self._places[link.target])

    def children(self, element: etree._Element, traits: frozenset[str]) -> None:
        """What an element holds: its words, and its children with the words after each."""
        self._words(element.text, traits)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, child.tag.lower(), traits)
            self._words(child.tail, traits)

    def flush(self) -> None:
        """Write the words gathered so far as one block."""
        pieces, self._pieces, self._blank = self._pieces, [], True
        context = self._context
        if not has_words(pieces):
            return
        attributes = dict(context.attributes)
        if self._ids:
            # The innermost one: those around it belong to the page's frame.
            attributes["id"] = self._ids[-1]
        kind = "note" if any(each in self.notes for each in self._ids) else context.kind
        start = self.assembly.mark.at
        written = self.flow.write(
            pieces, kind, label=context.label, level=context.level, attributes=attributes
        )
        for name in self._ids:
            self._places.setdefault(name, Span(start, self.assembly.mark.at))
        self._calls.extend((p.anchor, mark.at) for p, mark in written.anchors if p.anchor)
        self._ids = []
        if context.label is not None:
            # An item's second paragraph bears no label.
            self._context = Context()

    def _element(self, element: etree._Element, tag: str, traits: frozenset[str]) -> None:
        if tag in words_for("silent") or is_unseen(element):
            return
        if stands_around(element, self.article):
            keep_apart(self.assembly, element)
            return
        self._take_id(element, tag)
        traits = _with_traits(element, tag, traits)
        if tag in _HEADINGS:
            self._block(element, traits, Context("heading", _HEADINGS[tag]))
        elif tag in ("ul", "ol", "menu", "dir"):
            self._list(element, tag, traits)
        elif tag == "table":
            self._table(element, traits)
        elif tag in ("figcaption", "caption"):
            self._block(element, traits, Context("caption"))
        elif tag == "pre":
            kept, self._keeps_blanks = self._keeps_blanks, True
            self._block(element, traits, Context())
            self._keeps_blanks = kept
        elif tag in ("br", "hr", "q", "sup", "a"):
            self._inline(element, tag, traits)
        elif tag in words_for("blocks"):
            self._block(element, traits, self._context_of(element, tag))
        else:
            self.children(element, traits)

    def _context_of(self, element: etree._Element, tag: str) -> Context:
        inherited = self._context
        if tag == "blockquote":
            return Context(attributes={"quote": "yes"})
        if inherited.kind == "item" or inherited.attributes:
            # A paragraph or division inside an item or quotation still belongs to it.
            return inherited
        align = element.get("align") or element.get("style", "").replace(" ", "")
        if align == "center" or "text-align:center" in align:
            return Context(attributes={"align": "center"})
        return Context()

    def _block(self, element: etree._Element, traits: frozenset[str], context: Context) -> None:
        self.flush()
        outer, self._context = self._context, context
        self.children(element, traits)
        self.flush()
        # What an item's first paragraph used up stays used up for its others.
        spent = outer.label is not None and context is outer and self._context is not outer
        self._context = self._context if spent else outer

    def _inline(self, element: etree._Element, tag: str, traits: frozenset[str]) -> None:
        if tag == "br":
            if self._ends_line():
                # Two line breaks part paragraphs, as old pages and Légifrance write them.
                self.flush()
            else:
                self._pieces.append(Piece("text", "\n"))
            self._blank = True
        elif tag == "hr":
            self.flush()
        elif tag == "q":
            self._pieces.append(Piece("text", "« ", "", traits))
            self.children(element, traits)
            self._pieces.append(Piece("text", " »", "", traits))
        elif (link := _note_link(element)) is not None:
            self._pieces.append(Piece("text", "", link.label, traits))
            self._pieces.append(Piece("anchor", anchor=link))
        else:
            self.children(element, traits)

    def _ends_line(self) -> bool:
        for piece in reversed(self._pieces):
            if piece.kind == "text" and piece.text:
                return piece.text == "\n"
        return False

    # ------------------------------------------------------------ lists and tables

    def _list(self, element: etree._Element, tag: str, traits: frozenset[str]) -> None:
        self.flush()
        outer, self._context = self._context, Context()
        self._depth += 1
        labels = _labels(element, tag, self._depth)
        for child in element:
            if child.tag != "li":
                if isinstance(child.tag, str):
                    self._element(child, child.tag.lower(), traits)
                continue
            if is_unseen(child) or stands_around(child, self.article):
                continue
            label = next(labels)
            self._take_id(child, "li")
            context = Context("item", self._depth, label) if label else Context()
            self._block(child, traits, context)
        self._depth -= 1
        self.flush()
        self._context = Context() if outer.label is not None else outer

    def _table(self, element: etree._Element, traits: frozenset[str]) -> None:
        self.flush()
        outer, self._context = self._context, Context()
        if is_layout(element):
            self.children(element, traits)
            self.flush()
        else:
            caption = element.find("caption")
            if caption is not None:
                self._block(caption, traits, Context("caption"))
            write_table(self, element, traits)
        self._context = outer

    # ------------------------------------------------------------ words

    def _words(self, text: str | None, traits: frozenset[str]) -> None:
        if not text:
            return
        if not self._keeps_blanks:
            text = _BLANKS.sub(" ", text)
            if self._blank:
                text = text.removeprefix(" ")
            if not text:
                return
            self._blank = text.endswith(" ")
        self._pieces.append(Piece("text", text, None, traits))

    def _take_id(self, element: etree._Element, tag: str) -> None:
        name = element.get("id") or (element.get("name") if tag == "a" else None)
        if name:
            self._ids.append(name)


@shallow
def read_html(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The one document in a web page.

    Raises `ReadingError` when the page is empty or nested too deeply.
    """
    assembly = Assembly(source, "html", READER)
    root, article = write_page(assembly, source.data, source.name)
    assembly.properties.update(properties_of(root))
    _keep_site(assembly, root, article)
    if not assembly.words_since(0):
        assembly.problem(
            "sans-texte",
            "la page ne contient aucun texte (elle se construit dans le navigateur ?).",
            "Ouvrez-la dans un navigateur et imprimez-la en PDF.",
            "warning",
        )
    return (assembly.build(),)


def write_page(assembly: Assembly, data: bytes, name: str) -> tuple[etree._Element, etree._Element]:
    """Write the article of a page at the end of `assembly`; gives the page's root and article."""
    decoded = decode_page(data, name)
    root = parse_page(decoded.text, name)
    assembly.problems.extend(decoded.problems)
    assembly.properties["encoding"] = decoded.encoding
    article = article_of(root)
    Page(assembly, article, _note_targets(article)).write()
    return root, article


def _keep_site(assembly: Assembly, root: etree._Element, article: etree._Element) -> None:
    """The page's own header, footer and asides, outside the article, as furniture."""
    within = {article, *article.iterancestors()}
    for element in root.iter("header", "footer", "aside"):
        outer = set(element.iterancestors())
        nested = any(each.tag in ("header", "footer", "aside") for each in outer)
        if element not in within and article not in outer and not nested:
            keep_apart(assembly, element)


def keep_apart(assembly: Assembly, element: etree._Element) -> None:
    """Keep the words of what stands around an article as furniture."""
    words = " ".join(" ".join(shown_texts(element)).split())
    if words and element.tag != "nav":
        assembly.furniture.append(Furniture(str(element.tag), 1, words[:_LONGEST]))


def _with_traits(element: etree._Element, tag: str, traits: frozenset[str]) -> frozenset[str]:
    found = {_TRAITS[tag]} if tag in _TRAITS else set()
    style = element.get("style")
    if style:
        found |= {trait for trait, pattern in _STYLED.items() if pattern.search(style)}
    return traits | found if found else traits


def _labels(element: etree._Element, tag: str, depth: int) -> Iterator[Label | None]:
    """The sign before each item of a list, as browsers show it."""
    bare = has_no_bullets(element)
    while tag != "ol":
        yield None if bare else Label("•", depth)
    items = element.findall("li")
    step = -1 if "reversed" in element.attrib else 1
    number = _whole(element.get("start"), len(items) if step < 0 else 1)
    for item in items:
        number = _whole(item.get("value"), number)
        yield None if bare else Label(f"{_number(number, element.get('type', '1'))}.", depth)
        number += step


def _number(number: int, form: str) -> str:
    if form in ("a", "A") and number > 0:
        letters = spreadsheet_letter(number)
        return letters.upper() if form == "A" else letters
    return render(number, _ORDERED.get(form, "decimal")) or str(number)


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else default


def _note_link(element: etree._Element) -> NoteLink | None:
    """A superscript link to a place of the same page, with a mark as notes have."""
    if element.tag == "sup":
        links = list(element.iter("a"))
        link = links[0] if len(links) == 1 else None
    else:
        parent = element.getparent()
        raised = parent is not None and parent.tag == "sup"
        link = element if raised or element.find("sup") is not None else None
    if link is None or not (link.get("href") or "").startswith("#"):
        return None
    mark = _NOTE_MARK.match(all_text(element).strip().lower())
    target = (link.get("href") or "#")[1:]
    return NoteLink(mark.group(1), target) if mark and target else None


def _note_targets(article: etree._Element) -> frozenset[str]:
    links = (_note_link(element) for element in article.iter("sup", "a"))
    return frozenset(link.target for link in links if link is not None)
