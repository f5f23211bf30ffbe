"""The day of a text: in its title, after its place, or announced at its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.french.dates import FoundDate, find_dates, parse_date
from corpus.model import Document, Problem, Span
from corpus.structure.identity import Identity
from corpus.structure.pieces import Piece, plain
from corpus.structure.words import starts_with, words_of

_TOWN = r"[^\W\d_][\w'’.-]*(?:[ -][^\W\d_][\w'’.-]*){0,4}?"
# « Paris, le », « Fait à Lille, le », « À Bordeaux le », « Fait le », « Le »; Markdown marks too.
_PLACED = re.compile(
    rf"[*_\s]*(?:(?P<fait>fait)\s+(?:à\s+(?P<made>{_TOWN}))?|à\s+(?P<at>{_TOWN})(?=\s|,)"
    rf"|(?P<place>{_TOWN})\s*,)?\s*,?\s*le\b\s*[:,]?\s*[*_-]*\s*",
    re.IGNORECASE,
)
_STAMPED_DAY = re.compile(r"(\d{1,2})\s?[.,;-]\s?$")
_HEAD = 60


class Dateline:
    """Looks for the day of one document; what it finds goes into its identity."""

    def __init__(self, document: Document, body: Sequence[Piece], identity: Identity) -> None:
        self.document = document
        self.text = document.text
        self.body = body
        self.identity = identity

    def read(self, title: tuple[int, int] | None) -> None:
        """Try, in order: the title (`title` is its stretch before the object), the line of place
        and date, a date announced at the head, the place and date of the signature. A hearing's
        title comes after its head (« Audition n° 4 », then « Date : »)."""
        hearing = self.identity.genre == "hearing"
        if not hearing and self._in_title(title):
            return
        if self._placed(self.body[:_HEAD]) or self._announced():
            return
        if hearing and self._in_title(title):
            return
        if not self._placed(self.body[::-1][: 2 * _HEAD]):
            self._placed(self.body, signed=True)

    def missing(self, title: tuple[int, int] | None) -> Problem:
        """What to tell the user when no day was found: none is given, or it cannot be read."""
        seen = {p.start: p for p in (*self.body[:_HEAD], *self.body[-_HEAD:])}.values()
        lines = [(p.start, p.end) for p in seen if self._is_dateline(p)]
        if title is not None and re.search(r"\bdu\b\s*[-\d.…_]", self.text[title[0] : title[1]]):
            lines.append(title)
        remedy = "Indiquez-la dans le fichier de corrections (« date: 2022-03-30 »)."
        name, path = self.document.name, self.document.path
        if not lines:
            message = f"{name} : aucune date n'a été trouvée."
            return Problem("date-absente", message, remedy, "info", path)
        start, end = lines[0]
        line = self.text.count("\n", 0, start) + 1
        message = f"{name} : date illisible (« {words_of(self.text, start, end)} », ligne {line})."
        return Problem("date-illisible", message, remedy, "warning", path, None, line, start, end)

    def _is_dateline(self, piece: Piece) -> bool:
        match = _PLACED.match(self.text, piece.start, piece.end)
        return bool(match and (match["place"] or match["made"]) and piece.end - piece.start < 80)

    def _in_title(self, title: tuple[int, int] | None) -> bool:
        return title is not None and self._take(find_dates(self.text, None, *title))

    def _placed(self, pieces: Sequence[Piece], *, signed: bool = False) -> bool:
        for piece in pieces:
            if piece.end - piece.start > 120 or piece.kind == "item":
                continue
            match = _PLACED.match(self.text, piece.start, piece.end)
            if match is None or (signed and not match["fait"]):
                continue
            group = next((g for g in ("made", "at", "place") if match[g]), None)
            if group is None and not match["fait"] and piece.end - match.end() > 25:
                continue
            if self._take(find_dates(self.text, None, match.start(), piece.end)):
                if group is not None:
                    span = Span(*match.span(group))
                    self.identity.put("place", words_of(self.text, span.start, span.end), span)
                return True
        return False

    def _announced(self) -> bool:
        """« Date : jeudi 9 novembre 2023 », « Mercredi 12 avril 2023 » alone on a line."""
        for piece in self.body[:_HEAD]:
            length = piece.end - piece.start
            if length > 120 or piece.marker is not None:
                continue
            found = find_dates(self.text, None, piece.start, piece.end)
            if not found:
                continue
            whole = found[0].end - found[0].start >= 0.8 * length
            opens = self.identity.genre == "hearing" and found[0].start == piece.start
            announced = starts_with(plain(self.text, piece), "letters", "date") is not None
            if (whole or opens or announced) and self._take(found):
                return True
        return False

    def _take(self, found: Sequence[FoundDate]) -> bool:
        """Keep the first whole day among `found`."""
        for date in found:
            if date.precision == "day" and date.iso is not None:
                self.identity.put("date", date.iso, Span(date.start, date.end))
                return True
            mended = self._mended(date)
            if mended is not None:
                self.identity.put("date", mended[0], mended[1])
                return True
        return False

    def _mended(self, date: FoundDate) -> tuple[str, Span] | None:
        """« du 22. fevrier 2023 »: a stamped day stands off its month."""
        match = _STAMPED_DAY.search(self.text, max(0, date.start - 6), date.start)
        if match is None:
            return None
        day = parse_date(f"{match[1]} {date.text}")
        return (day.isoformat(), Span(match.start(), date.end)) if day else None
