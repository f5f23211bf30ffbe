"""Word's list labels, computed from `numbering.xml` as Word prints them.

python-docx, docx2python, mammoth and markitdown give none of `Article 1.`, `1.2.` or `a)`: they
stand in no run of the file. The rules are those of ISO 29500-1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.reading.counters import render
from corpus.reading.docx_package import W, is_on, number, val
from corpus.reading.docx_styles import ParagraphStyle, Styles
from corpus.reading.paragraphs import Label
from corpus.reading.symbols import plain_symbols

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and what it prints."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    space: str = " "
    restart: int | None = None
    legal: bool = False
    style: str = ""
    hidden: bool = False
    font: str = ""


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""


class Numbering:
    """The lists of a document, with their counters: labels must be asked for in text order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[int, _Abstract] = {}
        self._nums: dict[int, int] = {}
        self._starts: dict[tuple[int, int], int] = {}
        self._levels: dict[tuple[int, int], Level] = {}
        self._counts: dict[int, list[int | None]] = {}
        self._restarted: set[tuple[int, int]] = set()
        self.unknown_forms: set[str] = set()
        if root is not None:
            self._load(root)

    def place(self, direct: etree._Element | None, style: ParagraphStyle) -> tuple[int, int] | None:
        """The list (`numId`) and level (0 to 8) of a paragraph with that `w:numPr` and style."""
        num_id = style.num_id
        level = style.num_level
        if direct is not None:
            own = direct.find(f"{W}numId")
            own_level = direct.find(f"{W}ilvl")
            if own is not None:
                num_id, level = number(own), 0
            if own_level is not None:
                level = number(own_level)
        if not num_id or num_id not in self._nums:
            return None
        if level is None:
            level = self._level_of_style(num_id, style)
        return num_id, min(max(level, 0), LEVELS - 1)

    def next_label(self, num_id: int, level: int) -> Label | None:
        """Count one paragraph and give its label; None when that level prints nothing."""
        abstract = self._nums[num_id]
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        definition = self._level(num_id, level)
        for parent in range(level):
            # A level used before its parent: the parent then counts as used once.
            if counts[parent] is None:
                counts[parent] = self._start(num_id, parent)
        key = (num_id, level)
        current = counts[level]
        if current is None or (key in self._starts and key not in self._restarted):
            counts[level] = self._start(num_id, level)
        else:
            counts[level] = current + 1
        self._restarted.add(key)
        for deeper in range(level + 1, LEVELS):
            restart = self._level(num_id, deeper).restart
            if restart is None or level < restart:
                counts[deeper] = None
        text = self._print(num_id, definition, counts)
        if definition.hidden or not text:
            return None
        return Label(text, level + 1, definition.space)

    def _print(self, num_id: int, definition: Level, counts: list[int | None]) -> str:
        if definition.form == "bullet":
            return plain_symbols(definition.text, definition.font) or "•"

        def value(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            level = self._level(num_id, at)
            count = counts[at]
            if count is None:
                count = self._start(num_id, at)
            form = "decimal" if definition.legal else level.form
            if form == "none":
                return ""
            printed = render(count, form)
            if printed is None:
                self.unknown_forms.add(form)
                printed = str(count)
            return printed

        if definition.form == "none" and "%" in definition.text:
            return _PLACE.sub("", definition.text).strip()
        return _PLACE.sub(value, definition.text)

    def _start(self, num_id: int, level: int) -> int:
        return self._starts.get((num_id, level), self._level(num_id, level).start)

    def _level(self, num_id: int, level: int) -> Level:
        override = self._levels.get((num_id, level))
        if override is not None:
            return override
        return self._abstract(self._nums[num_id]).levels.get(level, Level())

    def _abstract(self, abstract_id: int) -> _Abstract:
        """The definition itself, at the far end of a link through a numbering style."""
        abstract = self._abstracts.get(abstract_id, _Abstract())
        if abstract.link and not abstract.levels:
            num_id = self._styles.numbering_of(abstract.link)
            target = self._nums.get(num_id or 0)
            if target is not None and target != abstract_id:
                return self._abstracts.get(target, abstract)
        return abstract

    def _level_of_style(self, num_id: int, style: ParagraphStyle) -> int:
        levels = self._abstract(self._nums[num_id]).levels
        for style_id in style.chain:
            for at, level in levels.items():
                if level.style == style_id:
                    return at
        return 0

    def _load(self, root: etree._Element) -> None:
        for element in root.iterfind(f"{W}abstractNum"):
            abstract = _Abstract(link=val(element.find(f"{W}numStyleLink")))
            for level in element.iterfind(f"{W}lvl"):
                abstract.levels[_at(level)] = _read_level(level)
            self._abstracts[_identifier(element, "abstractNumId")] = abstract
        for element in root.iterfind(f"{W}num"):
            num_id = _identifier(element, "numId")
            self._nums[num_id] = number(element.find(f"{W}abstractNumId"), -1)
            for override in element.iterfind(f"{W}lvlOverride"):
                key = (num_id, _at(override))
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._starts[key] = number(start, 1)
                own = override.find(f"{W}lvl")
                if own is not None:
                    self._levels[key] = _read_level(own)


def _identifier(element: etree._Element, name: str) -> int:
    value = element.get(W + name, "-1")
    return int(value) if value.lstrip("-").isdigit() else -1


def _at(element: etree._Element) -> int:
    return min(max(_identifier(element, "ilvl"), 0), LEVELS - 1)


def _read_level(element: etree._Element) -> Level:
    restart = element.find(f"{W}lvlRestart")
    legal = element.find(f"{W}isLgl")
    hidden = element.find(f"{W}rPr/{W}vanish")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    spaces = {"nothing": "", "space": " ", "tab": " "}
    return Level(
        start=number(element.find(f"{W}start"), 0),
        form=val(element.find(f"{W}numFmt"), "decimal"),
        text=val(element.find(f"{W}lvlText")),
        space=spaces.get(val(element.find(f"{W}suff"), "tab"), " "),
        restart=None if restart is None else number(restart),
        legal=legal is not None and is_on(legal),
        style=val(element.find(f"{W}pStyle")),
        hidden=hidden is not None and is_on(hidden),
        font="" if fonts is None else fonts.get(f"{W}ascii", ""),
    )
