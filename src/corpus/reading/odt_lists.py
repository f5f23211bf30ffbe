"""OpenDocument list labels, computed from list styles as LibreOffice prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.reading.counters import render, spreadsheet_letter
from corpus.reading.odt_styles import STYLE, TEXT, OdtStyles
from corpus.reading.paragraphs import Label
from corpus.reading.symbols import plain_symbols

LEVELS = 10
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_PLACE = re.compile(r"%(\d+)%")
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman"}
_FORMS |= {"I": "upperRoman", "1st": "ordinal", "①, ②, ③, ...": "decimalEnclosedCircle"}
_FORMS |= {"01, 02, 03, ...": "decimalZero"}
_SPACES = {"nothing": "", "space": " ", "listtab": " "}


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list style: how it counts and what it prints."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    levels: int = 1
    start: int = 1
    pattern: str | None = None
    bullet: str = ""
    synchronous: bool = False
    space: str = " "


@dataclass(slots=True)
class Counts:
    """The counters of one list, shared by the lists that continue it."""

    values: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


class OdtLists:
    """The lists of a document; labels must be asked for in text order."""

    def __init__(self, styles: OdtStyles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, ListLevel]] = {}
        self._by_id: dict[str, Counts] = {}
        self._by_style: dict[str, Counts] = {}
        self._headings = Counts()
        self.unknown_forms: set[str] = set()

    def begin(self, element: etree._Element, style: str) -> Counts:
        """The counters of an outermost list: its own, or those of the list that it continues."""
        followed = element.get(f"{TEXT}continue-list")
        continues = element.get(f"{TEXT}continue-numbering") == "true"
        counts = self._by_id.get(followed or "")
        if counts is None:
            counts = self._by_style.get(style) if continues else None
        if counts is None:
            counts = Counts()
        self._by_style[style] = counts
        if key := element.get(_XML_ID) or element.get(f"{TEXT}id"):
            self._by_id[key] = counts
        return counts

    def counts_of(self, key: str) -> Counts:
        """The counters of the list with that identifier (for numbered paragraphs)."""
        return self._by_id.setdefault(key, Counts())

    def next_label(
        self, style: str, level: int, counts: Counts, start: int | None = None
    ) -> Label | None:
        """Count one item at `level` (0 = outermost); `start` is the value that it begins again
        with, if it does."""
        levels = self._of(style)
        return self._count(levels, min(max(level, 0), LEVELS - 1), counts.values, start)

    def heading_label(self, level: int, start: int | None = None) -> Label | None:
        """Count one heading at `level` (0 = outermost) of the outline."""
        if self._styles.outline is None:
            return None
        levels = self._of("")
        return self._count(levels, min(max(level, 0), LEVELS - 1), self._headings.values, start)

    def _count(
        self,
        levels: dict[int, ListLevel],
        level: int,
        values: list[int | None],
        start: int | None,
    ) -> Label | None:
        for parent in range(level):
            if values[parent] is None:
                values[parent] = levels.get(parent, ListLevel()).start
        definition = levels.get(level, ListLevel())
        current = values[level]
        if start is not None:
            values[level] = start
        else:
            values[level] = definition.start if current is None else current + 1
        values[level + 1 :] = [None] * (LEVELS - level - 1)
        text = self._print(levels, level, values)
        return Label(text, level + 1, definition.space) if text.strip() else None

    def _print(self, levels: dict[int, ListLevel], level: int, values: list[int | None]) -> str:
        definition = levels.get(level, ListLevel())
        if definition.bullet:
            return definition.bullet
        if definition.pattern is not None and definition.form:

            def place(match: re.Match[str]) -> str:
                at = int(match.group(1)) - 1
                return self._number(levels, at, values) if 0 <= at < LEVELS else ""

            return _PLACE.sub(place, definition.pattern)
        if not definition.form:
            return definition.prefix + definition.suffix
        first = max(0, level - definition.levels + 1)
        numbers = [self._number(levels, at, values) for at in range(first, level + 1)]
        body = ".".join(number for number in numbers if number)
        return definition.prefix + body + definition.suffix

    def _number(self, levels: dict[int, ListLevel], at: int, values: list[int | None]) -> str:
        definition = levels.get(at, ListLevel())
        value = values[at]
        if not definition.form or value is None:
            return ""
        if definition.form in "aA" and not definition.synchronous and value > 0:
            letters = spreadsheet_letter(value)
            return letters.upper() if definition.form == "A" else letters
        form = _FORMS.get(definition.form)
        if form is None:
            self.unknown_forms.add(definition.form)
        return render(value, form or "decimal") or str(value)

    def _of(self, style: str) -> dict[int, ListLevel]:
        """The levels of a list style; the empty name is the headings' outline."""
        if style not in self._levels:
            element = self._styles.lists.get(style) if style else self._styles.outline
            levels = {}
            for child in () if element is None else element:
                at = child.get(f"{TEXT}level", "")
                if at.isdigit():
                    levels[int(at) - 1] = _read_level(child)
            self._levels[style] = levels
        return self._levels[style]


def _read_level(element: etree._Element) -> ListLevel:
    pattern = element.get(f"{STYLE}num-list-format") or element.get(f"{_LOEXT}num-list-format")
    bullet = ""
    if element.tag == f"{TEXT}list-level-style-bullet":
        font = element.find(f"{STYLE}text-properties")
        name = "" if font is None else font.get(f"{STYLE}font-name", "")
        bullet = plain_symbols(element.get(f"{TEXT}bullet-char", "•"), name)
    elif element.tag == f"{TEXT}list-level-style-image":
        bullet = "•"
    alignment = element.find(f".//{STYLE}list-level-label-alignment")
    followed = "" if alignment is None else alignment.get(f"{TEXT}label-followed-by", "")
    return ListLevel(
        form=element.get(f"{STYLE}num-format", ""),
        prefix=element.get(f"{STYLE}num-prefix", ""),
        suffix=element.get(f"{STYLE}num-suffix", ""),
        levels=_whole(element.get(f"{TEXT}display-levels"), 1),
        start=_whole(element.get(f"{TEXT}start-value"), 1),
        pattern=pattern,
        bullet=bullet,
        synchronous=element.get(f"{STYLE}num-letter-sync") == "true",
        space=_SPACES.get(followed, " "),
    )


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and value.isdigit() and len(value) < 6 else default
