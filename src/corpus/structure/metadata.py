"""What a text says of itself: kind, number, dates, issuer, addressee, signatory, title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.french.fold import fold_word
from corpus.model import Document, Metadata, Problem, Span
from corpus.structure.acts import read_authority, read_signature
from corpus.structure.datelines import Dateline
from corpus.structure.identity import Identity
from corpus.structure.kinds import Kind, find_kind, is_page
from corpus.structure.letters import Letter, issuing_body, read_letter
from corpus.structure.markers import Marker
from corpus.structure.pieces import Piece, plain
from corpus.structure.respondents import is_questionnaire
from corpus.structure.vocabulary import load, opener
from corpus.structure.words import starts_with, strip_span, words_of

_NUMBER = re.compile(
    r"(?:\bn\s?[°ºo]s?|\bnuméro)\s*[*_]*(?P<number>[A-Z]{0,8}[/-]?\d[\w./-]*(?:\s?[–-]\s?\d[\w/-]*)*"
    r"(?:\s[A-Z]{2,}(?:/[A-Z0-9]+)+)?|[A-Z][A-Z0-9]*(?:[/-]\s?\n?\s?[\w-]+)+)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\s+(?P<number>\d{4}-\d+)\b")
_NOR = re.compile(r"\bNOR\s*:?\s*(?P<nor>[A-Z]{3,4}[A-Z]?\d{7}[A-Z])\b")
_REFERENCE = re.compile(r":?\s*(?P<number>[\w][\w/.\- ]{2,40})")
_HEAD = 60
_LETTERED = re.compile(r"(?:L\.?\s?O?|R|D|A)\s?\.?\s?\*{0,2}\s?\d")


def identify(
    document: Document, pieces: Sequence[Piece], *, speech_start: int | None = None
) -> Identity:
    """Read the metadata of a document from its first and last pieces.

    `speech_start`: where the first turn of a hearing begins; that settles the genre, and only what
    stands above says what the text is. Fields the text does not give
    stay None; an unreadable date or an unknown kind is told as a `Problem`.
    """
    return _Identifier(document, pieces, speech_start).run()


class _Identifier:
    def __init__(
        self, document: Document, pieces: Sequence[Piece], speech_start: int | None
    ) -> None:
        self.document = document
        self.text = document.text
        self.spoken = speech_start is not None
        self.body = [
            p
            for p in pieces
            if p.kind not in ("furniture", "note", "cell", "cue")
            and (speech_start is None or p.start < speech_start)
        ]
        self.kind: Kind | None = find_kind(self.text, self.body)
        self.letter: Letter = Letter()
        self.identity = Identity()
        self.title_end = 0
        self.dateline = Dateline(document, self.body, self.identity)

    def run(self) -> Identity:
        if self.kind is None or self.kind.genre in ("letter", "circular"):
            self.letter = read_letter(self.text, self.body)
        self._kind_and_genre()
        self._title()
        self._numbers()
        self.dateline.read(self._title_head())
        self._people()
        self._questions()
        return self.identity

    # ------------------------------------------------------------ kind and title

    def _kind_and_genre(self) -> None:
        put, kind, letter = self.identity.put, self.kind, self.letter
        if self.spoken and (kind is None or kind.genre not in ("hearing", "questionnaire")):
            self._hearing()
            return
        if is_questionnaire(self.document):
            self.identity.genre = "questionnaire"
            put("kind", "questionnaire", None)
            self.body, self.kind = [], None  # the words are the questions and the answers
            return
        if kind is not None:
            self.identity.genre = kind.genre
            put("kind", kind.name, self._form_span(kind))
            return
        if self._is_circular():
            self.identity.genre = "circular"
            put("kind", "circulaire", letter.evidence["addressee"])
            return
        if letter.courtesy is not None or letter.salutation is not None:
            self._letter_kind()
            return
        if self.document.format == "html" or is_page(self.text):
            self.identity.genre = "page"
            put("kind", "page", None)
            return
        self._articles()

    def _articles(self) -> None:
        """A text cut into articles is a legal one, though nothing says of what kind; with the
        lettered numbers of a code (`Article R131-5`) at its head, an extract of one."""
        heads = [p for p in self.body if p.marker is not None and _is_article(p.marker)]
        if len(heads) > 1:
            self.identity.genre = "legal"
        if heads and heads[0] in self.body[:3] and heads[0].marker is not None:
            if _LETTERED.match(heads[0].marker.label):
                self.identity.genre = "legal"
                self.identity.put("kind", "code", strip_span(self.text, *_head_of(heads[0])))

    def _is_circular(self) -> bool:
        """« Mesdames et Messieurs les directeurs de caisse », then « Objet : … », no salutation and
        no name of a person: what is sent to all who hold an office is a circular."""
        letter, evidence = self.letter, self.letter.evidence
        if letter.salutation is not None or not {"title", "addressee"} <= evidence.keys():
            return False
        before = self.text[: evidence["addressee"].start]
        line = before[before.rfind("\n") + 1 :]
        return starts_with(line.lstrip(" àÀA*_"), "letters", "a_tous") is not None

    def _hearing(self) -> None:
        """Turns were found: an interview or a hearing, by the line of the head that says so."""
        self.identity.genre = "hearing"
        named = next((p for p in self.body if self._names_hearing(p)), None)
        span = strip_span(self.text, named.start, named.end) if named else None
        talk = named and starts_with(plain(self.text, named), "kinds", "entretiens")
        self.identity.put("kind", "entretien" if talk else "audition", span)

    def _letter_kind(self) -> None:
        """A letter, and a mission letter when its object or its body entrusts a mission."""
        self.identity.genre = "letter"
        title = self.letter.evidence.get("title")
        objects = opener("kinds", "lettre_de_mission")
        if title and any(phrase in fold_word(self.letter.title or "") for phrase in objects):
            self.identity.put("kind", "lettre de mission", title)
            return
        words = "|".join(r"\s+".join(p.split()) for p in load("kinds")["missions"])
        entrusted = re.compile(words, re.IGNORECASE).search(self.text)
        if entrusted is not None:
            self.identity.put("kind", "lettre de mission", Span(*entrusted.span()))
            return
        at = self.letter.salutation if self.letter.salutation is not None else self.letter.courtesy
        assert at is not None
        place = self.body[at]
        self.identity.put("kind", "lettre", Span(place.start, place.end))

    def _names_hearing(self, piece: Piece) -> bool:
        words = plain(self.text, piece).lstrip("–—- •")
        return any(starts_with(words, "kinds", key) for key in ("auditions", "entretiens"))

    def _form_span(self, kind: Kind) -> Span:
        piece = self.body[kind.piece]
        start = strip_span(self.text, piece.start, piece.end).start
        return Span(start, start + len(kind.form))

    def _title(self) -> None:
        put, letter = self.identity.put, self.letter
        if letter.title and self.identity.genre in ("letter", "circular"):
            put("title", letter.title, letter.evidence["title"])
        if self.kind is not None:
            at = self._heard_title() or self.kind.piece
            piece = self.body[at]
            end = self._title_reach(at)
            self.title_end = self.identity.head_end = end
            span = strip_span(self.text, piece.start, end)
            put("title", self._shown_title(span), span)
        elif self.identity.genre not in ("letter", "circular") and self.body:
            first = self.body[0]
            if first.end - first.start <= 200:
                span = strip_span(self.text, first.start, first.end)
                put("title", words_of(self.text, span.start, span.end), span)

    def _heard_title(self) -> int | None:
        """In minutes (« Compte rendu n° 1 »), the line « Audition de Mme X » is the title."""
        if self.kind is None or not starts_with(self.kind.form, "kinds", "comptes_rendus"):
            return None
        for index, piece in enumerate(self.body[:_HEAD]):
            if starts_with(plain(self.text, piece).lstrip("–—- •"), "kinds", "auditions"):
                return index
        return None

    def _shown_title(self, span: Span) -> str:
        words = words_of(self.text, span.start, span.end)
        if self.kind is not None and self.kind.genre == "page":
            return words.split(":", 1)[-1].strip()
        return words

    def _title_reach(self, index: int) -> int:
        """The end of the title that begins with piece `index`, and goes on in lower case."""
        end = self.body[index].end
        for piece in self.body[index + 1 : index + 6]:
            words = plain(self.text, piece)
            goes_on = words[:1].islower() and len(words) <= 400
            if piece.marker is not None or not (goes_on or starts_with(words, "kinds", "objets")):
                break
            end = piece.end
        return end

    # ------------------------------------------------------------ numbers

    def _numbers(self) -> None:
        put = self.identity.put
        if self.kind is not None:
            piece = self.body[self.kind.piece]
            limit = min(self._object_start(piece), piece.start + 200)
            match = _NUMBER.search(self.text, piece.start, limit) or _BARE_NUMBER.match(
                self.text, self._form_span(self.kind).end
            )
            if match is not None:
                put("number", _tidy_number(match["number"]), Span(*match.span("number")))
        head = self.body[:_HEAD]
        stop = head[-1].end if head else 0
        nor = _NOR.search(self.text, 0, stop)
        if nor is not None:
            put("nor", nor["nor"], Span(*nor.span("nor")))
        if self.identity.genre in ("letter", "circular"):
            self._reference(head)

    def _reference(self, head: Sequence[Piece]) -> None:
        for piece in head:
            found = starts_with(plain(self.text, piece), "letters", "references")
            if found is None:
                continue
            match = _REFERENCE.search(self.text, piece.start + len(found), piece.end)
            if match is not None and any(map(str.isdigit, match["number"])):
                span = strip_span(self.text, *match.span("number"))
                self.identity.put("number", words_of(self.text, span.start, span.end), span)
                return

    def _object_start(self, piece: Piece) -> int:
        """Where the object of a title begins: dates and numbers after it are of other texts."""
        words = "|".join(
            re.escape(o) for o in sorted(load("kinds")["objets"], key=len, reverse=True)
        )
        match = re.compile(rf"\b(?:{words})\b", re.IGNORECASE).search(
            self.text, piece.start, max(piece.end, self.title_end)
        )
        return match.start() if match else max(piece.end, self.title_end)

    def _title_head(self) -> tuple[int, int] | None:
        """The stretch of the title before its object, where its number and day stand."""
        if self.kind is None:
            return None
        piece = self.body[self.kind.piece]
        return piece.start, self._object_start(piece)

    # ------------------------------------------------------------ people

    def _people(self) -> None:
        put, letter = self.identity.put, self.letter
        genre = self.identity.genre
        if genre == "legal":
            read_authority(self.text, self.body, self.identity)
            read_signature(self.text, self.body, self.identity)
        elif genre in ("letter", "circular"):
            put("addressee", letter.addressee, letter.evidence.get("addressee"))
            if letter.salutation is not None:
                self.identity.head_end = self.body[letter.salutation].end
            body = issuing_body(self.identity.values.get("kind"), letter.addressee)
            if body is not None and letter.office is not None:
                office = letter.office[0].lower() + letter.office[1:]
                put("issuer", f"{office.lower()} de {body}", letter.evidence["office"])
            put("issuer", letter.issuer or body, letter.evidence.get("issuer"))
            put("signatory", letter.signatory, letter.evidence.get("signatory"))
        if genre == "hearing":
            self._place()

    def _place(self) -> None:
        for piece in self.body[:_HEAD]:
            words = plain(self.text, piece)
            if starts_with(words, "letters", "lieu") and ":" in words[:30]:
                colon = self.text.index(":", piece.start)
                span = strip_span(self.text, colon + 1, piece.end)
                self.identity.put("place", words_of(self.text, span.start, span.end), span)

    # ------------------------------------------------------------ what stays open

    def _questions(self) -> None:
        values, name = self.identity.values, self.document.name
        if not self.text.strip():
            return  # reading has told why
        if "kind" not in values:
            self.identity.problems.append(
                Problem(
                    "nature-inconnue",
                    f"{name} : la nature du texte n'est pas reconnue.",
                    "Indiquez-la dans le fichier de corrections (« nature: circulaire »).",
                    "info",
                    self.document.path,
                )
            )
        undated = ("page", "questionnaire", "other")
        if (
            "date" not in values
            and self.identity.genre not in undated
            and values.get("kind") != "code"
        ):
            self.identity.problems.append(self.dateline.missing(self._title_head()))


def _is_article(marker: Marker) -> bool:
    return marker.division is not None and marker.division.kind == "article"


def _head_of(piece: Piece) -> tuple[int, int]:
    """From the start of a piece to the end of its marker."""
    return piece.start, piece.marker.end if piece.marker is not None else piece.end


def _tidy_number(number: str) -> str:
    """`2025 – 794` -> `2025-794`; a number cut at a line end is joined."""
    joined = re.sub(r"\s*([–-])\s*", r"\1", " ".join(number.split()))
    return joined.replace("–", "-").rstrip(".,-/")


def corrected(metadata: Metadata, corrections: Mapping[str, Any] | None) -> Metadata:
    """The metadata with the analyst's own values in place of what was detected."""
    names = load("corrections")["champs"]
    changes: dict[str, Any] = {}
    for key, value in (corrections or {}).items():
        name = names.get(fold_word(str(key)))
        if name is not None and name != "genre":
            changes[name] = None if value is None else str(value)
    if not changes:
        return metadata
    evidence = {k: v for k, v in metadata.evidence.items() if k not in changes}
    return replace(
        metadata, **changes, evidence=evidence, corrected=metadata.corrected.union(changes)
    )
