"""Word's styles: what a paragraph or a run is, once its styles are followed to their roots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from corpus.reading.docx_package import W, is_on, number, val

# Style names are stored in English whatever the user's language; other programs translate them.
_HEADING = re.compile(r"(?:heading|titre)\s*([1-9])$", re.I)
_TITLE = re.compile(r"(?:title|titre(?: du document)?)$", re.I)
_CONTENTS = re.compile(r"(?:toc|tm|table des matières)\s*(?:heading|\d)?$", re.I)
TOGGLES = ("b", "i", "vanish")
_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Look:
    """How words look: bold, italic, underlined, hidden."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph style gives its paragraphs. `level` is 1 to 9 for a heading, 0 for the
    document's title, None for no heading; `chain` the style and those it is based on."""

    name: str = ""
    chain: tuple[str, ...] = ()
    level: int | None = None
    contents: bool = False
    num_id: int | None = None
    num_level: int | None = None
    page_break: bool = False
    align: str = ""


class Styles:
    """The styles of a package (all defaults when it has none)."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._defaults: etree._Element | None = None
        if root is not None:
            self._load(root)
        self.paragraph = lru_cache(maxsize=None)(self._paragraph)
        self._toggles = lru_cache(maxsize=None)(self._toggles_of)

    def numbering_of(self, style_id: str) -> int | None:
        """The `numId` of a numbering style (the far end of a `numStyleLink`)."""
        return self.paragraph(style_id).num_id

    def look(self, style_id: str, properties: etree._Element | None) -> Look:
        """How a run looks, from its own properties, its character style and the paragraph's.

        A toggle set by both styles cancels out (ISO 29500-1, 17.7.3).
        """
        character = "" if properties is None else val(properties.find(f"{W}rStyle"))
        paragraph = self._toggles(style_id or self._default)
        of_run = self._toggles(character) if character else {}
        found = {}
        for toggle in TOGGLES:
            direct = None if properties is None else properties.find(W + toggle)
            if direct is not None:
                found[toggle] = is_on(direct)
            else:
                found[toggle] = bool(paragraph.get(toggle)) != bool(of_run.get(toggle))
        line = None if properties is None else properties.find(f"{W}u")
        underline = (
            is_on(line) if line is not None else bool(of_run.get("u", paragraph.get("u", False)))
        )
        return Look(found["b"], found["i"], underline, found["vanish"])

    def _load(self, root: etree._Element) -> None:
        for style in root.iterfind(f"{W}style"):
            style_id = style.get(f"{W}styleId", "")
            self._styles.setdefault(style_id, style)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = style_id
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")

    def _chain(self, style_id: str) -> list[str]:
        chain: list[str] = []
        while style_id in self._styles and style_id not in chain and len(chain) < _DEPTH:
            chain.append(style_id)
            style_id = val(self._styles[style_id].find(f"{W}basedOn"))
        return chain

    def _first(self, chain: list[str], path: str) -> etree._Element | None:
        for style_id in chain:
            found = self._styles[style_id].find(path)
            if found is not None:
                return found
        return None

    def _paragraph(self, style_id: str) -> ParagraphStyle:
        chain = self._chain(style_id or self._default)
        if not chain:
            return ParagraphStyle()
        name = val(self._styles[chain[0]].find(f"{W}name"))
        num_id = self._first(chain, f"{W}pPr/{W}numPr/{W}numId")
        num_level = self._first(chain, f"{W}pPr/{W}numPr/{W}ilvl")
        break_before = self._first(chain, f"{W}pPr/{W}pageBreakBefore")
        return ParagraphStyle(
            name=name,
            chain=tuple(chain),
            level=self._level(chain),
            contents=_CONTENTS.match(name) is not None,
            num_id=None if num_id is None else number(num_id),
            num_level=None if num_level is None else number(num_level),
            page_break=break_before is not None and is_on(break_before),
            align=val(self._first(chain, f"{W}pPr/{W}jc")),
        )

    def _level(self, chain: list[str]) -> int | None:
        for style_id in chain:
            name = val(self._styles[style_id].find(f"{W}name"))
            if match := _HEADING.match(name):
                return int(match.group(1))
            outline = self._styles[style_id].find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                level = number(outline, 9)
                return level + 1 if 0 <= level < 9 else None
            if _TITLE.match(name):
                return 0
        return None

    def _toggles_of(self, style_id: str) -> dict[str, bool]:
        chain = self._chain(style_id)
        found = {}
        for toggle in (*TOGGLES, "u"):
            element = self._first(chain, f"{W}rPr/{W}{toggle}")
            if element is not None:
                found[toggle] = is_on(element)
        return found
