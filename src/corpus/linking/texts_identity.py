"""Who a citation names: identity keys, lossless, and the words that tell two texts apart.

The key under which texts are matched forgives what printing varies (`n° 83-663` and `1983-663`,
blanks in a long number); what tells two texts apart (`quater-0 W`, an authority, an object) is
never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpus.extraction.references.lexicon import Lexicon
from corpus.french.fold import fold_word, stem_word
from corpus.model import Metadata, Reference

#: Texts numbered in one national series: the number alone is an identity.
NATIONAL = frozenset(("loi", "ordonnance", "décret"))
#: Texts of the Union, numbered in series too.
EUROPEAN = frozenset(("directive", "règlement"))

_WORD = re.compile(r"[^\W_]+")
# Words of a name that printing varies freely (`charte du soutien`, `charte de soutien`).
_EMPTY = frozenset(
    ("de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "et", "en", "pour", "un",
     "une", "dans", "sur", "par")
)  # fmt: skip
_OBJECT = re.compile(
    r"[\s,]*(?:\([^()\n]{2,60}\)\s*)?(?:modifiée?s?[\s,]+)?"
    r"(?P<object>(?:relati(?:fs?|ves?)\s+(?:à\s+la|à\s+l['’]|aux?|à)|portant(?:\s+sur)?|fixant|"
    r"définissant|approuvant|instituant|créant|modifiant|réformant|rénovant|concernant|prescrivant|"
    r"autorisant|visant|pour|sur)\b(?P<rest>[^.;:\n]{4,140}(?:\n[^.;:\n]{4,100})?))",
    re.IGNORECASE,
)
# Where an object ends and the sentence goes on: a relative, a closing mark, or a comma that no
# preposition follows.
_OBJECT_END = re.compile(
    r"\s*(?:,(?!\s(?:d['’]|de\s|du\s|des\s|et\s|à\s|aux?\s))|[»)]|\b(?:dont|qui|que|est|sont)\b|"
    r"\b(?:susvis|précit|modifi|notamment|annex|pris)).*",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a text, from one citation of it or from the text itself."""

    kind: str
    series: str
    number: str | None = None
    date: str | None = None
    nor: str | None = None
    code: str | None = None
    name: str | None = None
    authority: str | None = None
    subject: frozenset[str] = frozenset()
    about: str | None = None

    def anchors(self) -> tuple[str, ...]:
        """The keys any one of which is this text: code, number in its series, name, NOR."""
        keys = []
        if self.code:
            keys.append(f"code:{self.code}")
        if self.number and self.is_unique():
            keys.append(f"{self.series}:{self.number}")
        elif self.number and self.date:
            keys.append(f"{self.series}:{self.number}:{self.date}")
        if self.name and not self.number:
            keys.append(f"{self.series}:{name_key(self.name)}")
        if self.nor:
            keys.append(f"nor:{self.nor}")
        return tuple(keys)

    def is_unique(self) -> bool:
        """Whether the number alone tells the text: a national series, or a long number that no
        other issuer can have given. `12` and `2012-45` need their day."""
        if self.kind in NATIONAL | EUROPEAN:
            return True
        return self.number is not None and ("/" in self.number or len(self.number) > 9)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """A name without the words that printing varies, singular: one key for
    `charte nationale du soutien à la parentalité` and `Charte nationale de soutien…`."""
    words = [word for word in _WORD.findall(name) if fold_word(word) not in _EMPTY]
    return "-".join(stem_word(word) for word in words)


def number_key(number: str, kind: str) -> str:
    """A number as its series writes it: no blanks, capitals, two figures for a year before 2000."""
    key = re.sub(r"\s+", "", number).upper()
    if kind in NATIONAL:
        match = re.fullmatch(r"19(\d\d)-(\d+)", key)
        return f"{match.group(1)}-{match.group(2)}" if match else key
    if kind in EUROPEAN:
        parts = re.match(r"(\d+)[/-](\d+)", key)
        return f"{parts.group(1)}/{parts.group(2)}" if parts else key
    return key


def identity_of(reference: Reference, text: str, lexicon: Lexicon) -> Identity | None:
    """The identity a citation gives, None when it gives none."""
    if reference.abstention:
        return None
    code = code_slug(reference.code, lexicon)
    number = number_key(reference.number, reference.kind) if reference.number else None
    if not (code or number or reference.date or reference.name or reference.nor):
        return None
    subject, about = frozenset[str](), None
    if reference.antecedent is None:
        match = _OBJECT.match(text, reference.end, reference.end + 260)
        if match:
            about = _one_line(match.group("object"))
            subject = _content(_one_line(match.group("rest")))
        subject |= _inner_words(reference, lexicon)
    return Identity(
        kind=reference.kind,
        series=series_of(reference.kind, reference.rule),
        number=number,
        date=reference.date,
        nor=reference.nor,
        code=code,
        name=None if code else reference.name,
        authority=reference.authority,
        subject=subject,
        about=about,
    )


def identity_of_document(metadata: Metadata, lexicon: Lexicon) -> Identity | None:
    """The identity a document gives itself, None when it has none that others could cite."""
    kind = metadata.kind
    if kind is None:
        return None
    if kind == "code":
        code = code_slug(metadata.title, lexicon)
        return Identity("code", "code", code=code) if code else None
    if kind not in {one.kind for one in lexicon.kinds}:
        return None
    number = number_key(metadata.number, kind) if metadata.number else None
    name = metadata.title if kind in ("charte", "convention") else None
    if not (number or metadata.date or metadata.nor or name):
        return None
    title = metadata.title or ""
    match = re.search(r"\b(?:relati|portant|fixant|modifiant|approuvant|cré|instituant)", title)
    words = _content(title[match.start() :]) if match else frozenset()
    return Identity(
        kind, slug(kind), number, metadata.date, metadata.nor, name=name,
        authority=_authority(metadata.issuer), subject=words,
    )  # fmt: skip


def code_slug(name: str | None, lexicon: Lexicon) -> str | None:
    """The short identifier of a code's official name (`casf`)."""
    if not name:
        return None
    by_name = _codes(lexicon)
    return by_name.get(name_key(name))


def series_of(kind: str, rule: str) -> str:
    """The series a text belongs to; `autre` is told apart by its word (`avis`, `decision`)."""
    if kind == "autre" and rule.startswith("genre/"):
        return rule.partition("/")[2]
    return slug(kind)


def slug(text: str) -> str:
    """A folded word for keys: `lettre circulaire` gives `lettre-circulaire`."""
    return fold_word(text).replace(" ", "-")


def _one_line(words: str) -> str:
    """The object printed after a citation (`relatif aux assistants maternels`), without the rest
    of the sentence."""
    return _OBJECT_END.sub("", " ".join(words.split())).strip(' ,(«"')


_IDENTIFYING = re.compile(
    r"\bn\s?[°ºo]\s?\S+|\d+\S*|\b(?:en\s+date|article\w*|alin[ée]a\w*|annexe\w*)\b", re.IGNORECASE
)


def _inner_words(reference: Reference, lexicon: Lexicon) -> frozenset[str]:
    """The words of a name that stands inside the citation (`loi de protection de l'enfance n°`)."""
    words = _content(_IDENTIFYING.sub(" ", reference.text))
    known = {stem_word(word) for form in lexicon.kind_by_form for word in form.split()}
    known |= {stem_word(word) for form in lexicon.authority_by_adjective for word in form.split()}
    known |= {stem_word(word) for form in lexicon.authority_by_issuer for word in form.split()}
    return words - known - _MONTHS


def _content(text: str) -> frozenset[str]:
    words = (stem_word(word) for word in _WORD.findall(text)[:24])
    return frozenset(word for word in words if len(word) > 3 and word not in _EMPTY)


def _authority(issuer: str | None) -> str | None:
    folded = fold_word(issuer or "")
    if "prefet" in folded:
        return "préfectoral"
    return "ministériel" if "minist" in folded else None


_MONTHS = frozenset(
    ("janvier", "fevrier", "avril", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
     "decembre", "mar", "modifie", "modifiee", "susvise", "charge", "chargee")
)  # fmt: skip


_BY_LEXICON: dict[int, Mapping[str, str]] = {}


def _codes(lexicon: Lexicon) -> Mapping[str, str]:
    found = _BY_LEXICON.get(id(lexicon))
    if found is None:
        found = {
            name_key(name): code.id.partition("/")[2]
            for code in lexicon.codes
            for name in code.names
        }
        _BY_LEXICON[id(lexicon)] = found
    return found
