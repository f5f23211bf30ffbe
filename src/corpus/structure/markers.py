"""Markers: the bullet, number or name of division that opens a line, and its style.

Styles: `bullet`, `degree` (1°), `letter` (a), `paren` ((1)), `numeric` (1. or 11.), `dotted`
(1.2.3), `upper` (A.), `roman` (I.), `division` (Titre II, Article 3, Annexe…), `bare` (Préambule),
`visa`. A marker says what a line looks like; whether it is a heading is for the outline to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpus.french.fold import fold_word
from corpus.structure.vocabulary import load


@dataclass(frozen=True, slots=True)
class Division:
    """A kind of division: its rank (1 is outermost) and the kind of section it opens."""

    name: str
    rank: int
    kind: str


@dataclass(frozen=True, slots=True)
class Marker:
    """What opens a line. `end` is where the words after it begin; `depth` counts the components of
    a number; `hashes` the level of a Markdown heading (0 when there is none)."""

    style: str
    label: str
    end: int
    depth: int = 0
    division: Division | None = None
    hashes: int = 0


_BULLETS = "\\-–—―•▪◦●○■□➢►▶❖✓✔·\ufffd\uf000-\uf0ff"
_MARKS = re.compile(r"(?P<hashes>#{1,6}\s+)?(?:>\s+)?[*_]{0,3}«?\s?")
_STAR = re.compile(r"(?:[*+]|o)\s+(?=\S)")
# LATIN stands for « bis, ter… », filled in from the data file.
_ITEM = rf"""(?P<bullet>[{_BULLETS}])(?:\s+|(?=[^\W\d]|«))(?!\d+\s?%)
      | (?P<degree>\d{{1,3}})\s?(?:°|º|o\))(?:\s(?P<latin>LATIN)\b)?\s*[-–—.)]?\s*
      | \((?P<paren>\d{{1,2}}|[a-zA-Z]|[ivx]{{1,4}})\)\s+
      | (?P<dotted>\d{{1,3}}(?:\.\d{{1,3}}){{1,5}})\s?(?:[.)]\s?[-–—]?|[-–—:])?(?:\s+|(?=[A-ZÀ-Ý«]))
      | (?P<numeric>\d{{1,3}})\s?(?:[.)/][ ]?[-–—]?|[-–—])(?:\s+|(?=[A-ZÀ-Ý«]))(?!\d)
      | (?P<letter>[a-z])(?:\s(?P<lettern>LATIN))?\s?(?:\)|\.(?=\s))\s*
      | (?P<roman>[IVX]{{1,5}})(?:\s(?P<romann>LATIN))?\s?(?:[.)]\s?[-–—]?|[-–—:]|$)\s*
      | (?P<upper>(?!M\.?\s[A-ZÀ-Ý])[A-Z])(?:\)|\.\s?[-–—]|\s[-–—]|\.(?=\s+[A-ZÀ-Ý]))\s*
    """


def read_marker(text: str, start: int, end: int, *, heading: bool = False) -> Marker | None:
    """The marker that opens `text[start:end]`, or None. `heading`: the format says it is one, so
    that « CHAPITRE 8.4 dispositif de rétention » names a division in spite of its small letter."""
    first = text[start]
    if first.islower() and text[start + 1 : start + 2] not in (")", ".", " "):
        return None
    return _grammar().read(text, start, end, heading)


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    return _Grammar(load("divisions"))


class _Grammar:
    """The regular expressions made from `data/divisions.yaml`."""

    def __init__(self, data: dict[str, Any]) -> None:
        latin = "|".join(data["latins"])
        self.item = re.compile(_ITEM.replace("LATIN", latin), re.VERBOSE)
        self.ordinals = {fold_word(word): label for word, label in data["ordinaux"].items()}
        self.divisions: dict[str, Division] = {}
        for entry in data["divisions"]:
            for form in entry["formes"]:
                self.divisions[fold_word(form)] = Division(
                    entry["nom"], entry["rang"], entry["nature"]
                )
        self.bare = {fold_word(title) for title in data["titres_nus"]}
        names = _alternatives(form for e in data["divisions"] for form in e["formes"])
        ordinals = _alternatives(data["ordinaux"])
        code = r"(?:L\.?\s?[OP]?|R|D|A)\s?\*{0,2}\s?\.?\s?\*{0,2}\s?\d[\d\-‑]*(?:\s?-\s?\d+)*"
        number = (
            rf"{code}(?:\s(?:{latin})\b)?|\d{{1,4}}(?:\s?er|re|ᵉʳ|e)?(?:[-.]\d+)*(?:\s(?:{latin})(?:\s[A-Z])?\b)?"
            rf"|[IVXLC]+(?:er|re)?\b(?:\s?(?:{latin})\b)?|[A-Z]\b|{ordinals}"
        )
        self.division = re.compile(
            rf"(?P<name>{names})\s*(?:n\s?[°ºo]\s*)?(?P<label>{number})?"
            r"(?P<stop>[*_]*\s*(?:[.:)]\s*[-–—]?|[-–—])?[*_]*)\s*",
            re.IGNORECASE,
        )
        stop = r"(?P<stop>\s*(?:[.:)]\s*[-–—]?|[-–—])?)\s*"
        self.ordinal_first = re.compile(rf"(?P<label>{ordinals})\s+(?P<name>{names})\b{stop}", re.I)
        self.initials = {fold_word(e[0]) for e in [*self.divisions, *self.ordinals, *self.bare]}
        visas = [*data["visas"], *data["considerants"], *data["propositions"]]
        self.visa = re.compile(rf"(?:{_alternatives(visas)})(?!\w)", re.IGNORECASE)
        self.visa_initials = {fold_word(word[0]) for word in visas}

    def read(self, text: str, start: int, end: int, heading: bool) -> Marker | None:
        marks = _MARKS.match(text, start, end) if text[start] in "#>*_«" else None
        head = marks.end() if marks else start
        hashes = len((marks["hashes"] or "").strip()) if marks is not None else 0
        found = self._after_marks(text, head, end, hashes, heading) if head < end else None
        if found is None and head != start and not hashes:
            star = _STAR.match(text, start, end)
            return Marker("bullet", text[start], star.end()) if star else None
        if found is None and hashes:
            return Marker("hash", "", head, hashes, hashes=hashes)
        return found

    def _after_marks(
        self, text: str, head: int, end: int, hashes: int, heading: bool
    ) -> Marker | None:
        first = fold_word(text[head])
        # « Article 1 » opened by a quotation mark is of another text, which this one amends.
        if first in self.initials and "«" not in text[head - 2 : head]:
            division = self._division(text, head, end, hashes, heading)
            if division is not None:
                return division
        if first in self.visa_initials:
            visa = self.visa.match(text, head, end)
            if visa is None and text[head] in "-–":
                return None
            if visa is not None:
                return Marker("visa", visa.group(), head)
        if _is_word(text, head):
            return None
        match = self.item.match(text, head, end)
        if match is None:
            return None
        return _item_marker(match, hashes)

    def _division(
        self, text: str, head: int, end: int, hashes: int, heading: bool
    ) -> Marker | None:
        match = self.division.match(text, head, end)
        if match is None:
            match = self.ordinal_first.match(text, head, end)
            if match is None:
                return self._bare(text, head, end, hashes)
        stop = match["stop"].strip("*_ ")
        division = self.divisions[fold_word(match["name"])]
        label = match["label"] or ""
        after = text[match.end() : match.end() + 1] if match.end() < end else ""
        rest = text[match.end() : end]
        alone = text[end : end + 1] == "\n" and text[end + 1 : end + 2].isupper()
        certain = (heading and label) or (alone and _of_order(rest))
        if not certain and not _opens(division, label, stop, after, rest):
            return None
        label = str(self.ordinals.get(fold_word(label), label)).strip()
        return Marker("division", label, match.end(), division=division, hashes=hashes)

    def _bare(self, text: str, head: int, end: int, hashes: int) -> Marker | None:
        words = text[head:end].rstrip(" .:*_")
        if len(words) > 40 or fold_word(words) not in self.bare:
            return None
        return Marker("bare", "", head, hashes=hashes)


def _is_word(text: str, head: int) -> bool:
    """Two letters open no item, unless they may be a Roman number; most lines begin so."""
    return text[head].isalpha() and text[head] not in "IVX" and text[head + 1 : head + 2].isalpha()


def _opens(division: Division, label: str, stop: str, after: str, rest: str) -> bool:
    """Is this the head of the division, or a sentence that begins by naming one?

    « Article 16 de la loi… » is a sentence; « Article 16 », « Art. 2. – », « Article 3 Champ
    d'application » and « ANNEXE à l'arrêté » are heads.
    """
    if not after:
        return bool(label) or division.kind == "annex"
    if not label:
        return division.kind == "annex" and (bool(stop) or rest.isupper() or _annexed(rest))
    if stop:
        return True
    if division.kind == "annex":
        return len(rest) < 200
    return after.isupper() or after in "«(" or "\n" in rest[:1]


def _of_order(rest: str) -> bool:
    """« Article 2 de l'arrêté du 30 juillet 2012 », alone on its line in a consolidated text."""
    return 5 < len(rest) < 80 and rest[-1].isdigit() and rest[:4] in ("de l", "du d", "de c")


def _annexed(rest: str) -> bool:
    return len(rest) < 200 and fold_word(rest[:2]) in ("a ", "au", "de", "du")


def _item_marker(match: re.Match[str], hashes: int) -> Marker:
    style = match.lastgroup or ""
    for latin, base in (("latin", "degree"), ("lettern", "letter"), ("romann", "roman")):
        if style == latin:
            style = base
    label = match[style]
    suffix = match["latin"] or match["lettern"] or match["romann"]
    depth = label.count(".") + 1 if style in ("dotted", "numeric") else 0
    full = f"{label} {suffix}" if suffix else label
    return Marker(style, full, match.end(), depth, hashes=hashes)


def _alternatives(words: Any) -> str:
    """A regular expression for any of `words`, longest first; capitals may lack accents."""
    ordered = sorted(set(words), key=len, reverse=True)
    return "|".join(_lenient(word) for word in ordered)


def _lenient(word: str) -> str:
    out = []
    for char in word:
        plain = fold_word(char)
        out.append(
            f"[{char}{plain}]" if plain != char else r"\s+" if char == " " else re.escape(char)
        )
    return "".join(out)
