"""Laws, decrees, orders, circulars, European acts, agreements: from their kind to their date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from corpus.extraction.references.found import Target
from corpus.extraction.references.lexicon import Kind, Lexicon
from corpus.extraction.references.names import NameReader
from corpus.extraction.references.patterns import NUMBER_SIGN, OF_THE, alternation, compact
from corpus.french.dates import FoundDate, match_date
from corpus.french.fold import fold, fold_word

# A number runs over slashes, hyphens and the line ends after them; blanks around a hyphen only
# before figures (`2010 – 794`), so that `n° 12 - portant` ends at 12.
_JOIN = r"(?:\s?/\s*(?=[\w(])|[-‐–_]\s*\n\s*|\s?[-‐–]\s?(?=\d)|[-‐–_.](?=\w)|(?<=\d)\s(?=\d{3}\b))"
_NUMBER = (
    rf"(?-i:[A-Z]{{0,12}}\d[A-Za-z]{{0,4}}\d*|[A-Z][A-Za-z0-9]*(?={_JOIN}))(?:{_JOIN}[A-Za-z0-9&]+)*"
    r"(?:\s(?-i:[A-Z]{2,}(?:[/-][A-Z0-9]+)+))?"
)
_NUMBERED = re.compile(rf"\s*,?\s*\(?\s*{NUMBER_SIGN}\s*(?P<number>{_NUMBER})", re.IGNORECASE)
_STATUTE = re.compile(r"\s+(?P<number>\d{2,4}\s?[-‐–]\s*\d{1,5})(?![\d/])", re.IGNORECASE)
_LETTERED = re.compile(
    rf"\s+(?P<number>\d{{4}}\s?[-‐–/]\s*\d{{1,4}}(?![\d])|(?-i:[A-Z]{{1,4}})[\s-]?\d{{4}}[-‐–]\d{{1,4}}"
    rf"|(?-i:[A-Z][A-Z0-9]+)(?:{_JOIN}[A-Z0-9&]+)*(?:{_JOIN}\d+)+(?![A-Za-z0-9]))",
    re.IGNORECASE,
)
_EUROPEAN = re.compile(
    rf"\s*(?:\(?\s*(?:UE|EU|CE|CEE|Euratom)(?:\s*,\s*Euratom)?\s*\)?\s*,?\s*)?(?:{NUMBER_SIGN}\s*)?"
    r"(?P<number>\d{2,4}\s?(?:[/-]\s?|\s(?=(?:19|20)\d\d\b))\d{1,4}(?:\s?/\s?(?:UE|CEE|CE|JAI|PESC|Euratom))?)(?![\d/])",
    re.IGNORECASE,
)
_NOR = re.compile(r"\s*,?\s*[(\[]?\s*(?:n°\s*)?NOR\s*:?\s*(?P<nor>[A-Z]{4}\d{7}[A-Z])(?:\s*[)\]])?")
_DATED = re.compile(
    r"\s*,?\s*\(?(?P<how>en\s+date\s+d(?:u|es?)|daté[es]*\s+d[ue]|(?:signé|pris|adopté|publié|conclu)[es]*\s+le|des|d[ue])?\s*(?=\d|premier|[a-zé])",
    re.IGNORECASE,
)
_ON = re.compile(r"\s*,?\s*le\s+(?=\d|premier)", re.IGNORECASE)
# Where an identity may start after a gap: a number sign, or a day after `du` or `le`.
_AHEAD = re.compile(
    rf"(?P<sign>{NUMBER_SIGN})\s?[A-Z0-9]|\b(?P<how>en\s+date\s+d(?:u|es)|daté[es]*\s+du|signé[es]*\s+le|des|du|le)\s+"
    r"(?=(?:[0-3]?\d(?:er)?|premier)\s+(?:[a-zéû]{3,9}\.?\s+(?:\d{4}|et\s+\d)|et\s+\d)|\d{1,2}[/.]\d{1,2}[/.]\d{2})",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"[;:!?]|\.\s|\n\s*\n|\.\Z")
_DAY_OF_NAME = re.compile(r"\s?[»”\"]?\s+du\s+(?=\d)")
_PARAGRAPH = re.compile(r"\n\s*\n")
# The letter of a bureau (`DGAS/4A`) is no word, and no form of « avoir ».
_WORD = re.compile(r"(?<!\d)[^\W\d_]+")
_BLANK = re.compile(r"\s+")
_YEAR = re.compile(
    r"\s+(?:de|pour)\s+(?:l['’]année\s+)?(?P<year>(?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_AND_ALSO = re.compile(
    rf"\s*(?:,|et|ou|ainsi\s+que)\s*(?:,\s*|et\s+)?(?:(?:{OF_THE}|la|le|les|ceux\s+du|celui\s+du|celle\s+du)\s+)?(?=n\s?[°ºo]|\d|1er|premier)",
    re.IGNORECASE,
)
_LATER = re.compile(r"\s*(?:,|et)\s+(?:du\s+)?(?=\d)")
_DAY_OF_LIST = re.compile(r"(?P<day>\d{1,2})(?:er)?\s*(?:,|et)\s+(?=\d{1,2}(?:er)?\b)")
#: Why a text so cited stays open until its context tells more.
YEARLESS = "date sans année"
YEAR_ONLY = "seule l'année est indiquée"
_JOINS = re.compile(r"\s*([-‐–/_])\s*")
_GAP_LONGEST = {"issuer": 130, "name": 110, "object": 220}


class TextReader:
    """Reads what follows the name of a kind of text."""

    def __init__(self, lexicon: Lexicon, names: NameReader) -> None:
        self.lexicon = lexicon
        self.names = names
        self.qualifiers = {kind.id: lexicon.qualifier_pattern(kind) for kind in lexicon.kinds}
        nouns = alternation(lexicon.issuers)
        self._issuer = re.compile(
            rf"\s*,?\s*(?:(?:{OF_THE})\s*)?(?:(?:la|le|les)\s+)?(?P<noun>{nouns})(?!\w)",
            re.IGNORECASE,
        )
        self._objects = lexicon.words["objets"]
        self._openers = lexicon.words["noms"]
        self._refusals = lexicon.words["refus-de-date"]

    def match(
        self, text: str, start: int, end: int, kind: Kind, day: date | None, *, bare: bool = False
    ) -> Target | None:
        """The text named from `start`, whose kind's word ends at `end`; None when nothing
        identifies it. `day` is the citing text's date; `bare` is true where no determiner precedes
        (`par arrêté le 9 mars 2022`) or an indefinite one does."""
        target = Target(start, end, kind.kind, kind.id)
        qualifiers = self.qualifiers[kind.id].match(text, end)
        if qualifiers:
            target.end = qualifiers.end()
            target.authority = self.lexicon.authority_of(qualifiers.group())
        if kind.need == "nom":
            return self._named(text, target, qualified=qualifiers is not None)
        self._identify(text, target, kind, day)
        if not _identified(target) and bare and kind.need == "numero ou date":
            self._on(text, target, day)
        if not _identified(target):
            self._beyond_gap(text, target, kind, day)
        return target if _identified(target) else None

    def complete(self, text: str, target: Target, kind: Kind, day: date | None) -> None:
        """`règlement CLP n° 1272/2008 du 16 décembre 2008`: the number and day that repeat what the
        name says belong to the citation; others do not."""
        told = Target(target.end, target.end, kind.kind, kind.id)
        self._identify(text, told, kind, day)
        if _PARAGRAPH.search(text, target.end, told.end):
            return
        same_number = told.number is not None and told.number == target.number
        same_day = told.date is not None and told.date == target.date and not told.number
        if told.end > target.end and (same_number or same_day or not target.number):
            target.end = told.end
            target.number, target.date = told.number or target.number, told.date or target.date

    def following(self, text: str, first: Target, kind: Kind, day: date | None) -> Iterator[Target]:
        """The further texts of a plural list (`arrêtés des 16 juin 2022 et 5 juillet 2024`)."""
        previous = first
        while True:
            link = _AND_ALSO.match(text, previous.end)
            if not link:
                return
            position = link.end()
            target = Target(position, position, kind.kind, kind.id, authority=first.authority)
            self._identify(text, target, kind, day)
            if not _identified(target) or target.start == target.end:
                return
            target.start = position
            yield target
            previous = target

    def date_at(self, text: str, position: int, day: date | None) -> FoundDate | None:
        """A date in place: a day alone takes month and year from the list it opens
        (`16 et 17 juin 2022`)."""
        found = match_date(text, position, day)
        if found is not None:
            return self._with_year_of_list(text, found, day) if found.yearless else found
        listed = _DAY_OF_LIST.match(text, position)
        if listed is None:
            return None
        later = self.date_at(text, listed.end(), day)
        if later is None or later.iso is None or later.precision != "day":
            return None
        end = listed.start() + len(listed.group("day"))
        iso = f"{later.iso[:8]}{int(listed.group('day')):02d}"
        try:
            date.fromisoformat(iso)
        except ValueError:
            return FoundDate(position, end, text[position:end], None, problem="date impossible")
        return FoundDate(position, end, text[position:end], iso)

    def _with_year_of_list(self, text: str, found: FoundDate, day: date | None) -> FoundDate:
        """`8 novembre et 6 décembre 2022`: the year is said once, at the end."""
        link = _LATER.match(text, found.end)
        later = self.date_at(text, link.end(), day) if link else None
        if later is None or later.iso is None or found.month_day is None:
            return found
        return replace(
            found, iso=f"{later.iso[:4]}-{found.month_day}", yearless=False, problem=None
        )

    def _identify(self, text: str, target: Target, kind: Kind, day: date | None) -> None:
        """Number, NOR and date that follow at once, in any order, an issuer between them."""
        for _ in range(4):
            before = target.end
            self._number(text, target, kind)
            self._date(text, target, day)
            self._nor(text, target)
            if target.end == before:
                break
        if target.number and not target.date:
            self._date_after_number(text, target, kind, day)
        if target.date is None and target.number is None and target.problem is None:
            year = _YEAR.match(text, target.end) if kind.kind == "loi" else None
            if year:
                target.end, target.year = year.end(), year.group("year")
                target.problem = YEAR_ONLY

    def _number(self, text: str, target: Target, kind: Kind) -> None:
        if target.number:
            return
        match = _EUROPEAN.match(text, target.end) if kind.european else None
        match = match or _NUMBERED.match(text, target.end)
        if match is None and kind.bare_numbers:
            match = self._unsigned(text, target.end, kind)
        if match is None:
            return
        target.number, target.end = number_key(match.group("number")), match.end()
        if text[target.end : target.end + 1] == ")" and "(" in match.group():
            target.end += 1

    def _unsigned(self, text: str, position: int, kind: Kind) -> re.Match[str] | None:
        """A number without `n°`: `loi 2002-2`, `circulaire DSS/SD2B/2010/12`, `circulaire Cnaf
        2011-105`."""
        if kind.kind in ("loi", "décret", "ordonnance"):
            return _STATUTE.match(text, position)
        match = _LETTERED.match(text, position)
        issuer = self._issuer.match(text, position) if match is None else None
        if issuer:
            match = _LETTERED.match(text, issuer.end()) or _NUMBERED.match(text, issuer.end())
        return match

    def _date(self, text: str, target: Target, day: date | None) -> None:
        if target.date or target.problem:
            return
        link = _DATED.match(text, target.end)
        if link is None:
            return
        found = self.date_at(text, link.end(), day)
        bare = not link.group("how") and not target.number and target.start != target.end
        if found is None or (bare and (found.precision != "day" or "\n" in link.group())):
            return
        self._take_date(target, found)
        if text[target.end : target.end + 1] == ")" and "(" in link.group():
            target.end += 1

    def _take_date(self, target: Target, found: FoundDate) -> None:
        if found.yearless and found.problem:
            target.problem = None if target.number else YEARLESS
            target.month_day = found.month_day
        elif found.iso is None:
            target.problem = found.problem
        target.date, target.end = found.iso, found.end

    def _nor(self, text: str, target: Target) -> None:
        match = _NOR.match(text, target.end) if not target.nor else None
        if match:
            target.nor, target.end = match.group("nor"), match.end()

    def _date_after_number(self, text: str, target: Target, kind: Kind, day: date | None) -> None:
        """`directive 2010/75/UE du Parlement européen et du Conseil du 24 novembre 2010`."""
        for match in _AHEAD.finditer(text, target.end, target.end + _GAP_LONGEST["object"]):
            gap = text[target.end : match.start()]
            if match.group("sign") or self._gap(gap, kind, text, target) is None:
                return
            if match.group("how").lower() == "le":
                continue
            found = self.date_at(text, match.end(), day)
            if found and found.iso:
                self._take_date(target, found)
            return

    def _on(self, text: str, target: Target, day: date | None) -> None:
        """`un arrêté le 9 mars 2022`: only where a noun is certain."""
        match = _ON.match(text, target.end)
        found = self.date_at(text, match.end(), day) if match else None
        if found and not found.yearless:
            self._take_date(target, found)

    def _beyond_gap(self, text: str, target: Target, kind: Kind, day: date | None) -> None:
        """A number or date after the issuer, the name or the object of the text."""
        for match in _AHEAD.finditer(text, target.end, target.end + _GAP_LONGEST["object"]):
            gap = self._gap(text[target.end : match.start()], kind, text, target)
            if gap is None or (gap == "object" and match.group("sign")):
                return
            if match.group("sign"):
                before, target.end = target.end, match.start()
                self._identify(text, target, kind, day)
                if not target.number:
                    target.end = before
                return
            if match.group("how").lower() == "le" and gap != "issuer":
                continue
            found = self.date_at(text, match.end(), day)
            if found is not None:
                self._take_date(target, found)
                self._identify(text, target, kind, day)
                return

    def _gap(self, gap: str, kind: Kind, text: str, target: Target) -> str | None:
        """What stands between a kind and its identity: `issuer`, `name`, `object`, or None when it
        is something else, so that the identity is not this text's."""
        if _CLOSED.search(gap):
            return None
        # `à` folds to the verb `a`, which would refuse the gap.
        words = [fold_word(word) for word in _WORD.findall(gap) if word.lower() != "à"]
        if any(word in self._refusals or word in self.lexicon.kind_by_form for word in words):
            return None
        issuer = self._issuer.match(text, target.end)
        if issuer and issuer.end() <= target.end + len(gap):
            authority = self.lexicon.authority_by_issuer.get(fold(issuer.group("noun")))
            target.authority = target.authority or authority
            return "issuer" if len(gap) <= _GAP_LONGEST["issuer"] else None
        return self._named_gap(gap, words, kind)

    def _named_gap(self, gap: str, words: list[str], kind: Kind) -> str | None:
        if not words:
            return "nothing"
        if kind.need == "visa" or (kind.need == "proche" and not kind.named):
            return None
        if words[0] in self._objects and kind.need != "proche":
            return "object"
        opening = gap.lstrip()[:1]
        named = words[0] in self._openers or opening in '«"“' or opening.isupper()
        return "name" if named and len(gap) <= _GAP_LONGEST["name"] else None

    def _named(self, text: str, target: Target, *, qualified: bool) -> Target | None:
        """A charter, known by its complement: two nouns at least (`la charte du lieu` is no one's),
        or one when it says whose it is (`charte départementale de la médiation`)."""
        blank = _BLANK.match(text, target.end)
        name = self.names.end_of_name(text, blank.end()) if blank else None
        if name is None:
            return None
        end, nouns = name
        if nouns < 2 and not qualified:
            return None
        target.end = end
        target.name = compact(text[target.start : end])
        day = _DAY_OF_NAME.match(text, end)
        found = match_date(text, day.end()) if day else None
        if found is not None and found.iso is not None and found.precision == "day":
            # `charte nationale de l'accompagnement scolaire » du 7 octobre 1992`
            target.date, target.end = found.iso, found.end
        return target


def number_key(raw: str) -> str:
    """A number on one line, its blanks and odd hyphens made plain, a trailing mark cut."""
    joined = _JOINS.sub(r"\1", raw.strip())
    return compact(joined).replace("‐", "-").replace("–", "-").rstrip(".-/")


def _identified(target: Target) -> bool:
    return bool(target.number or target.date or target.nor or target.problem or target.name)
