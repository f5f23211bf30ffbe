"""Texts cited by their name: `RGPD`, `Cog 2009-2012`, `convention internationale des droits…`."""

from __future__ import annotations

import re
from collections.abc import Set

from corpus.extraction.references.found import Target
from corpus.extraction.references.lexicon import Lexicon, NamedText
from corpus.extraction.references.patterns import alternation, compact
from corpus.french.fold import fold, fold_word

_APOSTROPHE = re.compile(r"\s*['’‘´`]\s*")
_WORD = re.compile(r"[^\W_]+")
_YEARS = re.compile(
    r"(?:\s*\(\s*C[Oo][Gg]\s*\))?"
    r"\s*(?:,?\s*(?:pour\s+|de\s+)?(?:la\s+)?(?:période\s+)?(?:de\s+)?)?"
    r"(?P<from>(?:19|20)\d\d)\s?[-‐–/]\s*(?P<to>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)

_YEAR = re.compile(
    r"\s+(?:pour|de)\s+(?:l['’]année\s+)?(?P<year>(?:19|20)\d\d)(?!\d)", re.IGNORECASE
)

#: Why a text that comes back every few years stays open.
UNDATED = "la période de ce texte n'est pas indiquée"


class NamedReader:
    """Finds the longest known name at a place."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._by_name: dict[str, NamedText] = {}
        self._exact: set[str] = set()
        by_first: dict[str, list[str]] = {}
        self.anchors: set[str] = set()
        for named in lexicon.named:
            self.anchors |= {_WORD.findall(name)[0] for name in named.names}
            for name in (*named.names, *named.short):
                self._by_name.setdefault(fold(name), named)
                self._exact.add(name)
                by_first.setdefault(first_word(name), []).append(name)
        self._patterns = {
            word: re.compile(rf"(?:{alternation(names)})(?![\w-])", re.IGNORECASE)
            for word, names in by_first.items()
        }
        self._before = {
            named.id: re.compile(rf"(?<!\w)(?:{alternation(named.before)})\s+\Z", re.IGNORECASE)
            for named in lexicon.named
            if named.before
        }
        self._after = {
            named.id: re.compile(rf"\s+(?:{alternation(named.after)})(?!\w)", re.IGNORECASE)
            for named in lexicon.named
            if named.after
        }

    @property
    def words(self) -> Set[str]:
        """The first words of all names: where to look."""
        return self._patterns.keys()

    def match(self, text: str, position: int, *, after_article: bool = False) -> Target | None:
        """The named text at `position`, with its years and what qualifies it. Some short names
        (`CEDH`, a court too) name a text only after an article."""
        word = _WORD.match(text, position)
        pattern = self._patterns.get(fold_word(word.group())) if word else None
        match = pattern.match(text, position) if pattern else None
        if match is None:
            return None
        named = self._by_name.get(fold(_APOSTROPHE.sub("'", match.group())))
        if named is None:
            return None
        printed = compact(match.group())
        if (named.cased or " " not in printed) and printed not in self._exact:
            return None
        if printed in named.short and not after_article:
            return None
        target = Target(
            position, match.end(), named.kind, named.id, named.number, named.date, name=named.name
        )
        if named.yearly:
            return self._of_year(text, target, printed)
        self._surround(text, target, named)
        return None if named.dated_only and target.undated else target

    def _of_year(self, text: str, target: Target, printed: str) -> Target | None:
        """`loi de finances pour 2023`: every year has one, so the year is part of the name."""
        year = _YEAR.match(text, target.end)
        if year is None:
            return None
        target.end = year.end()
        target.name = f"{printed.lower()} pour {year.group('year')}"
        return target

    def _surround(self, text: str, target: Target, named: NamedText) -> None:
        target.undated = named.years
        years = _YEARS.match(text, target.end) if named.years else None
        if years:
            target.end = years.end()
            target.name = f"{named.name} {years.group('from')}-{years.group('to')}"
            target.undated = False
            return
        after = self._after.get(named.id)
        match = after.match(text, target.end) if after else None
        if match:
            target.end = match.end()
            target.name = f"{named.name} {compact(match.group()).lower()}"
            target.problem = UNDATED
        before = self._before.get(named.id)
        match = before.search(text, max(0, target.start - 20), target.start) if before else None
        if match:
            target.start = match.start()
            target.name = f"{named.name} {match.group().strip().lower()}"
            target.problem = UNDATED


def first_word(name: str) -> str:
    """The folded first word of a name."""
    match = _WORD.match(name)
    return fold_word(match.group()) if match else fold_word(name)
