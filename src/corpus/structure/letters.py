"""Letters and circulars: object, addressee, signatory and issuer, from their formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.french.fold import fold_word
from corpus.model import Span
from corpus.structure.pieces import Piece, plain
from corpus.structure.vocabulary import load, opener
from corpus.structure.words import starts_with, strip_span, uncapitalised, words_of

_ARTICLE = re.compile(r"(?:le\b|la\b|les\b|l['’])\s*", re.IGNORECASE)
_NAME = re.compile(
    r"(?:(?:M\.|MM?\.|Mme|Mlle|Dr|Pr|Madame|Monsieur|Docteur|Professeur)\s+)?"
    r"(?:[A-ZÀ-Ý][\w’'.-]*\s+){1,3}[A-ZÀ-Ý][\w’'-]+"
)
_HEAD = 40
_TO = re.compile(r"^(?:à|a)(?: l['’]attention de)?\s+", re.IGNORECASE)
_DANGLING = re.compile(r"\s(?:les?|la)\Z", re.IGNORECASE)
_PLAINLY_TO = re.compile(r"[*_\s]*(?:aux|au|à\s+la|à\s+l['’])\s*", re.IGNORECASE)
_INLINE = re.compile(r"\s(?:à|A|À)\s+(?=(?:Mesdames|Messieurs|Madame|Monsieur)\b)")


@dataclass(slots=True)
class Letter:
    """What was found, with the span each value was read from."""

    title: str | None = None
    addressee: str | None = None
    signatory: str | None = None
    office: str | None = None
    issuer: str | None = None
    salutation: int | None = None
    courtesy: int | None = None
    evidence: dict[str, Span] = field(default_factory=dict)


def read_letter(text: str, pieces: Sequence[Piece]) -> Letter:
    """The parts of a letter; fields stay None where the text does not say."""
    reader = _Reader(text, [p for p in pieces if p.kind not in ("furniture", "note")])
    reader.read()
    return reader.letter


class _Reader:
    def __init__(self, text: str, body: list[Piece]) -> None:
        self.text = text
        self.body = body
        self.letter = Letter()

    def read(self) -> None:
        self._landmarks()
        self._object()
        self._signature()
        self._addressee()
        self._letterhead()

    def _landmarks(self) -> None:
        for index, piece in enumerate(self.body[:_HEAD]):
            words = plain(self.text, piece)
            if (
                len(words) < 150
                and words.endswith(",")
                and starts_with(words, "letters", "salutations")
            ):
                self.letter.salutation = index
                break
        formulas = opener("letters", "politesse")
        for index in range(len(self.body) - 1, max(-1, len(self.body) - _HEAD), -1):
            piece = self.body[index]
            folded = fold_word(words_of(self.text, piece.start, piece.end)).replace("’", "'")
            if any(formula in folded for formula in formulas):
                self.letter.courtesy = index
                break

    def _object(self) -> None:
        for index, piece in enumerate(self.body[:_HEAD]):
            words = plain(self.text, piece)
            if not starts_with(words, "letters", "objet") or ":" not in words[:30]:
                continue
            end = piece.end
            for below in self.body[index + 1 : index + 4]:
                if below.gap or not self.text[below.start].islower() or below.marker is not None:
                    break
                end = below.end
            colon = self.text.index(":", piece.start)
            span = strip_span(self.text, colon + 1, end)
            self.letter.title = words_of(self.text, span.start, span.end)
            self.letter.evidence["title"] = span
            return

    # ------------------------------------------------------------ who signs

    def _signature(self) -> None:
        courtesy = self.letter.courtesy
        if courtesy is None:
            self._signature_at_the_end()
            return
        name: Span | None = None
        office: Span | None = None
        for line in self._signing_lines(courtesy):
            words = words_of(self.text, line.start, line.end)
            if starts_with(words, "letters", "civilites"):
                break
            if name is None and _NAME.fullmatch(words) and not _office(words):
                name = line
            elif office is None and name is None and _office(words):
                office = line
        self._sign(name, office or self._office_above())

    def _signing_lines(self, courtesy: int) -> list[Span]:
        below = self.body[courtesy + 1 : courtesy + 8]
        return [line for piece in below for line in _lines(self.text, piece)]

    def _signature_at_the_end(self) -> None:
        """Without a formula of courtesy: an office, then a name alone, last words of the text."""
        lines = [line for piece in self.body[-8:] for line in _lines(self.text, piece)]
        for office, name in pairwise(lines):
            words = words_of(self.text, office.start, office.end)
            whole = _NAME.fullmatch(words_of(self.text, name.start, name.end))
            if whole and len(words) < 160 and _ARTICLE.match(words) and _office(words):
                self._sign(name, office)
                return

    def _office_above(self) -> Span | None:
        """The signatory's office alone above the salutation (« La Directrice Générale »)."""
        for piece in self.body[: self.letter.salutation or 0]:
            words = plain(self.text, piece)
            if len(words) < 80 and _ARTICLE.match(words) and _office(words):
                return strip_span(self.text, piece.start, piece.end)
        return None

    def _sign(self, name: Span | None, office: Span | None) -> None:
        parts = []
        if name is not None:
            span = strip_span(self.text, name.start, name.end)
            parts.append(words_of(self.text, span.start, span.end))
            self.letter.evidence["signatory"] = span
        if office is not None:
            span = strip_span(self.text, office.start, office.end)
            words = words_of(self.text, span.start, span.end)
            self.letter.office = (
                _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words
            )
            parts.append(self.letter.office)
            self.letter.evidence["office"] = span
            self.letter.evidence.setdefault("signatory", span)
        if parts:
            self.letter.signatory = ", ".join(parts)

    def _letterhead(self) -> None:
        limit = self.letter.salutation if self.letter.salutation is not None else 12
        for piece in self.body[:limit]:
            words = plain(self.text, piece)
            if (
                len(words) < 160
                and starts_with(words, "letters", "entetes")
                and (words.isupper() or not words.endswith("."))
            ):
                self.letter.issuer = words
                self.letter.evidence["issuer"] = strip_span(self.text, piece.start, piece.end)
                return
        self._sender()

    def _sender(self) -> None:
        """« Le ministre de… » above « à Mesdames et Messieurs… », or else who signs."""
        addressee = self.letter.evidence.get("addressee")
        above = [p for p in self.body[:12] if addressee is not None and p.end <= addressee.start]
        for piece in above:
            words = plain(self.text, piece)
            match = _ARTICLE.match(words)
            if match and len(words) < 160 and _office(words):
                self.letter.issuer = words[match.end() :].removesuffix(" à")
                self.letter.evidence["issuer"] = strip_span(self.text, piece.start, piece.end)
                return
        if self.letter.office is not None:
            self.letter.issuer = self.letter.office
            self.letter.evidence["issuer"] = self.letter.evidence["office"]

    # ------------------------------------------------------------ to whom

    def _addressee(self) -> None:
        named = self._named_addressee()
        found = (
            named
            or self._office_in_block()
            or self._salutation_office()
            or self._mission()
            or self._salutation_names()
        )
        if found is None:
            return
        spans = self._more_addressees(found) if found == named else [found]
        named_offices = [words_of(self.text, span.start, span.end) for span in spans]
        self.letter.addressee = " et ".join(
            words if _NAME.match(words) else uncapitalised(words, self.text)
            for words in named_offices
        )
        self.letter.evidence["addressee"] = Span(spans[0].start, spans[-1].end)

    def _named_addressee(self) -> Span | None:
        """« Mesdames et Messieurs les directeurs des caisses… » above the salutation."""
        limit = self.letter.salutation if self.letter.salutation is not None else _HEAD
        for index, piece in enumerate(self.body[:limit]):
            start = piece.start
            words = plain(self.text, piece)
            if starts_with(words, "letters", "destinataires") and ":" in words[:40]:
                start = self.text.index(":", start) + 1
            span = self._after_civility(start, self._whole(index))
            if span is not None:
                return span
        return self._addressed_inline(limit) or self._addressed_plainly(limit)

    def _addressed_plainly(self, limit: int) -> Span | None:
        """« Aux présidentes et présidents des associations affiliées », without any civility."""
        for piece in self.body[: min(limit, 12)]:
            match = _PLAINLY_TO.match(self.text, piece.start, piece.end)
            if match is not None and piece.end - piece.start < 160:
                span = strip_span(self.text, match.end(), piece.end)
                if _office(words_of(self.text, span.start, span.end)):
                    return span
        return None

    def _whole(self, index: int) -> int:
        """The end of a piece, or of the next one where its last word is the article of an office
        (« Mesdames et Messieurs les⏎Directeurs des Caf »)."""
        piece, below = self.body[index], self.body[index + 1 : index + 2]
        if below and below[0].gap == 0 and _DANGLING.search(self.text, piece.start, piece.end):
            return below[0].end
        return piece.end

    def _addressed_inline(self, limit: int) -> Span | None:
        """« La ministre de la famille à Mesdames et Messieurs les préfets de région ; … »: who
        writes and who is written to in one paragraph of the head."""
        for piece in self.body[:limit]:
            words = plain(self.text, piece)
            article = _ARTICLE.match(words)
            if article is None or not _office(words):
                continue
            for match in _INLINE.finditer(self.text, piece.start, piece.end):
                stop = self.text.find(";", match.end(), piece.end)
                span = self._after_civility(match.end(), stop if stop > 0 else piece.end)
                if span is not None:
                    return span
        return None

    def _more_addressees(self, first: Span) -> list[Span]:
        """« Mesdames et Messieurs les préfets de région », then those of départements below."""
        spans = [first]
        at = next(i for i, p in enumerate(self.body) if p.end > first.start)
        for piece in self.body[at + 1 : at + 6]:
            span = self._after_civility(piece.start, piece.end)
            if span is None or piece.gap == 1 or "," in words_of(self.text, span.start, piece.end):
                break
            spans.append(span)
        return spans

    def _after_civility(self, start: int, end: int) -> Span | None:
        match = _civility().match(self.text, start, end)
        if match is None:
            return None
        span = strip_span(self.text, match.end(), end)
        words = words_of(self.text, span.start, span.end)
        return span if _office(words) and len(words) < 250 else None

    def _office_in_block(self) -> Span | None:
        """« Madame Virginie X », then her office on the next line."""
        letter = self.letter
        around = [
            *self.body[: letter.salutation or 0],
            *(self.body[letter.courtesy + 1 :] if letter.courtesy is not None else []),
        ]
        lines = [line for piece in around for line in _lines(self.text, piece)]
        for name, office in pairwise(lines):
            words = _TO.sub("", words_of(self.text, name.start, name.end))
            if not starts_with(words, "letters", "civilites") or not _NAME.fullmatch(words):
                continue
            below = words_of(self.text, office.start, office.end)
            if _office(below) and len(below) < 160:
                return strip_span(self.text, office.start, office.end)
        return None

    def _salutation_office(self) -> Span | None:
        if self.letter.salutation is None:
            return None
        piece = self.body[self.letter.salutation]
        span = self._after_civility(piece.start, piece.end)
        if span is None:
            return None
        # « Madame la Directrice, Monsieur le Directeur, » names nobody in particular.
        words = words_of(self.text, span.start, span.end)
        several = starts_with(words.partition(", ")[2], "letters", "civilites")
        return span if len(words.split()) > 1 and not several else None

    def _mission(self) -> Span | None:
        title = self.letter.evidence.get("title")
        if title is None:
            return None
        match = re.compile(r"confiée\s+à\s+(.+?)(?=\s+[-–—]\s|$)", re.DOTALL).search(
            self.text, title.start, title.end
        )
        return strip_span(self.text, *match.span(1)) if match else None

    def _salutation_names(self) -> Span | None:
        if self.letter.salutation is None:
            return None
        piece = self.body[self.letter.salutation]
        words = plain(self.text, piece).rstrip(",")
        if len(words.split()) < 2 or (_ARTICLE.search(words) and not _office(words)):
            return None
        return strip_span(self.text, piece.start, piece.end)


def issuing_body(kind: str | None, addressee: str | None) -> str | None:
    """The body that alone writes such texts to such addressees (`data/letters.yaml`)."""
    if kind is None or addressee is None:
        return None
    folded = fold_word(addressee)
    for entry in load("letters")["auteurs"]:
        if entry["nature"] == kind and any(
            re.search(rf"\b{re.escape(fold_word(name))}\b", folded)
            for name in entry["destinataires"]
        ):
            return str(entry["organisme"])
    return None


def _office(words: str) -> bool:
    match = _ARTICLE.match(words)
    return starts_with(words[match.end() :] if match else words, "letters", "offices") is not None


def _civility() -> re.Pattern[str]:
    return _CIVILITY


_CIVILITY = re.compile(
    r"[*_\s]*(?:[àa]\s+)?(?:Mesdames?|Messieurs|Monsieur|Madame|MM?\.|Mmes?)"
    r"(?:\s*(?:,|et)\s+(?:Mesdames|Messieurs|messieurs|mesdames|Monsieur|monsieur))*\s+"
    r"(?:les\b|le\b|la\b|l['’])\s*",
    re.IGNORECASE,
)


def _lines(text: str, piece: Piece) -> list[Span]:
    spans = []
    start = piece.start
    for part in text[piece.start : piece.end].split("\n"):
        span = strip_span(text, start, start + len(part))
        if span.end > span.start:
            spans.append(span)
        start += len(part) + 1
    return spans
