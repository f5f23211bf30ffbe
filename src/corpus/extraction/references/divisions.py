"""Numbered parts other than articles: books, titles, annexes, principles of a charter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.extraction.references.lexicon import Division, Lexicon
from corpus.extraction.references.patterns import FIRST, OF_THE, alternation, compact
from corpus.french.fold import fold
from corpus.french.numbers import LATIN_SUFFIXES, parse_ordinal, parse_roman

_LATIN = "|".join(sorted(LATIN_SUFFIXES, key=len, reverse=True))
_ONE = (
    rf"(?:\$?\s?{FIRST}|(?-i:[IVXL]+)(?:\s?er|-(?:(?-i:[A-Z])|\d{{1,2}}))?(?![\w'’])|(?-i:[A-Z])(?![\w'’.])(?=\s*(?:[,;.)]|de|du|des|et|à|$))"
    rf"|\d{{1,3}}(?:[.-]\d{{1,3}})*(?![\d%])|premi(?:er|ère)\b|pr[ée]liminaire\b)(?:\s(?:{_LATIN})\b)?"
)
# What a list may say of one of its numbers (`annexe III-1 (alinéas 1.1 à 1.6) ou III-2`).
_GLOSS = r"(?:\s*\([^()\n]{2,60}\))"
_GLOSSES = re.compile(_GLOSS)
_ONES = re.compile(_ONE, re.IGNORECASE)
_LATEX = re.compile(r"[$^{}\\]|text")
_ORDINAL_BEFORE = re.compile(
    r"(?<!\w)(?P<ordinal>premi(?:er|ère)s?|second[es]?|dernier|[^\W\d_]{3,}i[èe]mes?|\d{1,2}\s?(?:er|[èe]me|e))\s+\Z",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"(?:(?<!\w)(?:du|de\s+la|de|des|les?|la|aux?|à\s+la|en|son|ses|sa|et|ou|un|une|par\s+la|voir|cf\.?)\s+|(?:l|d)\s?['’]\s?|\(\s*|,\s*)\Z",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Part:
    """A part, or a chain of parts from the inside out, as printed from `start` to `end`."""

    start: int
    end: int
    division: Division
    numbers: list[str]
    points: list[str]
    outermost: Division
    annexes: list[str]


class DivisionReader:
    """Reads `titre IV du livre Ier de la partie réglementaire`, `annexes I et II`, `principe 8`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        forms = alternation(lexicon.division_by_form)
        self._next = re.compile(
            rf"\s*,?\s*(?:(?:{OF_THE}|de\s+(?:son|sa|ses))\s*)?(?P<form>{forms})(?!\w)",
            re.IGNORECASE,
        )
        self._number = re.compile(
            rf"\s*(?:n\s?[°ºo]\s?)?(?P<number>{_ONE})"
            rf"(?P<more>(?:{_GLOSS}?\s*(?:,|et|ou|à)\s*(?:n\s?[°ºo]\s?)?{_ONE})*)",
            re.IGNORECASE,
        )
        words = [word for one in lexicon.divisions for word in one.words]
        self._words = re.compile(
            rf"(?:\s+(?:et\s+)?(?:{alternation(words)})s?(?!\w))+", re.IGNORECASE
        )
        self._ranked = re.compile(
            rf"\s*,?\s*(?:{OF_THE}\s*)(?P<ordinal>premi(?:er|ère)|deuxième|seconde?|[^\W\d_]{{4,}}ième)\s+"
            rf"(?P<form>{forms})(?!\w)",
            re.IGNORECASE,
        )

    def match(self, text: str, start: int, end: int, division: Division) -> Part | None:
        """The part whose word stands at `start:end`, with those around it; None when unnumbered."""
        part = Part(start, end, division, [], [], division, [])
        if not self._numbered(text, part, division) and not self._ordinal(text, part, division):
            return None
        while True:
            if self._rank(text, part):
                continue
            outer = self._next.match(text, part.end)
            if outer is None:
                return part
            one = self.lexicon.division_by_form[fold(outer.group("form"))]
            before, part.end = part.end, outer.end()
            if not self._numbered(text, part, one, inner=False) and not self._worded(text, part):
                part.end = before
                return part

    def outer(self, text: str, position: int) -> tuple[int, list[str]] | None:
        """The parts that an article is said to stand in (`de l'annexe`, `du livre V du titre Ier`):
        where they end, and their names."""
        link = self._next.match(text, position)
        if link is None or link.group().strip()[:1].lower() != "d":
            return None
        division = self.lexicon.division_by_form[fold(link.group("form"))]
        part = self.match(text, link.start("form"), link.end(), division)
        if part is not None:
            return part.end, part.points
        return (link.end(), [division.forms[0]]) if division.as_article else None

    def is_determined(self, text: str, start: int) -> bool:
        """True when a determiner or preposition precedes: a part of speech, not a heading."""
        return _DETERMINED.search(text, max(0, start - 14), start) is not None

    def _numbered(self, text: str, part: Part, division: Division, *, inner: bool = True) -> bool:
        match = self._number.match(text, part.end)
        if match is None:
            return False
        printed = _GLOSSES.sub("", match.group())
        numbers = [_value(one) for one in _ONES.findall(printed)]
        if inner:
            part.numbers = numbers
        name = division.forms[0]
        part.points += [f"{name} {number}" for number in numbers]
        part.end, part.outermost = match.end(), division
        if division.as_article:
            part.annexes = [f"{name} {number}" for number in numbers]
        return True

    def _ordinal(self, text: str, part: Part, division: Division) -> bool:
        if not division.ordinal:
            return False
        match = _ORDINAL_BEFORE.search(text, max(0, part.start - 24), part.start)
        value = parse_ordinal(match.group("ordinal").rstrip("s")) if match else None
        if match is None or value is None:
            return False
        part.start = match.start("ordinal")
        part.numbers = [str(value)]
        part.points = [f"{division.forms[0]} {value}"]
        return True

    def _rank(self, text: str, part: Part) -> bool:
        """`de la quatrième partie`."""
        match = self._ranked.match(text, part.end)
        if match is None:
            return False
        division = self.lexicon.division_by_form[fold(match.group("form"))]
        value = parse_ordinal(match.group("ordinal"))
        part.points.append(f"{division.forms[0]} {value}")
        part.end = match.end()
        return True

    def _worded(self, text: str, part: Part) -> bool:
        match = self._words.match(text, part.end)
        if match is None:
            return False
        part.points.append(f"partie {compact(match.group())}")
        part.end = match.end()
        return True


def _value(raw: str) -> str:
    """`Ier`, `premier`, `1er` are 1; other Roman numerals stay as printed; figures too."""
    cleaned = compact(_LATEX.sub("", raw))
    head, _, suffix = cleaned.partition(" ")
    if head.upper() in ("I", "IER", "1ER", "PREMIER", "PREMIERE", "PREMIÈRE", "1"):
        head = "1" if head != "I" else "I"
    elif parse_roman(head):
        head = head.upper()
    return f"{head} {suffix}".strip() if suffix not in ("er",) else "1"
