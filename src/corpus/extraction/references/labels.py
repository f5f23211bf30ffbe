"""What is printed as a heading: the text's own title and its articles' numbers are no citations."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from corpus.extraction.references.found import Target
from corpus.french.dates import find_dates
from corpus.model import Metadata, Structure

_MARKS = re.compile(r"[\s#*_>|•·–—\-«\"“]*\Z")
_PLAIN_MARKS = re.compile(r"[\s#*_|]*(?:annexe\s*(?:\d+|[IVX]+)?\s*[:.–—-]\s*)?\Z", re.IGNORECASE)
_AFTER_HEADING = re.compile(r"[\s$]*(?:\Z|\n)|\s*[.:–—|*(-]|[^\S\n]{2,}\S|[^\S\n]+[A-ZÉÈÀÂÎÔÇ«]")
_OBJECT = re.compile(
    r"[\s*_]*(?:\([^()\n]{2,60}\)\s*)?(?:,\s*)?"
    r"(?:relati[fv]|portant|fixant|pris|modifiant|approuvant|prescrivant|autorisant|règlementant|"
    r"réglementant|complétant|concernant|définissant|instituant|créant|mettant|imposant|sur|pour|"
    r"de|d['’]|tendant|visant)",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"[^\S\n]*[*_]*[^\S\n]*(?:\n|\Z)")
_VISA_START = re.compile(
    r"^[\s\-–•*#>]*(?:vu\b|article\s|art\.|consid[ée]rant)", re.IGNORECASE | re.MULTILINE
)
_DATE_LINE = re.compile(
    r"^[^\S\n]*(?:[^\n\d]{0,60}[\s,*])?le[\s*_]{1,6}(?=\d|premier)", re.IGNORECASE | re.MULTILINE
)
_HEAD = 5000
# Texts made of articles: a bare `l'article 2` is theirs.
_NORMATIVE = frozenset(
    ("arrêté", "décret", "loi", "ordonnance", "règlement", "charte", "convention", "code")
)


@dataclass(slots=True)
class OwnText:
    """What the document says of itself: the text whose articles its bare articles are."""

    kind: str | None = None
    number: str | None = None
    date: str | None = None
    normative: bool = False
    codes: list[tuple[int, str]] = field(default_factory=list)

    def code_at(self, position: int) -> str | None:
        """The code that an extract reproduces there: the last one named above it as a heading."""
        index = bisect_right(self.codes, position, key=lambda heading: heading[0])
        return self.codes[index - 1][1] if index else None

    def day(self) -> datetime.date | None:
        """The document's date, from which `dernier` and `prochain` count."""
        try:
            return datetime.date.fromisoformat(self.date) if self.date else None
        except ValueError:
            return None


def line_start(text: str, position: int) -> int:
    """Where the line of `position` begins."""
    return text.rfind("\n", 0, position) + 1


def is_article_heading(text: str, start: int, end: int) -> bool:
    """True when the article `start:end` heads its line and no sentence runs on through it."""
    line = line_start(text, start)
    if not text[start].isupper() or not _MARKS.match(text, line, start):
        return False
    if text[line:start].lstrip().startswith("#") or text[start : start + 3] == "ART":
        return True
    return _AFTER_HEADING.match(text, end) is not None


def heads_line(text: str, start: int) -> bool:
    """True when only marks of a heading precede `start` on its line and it has a capital."""
    return text[start].isupper() and bool(_PLAIN_MARKS.match(text, line_start(text, start), start))


def ends_line(text: str, end: int) -> bool:
    """True when nothing more is printed on the line after `end`."""
    return _LINE_END.match(text, end) is not None


def is_title(text: str, target: Target) -> bool:
    """True when a text named at the head of its line is printed as a title: an object follows, or
    the line ends on its date. A number alone on its line (`Lettre circulaire n° 2012-093`) is what
    the analyst looks for, and stays a citation."""
    if _OBJECT.match(text, target.end):
        return True
    if not ends_line(text, target.end):
        return False
    return target.kind not in ("lettre circulaire", "circulaire", "instruction") or bool(
        target.date
    )


def head_of(text: str) -> int:
    """Where the head of the document ends: before its first visa or article."""
    first = _VISA_START.search(text, 1, _HEAD)
    return first.start() if first else min(len(text), _HEAD)


def own_date(text: str, metadata: Metadata) -> str | None:
    """The document's date: what the structure found, else the first `…, le 23 mai 2012` of its
    head."""
    if metadata.date:
        return metadata.date
    for match in _DATE_LINE.finditer(text, 0, _HEAD):
        for found in find_dates(text, None, match.end(), match.end() + 40):
            whole = found.iso is not None and found.precision == "day"
            if whole and found.start == match.end() and ends_line(text, found.end):
                return found.iso
    return None


def own_text(text: str, structure: Structure) -> OwnText:
    """What the structure knows of the document, in the form the resolution needs."""
    metadata = structure.metadata
    normative = metadata.kind in _NORMATIVE or structure.genre in ("legal", "charter")
    return OwnText(metadata.kind, metadata.number, own_date(text, metadata), normative=normative)


class Titles:
    """Which citations of a text are its own title, or a charter's, printed as such."""

    def __init__(self, text: str, own: OwnText) -> None:
        self.text, self.own = text, own
        self.head = head_of(text)
        self._found = False

    def is_charters(self, target: Target) -> bool:
        """A charter's name alone on its line is its title, and tells what the text is."""
        if target.kind != "charte":
            return False
        alone = heads_line(self.text, target.start) and ends_line(self.text, target.end)
        if alone and self.own.kind is None:
            self.own.kind, self.own.normative = "charte", True
        return alone

    def is_own(self, target: Target) -> bool:
        """The first title in the head of the text, and every line that repeats it."""
        if not heads_line(self.text, target.start):
            return False
        if self._found:
            return self._repeats(target)
        if target.start > self.head or not is_title(self.text, target):
            return False
        self._found = True
        self.own.kind = self.own.kind or target.kind
        self.own.number = self.own.number or target.number
        self.own.date = target.date or self.own.date
        return True

    def _repeats(self, target: Target) -> bool:
        own = self.own
        if own.kind != target.kind:
            return False
        same_number = own.number is not None and own.number == target.number
        return same_number or (own.date is not None and own.date == target.date)
